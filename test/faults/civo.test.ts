import { sample } from './sample';

await sample('civo');
