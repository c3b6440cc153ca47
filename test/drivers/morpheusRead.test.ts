import { describe, expect, it } from 'vitest';
import type { Located } from '../../src/core/instance';
import { morpheus } from '../../src/drivers/morpheus';
import { appliance, type Fake, fakeSession, listQuery, type Sent, target } from './morpheusSession';

const one = { id: 42, name: 'erp-1', status: 'running' };

async function listed(fake: Fake, query = listQuery()): Promise<Located[]> {
  const all: Located[] = [];
  for await (const page of morpheus.list(fake.session, query)) all.push(...page);
  return all;
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
