import { describe, expect, it } from 'vitest';
import { allowsAnother, pauseAfter, readRetryAfter, tries } from '../../../src/io/http/retry';

describe('the pause between two tries', () => {
  it('doubles, with up to half of it by chance', () => {
    expect(tries).toBe(4);
    expect([1, 2, 3, 4].map((done) => pauseAfter(done, () => 0))).toEqual([250, 500, 1000, 2000]);
    expect([1, 2, 3, 4].map((done) => pauseAfter(done, () => 1))).toEqual([500, 1000, 2000, 4000]);
    expect(pauseAfter(1, () => 0.5)).toBe(375);
    expect(pauseAfter(1, () => 0.333)).toBe(333);
  });
});

describe('Retry-After', () => {
  const now = new Date('2026-01-31T12:00:00Z');

  it.each([
    ['0', 0],
    ['7', 7000],
    ['120', 120_000],
    [' 7 ', 7000],
    ['1.5', 1500],
    ['0.0001', 1],
    ['1.25', 1250],
    ['Sat, 31 Jan 2026 12:00:30 GMT', 30_000],
    ['2026-01-31T12:01:00Z', 60_000],
    ['Sat, 31 Jan 2026 11:00:00 GMT', 0],
    ['', null],
    ['soon', null],
    ['-5', null],
    ['7s', null],
    ['s7', null],
    ['1.', null],
    // Date.parse would take these for dates.
    ['2026-01-31', null],
    ['7 8', null],
    [undefined, null],
  ])('%j is %j ms', (value, expected) => {
    expect(readRetryAfter(value, now)).toBe(expected);
  });
});

describe('another try', () => {
  const allowed = (safe: boolean, retryAfter: number | null) =>
    Array.from({ length: 500 }, (_, index) => index + 100).filter((status) => allowsAnother(status, safe, retryAfter));

  it('of a reading follows what passes', () => {
    expect(allowed(true, null)).toEqual([408, 429, 500, 502, 503, 504]);
    expect(allowed(true, 0)).toEqual([408, 429, 500, 502, 503, 504]);
  });

  it('of a change follows only where the provider asks for it', () => {
    expect(allowed(false, null)).toEqual([]);
    expect(allowed(false, 0)).toEqual([429, 503]);
  });
});
