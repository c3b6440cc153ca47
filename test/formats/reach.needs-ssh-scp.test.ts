import { testFormats } from './matrix';

testFormats(['reach'], 'ssh');
