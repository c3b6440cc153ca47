import { testProvider } from './provider';

testProvider('cloudca');
