import { describe, expect, it } from 'vitest';
import type { Located } from '../../src/core/instance';
import { morpheus } from '../../src/drivers/morpheus';
import { appliance, type Fake, fakeSession, lines, listQuery, type Sent } from './morpheusSession';

const one = { id: 42, name: 'erp-1', status: 'running' };

async function listed(fake: Fake, query = listQuery()): Promise<Located[]> {
  const all: Located[] = [];
  for await (const page of morpheus.list(fake.session, query)) all.push(...page);
  return all;
}

async function found(fake: Fake, reference: string, query = listQuery()): Promise<string[]> {
  const all: string[] = [];
  for await (const page of morpheus.find?.(fake.session, reference, query) ?? []) {
    all.push(...page.map(({ instance }) => instance.name));
  }
  return all;
}

/** A list of so many, of which each answer holds as many as were asked for. */
function many(total: number, meta: (offset: number, max: string, size: number) => object = () => ({ total })) {
  return fakeSession(({ query }: Sent) => {
    const offset = Number(query.offset);
    const instances = Array.from({ length: Math.max(0, Math.min(Number(query.max), total - offset)) }, (_, index) => ({
      id: offset + index + 1,
      name: `n-${offset + index + 1}`,
      status: 'running',
    }));
    return { body: { instances, meta: meta(offset, query.max ?? '', instances.length) } };
  });
}

describe('listing', () => {
  it('reads the pages after the first side by side, and each instance once', async () => {
    const fake = many(250);
    expect((await listed(fake)).map(({ instance }) => instance.id)).toEqual(
      Array.from({ length: 250 }, (_, index) => String(index + 1)),
    );
    expect(lines(fake)).toEqual([0, 100, 200].map((offset) => `GET /api/instances?max=100&offset=${offset}`));
  });

  it('goes by what a page holds where it is less than was asked for', async () => {
    const capped = fakeSession(({ query }: Sent) => {
      const offset = Number(query.offset);
      const instances = Array.from({ length: Math.min(25, 60 - offset) }, (_, index) => ({
        ...one,
        id: offset + index,
      }));
      return { body: { instances, meta: { offset, max: '25', size: instances.length, total: '60' } } };
    });
    expect(await listed(capped)).toHaveLength(60);
  });

  it('reads on until a page is short where no total is told', async () => {
    const fake = many(205, () => ({}));
    expect(await listed(fake)).toHaveLength(205);
    expect(fake.sent).toHaveLength(3);
    const stubborn = fakeSession(() => ({
      body: { instances: Array.from({ length: 100 }, (_, id) => ({ ...one, id })) },
    }));
    expect(await listed(stubborn)).toHaveLength(100);
    expect(stubborn.sent).toHaveLength(2);
  });

  it('stops at an empty page, whatever the total says', async () => {
    const fake = many(150, () => ({ total: 1e9 }));
    expect(await listed(fake)).toHaveLength(150);
    expect(fake.sent.length).toBeLessThan(20);
  });

  it('asks for a page of the size that was named', async () => {
    const fake = many(3);
    await listed(fake, listQuery({ pageSize: 2 }));
    expect(lines(fake)).toEqual(['GET /api/instances?max=2&offset=0', 'GET /api/instances?max=2&offset=2']);
  });

  it('refuses an answer that is not what was promised', async () => {
    for (const body of [null, [], { instances: 'many' }, { instances: [1] }, { instances: [{ name: 'x' }] }, {}]) {
      await expect(listed(fakeSession(() => ({ body })))).rejects.toMatchObject({ code: 'unexpected_answer' });
    }
  });

  it('keeps to group and cloud, by name or id', async () => {
    const answers = {
      '/api/groups': {
        groups: [
          { id: 3, name: 'Production' },
          { id: 5, name: 'Lab' },
        ],
        meta: { total: 2 },
      },
      '/api/zones': { zones: [{ id: 6, name: 'East', code: 'east' }], meta: { total: 1 } },
      '/api/instances': { instances: [], meta: { total: 0 } },
    };
    for (const settings of [
      { group: 'Production', cloud: 'East' },
      { group: '3', region: 'east' },
    ]) {
      const fake = appliance(answers, settings);
      await listed(fake);
      expect(lines(fake).at(-1)).toBe('GET /api/instances?siteId=3&zoneId=6&max=100&offset=0');
    }
    await expect(listed(appliance(answers, { group: 'Productoin' }))).rejects.toMatchObject({
      code: 'resource_not_found',
      details: { hint: 'Did you mean Production?' },
    });
    await expect(listed(appliance(answers, { cloud: 'East', region: 'West' }))).rejects.toMatchObject({
      code: 'conflicting_options',
    });
  });

  it('chooses among the offered groups where the groups themselves may not be seen', async () => {
    const fake = fakeSession(
      ({ path }: Sent) => {
        if (path === '/api/groups') return { status: 403, body: { success: false, msg: 'No access' } };
        if (path === '/api/options/groups') return { body: { success: true, data: [{ name: 'Lab', value: 5 }] } };
        return { body: { instances: [], meta: { total: 0 } } };
      },
      { group: 'Lab' },
    );
    await listed(fake);
    expect(lines(fake).at(-1)).toBe('GET /api/instances?siteId=5&max=100&offset=0');
  });

  it.each([
    ['state=running', 'status=running,warning'],
    ['state=error', 'status=failed,denied,cancelled'],
    ['state=pending', 'status=pending,provisioning,finishing,starting'],
    ['name=web-1', 'name=web-1'],
    ['tag=prod', 'labels=prod'],
    ['tag=owner=me', 'tags.owner=me'],
    ['providerState=warning', 'status=warning'],
    ['updatedAt>=2026-01-30', 'lastUpdated=2026-01-30T00:00:00Z'],
  ])('lets the appliance do its part of %s', async (filter, query) => {
    const fake = many(0);
    await listed(fake, listQuery({ filters: [filter] }));
    expect(lines(fake)[0]).toBe(`GET /api/instances?${query}&max=100&offset=0`);
  });

  it.each(['state=deleting', 'state=unknown', 'state!=running', 'name~web', 'tag!=prod', 'name!=x', 'cpus>=2'])(
    'does %s itself, for the appliance would not do the same',
    async (filter) => {
      const fake = many(0);
      await listed(fake, listQuery({ filters: [filter] }));
      expect(lines(fake)).toEqual(['GET /api/instances?max=100&offset=0']);
    },
  );

  it('asks for what changed since a moment, and checks it once more', async () => {
    const instances = [
      { ...one, id: 1, lastUpdated: '2026-01-30T00:00:00Z' },
      { ...one, id: 2, lastUpdated: '2026-01-31T00:00:00+0000' },
      { ...one, id: 3 },
    ];
    const fake = appliance({ '/api/instances': { instances, meta: { total: 3 } } });
    const rows = await listed(fake, listQuery({ updatedSince: new Date('2026-01-30T12:00:00.500Z') }));
    expect(rows.map(({ instance }) => instance.id)).toEqual(['2', '3']);
    expect(lines(fake)[0]).toBe('GET /api/instances?lastUpdated=2026-01-30T12:00:00Z&max=100&offset=0');
  });

  it('reads one by one what an old list leaves out and a filter asks for', async () => {
    const fake = appliance({
      '/api/instances': { instances: [one, { ...one, id: 43, name: 'erp-2' }], meta: { total: 2 } },
      '/api/instances/42': { success: true, instance: { ...one, tags: ['keep'], metadata: [] } },
    });
    const rows = await listed(fake, listQuery({ filters: ['tag!=keep'] }));
    // The second has gone since.
    expect(rows.map(({ instance }) => instance.tags)).toEqual([['keep']]);
    expect(lines(fake)).toContain('GET /api/instances/42');
  });

  it('shows what is hidden because its removal waits only on request', async () => {
    const hidden = { ...one, status: 'pendingRemoval' };
    const fake = appliance({ '/api/instances': { instances: [hidden], meta: { total: 1 } } });
    expect(await listed(fake, listQuery({ allStates: true }))).toMatchObject([{ recoverable: true }]);
    expect(lines(fake)[0]).toBe('GET /api/instances?showDeleted=true&max=100&offset=0');
  });

  it('keeps the own object with masked values hidden', async () => {
    const evars = [
      { name: 'A', value: 'secret', masked: true },
      { name: 'B', value: 1, masked: false },
    ];
    const fake = appliance({ '/api/instances': { instances: [{ ...one, evars }], meta: { total: 1 } } });
    expect((await listed(fake, listQuery({ raw: true })))[0]?.raw).toEqual({
      ...one,
      evars: [
        { name: 'A', value: '********', masked: true },
        { name: 'B', value: 1, masked: false },
      ],
    });
  });
});

describe('finding one', () => {
  const answers = {
    '/api/instances': { instances: [one, { ...one, id: 43, name: 'erp-10' }], meta: { total: 2 } },
    '/api/instances/42': { instance: one },
  };

  it('asks for the name and compares it again', async () => {
    const fake = appliance(answers);
    expect(await found(fake, 'erp-1')).toEqual(['erp-1']);
    expect(lines(fake)).toEqual(['GET /api/instances?name=erp-1&max=100&offset=0']);
  });

  it('asks for a number as an id, too', async () => {
    const fake = appliance({ ...answers, '/api/instances': { instances: [], meta: { total: 0 } } });
    expect(await found(fake, '42')).toEqual(['erp-1']);
    expect(lines(fake)).toContain('GET /api/instances/42');
  });

  it('tells the others of the first page where there is none, for a hint', async () => {
    expect(await found(appliance(answers), 'erp')).toEqual(['erp-1', 'erp-10']);
    expect(await found(appliance(answers), '7')).toEqual(['erp-1', 'erp-10']);
  });

  it('keeps to the group in force', async () => {
    const fake = appliance(
      {
        '/api/groups': { groups: [{ id: 5, name: 'Lab' }] },
        '/api/instances': { instances: [] },
        '/api/instances/42': { instance: { ...one, group: { id: 3 } } },
      },
      { group: 'Lab' },
    );
    expect(await found(fake, '42')).toEqual([]);
  });
});
