import { sample } from './sample';

await sample('cloudca');
