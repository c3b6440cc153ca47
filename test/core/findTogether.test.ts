import { describe, expect, it } from 'vitest';
import { CliError, type ErrorCode } from '../../src/core/errors';
import { findTogether } from '../../src/core/findTogether';

interface Thing {
  id: string | null;
  from: 'list' | 'one';
}

interface World {
  pages?: readonly (readonly (string | null)[])[];
  /** Whether the listing tells how many pages it has. */
  counted?: boolean;
  fails?: ErrorCode;
}

/** What is found of each id, where it was found, and what was asked for that. */
async function find(ids: readonly string[], { pages = [], counted = true, fails }: World, asked = ids) {
  const requests: string[] = [];
  const look = findTogether<Thing>(new Set(ids), {
    page: async (number) => {
      requests.push(`page ${number}`);
      if (fails !== undefined) throw new CliError(fails, 'no list');
      const items = (pages[number - 1] ?? []).map((id): Thing => ({ id, from: 'list' }));
      return { items, pages: counted ? pages.length : null };
    },
    idOf: ({ id }) => id,
    one: async (id) => {
      requests.push(id);
      return id.startsWith('gone') ? null : { id, from: 'one' };
    },
  });
  const found = await Promise.all(asked.map(look));
  return { found: found.map((thing) => thing?.from ?? null), requests };
}

const filler = (count: number) => Array.from({ length: count }, (_, index) => `other-${index}`);

describe('things that are asked about at the same time', () => {
  it('are asked for one by one where they are one or two', async () => {
    const world = { pages: [['a', 'b']] };
    expect(await find(['a'], world)).toEqual({ found: ['one'], requests: ['a'] });
    expect(await find(['a', 'b'], world)).toEqual({ found: ['one', 'one'], requests: ['a', 'b'] });
  });

  it('are looked for in one listing where they are more, which is read once', async () => {
    expect(await find(['a', 'b', 'c'], { pages: [['x', 'c', null, 'a', 'b']] }, ['a', 'b', 'c', 'a'])).toEqual({
      found: ['list', 'list', 'list', 'list'],
      requests: ['page 1'],
    });
  });

  it('are asked for one by one where the listing has not shown them: only that tells that one is gone', async () => {
    expect(await find(['a', 'gone', 'c'], { pages: [['a']] })).toEqual({
      found: ['list', null, 'one'],
      requests: ['page 1', 'gone', 'c'],
    });
  });

  it('are not looked for in a listing that nobody said to look in for them', async () => {
    expect(await find(['a', 'b', 'c'], { pages: [['x']] }, ['x'])).toEqual({ found: ['one'], requests: ['x'] });
  });

  it('are looked for on further pages as long as these are fewer than what is missing, up to eight at once', async () => {
    const ids = ['a', 'b', 'c', 'd'];
    expect((await find(ids, { pages: [['x'], ['a'], ['b'], ['c', 'd']] })).requests).toEqual([
      'page 1',
      'page 2',
      'page 3',
      'page 4',
    ]);
    expect((await find(ids, { pages: [['a'], ['b'], ['c'], ['d']] })).requests).toEqual(['page 1', 'b', 'c', 'd']);
    expect((await find(ids, { pages: [['a'], ['b', 'c'], ['d']] })).requests).toEqual(['page 1', 'page 2', 'page 3']);
    const many = filler(20);
    const { requests, found } = await find(many, { pages: [['x'], ...many.slice(0, 10).map((id) => [id])] });
    expect(requests.slice(0, 11)).toEqual(Array.from({ length: 11 }, (_, index) => `page ${index + 1}`));
    expect(requests.slice(11)).toEqual(many.slice(10));
    expect(found).toEqual([...Array(10).fill('list'), ...Array(10).fill('one')]);
  });

  it('end the listing at a page without anything on it', async () => {
    const { requests } = await find(['a', 'b', 'c', 'd'], { pages: [['x'], [], ['a']] });
    expect(requests).toEqual(['page 1', 'page 2', 'page 3', 'b', 'c', 'd']);
    const empty = await find(['a', 'b', 'c', 'd'], { pages: [[], ['a']] });
    expect(empty.requests).toEqual(['page 1', 'a', 'b', 'c', 'd']);
  });

  it('go on page by page where nobody tells how many there are, as long as each shows one of them', async () => {
    const ids = ['a', 'b', 'c', 'd', 'e'];
    const found = await find(ids, { pages: [['a'], ['x', 'b'], ['x'], ['c', 'd', 'e']], counted: false });
    expect(found).toEqual({
      found: ['list', 'list', 'one', 'one', 'one'],
      requests: ['page 1', 'page 2', 'page 3', 'c', 'd', 'e'],
    });
    const last = await find(['a', 'b', 'c'], { pages: [['a', 'b'], ['c']], counted: false });
    expect(last.requests).toEqual(['page 1', 'c']);
  });

  it.each<ErrorCode>(['not_allowed', 'resource_not_found', 'unexpected_answer'])(
    'are asked for one by one where the list is refused (%s)',
    async (fails) => {
      const { found, requests } = await find(['a', 'b', 'c'], { fails });
      expect(found).toEqual(['one', 'one', 'one']);
      expect(requests).toEqual(['page 1', 'a', 'b', 'c']);
    },
  );

  it.each<ErrorCode>(['unreachable', 'rate_limited', 'interrupted', 'internal'])(
    'are not asked for at all where the list ends in %s',
    async (fails) => {
      await expect(find(['a', 'b', 'c'], { fails })).rejects.toMatchObject({ code: fails });
    },
  );
});
