import { describe, expect, it } from 'vitest';
import { escaped, hidden } from '../../src/core/hidden';

describe('a character that cannot be seen', () => {
  const seen = (code: number) => String.fromCodePoint(code).replace(hidden, '');

  it.each([
    0x7f, 0x80, 0x9f, 0xad, 0x200b, 0x200e, 0x2028, 0x2029, 0x202e, 0x2060, 0xfe00, 0xfeff, 0xfff9, 0xfffb, 0xe0041,
  ])('is %d', (code) => {
    expect(seen(code)).toBe('');
  });

  it.each([0x20, 0x7e, 0xa0, 0xe9, 0x2027, 0x202f, 0xfe0f, 0xffef, 0xfffc, 0x1f600])('is not %d', (code) => {
    expect(seen(code)).toBe(String.fromCodePoint(code));
  });

  it('is written as its number', () => {
    expect([escaped(0x7f), escaped(0x200b), escaped(0xfeff)]).toEqual(['\\u007f', '\\u200b', '\\ufeff']);
    expect('a\u200bb\u200bc'.replace(hidden, '')).toBe('abc');
  });
});
