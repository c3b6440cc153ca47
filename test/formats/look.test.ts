import { testFormats } from './matrix';

testFormats(['look']);
