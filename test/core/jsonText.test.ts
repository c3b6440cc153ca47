import { describe, expect, it } from 'vitest';
import { jsonText } from '../../src/core/jsonText';

describe('JSON as it is printed', () => {
  it.each([
    [{ a: [1, 'b'] }, '{"a":[1,"b"]}'],
    [undefined, 'null'],
    ['Grüße 東京 👩‍🚀'.replace('\u200d', ''), '"Grüße 東京 👩🚀"'],
    ['❤\ufe0f', '"❤\ufe0f"'],
    ['a\u001b[31m\u0000', '"a\\u001b[31m\\u0000"'],
    ['\u007f\u0080\u009f\u00a0', '"\\u007f\\u0080\\u009f\u00a0"'],
    ['\u2028\u2029\ufff9\ufffb', '"\\u2028\\u2029\\ufff9\\ufffb"'],
    ['\u202e\u200b\ufeff\u00ad', '"\\u202e\\u200b\\ufeff\\u00ad"'],
    ['\u{e0041}', '"\\udb40\\udc41"'],
    ['\ufffc\u2027\u202f', '"\ufffc\u2027\u202f"'],
  ])('of %j holds nothing that steers a terminal or can’t be seen', (value, expected) => {
    expect(jsonText(value)).toBe(expected);
    expect(JSON.parse(jsonText(value))).toEqual(value ?? null);
  });

  it('may be indented', () => {
    expect(jsonText({ a: '\u200b' }, 2)).toBe('{\n  "a": "\\u200b"\n}');
  });
});
