import { testProvider } from './provider';

testProvider('civo');
