import { describe, expect, it } from 'vitest';
import type { CliError } from '../../src/core/errors';
import { parseFilter } from '../../src/core/filter';
import { container, data, type Fake, fakeSession, instance, listAll, refusal, type Sent } from './cycleSession';

const servers = '/v1/infrastructure/servers';
const machines = '/v1/virtual-machines';
const server = (id: string, nickname: string | null = id) => ({
  id,
  hostname: `${id}-host`,
  nickname,
  location_id: 'l1',
  state: { current: 'live' },
});
const machine = (id: string, over: object = {}) => ({
  id,
  name: `name-${id}`,
  identifier: `name-${id}`,
  container_id: 'c9',
  config: {
    network: { hostname: `host-${id}` },
    resources: { cpu: { cores: { number: 2 } }, ram: { limit: '2G' } },
  },
  image: { type: 'base', details: { identifier: 'alpine-3-19' } },
  state: { current: 'running' },
  events: {},
  meta: { ips: [{ address: '203.0.113.9' }], server: { id: 's1', location_id: 'l1' } },
  ...over,
});
const locations = { locations: { l1: { id: 'l1', name: 'Amsterdam', abbreviation: 'AMS' } } };
const none = data([]);
const ids = async (fake: Fake, over = {}) => (await listAll(fake, over)).map((one) => one.instance.id);
const requests = ({ sent }: Fake, path: string) => sent.filter((one) => one.path === path);
const numbered = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => instance(`i${String(from + index).padStart(4, '0')}`));

describe('a listing over all servers', () => {
  it('asks each server and the virtual machines, and puts both into the shared model', async () => {
    const fake = fakeSession({
      [servers]: data([server('s1')], locations),
      [`${servers}/s1/instances`]: data([instance('a')], { containers: { c1: container('c1') }, ...locations }),
      '/v1/containers': data(
        [
          container('c1', {
            config: {
              deploy: { strategy: 'manual' },
              resources: { cpu: { shares: { limit: 15 } }, ram: { limit: '512M' } },
            },
            volumes: [{ config: { local: { max_size: '10G' } } }, { config: { local: { max_size: '512M' } } }],
            meta: { ips: [{ address: '203.0.113.1', assignment: { instance_id: 'a' } }, { address: '203.0.113.2' }] },
          }),
        ],
        { images: { i1: { name: 'shop/api:1' } } },
      ),
      [machines]: data([machine('v')], { containers: { c9: { identifier: 'box' } } }),
    });
    const [one, other] = await listAll(fake);
    expect(one).toEqual({
      instance: {
        profile: 'work',
        provider: 'cycle',
        id: 'a',
        name: 'host-a',
        hostname: 'host-a',
        state: 'running',
        providerState: 'running',
        region: 'Amsterdam',
        group: 'api',
        size: null,
        image: 'shop/api:1',
        cpus: 1.5,
        memoryMiB: 512,
        diskGiB: 10.5,
        publicAddresses: ['203.0.113.1'],
        privateAddresses: ['fd00::1'],
        tags: [],
        createdAt: '2026-01-01T00:00:00Z',
        updatedAt: null,
      },
      at: { kind: 'container', container: 'c1' },
    });
    expect(other).toMatchObject({
      instance: {
        id: 'v',
        name: 'name-v',
        hostname: 'host-v',
        group: 'box',
        region: 'Amsterdam',
        cpus: 2,
        memoryMiB: 2048,
        image: 'alpine-3-19',
        publicAddresses: ['203.0.113.9'],
        createdAt: null,
      },
      at: { kind: 'vm', container: 'c9' },
    });
    expect(requests(fake, `${servers}/s1/instances`)[0]?.query).toEqual({
      include: 'containers,environments,locations',
      'page[number]': '1',
      'page[size]': '100',
    });
  });

  it('leaves out what is deleted and what only carries a virtual machine', async () => {
    const carrier = instance('b', 'running', { extension: { identifier: 'virtual-machine-v1', id: 'v' } });
    const fake = fakeSession({
      [servers]: data([server('s1')]),
      [`${servers}/s1/instances`]: data([instance('a'), carrier, instance('c', 'deleted')]),
      '/v1/containers': none,
      [machines]: data([machine('v'), machine('w', { state: { current: 'deleted' } })]),
    });
    expect(await ids(fake)).toEqual(['a', 'v']);
    expect(await ids(fake, { kind: 'container' })).toEqual(['a']);
    expect(await ids(fake, { kind: 'vm' })).toEqual(['v']);
  });

  it('keeps the order of the servers, each instance once, however long each takes', async () => {
    const fake = fakeSession({
      [servers]: data([server('s1'), server('s2')]),
      [`${servers}/s1/instances`]: (sent: Sent) =>
        data(sent.query['page[number]'] === '1' ? numbered(100) : [instance('z')]),
      [`${servers}/s2/instances`]: data([instance('i0001'), instance('y')]),
      '/v1/containers': none,
      [machines]: none,
    });
    const found = await ids(fake);
    expect(found).toHaveLength(102);
    expect(found.slice(-2)).toEqual(['z', 'y']);
  });

  it('goes on where one server is dead, and says which', async () => {
    const failures: CliError[] = [];
    const fake = fakeSession({
      [servers]: data([server('s1', 'ams-1'), server('s2')]),
      [`${servers}/s1/instances`]: refusal('504.not-available'),
      [`${servers}/s2/instances`]: data([instance('b')]),
      '/v1/containers': none,
      [machines]: none,
    });
    expect(await ids(fake, { partFailed: (error: CliError) => failures.push(error) })).toEqual(['b']);
    expect(failures.map(({ code, message }) => [code, message])).toEqual([
      ['no_answer', 'Server ams-1: Cycle refused the request: No (504.not-available)'],
    ]);
  });

  it('fails where all of it does', async () => {
    const fake = fakeSession({
      [servers]: data([server('s1')]),
      [`${servers}/s1/instances`]: refusal('500.unknown'),
      '/v1/containers': none,
      [machines]: refusal('500.unknown'),
    });
    await expect(ids(fake)).rejects.toMatchObject({ code: 'provider_unavailable' });
  });

  it('goes through the containers where the key may not see servers', async () => {
    const fake = fakeSession({
      [servers]: refusal('403.permissions', { extra: { capability: 'servers-view' } }),
      '/v1/containers': data([container('c1'), container('c9', { image: { extension: { id: 'v' } } })]),
      '/v1/containers/c1/instances': data([instance('a')]),
      [machines]: none,
    });
    expect(await ids(fake)).toEqual(['a']);
  });

  it('leaves virtual machines out with a note where the key may not see them, and fails where they were asked for', async () => {
    const fake = fakeSession({
      [servers]: data([server('s1')]),
      [`${servers}/s1/instances`]: data([instance('a')]),
      '/v1/containers': none,
      [machines]: refusal('403.permissions', { extra: { capability: 'virtual-machines-view' } }),
    });
    expect(await ids(fake)).toEqual(['a']);
    expect(fake.warnings).toEqual([
      'Virtual machines are left out: The role of the API key lacks the capability virtual-machines-view',
    ]);
    await expect(ids(fake, { kind: 'vm' })).rejects.toMatchObject({ code: 'not_allowed' });
  });

  it('says nothing of virtual machines on a core that is older than they are', async () => {
    const fake = fakeSession({
      [servers]: data([server('s1')]),
      [`${servers}/s1/instances`]: data([instance('a')]),
      '/v1/containers': none,
    });
    expect(await ids(fake)).toEqual(['a']);
    expect(fake.warnings).toEqual([]);
  });

  it('narrows to one server and to a text by itself, for that listing has neither', async () => {
    const fake = fakeSession({
      [servers]: data([server('s1', 'ams-1'), server('s2')]),
      [`${servers}/s1/instances`]: data([instance('a'), instance('b', 'running', { hostname: 'Web-B' })]),
      [`${servers}/s2/instances`]: data([instance('c')]),
      '/v1/containers': none,
      [machines]: (sent: Sent) => data(sent.query['filter[search]'] === 'web' ? [machine('w')] : [machine('v')]),
    });
    expect(await ids(fake, { server: 'ams-1' })).toEqual(['a', 'b', 'v']);
    expect(await ids(fake, { server: 's2-host', kind: 'container' })).toEqual(['c']);
    expect(await ids(fake, { search: 'web' })).toEqual(['b', 'w']);
    await expect(ids(fake, { server: 'nowhere' })).rejects.toMatchObject({ code: 'resource_not_found' });
  });
});

describe('the pages of a listing', () => {
  const one = (pages: (sent: Sent) => ReturnType<typeof data>) =>
    fakeSession(
      { '/v1/containers': data([container('c1')]), '/v1/containers/c1/instances': pages },
      { container: 'api' },
    );

  it('end with a short one', async () => {
    const fake = one(({ query }) => data(query['page[number]'] === '1' ? numbered(100) : numbered(3, 100)));
    expect(await ids(fake)).toHaveLength(103);
    expect(requests(fake, '/v1/containers/c1/instances')).toHaveLength(2);
  });

  it('go on where the server gives fewer at a time than was asked for', async () => {
    const all = numbered(65);
    const fake = one(({ query }) => {
      const page = Number(query['page[number]']);
      return data(all.slice((page - 1) * 30, page * 30));
    });
    expect(await ids(fake)).toHaveLength(65);
  });

  it('are as long as was asked for', async () => {
    const fake = one(() => data([instance('a')]));
    await ids(fake, { pageSize: 7 });
    expect(requests(fake, '/v1/containers/c1/instances')[0]?.query['page[size]']).toBe('7');
  });
});

describe('a listing in one container', () => {
  const withContainers = (...all: object[]) =>
    fakeSession(
      {
        '/v1/containers': ({ query }: Sent) =>
          data(all.filter((one) => query['filter[identifier]'] === undefined || 'identifier' in one)),
        '/v1/containers/c1/instances': data([instance('a', 'stopped')]),
      },
      { container: 'api' },
    );

  it('lets Cycle filter and sort where it can', async () => {
    const fake = withContainers(container('c1'));
    await ids(fake, { filters: [parseFilter('state=pending')], search: 'x' });
    expect(requests(fake, '/v1/containers/c1/instances')[0]?.query).toMatchObject({
      'filter[state]': 'new,starting',
      'filter[search]': 'x',
      sort: 'id',
      meta: 'sdn_pool_ips',
    });
  });

  it('refuses an identifier that several containers have, and shows them', async () => {
    const fake = withContainers(container('c1'), container('c2'));
    await expect(ids(fake)).rejects.toMatchObject({
      code: 'ambiguous_resource',
      message: 'Several containers are called "api": c1, c2',
    });
  });

  it('gives each instance with those of the included resources that it names', async () => {
    const fake = fakeSession(
      {
        '/v1/containers': data([container('c1')]),
        '/v1/containers/c1/instances': data([instance('a', 'running', { creator: { id: 'u1', type: 'account' } })], {
          servers: { s1: { id: 's1', nickname: 'ams-1' }, s2: { id: 's2' } },
          creators: { accounts: { u1: { id: 'u1' }, u2: { id: 'u2' } } },
        }),
      },
      { container: 'api' },
    );
    const [found] = await listAll(fake, { raw: true, include: ['servers', 'creators'] });
    expect(found?.raw).toMatchObject({
      id: 'a',
      includes: { servers: { s1: { id: 's1', nickname: 'ams-1' } }, creators: { accounts: { u1: { id: 'u1' } } } },
    });
    expect(requests(fake, '/v1/containers/c1/instances')[0]?.query.include).toBe(
      'containers,environments,locations,servers,creators',
    );
  });

  it('refuses included resources that there are none of, and those that nobody would see', async () => {
    const fake = withContainers(container('c1'));
    await expect(ids(fake, { raw: true, include: ['nonsense'] })).rejects.toMatchObject({ code: 'invalid_value' });
    await expect(ids(fake, { include: ['servers'] })).rejects.toMatchObject({ code: 'conflicting_options' });
    expect(fake.sent).toEqual([]);
  });

  it('calls a state that it does not know unknown', async () => {
    const fake = fakeSession(
      { '/v1/containers': data([container('c1')]), '/v1/containers/c1/instances': data([instance('a', 'reimaging')]) },
      { container: 'api' },
    );
    expect((await listAll(fake))[0]?.instance).toMatchObject({ state: 'unknown', providerState: 'reimaging' });
  });
});
