import { describe, expect, it } from 'vitest';
import {
  choice,
  duration,
  each,
  flag,
  gibibytes,
  mebibytes,
  moment,
  name,
  names,
  negatable,
  text,
  whole,
} from '../../src/core/option';
import { thrown } from './thrown';

const definition = (option: object) => JSON.parse(JSON.stringify(option));

describe('an option', () => {
  it('is told by its kind what parser and help need', () => {
    const common = { name: 'x', summary: 'Y.', list: false };
    expect(definition(flag('x', 'Y.', { short: 'f' }))).toEqual({ ...common, short: 'f' });
    expect(flag('x', 'Y.')).not.toHaveProperty('value');
    expect(definition(negatable('x', 'Y.', { heading: 'H' }))).toEqual({ ...common, heading: 'H', negatable: true });
    expect(definition(text('x', 'WORD', 'Y.'))).toEqual({ ...common, value: 'WORD' });
    expect(definition(name('x', 'NAME', 'Y.', { completes: 'profile' }))).toEqual({
      ...common,
      value: 'NAME',
      completes: 'profile',
    });
    expect(definition(names('x', 'NAME', 'Y.', { short: 'n' }))).toEqual({
      ...common,
      value: 'NAME',
      list: true,
      splits: true,
      short: 'n',
    });
    expect(definition(each('x', 'NAME', 'Y.'))).toEqual({ ...common, value: 'NAME', list: true });
    expect(definition(choice('x', ['a', 'b'], 'Y.'))).toEqual({ ...common, value: 'a|b', choices: ['a', 'b'] });
    expect(definition(whole('x', 'N', 'Y.'))).toEqual({ ...common, value: 'N' });
    expect(definition(duration('x', 'Y.'))).toEqual({ ...common, value: 'TIME' });
    expect(definition(moment('x', 'Y.'))).toEqual({ ...common, value: 'TIME' });
    expect(definition(mebibytes('x', 'Y.'))).toEqual({ ...common, value: 'SIZE' });
    expect(definition(gibibytes('x', 'Y.'))).toEqual({ ...common, value: 'SIZE' });
  });

  it('shows its choices while they are short', () => {
    expect(choice('x', ['123456789012', '12345678901'], 'Y.').value).toBe('123456789012|12345678901');
    expect(choice('x', ['123456789012', '123456789012'], 'Y.').value).toBe('VALUE');
  });
});

describe('the value of an option', () => {
  it('is what was typed', () => {
    expect(flag('x', 'Y.').read('', undefined)).toBe(true);
    expect(text('x', 'T', 'Y.').read(' a ', undefined)).toBe(' a ');
    expect(name('x', 'N', 'Y.').read('a', undefined)).toBe('a');
    expect(choice('x', ['a', 'b'], 'Y.').read('b', undefined)).toBe('b');
    expect(duration('x', 'Y.').read('2m', undefined)).toBe(120_000);
    expect(moment('x', 'Y.').read('2026-01-31T12:00:00Z', undefined)).toEqual(new Date('2026-01-31T12:00:00Z'));
    expect(mebibytes('x', 'Y.').read('2GB', undefined)).toBe(2048);
    expect(mebibytes('x', 'Y.').read('2048', undefined)).toBe(2048);
    expect(gibibytes('x', 'Y.').read('2TB', undefined)).toBe(2048);
    expect(gibibytes('x', 'Y.').read('20', undefined)).toBe(20);
  });

  it('that is empty is a mistake where a name is wanted', () => {
    const nothing = { code: 'invalid_value', message: '--x was given nothing' };
    expect(thrown(() => name('x', 'N', 'Y.').read('', undefined))).toEqual(nothing);
    expect(thrown(() => name('x', 'N', 'Y.').read(' ', undefined))).toEqual(nothing);
    expect(thrown(() => names('x', 'N', 'Y.').read('', undefined))).toEqual(nothing);
    expect(thrown(() => names('x', 'N', 'Y.').read(' , ', undefined))).toEqual(nothing);
  });

  it('adds to those before it', () => {
    const several = names('x', 'N', 'Y.');
    expect(several.read('a', undefined)).toEqual(['a']);
    expect(several.read('b, c,,d', ['a'])).toEqual(['a', 'b', 'c', 'd']);
    expect(several.read('k=1,2', ['a'])).toEqual(['a', 'k=1,2']);
    expect(each('x', 'N', 'Y.').read('a,b', undefined)).toEqual(['a,b']);
    expect(each('x', 'N', 'Y.').read('', ['a'])).toEqual(['a', '']);
  });

  it('that is none of the choices is refused with all of them', () => {
    expect(thrown(() => choice('x', ['a', 'b'], 'Y.').read('c', undefined))).toEqual({
      code: 'invalid_value',
      message: '--x takes one of a, b, not "c"',
    });
  });

  it('is a whole number, not too small', () => {
    expect(whole('x', 'N', 'Y.').read('1', undefined)).toBe(1);
    expect(whole('x', 'N', 'Y.').read('10', undefined)).toBe(10);
    expect(whole('x', 'N', 'Y.', 0).read('0', undefined)).toBe(0);
    expect(whole('x', 'N', 'Y.').read('9007199254740991', undefined)).toBe(Number.MAX_SAFE_INTEGER);
    for (const word of ['0', '-1', '1.5', '1e3', '', ' 2', '2 ', '0x10', '9007199254740992', 'x1', '1x']) {
      expect(thrown(() => whole('x', 'N', 'Y.').read(word, undefined))).toEqual({
        code: 'invalid_value',
        message: `--x takes a whole number of 1 or more, not ${JSON.stringify(word)}`,
      });
    }
  });
});
