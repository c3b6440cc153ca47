import { testProvider } from './provider';

testProvider('cycle');
