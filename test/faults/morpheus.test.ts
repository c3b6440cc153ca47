import { sample } from './sample';

await sample('morpheus');
