import { sample } from './sample';

await sample('cycle');
