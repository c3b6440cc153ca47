import { testFormats } from './matrix';

testFormats(['change']);
