import { describe, expect, it } from 'vitest';
import type { BackupRow, Row } from '../../src/core/driver';
import type { Located } from '../../src/core/instance';
import { morpheus } from '../../src/drivers/morpheus';
import {
  appliance,
  type Fake,
  fakeSession,
  lines,
  listQuery,
  notFound,
  read,
  type Sent,
  target,
} from './morpheusSession';

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

describe('an instance in the shared model', () => {
  it('is read from the shape of today', async () => {
    const fake = appliance({
      '/api/instances': {
        instances: [
          {
            ...one,
            hostName: 'erp-1-host',
            group: { id: 3, name: 'Production' },
            cloud: { id: 6, name: 'East', type: 'vmware' },
            plan: { id: 75, code: 'vm-4096', name: '2 CPU, 4GB Memory' },
            instanceType: { code: 'ubuntu', name: 'Ubuntu' },
            connectionInfo: [
              { ip: '0.0.0.0', port: null },
              { ip: '198.18.0.4', port: 80 },
            ],
            interfaces: [{ ipAddress: '10.0.0.4', network: { id: 1, name: 'lan' } }],
            maxMemory: 4294967296,
            maxStorage: 96636764160,
            maxCores: 2,
            labels: ['prod'],
            tags: [
              { id: 1, name: 'owner', value: 'me' },
              { id: 2, name: 'empty', value: null },
            ],
            metadata: [{ name: 'owner', value: 'me' }],
            dateCreated: '2017-01-31T21:30:49+0000',
            lastUpdated: '2026-02-07T22:58:26Z',
          },
        ],
        meta: { offset: 0, max: 25, size: 1, total: 1 },
      },
    });
    expect(await listed(fake)).toEqual([
      {
        at: {},
        instance: {
          profile: 'work',
          provider: 'morpheus',
          id: '42',
          name: 'erp-1',
          hostname: 'erp-1-host',
          state: 'running',
          providerState: 'running',
          region: 'East',
          group: 'Production',
          size: '2 CPU, 4GB Memory',
          image: 'Ubuntu',
          cpus: 2,
          memoryMiB: 4096,
          diskGiB: 90,
          publicAddresses: ['198.18.0.4'],
          privateAddresses: ['10.0.0.4'],
          tags: ['prod', 'owner=me', 'empty='],
          createdAt: '2017-01-31T21:30:49Z',
          updatedAt: '2026-02-07T22:58:26Z',
        },
      },
    ]);
  });

  it('is read from the shape of 2017', async () => {
    const instance = {
      id: 1530,
      instanceType: { id: 35, code: 'ubuntu', category: 'os', name: 'Ubuntu' },
      group: { id: 3, name: 'Demo' },
      cloud: { id: 6, name: 'San Mateo VMware' },
      connectionInfo: [{ ip: '192.168.162.59', port: 22 }],
      layout: { id: 105 },
      plan: { id: 12, code: 'vm-2048' },
      name: 'ah-San Mateo VMware-ubuntu',
      dateCreated: '2017-01-31T21:30:49+0000',
      lastUpdated: '2017-02-07T22:58:26+0000',
      hostName: 'ah-San-Mateo-VMware-ubuntu',
      status: 'running',
      tags: ['web'],
      metadata: [{ name: 'tier', value: 1 }],
    };
    const stats = { 1530: { maxStorage: 21067075584, maxMemory: 2098315264 } };
    const fake = appliance({
      '/api/instances': {
        instances: [instance],
        stats,
        loadBalancers: [],
        meta: { offset: 0, max: '3', size: 1, total: 1 },
      },
    });
    expect((await listed(fake))[0]?.instance).toMatchObject({
      id: '1530',
      size: 'vm-2048',
      // What the figures call the maximum is not what the plan gives, and is not taken for it.
      memoryMiB: null,
      diskGiB: null,
      privateAddresses: ['192.168.162.59'],
      publicAddresses: [],
      tags: ['web', 'tier=1'],
      updatedAt: '2017-02-07T22:58:26Z',
    });
  });

  it.each([
    ['pending', 'pending'],
    ['provisioning', 'pending'],
    ['finishing', 'pending'],
    ['starting', 'pending'],
    ['running', 'running'],
    ['warning', 'running'],
    ['restarting', 'updating'],
    ['resizing', 'updating'],
    ['cloning', 'updating'],
    ['restoring', 'updating'],
    ['suspending', 'updating'],
    ['pendingReconfigureApproval', 'updating'],
    ['stopping', 'stopping'],
    ['stopped', 'stopped'],
    ['suspended', 'suspended'],
    ['removing', 'deleting'],
    ['pendingRemoval', 'deleting'],
    ['pendingDeleteApproval', 'deleting'],
    ['failed', 'error'],
    ['denied', 'error'],
    ['cancelled', 'error'],
    ['unknown', 'unknown'],
    ['RUNNING', 'running'],
    ['PendingRemoval', 'deleting'],
    ['dancing', 'unknown'],
  ])('has the state of %s', async (status, state) => {
    const fake = appliance({ '/api/instances': { instances: [{ ...one, status }], meta: { total: 1 } } });
    expect((await listed(fake))[0]?.instance).toMatchObject({ state, providerState: status });
  });
});

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

describe('getting one', () => {
  it('tells more, and whom to log in as where that was made', async () => {
    const instance = {
      ...one,
      description: 'Finance',
      config: { createUser: 'on' },
      createdBy: { id: 7 },
      volumes: [
        { id: 1, name: 'root', size: 20 },
        { id: 2, name: 'data', maxStorage: 5368709120 },
      ],
      interfaces: [{ network: { name: 'lan' } }, { network: { name: 'lan' } }],
      containerDetails: [{ server: { externalIp: '203.0.113.9', internalIp: '10.0.0.9' } }],
    };
    const fake = appliance({
      '/api/instances/42': { instance },
      '/api/whoami': { user: { id: 7, linuxUsername: 'ada' } },
    });
    const { detail, located, raw } = await morpheus.get(fake.session, target());
    expect(detail).toMatchObject({
      user: 'ada',
      description: 'Finance',
      networks: ['lan'],
      publicIps: ['203.0.113.9'],
      privateAddresses: ['10.0.0.9'],
      volumes: [
        { id: '1', name: 'root', sizeGiB: 20 },
        { id: '2', name: 'data', sizeGiB: 5 },
      ],
      userData: null,
      password: null,
    });
    expect(located.instance.state).toBe('running');
    expect(raw).toEqual({ instance });
    const stranger = appliance({
      '/api/instances/42': { instance },
      '/api/whoami': { user: { id: 8, linuxUsername: 'bob' } },
    });
    expect((await morpheus.get(stranger.session, target())).detail.user).toBeNull();
  });

  it('goes without what does not answer, and says so', async () => {
    const fake = fakeSession(({ path }: Sent) =>
      path === '/api/instances/42' ? { body: { instance: one } } : { status: 500, body: { msg: 'Broken' } },
    );
    expect((await morpheus.get(fake.session, target())).detail.volumes).toEqual([]);
    expect(fake.warnings).toEqual(['details_missing: The volumes of erp-1: Morpheus has a fault of its own: Broken']);
  });

  it('says when there is none, and does not take the 404 of a web server for it', async () => {
    await expect(morpheus.get(appliance({}).session, target())).rejects.toMatchObject({ code: 'instance_not_found' });
    const front = fakeSession(() => ({ status: 404, body: null }));
    await expect(morpheus.get(front.session, target())).rejects.toMatchObject({ code: 'resource_not_found' });
  });
});

describe('what belongs to an instance', () => {
  it('has figures inside of it today, and beside it once', async () => {
    const stats = {
      usedStorage: 5368709120,
      maxStorage: 10737418240,
      usedMemory: 536870912,
      maxMemory: 1073741824,
      usedCpu: 1.0926682792,
    };
    const expected = [
      {
        time: null,
        cpuPercent: 1.09,
        memoryUsedMiB: 512,
        memoryMaxMiB: 1024,
        memoryPercent: 50,
        diskUsedGiB: 5,
        diskMaxGiB: 10,
        diskPercent: 50,
        networkReceiveBytesPerSecond: null,
        networkTransmitBytesPerSecond: null,
      },
    ];
    for (const body of [{ instance: { ...one, stats } }, { success: true, instance: one, stats }]) {
      expect(await read(appliance({ '/api/instances/42': body }), 'stats')).toEqual(expected);
    }
    expect(await read(appliance({ '/api/instances/42': { instance: one } }), 'stats')).toEqual([]);
  });

  it('has variables of three kinds, objects or plain, and hides secrets that nobody marked', async () => {
    const fake = appliance({
      '/api/instances/42/envs': {
        envs: [{ name: 'A', value: 4, export: true, masked: false }],
        readOnlyEnvs: { HOST: { name: 'HOST', value: 'c1', export: true, masked: false } },
        importedEnvs: {
          MYSQL_PASSWORD_2: { name: 'MYSQL_PASSWORD', value: 'morpheus', masked: true, export: true },
          MYSQL_USERNAME: 'morpheus',
          OTHER_PASSWORD: 'plain',
        },
      },
    });
    expect(await read<Row[]>(fake, 'env')).toEqual([
      { id: 'A', name: 'A', value: '4', masked: false, export: true, source: 'own' },
      { id: 'HOST', name: 'HOST', value: 'c1', masked: false, export: true, source: 'read-only' },
      {
        id: 'MYSQL_PASSWORD_2',
        name: 'MYSQL_PASSWORD_2',
        value: 'morpheus',
        masked: true,
        export: true,
        source: 'imported',
      },
      {
        id: 'MYSQL_USERNAME',
        name: 'MYSQL_USERNAME',
        value: 'morpheus',
        masked: false,
        export: null,
        source: 'imported',
      },
      { id: 'OTHER_PASSWORD', name: 'OTHER_PASSWORD', value: 'plain', masked: true, export: null, source: 'imported' },
    ]);
  });

  it('has containers, whose details once were JSON inside of a text', async () => {
    const old = {
      id: 1414,
      name: 'tomcat_1414',
      configs: '{"maxMemory":1073741824,"maxStorage":10737418240,"ports":[]}',
      containerType: { id: 23, name: 'Tomcat 7.0.62' },
      lastStats: '{"usedMemory":770224128,"userCpuUsage":0.5,"systemCpuUsage":0.25,"usedStorage":290037760}',
      status: 'running',
      dateCreated: '2016-12-15T15:22:17Z',
      ip: '12.96.81.102',
      internalIp: '192.168.163.232',
      ports: [{ external: 10017, internal: 8080, protocol: 'http' }],
    };
    const broken = { id: 2, configs: '{"maxMemory', lastStats: 'null', ip: '0.0.0.0' };
    const fake = appliance({ '/api/instances/42/containers': { success: true, containers: [old, broken] } });
    expect(await read<Row[]>(fake, 'containers')).toMatchObject([
      {
        id: '1414',
        type: 'Tomcat 7.0.62',
        address: '12.96.81.102',
        internalAddress: '192.168.163.232',
        memoryMiB: 1024,
        diskGiB: 10,
        memoryUsedMiB: 735,
        cpuPercent: 0.75,
        ports: ['10017:8080/http'],
        createdAt: '2016-12-15T15:22:17Z',
      },
      { id: '2', address: null, memoryMiB: null, ports: [] },
    ]);
  });

  it('has volumes of its own, of its server, or in a list apart', async () => {
    const volumes = [{ id: 7, name: 'root', size: 20, rootVolume: true, storageType: 1, datastoreId: 59 }];
    const expected = [{ id: '7', name: 'root', sizeGiB: 20, root: true, storageType: '1', datastoreId: '59' }];
    for (const answers of [
      { '/api/instances/42': { instance: { ...one, volumes } } },
      { '/api/instances/42': { instance: { ...one, containerDetails: [{ server: { volumes } }] } } },
      { '/api/instances/42': { instance: one }, '/api/instances/42/volumes': { volumes } },
    ]) {
      expect(await read<Row[]>(appliance(answers), 'volumes')).toMatchObject(expected);
    }
    expect(await read<Row[]>(appliance({ '/api/instances/42': { instance: one } }), 'volumes')).toEqual([]);
  });

  it('has backups in both shapes, with snapshots after them', async () => {
    const now = {
      '/api/instances/42/backups': {
        instance: { id: 42 },
        backups: [
          {
            id: 9,
            name: 'nightly',
            backupResults: [
              { id: 90, status: 'SUCCEEDED', sizeInBytes: 1073741824, startDate: '2026-01-01T02:00:00Z' },
              { id: 91, status: 'FAILED', sizeInMb: 512, startDate: '2026-01-02T02:00:00Z' },
            ],
          },
        ],
      },
      '/api/instances/42/snapshots': {
        snapshots: [{ id: 5, name: 'before', status: 'complete', snapshotCreated: '2026-01-03T00:00:00Z' }],
      },
    };
    expect(await read<BackupRow[]>(appliance(now), 'backups')).toEqual([
      {
        instanceId: '42',
        id: '91',
        name: 'nightly',
        kind: 'backup',
        state: 'failed',
        sizeGiB: 0.5,
        createdAt: '2026-01-02T02:00:00Z',
      },
      {
        instanceId: '42',
        id: '90',
        name: 'nightly',
        kind: 'backup',
        state: 'succeeded',
        sizeGiB: 1,
        createdAt: '2026-01-01T02:00:00Z',
      },
      {
        instanceId: '42',
        id: '5',
        name: 'before',
        kind: 'snapshot',
        state: 'complete',
        sizeGiB: null,
        createdAt: '2026-01-03T00:00:00Z',
      },
    ]);
    const once = {
      '/api/instances/42/backups': {
        backups: [{ backup: { id: 3, name: 'old', dateCreated: '2017-02-01T00:00:00+0000' } }],
      },
    };
    expect(await read<BackupRow[]>(appliance(once), 'backups')).toEqual([
      {
        instanceId: '42',
        id: '3',
        name: 'old',
        kind: 'backup',
        state: null,
        sizeGiB: null,
        createdAt: '2017-02-01T00:00:00Z',
      },
    ]);
  });

  it('has actions, and an appliance without them says so', async () => {
    const actions = { instanceIds: [42], actions: [{ code: 'generic-add-node', name: 'Add Node' }] };
    const fake = appliance({ '/api/instances/42/actions': actions });
    expect(await read(fake, 'upgrade')).toEqual([{ id: 'generic-add-node', name: 'Add Node' }]);
    await expect(
      read(
        fakeSession(() => notFound),
        'upgrade',
      ),
    ).rejects.toMatchObject({ code: 'not_supported' });
  });
});
