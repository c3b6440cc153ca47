import { testProvider } from './provider';

testProvider('morpheus');
