import { sample } from './sample';

await sample('coxedge');
