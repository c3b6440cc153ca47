import { afterEach, describe, expect, it, vi } from 'vitest';
import { readPattern } from '../../src/core/readPattern';
import { thrown } from './thrown';

const endless = (pattern: string) => ({
  code: 'invalid_filter',
  message: `The regular expression ${JSON.stringify(pattern)} takes too long to try`,
  hint: 'Repeat no group that repeats something itself.',
});

/** From now on every try is said to have taken so many milliseconds. */
function timed(each: number) {
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => {
    now += each;
    return now;
  });
}

afterEach(() => vi.restoreAllMocks());

describe('a regular expression', () => {
  it.each([
    ['^web-\\d+$', 'web-12', true],
    ['^web-\\d+$', 'web-x', false],
    ['a.c', 'a😀c', true],
    ['(a|b)+c', 'xxabac', true],
    ['(a)\\1', 'aa', true],
    ['(a)\\1', 'ab', false],
    ['(?<x>a)\\k<x>', 'aa', true],
    ['a*b*c*d', 'abcd', true],
    ['^x', 'x'.repeat(129), true],
    ['y', 'x'.repeat(129), false],
    ['', '', true],
  ])('%s on %s: %j', (pattern, text, expected) => {
    const fits = readPattern(pattern);
    expect([fits(text), fits(text)]).toEqual([expected, expected]);
  });

  it.each(['(', '[', '\\', 'a{2,1}', '\\-'])('is not %j', (value) => {
    expect(thrown(() => readPattern(value))).toEqual({
      code: 'invalid_filter',
      message: `${JSON.stringify(value)} is not a regular expression`,
      reason: expect.stringMatching(/^Invalid regular expression: /),
    });
  });

  it('is not longer than a thousand characters', () => {
    expect(readPattern('x'.repeat(1000))('x'.repeat(1000))).toBe(true);
    expect(thrown(() => readPattern('x'.repeat(1001)))).toEqual({
      code: 'invalid_filter',
      message: `"${'x'.repeat(100)}…" is not a regular expression`,
      reason: 'it is longer than 1000 characters',
    });
    expect(thrown(() => readPattern(`(${'x'.repeat(99)}`)).message).toBe(
      `"(${'x'.repeat(99)}" is not a regular expression`,
    );
  });

  it.each([
    ['(a+)+$', false],
    ['(a|a)*$', true],
    ['(a+){9,}$', false],
    ['a*a*a*a*a*a*a*a*a*b', true],
    ['^(?:a?){28}a{28}$', false],
    ['(a*)*\\1b', true],
    [`${'a?'.repeat(28)}b`, true],
    [`${'(?:a|aa)'.repeat(40)}b`, false],
  ])('that takes too long is stopped, however short the text: %s', (pattern, fitsShort) => {
    // As if nearly all of the time had been spent by earlier tries.
    timed(9990);
    const fits = readPattern(pattern);
    expect(fits('b')).toBe(fitsShort);
    expect(thrown(() => fits(`${'a'.repeat(200)}!`))).toEqual(endless(pattern));
  });

  it('is given less and less time', () => {
    timed(4000);
    // This takes some tenths of a second.
    const pattern = `^${'a?'.repeat(22)}b`;
    const fits = readPattern(pattern);
    expect([fits('b'), fits('b'), fits('b')]).toEqual([true, true, true]);
    expect(thrown(() => fits('a'.repeat(22)))).toEqual(endless(pattern));
  });

  it.each([
    ['^web-\\d+$', false],
    ['a*bb+', false],
    ['a?bb?cc?', false],
    ['a(b)c(d)e(f)g', false],
    ['(?:a(?:b(?:cd)))', false],
    ['(?=a)b(?=c)d(?=e)f', false],
    ['web|db|cache|api|x|y|z', false],
    ['(a)\\1', false],
    ['(a)*', true],
    ['(a)+', true],
    ['(a)?', true],
    ['(a){2}', true],
    ['a*bb*cc*d', true],
    ['a+bb+cc+d', true],
    ['a{2}bb{2}cc{2}d', true],
    ['a?bb?cc?dd?e', true],
    ['(a)bb(c)dd(e)ff(g)h', true],
    ['a?bb(c)dd?ee(f)g', true],
  ])('may take long: %s: %j', (pattern, risky) => {
    timed(0);
    const fits = readPattern(pattern);
    fits('x');
    expect(performance.now).toHaveBeenCalledTimes(risky ? 2 : 0);
  });

  it('that is harmless is stopped on a long text only', () => {
    timed(20_000);
    const fits = readPattern('a*a*b');
    expect(fits('a'.repeat(128))).toBe(false);
    expect(fits('a'.repeat(128))).toBe(false);
    expect(performance.now).not.toHaveBeenCalled();
    expect(fits(`${'a'.repeat(128)}b`)).toBe(true);
    expect(performance.now).toHaveBeenCalledTimes(2);
    expect(thrown(() => fits('a'.repeat(100_000)))).toEqual(endless('a*a*b'));
  });
});
