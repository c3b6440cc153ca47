import { testProvider } from './provider';

testProvider('coxedge');
