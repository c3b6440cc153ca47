import { describe, expect, test } from 'vitest';
import { startCycle } from './cycleClient';

interface ShownServer {
  nickname: string | null;
  hostname: string;
  evacuate: object | null;
  meta: { node: { online: boolean }; instances_count: { total: number } };
}

const names = (items: { hostname?: string; name?: string }[]) => items.map(({ hostname, name }) => hostname ?? name);

describe('the seed', () => {
  test('has the containers, instances and virtual machine that it promises', async () => {
    const { get } = await startCycle();
    const containers = await get('/v1/containers');
    const found: Record<string, unknown> = {};
    for (const { id, name, config, stateful, state } of containers) {
      const instances = await get(`/v1/containers/${id}/instances`);
      found[name] = [config.deploy.strategy, stateful, state.current, ...names(instances)];
    }
    expect(found).toEqual({
      api: ['manual', false, 'running', 'api-1', 'api-2'],
      worker: ['resource-density', false, 'running', 'worker-1'],
      store: ['manual', true, 'running', 'store-1'],
      reports: ['manual', false, 'stopped', 'reports-1'],
      'vm-1': ['first-available', true, 'running', 'vm-1'],
    });
    expect(names(await get('/v1/virtual-machines'))).toEqual(['vm-1']);
    expect(names(await get('/v1/environments'))).toEqual(['production']);
    const clusters = await get('/v1/infrastructure/clusters');
    expect(clusters.map(({ identifier }: { identifier: string }) => identifier)).toEqual(['main']);
  });

  test('has servers of which one is being evacuated and one is offline', async () => {
    const { get } = await startCycle();
    const servers = await get('/v1/infrastructure/servers?meta=node,instances_count');
    const view = servers.map(({ nickname, hostname, evacuate, meta }: ShownServer) => [
      nickname,
      hostname,
      evacuate !== null,
      meta.node.online,
      meta.instances_count.total,
    ]);
    expect(view).toEqual([
      ['ams-1', 'ams-host-1', false, true, 2],
      ['ams-2', 'ams-host-2', false, true, 2],
      [null, 'nyc-host-1', false, true, 2],
      ['ams-3', 'ams-host-3', true, true, 0],
      ['nyc-2', 'nyc-host-2', false, false, 0],
    ]);
  });

  test('can have as many instances as asked for, and no hostname twice', async () => {
    const { get } = await startCycle({ instances: 450 });
    const servers = await get('/v1/infrastructure/servers?page[size]=100');
    const hostnames: string[] = [];
    for (const { id } of servers) {
      for (let page = 1; ; page += 1) {
        const items = await get(`/v1/infrastructure/servers/${id}/instances?page[number]=${page}&page[size]=100`);
        hostnames.push(...(names(items) as string[]));
        if (items.length < 100) break;
      }
    }
    expect(hostnames).toHaveLength(450);
    expect(new Set(hostnames).size).toBe(450);
    expect(hostnames).toContain('app-0001-1');
  });

  test('is the same for the same seed', async () => {
    const ids = async () =>
      (await (await startCycle({ seed: 5 })).get('/v1/containers')).map(({ id }: { id: string }) => id);
    const first = await ids();
    expect((await ids()).map((id: string) => id.slice(8))).toEqual(first.map((id: string) => id.slice(8)));
  });
});

describe('ids and moments', () => {
  test('are 24 hexadecimal digits in the order of creation', async () => {
    const { get } = await startCycle();
    const containers = await get('/v1/containers?sort=id');
    const created = containers.map((item: { events: { created: string } }) => item.events.created);
    expect([...created].sort()).toEqual(created);
    for (const { id } of containers) expect(id).toMatch(/^[0-9a-f]{24}$/);
  });

  test('have nanoseconds, and the year 1 where nothing has happened', async () => {
    const { container } = await startCycle();
    const { events } = await container('api');
    expect(events.created).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{4,9}Z$/);
    expect(events.deleted).toBe('0001-01-01T00:00:00Z');
  });

  test('come with an error that is sometimes empty and sometimes absent', async () => {
    const { get } = await startCycle({ instances: 40 });
    const [server] = await get('/v1/infrastructure/servers');
    const instances = await get(`/v1/infrastructure/servers/${server.id}/instances?page[size]=100`);
    const forms = new Set(instances.map(({ state }: { state: object }) => ('error' in state ? 'empty' : 'absent')));
    expect(forms).toEqual(new Set(['empty', 'absent']));
  });
});

describe('a list', () => {
  test('is paged without a total, twenty at a time unless said', async () => {
    const { send, get } = await startCycle({ instances: 40 });
    const [{ id }] = await get('/v1/containers');
    const path = `/v1/containers/${id}/instances`;
    const first = await send('GET', path);
    expect(Object.keys(first.body)).toEqual(['data']);
    expect(names(first.body.data)).toHaveLength(20);
    expect(names(await get(`${path}?page[size]=15&page[number]=3`))).toHaveLength(10);
    expect(names(await get(`${path}?page%5Bsize%5D=15&page%5Bnumber%5D=3`))).toHaveLength(10);
    expect(await get(`${path}?page[size]=15&page[number]=4`)).toEqual([]);
    for (const wrong of ['page[size]=0', 'page[number]=0', 'page[size]=many']) {
      expect((await send('GET', `${path}?${wrong}`)).status).toBe(422);
    }
  });

  test('has no page larger than the largest', async () => {
    const { get, set } = await startCycle({ instances: 40 });
    const [{ id }] = await get('/v1/containers');
    await set({ page_size_max: 30 });
    expect(await get(`/v1/containers/${id}/instances?page[size]=500`)).toHaveLength(30);
  });

  test('is sorted, also descending', async () => {
    const { get } = await startCycle();
    expect(names(await get('/v1/containers?sort=name'))).toEqual(['api', 'reports', 'store', 'vm-1', 'worker']);
    expect(names(await get('/v1/containers?sort=-name'))[0]).toBe('worker');
    const ids = (await get('/v1/containers?sort=-id')).map(({ id }: { id: string }) => id);
    expect([...ids].sort().reverse()).toEqual(ids);
    expect(names(await get('/v1/containers?sort=state.current,-name'))[0]).toBe('worker');
    expect(await get('/v1/containers?sort=unheard-of')).toHaveLength(5);
  });

  test.each([
    'filter[state]=running,stopped',
    'filter%5Bstate%5D=running%2Cstopped',
    'filter[state]=running&filter[state]=stopped',
  ])('is filtered by %s', async (query) => {
    const { get, container } = await startCycle();
    const { id } = await container('reports');
    expect(await get(`/v1/containers/${id}/instances?${query}`)).toHaveLength(1);
    expect(await get(`/v1/containers/${id}/instances?filter[state]=running`)).toEqual([]);
  });

  test('of instances is filtered by server, text and time', async () => {
    const { get, container } = await startCycle();
    const { id } = await container('api');
    const path = `/v1/containers/${id}/instances`;
    const [first, second] = await get(path);
    expect(names(await get(`${path}?filter[server]=${second.server_id}`))).toEqual(['api-2']);
    expect(names(await get(`${path}?filter[search]=API-1`))).toEqual(['api-1']);
    const edge = encodeURIComponent(first.events.created.slice(0, 23).concat('Z'));
    const later = new Date(Date.parse(first.events.created) + 1000).toISOString();
    expect(names(await get(`${path}?filter[range-start]=${later}`))).toEqual(['api-2']);
    expect(names(await get(`${path}?filter[range-start]=${edge}&filter[range-end]=${later}`))).toEqual(['api-1']);
  });

  test.each([
    ['filter[environment]=none', []],
    ['filter[identifier]=api,store', ['api', 'store']],
    ['filter[search]=OR', ['worker', 'store', 'reports']],
    ['filter[deployment_strategy]=resource-density', ['worker']],
    ['filter[public_network]=egress-only', ['worker']],
    ['filter[deprecated]=true', []],
    ['filter[state]=stopped', ['reports']],
    ['filter[service]=discovery', []],
  ])('of containers by %s', async (query, expected) => {
    const { get } = await startCycle();
    expect(names(await get(`/v1/containers?${query}`)).sort()).toEqual([...expected].sort());
  });

  test('of servers is filtered by cluster, location and the rest', async () => {
    const { get } = await startCycle();
    const [first] = await get('/v1/infrastructure/servers');
    const count = async (query: string) => (await get(`/v1/infrastructure/servers?${query}`)).length;
    expect(await count(`filter[location]=${first.location_id}`)).toBe(3);
    expect(await count('filter[cluster]=main')).toBe(5);
    expect(await count('filter[cluster]=other')).toBe(0);
    expect(await count('filter[state]=live&filter[providers]=vultr,aws')).toBe(5);
    expect(await count('filter[tags]=gpu')).toBe(0);
  });
});

describe('includes', () => {
  test.each(['include=servers,containers', 'include=servers%2Ccontainers', 'include=servers&include=containers'])(
    'are what was asked for: %s',
    async (query) => {
      const { send, container } = await startCycle();
      const { id } = await container('api');
      const { data, includes } = (await send('GET', `/v1/containers/${id}/instances?${query}`)).body;
      expect(Object.keys(includes).sort()).toEqual(['containers', 'containers:identifiers', 'servers']);
      expect(Object.keys(includes.containers)).toEqual([id]);
      expect(includes['containers:identifiers']).toEqual({ api: [id] });
      expect(Object.keys(includes.servers).sort()).toEqual(
        data.map((item: { server_id: string }) => item.server_id).sort(),
      );
    },
  );

  test('name creators by their kind', async () => {
    const { send, container } = await startCycle();
    const { id } = await container('api');
    await send('POST', '/v1/virtual-machines/ssh-keys', {
      name: 'k',
      public_key: 'ssh-ed25519 AAAA',
      environment_id: (await container('api')).environment.id,
    });
    const { includes } = (await send('GET', `/v1/containers/${id}?include=creators,environments,images`)).body;
    expect(Object.keys(includes.creators)).toEqual(['accounts']);
    expect(Object.values(includes.environments)).toMatchObject([{ identifier: 'production' }]);
    expect(Object.values(includes.images)).toMatchObject([{ name: 'shop/api:1.4.2' }]);
    const keys = (await send('GET', '/v1/virtual-machines/ssh-keys?include=creators')).body;
    expect(Object.keys(keys.includes.creators)).toEqual(['accounts', 'api_keys']);
  });

  test('of the instances of a server want the creator in the singular', async () => {
    const { send, get } = await startCycle();
    const [{ id }] = await get('/v1/infrastructure/servers');
    const path = `/v1/infrastructure/servers/${id}/instances`;
    expect((await send('GET', `${path}?include=creators`)).body.includes).toEqual({});
    expect((await send('GET', `${path}?include=creator`)).body.includes).toHaveProperty('creators.accounts');
  });

  test('of usable servers want the location in the singular', async () => {
    const { send, container } = await startCycle();
    const { id } = await container('api');
    const path = `/v1/containers/${id}/servers/usable`;
    expect((await send('GET', `${path}?include=locations`)).body.includes).toEqual({});
    const { locations } = (await send('GET', `${path}?include=location`)).body.includes;
    expect(Object.values(locations)).toMatchObject([{ name: 'Amsterdam' }, { name: 'New York' }]);
  });
});

describe('meta', () => {
  test('comes only when asked for', async () => {
    const { get, instancePath } = await startCycle();
    const path = await instancePath('api-1');
    expect(await get(path)).not.toHaveProperty('meta');
    const { meta } = await get(`${path}?meta=node&meta=sdn_pool_ips`);
    expect(meta).toMatchObject({ node: { online: true, healthy: true }, sdn_pool_ips: [{ address: '203.0.113.10' }] });
  });

  test('of a container has its addresses and counts', async () => {
    const { container, get } = await startCycle();
    const { id } = await container('api');
    expect((await get(`/v1/containers/${id}?meta=instances_count,ips,domains`)).meta).toMatchObject({
      instances_count: { state: { running: 2 }, total: 2, available: 2 },
      ips: [{ address: '203.0.113.10', state: { current: 'assigned' } }],
      domains: null,
    });
  });
});
