import { testFormats } from './matrix';

testFormats(['protect']);
