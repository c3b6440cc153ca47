import { describe, expect, test } from 'vitest';
import { startMorpheus } from './morpheusClient';

interface Named {
  name: string;
}

const names = (body: { instances: Named[] }) => body.instances.map(({ name }) => name);

describe('listing instances', () => {
  test('gives the seeded ones', async () => {
    const { ask } = await startMorpheus();
    const { body } = await ask('GET', '/instances');
    expect(Object.keys(body)).toEqual(['instances', 'meta']);
    expect(body.meta).toEqual({ offset: 0, max: 25, size: 4, total: 4 });
    const shown = body.instances.map((instance: Record<string, { name: string }>) =>
      [instance.name, instance.status, instance.group?.name, instance.cloud?.name].join(' | '),
    );
    expect(shown).toEqual([
      'erp-1 | running | Production | vCenter East',
      'erp-2 | running | Production | vCenter East',
      'report-1 | stopped | Production | AWS West',
      'sandbox-lab-1 | suspended | Lab | vCenter East',
    ]);
  });

  test('goes by max and offset, and -1 is everything', async () => {
    const { ask } = await startMorpheus({ instances: 135 });
    expect((await ask('GET', '/instances')).body.meta).toEqual({ offset: 0, max: 25, size: 25, total: 135 });
    const last = (await ask('GET', '/instances?max=50&offset=100')).body;
    expect(last.meta).toEqual({ offset: 100, max: 50, size: 35, total: 135 });
    const past = (await ask('GET', '/instances?max=50&offset=200')).body;
    expect([past.instances, past.meta.size]).toEqual([[], 0]);
    const all = (await ask('GET', '/instances?max=-1')).body;
    expect(all.meta).toEqual({ offset: 0, max: -1, size: 135, total: 135 });
    expect(all.instances).toHaveLength(135);
    expect(all.instances[134].id).toBe(last.instances[34].id);
    expect((await ask('GET', '/instances?max=x&offset=-3')).body.meta).toMatchObject({ offset: 0, max: 25 });
  });

  test('can be narrowed in many ways', async () => {
    const { ask, find } = await startMorpheus();
    const erp = await find('erp-1');
    const expected: Record<string, string[]> = {
      'name=ERP-1': ['erp-1'],
      'name=erp': [],
      'phrase=erp': ['erp-1', 'erp-2'],
      'phrase=figures': ['report-1'],
      'phrase=e%25-1': ['erp-1', 'report-1'],
      'status=stopped&status=suspended': ['report-1', 'sandbox-lab-1'],
      'siteId=5': ['sandbox-lab-1'],
      'zoneId=8': ['report-1'],
      'siteId=3&zoneId=6': ['erp-1', 'erp-2'],
      [`serverId=${erp.servers[1]}`]: ['erp-1'],
      'parentServerId=33': ['report-1'],
      'planId=12': ['erp-2'],
      'planCode=vm-4096': ['erp-1'],
      'plan=1+CPU,+1GB+Memory': ['sandbox-lab-1'],
      'instanceType=tomcat': ['erp-1'],
      'instanceType=tomcat&instanceType=apache': ['erp-1'],
      'environment=dev': ['sandbox-lab-1'],
      'createdBy=9': [],
      'ownerId=1&status=stopped': ['report-1'],
      'agentInstalled=false': [],
      'labels=report&labels=erp': ['erp-1', 'erp-2', 'report-1'],
      'allLabels=erp&allLabels=prod': ['erp-1', 'erp-2'],
      'allLabels=erp&allLabels=report': [],
      'tags.owner=finance': ['erp-1', 'erp-2'],
      'tags.owner=finance&tags.tier=app': ['erp-1'],
      'metadata.owner=lab': ['sandbox-lab-1'],
      'sort=name&direction=desc': ['sandbox-lab-1', 'report-1', 'erp-2', 'erp-1'],
      'deleted=true': [],
      'expireDays=400': [],
    };
    const seen: Record<string, string[]> = {};
    for (const query of Object.keys(expected)) seen[query] = names((await ask('GET', `/instances?${query}`)).body);
    expect(seen).toEqual(expected);
  });

  test('can be those that changed at a moment or after it, in every spelling of moments', async () => {
    const { ask, find, idOf } = await startMorpheus();
    await ask('PUT', `/instances/${await idOf('erp-2')}`, { instance: { description: 'new' } });
    const { lastUpdated } = await find('erp-2');
    const plain = lastUpdated.replace('Z', '+0000');
    for (const since of [lastUpdated, encodeURIComponent(plain), plain, lastUpdated.replace('Z', '.000Z')]) {
      expect(names((await ask('GET', `/instances?lastUpdated=${since}`)).body)).toEqual(['erp-2']);
    }
    expect((await ask('GET', '/instances?lastUpdated=2001-01-01T00:00:00Z')).body.meta.total).toBe(4);
  });

  test('shows containers and servers on request', async () => {
    const { ask } = await startMorpheus();
    expect((await ask('GET', '/instances')).body.instances[0].containerDetails).toBeUndefined();
    const [erp] = (await ask('GET', '/instances?details=true')).body.instances;
    expect(erp.containerDetails).toHaveLength(2);
  });

  test('takes thousands without trouble', async () => {
    const { ask } = await startMorpheus({ instances: 5000 });
    const { body } = await ask('GET', '/instances?max=100&status=running&siteId=5');
    expect(body.instances).toHaveLength(100);
    expect(new Set(names(body)).size).toBe(100);
    expect(body.meta.total).toBeGreaterThan(1000);
  });
});

describe('one instance', () => {
  test('comes with its stats inside, and with its containers and their servers', async () => {
    const { ask, idOf } = await startMorpheus();
    const { status, body } = await ask('GET', `/instances/${await idOf('erp-1')}`);
    expect(status).toBe(200);
    expect(Object.keys(body)).toEqual(['instance']);
    const { instance } = body;
    expect(instance).toMatchObject({
      name: 'erp-1',
      displayName: 'erp-1',
      description: 'Finance and stock',
      hostName: 'erp-1',
      status: 'running',
      isBusy: false,
      locked: false,
      group: { id: 3, name: 'Production' },
      cloud: { id: 6, name: 'vCenter East', type: 'vmware' },
      tenant: { id: 1, name: 'Sandbox' },
      instanceType: { id: 44, code: 'tomcat', category: 'app', name: 'Tomcat' },
      instanceVersion: '9.0',
      layout: { id: 221, name: 'VMware VM', provisionTypeId: 7, provisionTypeCode: 'vmware' },
      plan: { id: 75, code: 'vm-4096', name: '2 CPU, 4GB Memory' },
      maxMemory: 4294967296,
      maxStorage: 90 * 1024 ** 3,
      maxCores: 2,
      labels: ['erp', 'prod'],
      instanceContext: 'production',
      createdBy: { id: 1, username: 'sandbox' },
      instancePrice: { price: 0.04, currency: 'USD', unit: 'hour' },
      pendingRequests: [],
    });
    expect(instance.tags).toEqual([
      { id: expect.any(Number), name: 'owner', value: 'finance' },
      { id: expect.any(Number), name: 'tier', value: 'app' },
    ]);
    expect(instance.evars).toContainEqual({ name: 'ERP_WORKERS', value: 4, export: true, masked: false });
    expect(instance.evars).toContainEqual({ name: 'ERP_SECRET', value: '************', export: true, masked: true });
    expect(instance.connectionInfo).toEqual([
      { ip: '10.20.0.10', port: 8080, name: 'Http' },
      { ip: '10.20.0.11', port: 8080, name: 'Http' },
    ]);
    expect(instance.volumes).toMatchObject([
      { name: 'root', size: 40, maxStorage: 40 * 1024 ** 3, rootVolume: true, datastoreId: 59 },
      { name: 'data-1', size: 50, rootVolume: false, displayOrder: 1 },
    ]);
    expect(instance.interfaces).toEqual([
      {
        id: expect.stringMatching(/^network-[0-9]+$/),
        name: 'eth0',
        network: { id: 110, name: 'VM Network', subnet: null, group: null, pool: null },
        ipAddress: '10.20.0.10',
        ipMode: 'dhcp',
        networkInterfaceTypeId: 4,
      },
    ]);
    expect(instance.stats).toMatchObject({ running: true, maxMemory: 4294967296 });
    expect(instance.dateCreated).toMatch(/^[0-9-]{10}T[0-9:]{8}Z$/);
    expect(instance.containerDetails.map((container: { id: number }) => container.id)).toEqual(instance.containers);
    expect(instance.containerDetails[1].server).toMatchObject({
      id: instance.servers[1],
      name: 'erp-1-2',
      powerState: 'on',
      sshHost: '10.20.0.11',
      sshPort: 22,
      internalIp: '10.20.0.11',
      externalIp: null,
      platform: 'linux',
      agentInstalled: true,
    });
    const plain = (await ask('GET', `/instances/${instance.id}?details=off`)).body.instance;
    expect(plain.containerDetails).toBeUndefined();
  });

  test('has a public address where the cloud gives one', async () => {
    const { ask, idOf } = await startMorpheus();
    const { instance } = (await ask('GET', `/instances/${await idOf('report-1')}`)).body;
    const { server } = instance.containerDetails[0];
    expect(server.externalIp).toMatch(/^198\.18\./);
    expect(server.sshHost).toBe(server.externalIp);
    expect(server.powerState).toBe('off');
    expect(instance.stats).toMatchObject({ running: false, usedMemory: 0, usedCpu: 0 });
  });

  test('is counted in the totals', async () => {
    const { ask } = await startMorpheus();
    const all = (await ask('GET', '/instances/stats')).body.instanceStats;
    expect(all).toMatchObject({ total: 4, running: 2, totalContainers: 5, maxCpu: 8 });
    expect((await ask('GET', '/instances/stats?zoneId=8')).body.instanceStats).toMatchObject({ total: 1, running: 0 });
  });
});

describe('the old age', () => {
  test('lists with stats beside the instances, and gives max back as it was sent', async () => {
    const { ask, set } = await startMorpheus();
    await set({ age: 'legacy' });
    const { body } = await ask('GET', '/instances?max=3', undefined, {
      authorization: 'BEARER sandbox-morpheus-token',
    });
    expect(Object.keys(body)).toEqual(['instances', 'stats', 'loadBalancers', 'meta']);
    expect(body.meta).toEqual({ offset: 0, max: '3', size: 3, total: 4 });
    expect(body.loadBalancers).toEqual([]);
    const [erp] = body.instances;
    expect(Object.keys(body.stats)).toEqual(body.instances.map(({ id }: { id: number }) => String(id)));
    expect(Object.keys(body.stats[erp.id])).toEqual([
      'usedStorage',
      'maxStorage',
      'usedMemory',
      'maxMemory',
      'usedCpu',
    ]);
    expect(erp).toEqual({
      id: expect.any(Number),
      accountId: 1,
      instanceType: { id: 44, code: 'tomcat', category: 'app', name: 'Tomcat' },
      group: { id: 3, name: 'Production' },
      cloud: { id: 6, name: 'vCenter East' },
      containers: [expect.any(Number), expect.any(Number)],
      connectionInfo: [
        { ip: '10.20.0.10', port: 8080 },
        { ip: '10.20.0.11', port: 8080 },
      ],
      layout: { id: 221 },
      plan: { id: 75, code: 'vm-4096' },
      name: 'erp-1',
      description: 'Finance and stock',
      instanceVersion: '9.0',
      dateCreated: expect.stringMatching(/^[0-9-]{10}T[0-9:]{8}\+0000$/),
      lastUpdated: expect.stringMatching(/\+0000$/),
      hostName: 'erp-1',
      domainName: null,
      environmentPrefix: null,
      firewallEnabled: true,
      networkLevel: 'container',
      autoScale: false,
      instanceContext: 'production',
      currentDeployId: null,
      status: 'running',
      statusMessage: null,
      errorMessage: null,
      statusDate: expect.stringMatching(/\+0000$/),
      statusPercent: null,
      statusEta: null,
      userStatus: null,
      createdBy: { id: 1 },
    });
    expect((await ask('GET', '/instances')).body.meta).toEqual({ offset: 0, max: 25, size: 4, total: 4 });
  });

  test('gives one with success before it and stats after it', async () => {
    const { ask, idOf, set } = await startMorpheus();
    const id = await idOf('erp-1');
    await set({ age: 'legacy' });
    const { body } = await ask('GET', `/instances/${id}`);
    expect(Object.keys(body)).toEqual(['success', 'instance', 'stats']);
    expect(body.success).toBe(true);
    expect(body.instance).toMatchObject({
      tags: ['erp', 'prod'],
      metadata: [
        { name: 'owner', value: 'finance' },
        { name: 'tier', value: 'app' },
      ],
      maxCores: 2,
      maxCpu: null,
    });
    expect(body.instance.labels).toBeUndefined();
    expect(body.instance.volumes).toBeUndefined();
  });
});
