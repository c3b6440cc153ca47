import { describe, expect, it } from 'vitest';
import type { BackupRow, Row } from '../../src/core/driver';
import { appliance, fakeSession, notFound, read } from './morpheusSession';

const one = { id: 42, name: 'erp-1', status: 'running' };

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
