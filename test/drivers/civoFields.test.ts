import { describe, expect, it } from 'vitest';
import { idOf, isTrue, readArray, readObject, readPage, reference, wordOf } from '../../src/drivers/civo/fields';
import { thrown } from '../core/thrown';

const answer = (body: unknown) => ({ status: 200, headers: {}, body });
const unexpected = (flaw: string) => ({
  code: 'unexpected_answer',
  message: `Civo's answer to GET /x ${flaw}`,
  hint: 'Run it again with --debug to see the answer.',
});

describe('an answer of Civo', () => {
  it('is an object where one was promised', () => {
    expect(readObject(answer({ id: 'a' }), 'GET /x')).toEqual({ id: 'a' });
    for (const body of [null, [], 'a', 7]) {
      expect(thrown(() => readObject(answer(body), 'GET /x'))).toEqual(unexpected('is not an object'));
    }
  });

  it('is a list where one was promised, in any of its three forms', () => {
    expect(readArray(answer([{ id: 'a' }]), 'GET /x')).toEqual([{ id: 'a' }]);
    expect(readArray(answer({ items: [{ id: 'a' }] }), 'GET /x')).toEqual([{ id: 'a' }]);
    for (const body of [null, [], { items: null }, { items: [] }]) {
      expect(readArray(answer(body), 'GET /x')).toEqual([]);
    }
    for (const body of [{}, 'a', { items: {} }, ['a'], [{ id: 'a' }, null], { items: [7] }]) {
      expect(
        thrown(() => readArray(answer(body), 'GET /x')),
        JSON.stringify(body),
      ).toEqual(unexpected('is not a list'));
    }
  });

  it('is a page where one was promised, which tells how many there are', () => {
    const page = (body: unknown) => readPage(answer(body), 'GET /x');
    expect(page({ items: [{ id: 'a' }], pages: 3 })).toEqual({ items: [{ id: 'a' }], pages: 3 });
    expect(page({ items: null, pages: '2' })).toEqual({ items: [], pages: 2 });
    for (const pages of [undefined, null, 0, -1, 'many']) expect(page({ items: [], pages }).pages).toBe(1);
    expect(page({ items: [], pages: 100_000 }).pages).toBe(100_000);
    for (const pages of [100_001, 1.5]) {
      expect(thrown(() => page({ items: [], pages }))).toEqual(unexpected(`tells of ${pages} pages`));
    }
    for (const items of [undefined, {}, 'a', [7], [{ id: 'a' }, null]]) {
      expect(
        thrown(() => page({ items, pages: 1 })),
        JSON.stringify(items),
      ).toEqual(unexpected('is not a page'));
    }
    expect(thrown(() => page([]))).toEqual(unexpected('is not an object'));
  });
});

describe('a field of Civo', () => {
  it.each([
    ['a', 'a'],
    [7, '7'],
    ['', null],
    ['null', null],
    [null, null],
    [undefined, null],
    [true, null],
    [{ id: 'a' }, null],
  ])('%j as an id is %j', (value, id) => {
    expect(reference(value)).toBe(id);
    if (id !== null) expect(idOf({ id: value }, 'GET /x')).toBe(id);
    else expect(thrown(() => idOf({ id: value }, 'GET /x'))).toEqual(unexpected('has an entry without an id'));
  });

  it('is a word of a state, or none', () => {
    expect([wordOf('ACTIVE', 'GET /x'), wordOf(null, 'GET /x'), wordOf(undefined, 'GET /x')]).toEqual([
      'ACTIVE',
      '',
      '',
    ]);
    for (const value of [7, {}, false, []]) {
      expect(thrown(() => wordOf(value, 'GET /x'))).toEqual(unexpected('has a state that is no word'));
    }
  });

  it('is true also where it is a word', () => {
    const values = [true, 'true', false, 'false', 'TRUE', 1, null, undefined];
    expect(values.map(isTrue)).toEqual([true, true, false, false, false, false, false, false]);
  });
});
