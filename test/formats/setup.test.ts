import { expect, it } from 'vitest';
import { testFormats, untested } from './matrix';

it('runs every command with none, one and several rows, and where it fails', () => {
  expect(untested()).toEqual([]);
});

testFormats(['choose', 'set up', 'understand']);
