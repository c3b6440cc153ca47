import { describe, expect, it } from 'vitest';
import type { CliError } from '../../src/core/errors';
import {
  fieldsOf,
  isFields,
  listOf,
  notNegative,
  number,
  positive,
  reference,
  text,
  unexpectedFrom,
} from '../../src/core/fields';

describe('a field of a provider’s answer', () => {
  // Value, and what it is as an object, a text, an id, a number and a number above zero.
  it.each([
    [{ a: 1 }, true, null, null, null, null],
    [{}, true, null, null, null, null],
    [[{ a: 1 }], false, null, null, null, null],
    [null, false, null, null, null, null],
    [undefined, false, null, null, null, null],
    [true, false, null, null, null, null],
    ['', false, null, null, null, null],
    ['  ', false, '  ', '  ', null, null],
    ['web-1', false, 'web-1', 'web-1', null, null],
    ['7', false, '7', '7', 7, 7],
    [' 7.5 ', false, ' 7.5 ', ' 7.5 ', 7.5, 7.5],
    ['-1', false, '-1', '-1', -1, null],
    ['Infinity', false, 'Infinity', 'Infinity', null, null],
    [7, false, null, '7', 7, 7],
    [0, false, null, '0', 0, null],
    [-1, false, null, '-1', -1, null],
    [Number.NaN, false, null, 'NaN', null, null],
  ])('%j is read as what it is and as nothing else', (value, object, asText, asId, asNumber, above) => {
    expect(isFields(value)).toBe(object);
    expect(fieldsOf(value)).toEqual(object ? value : {});
    expect(text(value)).toBe(asText);
    expect(reference(value)).toBe(asId);
    expect(number(value)).toBe(asNumber);
    expect(positive(value)).toBe(above);
    expect(notNegative(value)).toBe(asNumber === null || asNumber < 0 ? null : asNumber);
  });

  it('that is a list has the objects in it', () => {
    expect(listOf([{ a: 1 }, null, 'b', [{ c: 1 }], { d: 1 }])).toEqual([{ a: 1 }, { d: 1 }]);
    for (const value of [{ length: 1 }, null, undefined, 'ab', 7]) expect(listOf(value)).toEqual([]);
  });

  it('that is not as promised makes an error that names the request', () => {
    const { code, message, details }: CliError = unexpectedFrom("Civo's answer")('GET /v2/quota', 'is not an object');
    expect({ code, message, details }).toEqual({
      code: 'unexpected_answer',
      message: "Civo's answer to GET /v2/quota is not an object",
      details: { hint: 'Run it again with --debug to see the answer.' },
    });
  });
});
