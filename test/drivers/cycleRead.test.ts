import { describe, expect, it } from 'vitest';
import type { Reading, Ssh, StatsRow, VerbTable } from '../../src/core/driver';
import { cycle } from '../../src/drivers/cycle';
import { changes, container, data, fakeSession, instance, target } from './cycleSession';

const path = '/v1/containers/c1/instances';
const ssh = cycle.verbs.ssh as Ssh;
const stats = cycle.verbs.stats as VerbTable['stats'];
const machine = target('v', 'running', { kind: 'vm', container: 'c9' });

const snapshot = (time: string, cpu: number, received: number, over: object = {}) => ({
  time,
  cpu: { num_cores: 4, usage: { total: cpu } },
  memory: { usage: { usage: 256 * 2 ** 20, limit: 2 ** 30 } },
  network: {
    interfaces: [
      { name: 'i-pri-1', rx_bytes: received, tx_bytes: 10 },
      { name: 'i-pub-1', rx_bytes: 100, tx_bytes: 10 },
    ],
  },
  ...over,
});
const report = (...snapshots: object[]) => data({ request: {}, snapshots });

describe('statistics', () => {
  const read = async (...snapshots: object[]) => {
    const fake = fakeSession({ [`${path}/a/telemetry/resources/report`]: report(...snapshots) });
    const since = new Date('2026-01-31T11:00:00Z');
    return { rows: await stats.read(fake.session, target('a'), { since }), fake };
  };

  it('are rates of what was counted: percent of all cores, bytes a second', async () => {
    const { rows, fake } = await read(
      snapshot('2026-01-31T11:00:30.5Z', 31_000_000_000, 4100),
      snapshot('2026-01-31T11:00:00.5Z', 1_000_000_000, 1100),
    );
    expect(rows).toEqual([
      expect.objectContaining({ time: '2026-01-31T11:00:00Z', cpuPercent: null, memoryPercent: 25 }),
      {
        time: '2026-01-31T11:00:30Z',
        cpuPercent: 25,
        memoryUsedMiB: 256,
        memoryMaxMiB: 1024,
        memoryPercent: 25,
        diskUsedGiB: null,
        diskMaxGiB: null,
        diskPercent: null,
        networkReceiveBytesPerSecond: 100,
        networkTransmitBytesPerSecond: 0,
      } satisfies StatsRow,
    ]);
    expect(fake.sent[0]?.query).toEqual({ 'filter[range-start]': '2026-01-31T10:58:00.000Z' });
  });

  it('have no rates over a restart, for there the counters begin anew', async () => {
    const { rows } = await read(
      snapshot('2026-01-31T11:00:00Z', 9_000_000_000, 9000),
      snapshot('2026-01-31T11:00:30Z', 1_000_000_000, 500),
      snapshot('2026-01-31T11:01:00Z', 2_000_000_000, 800),
    );
    expect(rows.map((row) => [row.cpuPercent, row.networkReceiveBytesPerSecond])).toEqual([
      [null, null],
      [null, null],
      [0.83, 10],
    ]);
  });

  it('know no memory in percent where nothing limits it', async () => {
    const { rows } = await read(
      snapshot('2026-01-31T11:00:00Z', 1, 1, {
        memory: { usage: { usage: 2 ** 20, limit: 2 ** 63 } },
      }),
    );
    expect(rows[0]).toMatchObject({ memoryUsedMiB: 1, memoryMaxMiB: null, memoryPercent: null });
  });

  it('leave out what is only there for the first rate', async () => {
    const { rows } = await read(
      snapshot('2026-01-31T10:59:30Z', 0, 0),
      snapshot('2026-01-31T11:00:00Z', 12_000_000_000, 300),
    );
    expect(rows.map(({ time, cpuPercent }) => [time, cpuPercent])).toEqual([['2026-01-31T11:00:00Z', 10]]);
  });

  it('are the latest ones unless a time is given; a longer one is asked for where the last minutes have too few', async () => {
    const fake = fakeSession({
      [`${path}/a/telemetry/resources/report`]: ({ query }) =>
        query['filter[range-start]'] === undefined
          ? report(snapshot('2026-01-31T11:30:00Z', 0, 0), snapshot('2026-01-31T11:50:00Z', 48_000_000_000, 0))
          : report(),
    });
    const rows = await stats.read(fake.session, target('a'), {});
    expect(rows.map(({ time, cpuPercent }) => [time, cpuPercent])).toEqual([['2026-01-31T11:50:00Z', 1]]);
    expect(fake.sent).toHaveLength(2);
  });

  it('of a virtual machine are those of the instance that carries it', async () => {
    const carrier = instance('k', 'running', { extension: { identifier: 'virtual-machine-v1', id: 'v' } });
    const fake = fakeSession({
      '/v1/containers/c9/instances': data([carrier]),
      '/v1/containers/c9/instances/k/telemetry/resources/report': report(snapshot('2026-01-31T11:50:00Z', 0, 0)),
    });
    expect(await stats.read(fake.session, machine, {})).toHaveLength(1);
    const none = fakeSession({ '/v1/containers/c9/instances': data([]) });
    await expect(stats.read(none.session, machine, {})).rejects.toMatchObject({ code: 'wrong_state' });
  });

  it('come live, one snapshot a frame', async () => {
    const fake = fakeSession({
      [`${path}/a/telemetry/resources/stream`]: data({ token: 't', address: 'wss://node/x' }),
    });
    const stream = await stats.follow?.(fake.session, target('a'));
    expect(stream?.address).toBe('wss://node/x');
    expect(stream?.token.reveal()).toBe('t');
    expect(stream?.read(JSON.stringify(snapshot('2026-01-31T11:00:00Z', 0, 0)))).toMatchObject({ cpuPercent: null });
    expect(stream?.read(JSON.stringify(snapshot('2026-01-31T11:00:01Z', 2_000_000_000, 0)))).toMatchObject({
      cpuPercent: 50,
    });
    expect(() => stream?.read('nonsense')).toThrow('is not a snapshot');
  });
});

describe('SSH', () => {
  const credential = (address: string) =>
    data({ address, secret: 'pass', token: { events: { expires: '2026-01-31T12:30:00.5Z' } } });

  it.each([
    ['abc@console.cycle.io:22', 'abc', 'console.cycle.io', 22],
    ['console.cycle.io', 'a', 'console.cycle.io', 22],
    ['ssh://abc@127.0.0.1:2022', 'abc', '127.0.0.1', 2022],
    ['ssh://abc@[fd00::1]:2022/', 'abc', 'fd00::1', 2022],
    ['console.cycle.io:2022', 'a', 'console.cycle.io', 2022],
  ])('reads the address %s', async (address, user, host, port) => {
    const fake = fakeSession({ [`${path}/a/ssh`]: credential(address) });
    const endpoint = await ssh.read(fake.session, target('a'), {});
    expect(endpoint).toMatchObject({ user, host, port, expiresAt: '2026-01-31T12:30:00Z' });
    expect(String((endpoint as { password: unknown }).password)).toBe('********');
  });

  it.each(['', 'a b@host', 'user@host:99999', 'http://host', 'user@'])('refuses the address %j', async (address) => {
    const fake = fakeSession({ [`${path}/a/ssh`]: credential(address) });
    await expect(ssh.read(fake.session, target('a'), {})).rejects.toMatchObject({ code: 'unexpected_answer' });
  });

  it('goes to the serial console of a virtual machine', async () => {
    const fake = fakeSession({ '/v1/virtual-machines/v/sos': credential('v@sos.cycle.io:22') });
    expect(await ssh.read(fake.session, machine, {})).toMatchObject({ host: 'sos.cycle.io', user: 'v' });
  });

  it('says how many credentials it has revoked', async () => {
    const fake = fakeSession({ [`DELETE ${path}/a/ssh`]: data({ tokens: 3 }) });
    expect(await ssh.expire?.(fake.session, target('a'))).toBe(3);
    expect(changes(fake)).toEqual([{ method: 'DELETE', path: `${path}/a/ssh`, query: {}, body: null }]);
  });
});

describe('an instance', () => {
  it('is shown with its container, its volumes and what goes on with it', async () => {
    const fields = instance('a', 'stopped', {
      ready_state: 'purge',
      purge_time: '2026-02-01T00:00:00Z',
      migration: { to: { instance_id: 'n', server_id: 's2' }, from: null },
      traffic_drain: { started: '2026-01-30T00:00:00Z' },
      meta: { sdn_pool_ips: [{ address: '203.0.113.7' }] },
    });
    const fake = fakeSession({
      [`${path}/a`]: data(fields, {
        servers: { s1: { nickname: null, hostname: 'ams-host-1' } },
        environments: { e1: { identifier: 'production' } },
      }),
      '/v1/containers/c1': data(container('c1'), { images: { i1: { name: 'shop/api:1' } } }),
      [`${path}/a/volumes`]: data([
        {
          id: 'v1',
          config: {
            destination: '/data',
            local: { max_size: '5G' },
            remote_access: { enable: true, password: { algorithm: 'raw', data: 'hidden' } },
          },
          deployed: { id: 'd1', storage: { used: 512, total: 10240 } },
          sftp: { host: 'h', port: 22, username: 'u', password: { data: 'hidden' } },
        },
      ]),
    });
    const { detail } = await cycle.get(fake.session, target('a'));
    expect(detail).toMatchObject({
      image: 'shop/api:1',
      group: 'api',
      publicAddresses: ['203.0.113.7'],
      networks: ['production'],
      volumes: [{ id: 'v1', name: '/data', sizeGiB: 10 }],
      description:
        'container The API (manual strategy, 2 wanted, running); server ams-host-1; out of the traffic since ' +
        '2026-01-30T00:00:00Z; migrated to n; will be purged at 2026-02-01T00:00:00Z',
    });
    const rows = await (cycle.verbs.volumes as Reading<object, readonly object[]>).read(fake.session, target('a'), {});
    expect(rows).toMatchObject([{ id: 'v1', usedGiB: 0.5, sftpHost: 'h', sftpPort: 22, sftpUser: 'u' }]);
    expect(JSON.stringify(rows)).not.toContain('hidden');
  });

  it('has no size below zero', async () => {
    const volume = { id: 'v1', config: {}, deployed: { storage: { used: -512, total: -1 } }, sftp: { port: -22 } };
    const fake = fakeSession({ [`${path}/a/volumes`]: data([volume]) });
    const rows = await (cycle.verbs.volumes as Reading<object, readonly object[]>).read(fake.session, target('a'), {});
    expect(rows).toMatchObject([{ id: 'v1', sizeGiB: null, usedGiB: null, sftpPort: null }]);
  });

  it('is gone when Cycle calls it deleted, or its container', async () => {
    const deleted = fakeSession({ [`${path}/a`]: data(instance('a', 'deleted')) });
    await expect(cycle.get(deleted.session, target('a'))).rejects.toMatchObject({ code: 'instance_not_found' });
    const gone = { status: 404, body: { error: { status: 404, code: '404.container', title: 'No' }, data: null } };
    const without = fakeSession({ [`${path}/a`]: gone });
    await expect(cycle.get(without.session, target('a'))).rejects.toMatchObject({ code: 'instance_not_found' });
  });

  it('is worth showing where its volumes may not be seen', async () => {
    const refused = { status: 403, body: { error: { status: 403, code: '403.permissions', title: 'No' }, data: null } };
    const fake = fakeSession({ [`${path}/a`]: data(instance('a')), [`${path}/a/volumes`]: refused });
    expect((await cycle.get(fake.session, target('a'))).detail.volumes).toEqual([]);
    expect(fake.warnings).toEqual(['The volumes could not be read: The role of the API key does not allow this']);
  });
});

describe('one look at an instance', () => {
  it('is as few requests as there can be, and knows when it is gone', async () => {
    const includes = { containers: { c1: container('c1', { image: { id: null } }) } };
    const fake = fakeSession({
      [`${path}/a`]: data(instance('a', 'stopped'), includes),
      '/v1/infrastructure/servers': data([]),
      '/v1/virtual-machines/v': data({ id: 'v', name: 'box', state: { current: 'configuring' } }),
    });
    expect((await cycle.look?.(fake.session, target('a')))?.instance).toMatchObject({ state: 'stopped', group: 'api' });
    expect(fake.sent).toHaveLength(1);
    expect((await cycle.look?.(fake.session, machine))?.instance).toMatchObject({ name: 'box', state: 'updating' });
    await expect(cycle.look?.(fake.session, target('b'))).rejects.toMatchObject({ code: 'resource_not_found' });
    const gone = fakeSession({ [`${path}/a`]: data(instance('a', 'deleted')) });
    await expect(cycle.look?.(gone.session, target('a'))).rejects.toMatchObject({ code: 'instance_not_found' });
  });
});
