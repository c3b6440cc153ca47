import { describe, expect, it } from 'vitest';
import { fitting, parseReference } from '../../src/core/reference';
import { located } from './instance';

describe('a reference', () => {
  it.each([
    ['web-1', null, null, 'web-1'],
    ['work/web-1', 'work', null, 'web-1'],
    ['work/shop/web-1', 'work', 'shop', 'web-1'],
    ['work//web-1', 'work', null, 'web-1'],
    ['shop/web-1', null, 'shop', 'web-1'],
    // What is no such form is a name as it stands.
    ['', null, null, ''],
    ['/', null, null, '/'],
    ['/web-1', null, null, '/web-1'],
    ['work/', null, null, 'work/'],
    ['work/shop/', null, null, 'work/shop/'],
    ['shop/work/web-1', null, null, 'shop/work/web-1'],
    ['/shop/web-1', null, null, '/shop/web-1'],
    ['work/a/b/c', null, null, 'work/a/b/c'],
  ])('%j', (text, profile, group, name) => {
    expect(parseReference(text, ['home', 'work'])).toEqual({ text, profile, group, name });
  });
});

describe('what fits a reference', () => {
  const all = [
    located({ id: 'abcd1234', name: 'web-1', group: 'shop' }),
    located({ id: 'abce9999', name: 'web-1', profile: 'home' }),
    located({ id: '123456', name: 'abcd' }),
    located({ id: 'web-1', name: 'other', profile: 'lab' }),
    located({ id: 'web-2', name: 'db' }),
  ];
  const ids = (text: string, prefixes = true) =>
    fitting(parseReference(text, ['work', 'home', 'lab']), all, prefixes).map(({ instance }) => instance.id);

  it.each([
    ['an id before names', 'web-1', ['web-1']],
    ['every instance of the name', 'work/web-1', ['abcd1234']],
    ['only within the profile', 'home/web-1', ['abce9999']],
    ['only within the group', 'shop/web-1', ['abcd1234']],
    ['nothing in a group that there is not', 'none/web-1', []],
    ['a name before the start of an id', 'abcd', ['123456']],
    ['the start of an id', 'abcd1', ['abcd1234']],
    ['four characters of an id', 'abce', ['abce9999']],
    ['not three', 'abc', []],
    ['not the middle of an id', 'bcd1', []],
    ['not the start of a number', '1234', []],
    ['the whole of a number', '123456', ['123456']],
    ['not the start of a name', 'othe', []],
  ])('%s', (_what, text, expected) => {
    expect(ids(text)).toEqual(expected);
  });

  it('is all of that name, and all that begin so', () => {
    const same = [...all, located({ id: 'abcd1235', name: 'web-1' })];
    const reference = (name: string) => ({ text: name, profile: 'work', group: null, name });
    expect(fitting(reference('web-1'), same, true).map(({ instance }) => instance.id)).toEqual([
      'abcd1234',
      'abcd1235',
    ]);
    expect(fitting(reference('abcd12'), same, true)).toHaveLength(2);
  });

  it('is no start of an id where that is too dangerous', () => {
    expect(ids('abcd1', false)).toEqual([]);
    expect(ids('abcd1234', false)).toEqual(['abcd1234']);
    expect(ids('db', false)).toEqual(['web-2']);
  });

  it('may be a start of an id that ends or begins with figures', () => {
    const mixed = [located({ id: '1234abcd', name: 'a' }), located({ id: 'abcd1234', name: 'b' })];
    const of = (name: string) => fitting({ text: name, profile: null, group: null, name }, mixed, true);
    expect(of('1234')).toEqual([mixed[0]]);
    expect(of('abcd')).toEqual([mixed[1]]);
  });
});
