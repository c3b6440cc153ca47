import { describe, expect, it } from 'vitest';
import { parseDuration, parseMoment, parseSize, toMoment } from '../../src/core/units';
import { thrown } from './thrown';

describe('a time', () => {
  it.each([
    ['90', 90_000],
    ['0', 0],
    ['1.25', 1250],
    [' 90 ', 90_000],
    ['250ms', 250],
    ['90s', 90_000],
    ['10m', 600_000],
    ['2h', 7_200_000],
    ['30d', 2_592_000_000],
    ['2w', 1_209_600_000],
    ['1h30m', 5_400_000],
    ['1m500ms', 60_500],
    ['12.25m', 735_000],
    [' 2h ', 7_200_000],
  ])('%j is %i ms', (text, milliseconds) => {
    expect(parseDuration(text)).toBe(milliseconds);
  });

  it.each(['', ' ', 'h', 'x90', '90x', '1h x', 'x1h', '1h-', '-1h', '1.h', '.5', '1h 30m', '2H', '1y', '1e3'])(
    '%j is none',
    (text) => {
      expect(thrown(() => parseDuration(text))).toEqual({
        code: 'invalid_value',
        message: `${JSON.stringify(text)} is not a time`,
        hint: 'For example 90s, 10m, 2h or 30d.',
      });
    },
  );
});

describe('a size', () => {
  it.each([
    ['1', 'MiB', 2 ** 20],
    ['2048', 'MiB', 2 ** 31],
    ['20', 'GiB', 20 * 2 ** 30],
    ['2GiB', 'MiB', 2 ** 31],
    ['20GB', 'MiB', 20 * 2 ** 30],
    ['512M', 'GiB', 2 ** 29],
    ['512m', 'GiB', 2 ** 29],
    ['512mib', 'GiB', 2 ** 29],
    ['64k', 'MiB', 2 ** 16],
    ['64KiB', 'MiB', 2 ** 16],
    ['100b', 'MiB', 100],
    ['100B', 'GiB', 100],
    ['2T', 'MiB', 2 ** 41],
    ['2PB', 'MiB', 2 ** 51],
    ['1.25GiB', 'MiB', 1.25 * 2 ** 30],
    ['12.5', 'GiB', 12.5 * 2 ** 30],
    ['2 GB', 'MiB', 2 ** 31],
    ['2  GB', 'MiB', 2 ** 31],
    [' 2GB ', 'MiB', 2 ** 31],
  ] as const)('%j is read', (text, bare, bytes) => {
    expect(parseSize(text, bare)).toBe(bytes);
  });

  it.each(['', 'GB', 'x1G', '1Gx', '1GBx', '1iB', '1bb', '1.G', '.5G', '-1G', '1E', '1 000', '1G B'])(
    '%j is none',
    (text) => {
      expect(thrown(() => parseSize(text, 'MiB'))).toEqual({
        code: 'invalid_value',
        message: `${JSON.stringify(text)} is not a size`,
        hint: 'For example 20GB or 512MiB.',
      });
    },
  );
});

describe('a moment', () => {
  const now = new Date('2026-01-31T12:00:00Z');

  it.each([
    ['2026-01-30', '2026-01-30T00:00:00.000Z'],
    ['2026-01-30T08:15Z', '2026-01-30T08:15:00.000Z'],
    ['2026-01-30 08:15Z', '2026-01-30T08:15:00.000Z'],
    ['2026-01-30T08:15:30Z', '2026-01-30T08:15:30.000Z'],
    ['2026-01-30t08:15:30z', '2026-01-30T08:15:30.000Z'],
    ['2026-01-30T08:15:30.25Z', '2026-01-30T08:15:30.250Z'],
    ['2026-01-30T08:15:30+02:00', '2026-01-30T06:15:30.000Z'],
    ['2026-01-30T08:15:30-02:30', '2026-01-30T10:45:30.000Z'],
    ['2026-01-30T08:15:30+0200', '2026-01-30T06:15:30.000Z'],
    ['2h', '2026-01-31T10:00:00.000Z'],
    ['1h30m', '2026-01-31T10:30:00.000Z'],
    ['12.5h', '2026-01-30T23:30:00.000Z'],
    ['1.25h', '2026-01-31T10:45:00.000Z'],
    ['250ms', '2026-01-31T11:59:59.750Z'],
    ['1w', '2026-01-24T12:00:00.000Z'],
  ])('%j is %s', (text, expected) => {
    expect(parseMoment(text, now).toISOString()).toBe(expected);
  });

  it('without a zone is local, as the clock on the wall', () => {
    expect(parseMoment('2026-01-30T08:15', now)).toEqual(new Date(2026, 0, 30, 8, 15));
    expect(parseMoment('2026-01-30 08:15:30', now)).toEqual(new Date(2026, 0, 30, 8, 15, 30));
  });

  it.each([
    '',
    '90',
    'yesterday',
    '2026',
    '2026-1-3',
    '2026-13-01',
    'x2026-01-30',
    '2026-01-30x',
    '+002026-01-30',
    '2026-01-30 (Friday)',
    '2026-01-30 and more',
    '2026-01-30T08',
    '2026-01-30T08:15:30.Z',
    '2026-01-30T08:15ZZ',
    'x2h',
    'h',
    '9999999999w',
    'Jan 30 2026',
  ])('%j is none', (text) => {
    expect(thrown(() => parseMoment(text, now))).toEqual({
      code: 'invalid_value',
      message: `${JSON.stringify(text)} is not a moment`,
      hint: 'For example 2026-01-31, 2026-01-31T12:00:00Z, or 2h for two hours ago.',
    });
  });

  it('that begins like a time ago must be one to its end', () => {
    expect(thrown(() => parseMoment('2h ago', now)).message).toBe('"2h ago" is not a time');
  });
});

describe('a provider’s moment', () => {
  it.each([
    ['2026-01-30T08:15:30.987+02:00', '2026-01-30T06:15:30Z'],
    [1_769_760_000_000, '2026-01-30T08:00:00Z'],
    ['1971-01-01T00:00:00Z', '1971-01-01T00:00:00Z'],
    ['1970-12-31T23:59:59Z', null],
    ['0001-01-01T00:00:00Z', null],
    ['9999-12-31T23:59:59Z', '9999-12-31T23:59:59Z'],
    ['+010000-01-01T00:00:00Z', null],
    [0, null],
    ['soon', null],
    ['', null],
    [null, null],
    [true, null],
    [['2026-01-30T08:15:30Z'], null],
    [new Date('2026-01-30T08:15:30Z'), null],
  ])('%j is %j', (value, expected) => {
    expect(toMoment(value)).toBe(expected);
  });
});
