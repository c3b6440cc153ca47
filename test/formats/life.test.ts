import { testFormats } from './matrix';

testFormats(['life']);
