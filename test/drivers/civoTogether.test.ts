import { describe, expect, it } from 'vitest';
import { CliError } from '../../src/core/errors';
import { parseFilter } from '../../src/core/filter';
import { civo } from '../../src/drivers/civo';
import { findInstance, isGone, look } from '../../src/drivers/civo/get';
import { findInRegion } from '../../src/drivers/civo/list';
import { lookMany } from '../../src/drivers/civo/lookMany';
import { untilState } from '../../src/drivers/civo/waiting';
import { rejected } from '../core/thrown';
import { account, fakeSession, lines, notFound, query, type Reply, target } from './civoSession';

const many = (count: number) => Array.from({ length: count }, (_, index) => `i-${index}`);
const items = (ids: readonly string[]) => ids.map((id) => ({ id, hostname: id, status: 'ACTIVE' }));

describe('several instances', () => {
  const looks = (ids: readonly string[], listed: readonly string[]) => {
    const fake = fakeSession(({ path }) =>
      path === '/v2/instances' ? { body: { pages: 1, items: items(listed) } } : notFound,
    );
    return {
      fake,
      found: lookMany(
        fake.session,
        ids.map((id) => target({ id })),
      ),
    };
  };

  it('are looked at together, each by itself where it is not in the list', async () => {
    const { fake, found } = looks(['a', 'b', 'c'], ['c', 'a']);
    expect((await Promise.all(found)).map((one) => one && [one.instance.id, one.at])).toEqual([
      ['a', { region: 'LON1' }],
      null,
      ['c', { region: 'LON1' }],
    ]);
    expect(lines(fake)).toEqual([
      'GET /v2/instances?region=LON1&page=1&per_page=100',
      'GET /v2/instances/b?region=LON1',
    ]);
  });

  it('are looked for on larger pages where there are more than fifty in a region', async () => {
    for (const [count, perPage] of [
      [50, 100],
      [51, 500],
    ] as const) {
      const { fake, found } = looks(many(count), many(count));
      await Promise.all(found);
      expect(lines(fake)).toEqual([`GET /v2/instances?region=LON1&page=1&per_page=${perPage}`]);
    }
  });

  it('are looked for in the region of each', async () => {
    const fake = fakeSession(({ query }) => ({
      body: { pages: 1, items: items(query.region === 'LON1' ? ['a', 'b', 'c'] : ['x', 'y', 'z']) },
    }));
    const located = (region: string) => (id: string) => ({ ...target({ id }), at: { region } });
    const targets = [...['a', 'b', 'c'].map(located('LON1')), ...['x', 'y', 'z'].map(located('FRA1'))];
    const found = await Promise.all(lookMany(fake.session, targets));
    expect(found.map((one) => `${one?.at.region}/${one?.instance.id}`)).toEqual([
      ...['LON1/a', 'LON1/b', 'LON1/c', 'FRA1/x', 'FRA1/y', 'FRA1/z'],
    ]);
    expect(lines(fake)).toEqual([
      'GET /v2/instances?region=LON1&page=1&per_page=100',
      'GET /v2/instances?region=FRA1&page=1&per_page=100',
    ]);
  });

  it('are asked for one by one where there are only two in each region', async () => {
    const fake = fakeSession(({ path }) => ({ body: { id: path.split('/').at(-1) } }));
    const targets = ['LON1', 'FRA1'].flatMap((region) =>
      ['a', 'b'].map((id) => ({ ...target({ id: `${region}-${id}` }), at: { region } })),
    );
    await Promise.all(lookMany(fake.session, targets));
    expect(lines(fake)).toEqual([
      ...['a', 'b'].map((id) => `GET /v2/instances/LON1-${id}?region=LON1`),
      ...['a', 'b'].map((id) => `GET /v2/instances/FRA1-${id}?region=FRA1`),
    ]);
  });

  it('are asked for one by one where the list is no page', async () => {
    const fake = fakeSession(({ path }) => (path === '/v2/instances' ? { body: [] } : notFound));
    const found = lookMany(
      fake.session,
      ['a', 'b', 'c'].map((id) => target({ id })),
    );
    expect(await Promise.all(found)).toEqual([null, null, null]);
    expect(lines(fake)).toEqual([
      'GET /v2/instances?region=LON1&page=1&per_page=100',
      ...['a', 'b', 'c'].map((id) => `GET /v2/instances/${id}?region=LON1`),
    ]);
  });

  it('may be in operations of which only some can be followed together', async () => {
    const fake = fakeSession(() => ({ body: { pages: 1, items: items(['a', 'b', 'c']) } }));
    const wait = { instance: 'd', region: 'LON1' };
    const operations = [
      ...['a', 'b', 'c'].map((id) => untilState({ id, region: 'LON1' }, ['ACTIVE'], { before: null, since: null })),
      { id: null, wait: { ...wait, kind: 'other' } },
      { id: null, wait: { ...wait, kind: 'state', region: 7 } },
    ];
    const seen = await Promise.all(civo.followMany?.(fake.session, operations) ?? []);
    expect(seen.map(({ status }) => status)).toEqual(['succeeded', 'succeeded', 'succeeded', 'unknown', 'unknown']);
    expect(fake.sent).toHaveLength(1);
  });
});

describe('one instance', () => {
  it('is looked at alone', async () => {
    const fake = account({ '/v2/instances/i-1': { id: 'i-1', hostname: 'web-1', status: 'SHUTOFF' } });
    expect(await look(fake.session, target())).toMatchObject({
      instance: { id: 'i-1', state: 'stopped', region: 'LON1' },
      at: { region: 'LON1' },
    });
    expect(lines(fake)).toEqual(['GET /v2/instances/i-1?region=LON1']);
    expect((await rejected(look(account({ '/v2/instances/i-1': [] }).session, target()))).message).toBe(
      "Civo's answer to GET /v2/instances/ID is not an object",
    );
  });

  it('is gone where Civo says so, and fails where it says anything else', async () => {
    expect(await findInstance(fakeSession(() => notFound).session, 'LON1', 'i-1')).toBeNull();
    const broken = fakeSession(() => ({ status: 500, body: { status: 500 } }));
    expect((await rejected(findInstance(broken.session, 'LON1', 'i-1'))).code).toBe('provider_unavailable');
    expect(isGone(new CliError('instance_not_found', 'x'))).toBe(true);
    expect(isGone(new CliError('resource_not_found', 'x'))).toBe(false);
    expect(isGone(Object.assign(new Error('x'), { code: 'instance_not_found' }))).toBe(false);
  });

  it('is told with what belongs to it, as far as that is known', async () => {
    const fields = { id: 'i-1', network_id: 'n-1' };
    const answers = {
      '/v2/instances/i-1': fields,
      '/v2/networks': [
        { id: 'n-0', label: 'a' },
        { id: 'n-1', label: 'b' },
      ],
    };
    const whole = account({ ...answers, '/v2/volumes': [{ id: 'v', instance_id: 'i-1', size_gb: 5 }] });
    const { detail, raw } = await civo.get(whole.session, target());
    expect(detail).toMatchObject({ networks: ['b'], volumes: [{ id: 'v', name: 'v', sizeGiB: 5 }] });
    expect(raw).toBe(fields);
    const poor = account({ '/v2/instances/i-1': { id: 'i-1' } });
    const told: string[] = [];
    poor.session.warn = (code, message) => told.push(`${code}: ${message}`);
    expect((await civo.get(poor.session, target())).detail).toMatchObject({ networks: [], volumes: [] });
    const why = 'could not be read: Civo has no such instance in this region';
    expect(told.sort()).toEqual([
      `details_missing: The networks of LON1 ${why}`,
      `details_missing: The volumes of LON1 ${why}`,
    ]);
  });
});

describe('the instances of a region', () => {
  const pages: Readonly<Record<string, object[]>> = { 1: items(['a', 'b']), 2: items(['c']) };
  const there = () => fakeSession(({ query }) => ({ body: { pages: 2, items: pages[query.page ?? ''] ?? [] } }));

  it('are looked through until one fits', async () => {
    const fake = there();
    expect(await findInRegion(fake.session, 'LON1', ({ id }) => id === 'c')).toEqual(items(['c'])[0]);
    expect(lines(fake)).toEqual([
      'GET /v2/instances?region=LON1&page=1&per_page=100',
      'GET /v2/instances?region=LON1&page=2&per_page=100',
    ]);
    expect((await findInRegion(there().session, 'LON1', ({ hostname }) => hostname === 'b'))?.id).toBe('b');
    expect(await findInRegion(there().session, 'LON1', () => false)).toBeNull();
  });

  it('are pages of instances with an id', async () => {
    const message = async (body: unknown) =>
      (await rejected(findInRegion(fakeSession(() => ({ body })).session, 'LON1', () => true))).message;
    const request = "Civo's answer to GET /v2/instances";
    expect(await message({ items: [{ id: 'a' }, { hostname: 'b' }], pages: 1 })).toBe(
      `${request} has an entry without an id`,
    );
    expect(await message([])).toBe(`${request} is not an object`);
  });
});

describe('a list', () => {
  const listed = async (reply: Reply, over: Partial<typeof query> = {}, region: string | null = 'LON1') => {
    const fake = fakeSession(({ path }) => (path === '/v2/regions' ? { body: [{ code: 'LON1' }] } : reply), {
      ...(region === null ? {} : { region }),
    });
    const found = [];
    for await (const page of civo.list(fake.session, { ...query, ...over })) found.push(...page);
    return { fake, found };
  };
  const good: Reply = { body: { pages: 1, items: items(['a']) } };

  it('has Civo’s own objects where they are asked for', async () => {
    expect((await listed(good, { raw: true })).found[0]?.raw).toEqual(items(['a'])[0]);
    expect((await listed(good)).found[0]).not.toHaveProperty('raw');
  });

  it.each([
    ['tag=a', 'a'],
    ['tags=A9._:=-z', 'A9._:=-z'],
    ['tag!=a', null],
    ['tag~a', null],
    ['name=a', null],
    ['tag=a b', null],
    ['tag= ', null],
    ['tag=(a', null],
    ['tag=a)', null],
  ])('asks for the tag of %s: %j', async (filter, tag) => {
    const { fake } = await listed(good, { filters: [parseFilter(filter)] });
    expect(fake.sent[0]?.query.tags ?? null).toBe(tag);
  });

  it('has no page that only repeats the one before', async () => {
    const pages: Readonly<Record<string, string[]>> = { 1: ['a', 'b'], 2: ['b', 'a'], 3: ['c'] };
    const fake = fakeSession(({ query }) => ({ body: { pages: 3, items: items(pages[query.page ?? ''] ?? []) } }), {
      region: 'LON1',
    });
    const found: string[][] = [];
    for await (const page of civo.list(fake.session, query)) found.push(page.map(({ instance }) => instance.id));
    expect(found).toEqual([['a', 'b'], ['c']]);
  });

  it('of a region that Civo does not know is refused with the nearest there is', async () => {
    const unknown: Reply = { status: 404, body: { code: 'database_region_not_found', reason: 'no' } };
    expect(await rejected(listed(unknown, {}, 'LON2'))).toEqual({
      code: 'resource_not_found',
      message: 'Civo has no region "LON2" for instances',
      hint: 'Did you mean LON1?',
      providerCode: 'database_region_not_found',
      missing: 'LON2',
    });
    // No region was named, and so none is wrong.
    expect((await rejected(listed(unknown, {}, null))).message).toBe('Civo has no such region');
    const other: Reply = { status: 404, body: { code: 'database_other_not_found', reason: 'no' } };
    expect((await rejected(listed(other))).message).toBe('Civo refused the request: no (database_other_not_found)');
    const mistake = listed({ body: { items: [{ id: 'a', tags: [], status: 'x' }], pages: 1 } });
    expect((await mistake).found).toHaveLength(1);
  });
});
