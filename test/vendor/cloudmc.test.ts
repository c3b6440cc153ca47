import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Changing, Creating, Driver, Row } from '../../src/core/driver';
import type { Located } from '../../src/core/instance';
import type { Operation, Progress } from '../../src/core/operation';
import { Secret } from '../../src/core/secret';
import {
  changes,
  type Fake,
  fakeSession,
  followed,
  last,
  listed,
  type Reply,
  refusal,
} from '../drivers/cloudmcSession';

// What the platform's SDKs and documentation send and are answered. Three differences are meant, and stand in the
// cases below: the SDK of cloud.ca sends `recoveryPoint: {}` and the instance's own id with every body, and `{}` for a
// delete of which nothing more is asked; nube sends only what is documented.

interface Exchange {
  name: string;
  method: string;
  path: string;
  query: Record<string, string>;
  requestBody: unknown;
  status: number;
  responseBody: unknown;
}

const file = path.resolve(process.cwd(), '../shared/fixtures/cloudmc.json');
const exchanges = (JSON.parse(readFileSync(file, 'utf8')) as Exchange[]).map((exchange) => ({
  ...exchange,
  path: exchange.path.replace('{service_code}', 'code').replace('{environment_name}', 'area'),
}));

/** The other answers that a case needs beside the exchange itself, by method and the end of the path. */
type Others = Readonly<Record<string, unknown>>;

/** The service and environment of an exchange's path. */
function placeOf({ path }: Exchange): { service: string; environment: string } {
  const [, service = 'code', environment = 'area'] = /^\/services\/([^/]+)\/([^/]+)\//.exec(path) ?? [];
  return { service, environment };
}

function answering(exchange: Exchange, others: Others = {}): Fake {
  return fakeSession(
    ({ method, path }): Reply => {
      if (method === exchange.method && path === exchange.path) {
        return { status: exchange.status, body: exchange.responseBody };
      }
      const found = Object.entries(others).find(([key]) => `${method} ${path}`.endsWith(key));
      return found === undefined ? { status: 404, body: null } : { body: found[1] };
    },
    { settings: placeOf(exchange) },
  );
}

const targetOf = (exchange: Exchange, state = 'running'): Located =>
  ({
    instance: { profile: 'work', provider: 'cloudca', id: exchange.path.split('/').at(-1), name: 'x', state },
    at: placeOf(exchange),
  }) as unknown as Located;

async function change(fake: Fake, verb: keyof Driver['verbs'], input: object, target: Located): Promise<Operation> {
  const [plan] = await (fake.driver.verbs[verb] as Changing<object>).plan(fake.session, [target], input);
  if (plan === undefined) throw new Error('no plan');
  return plan.run();
}

/** The change went out as the SDK sends it, but for the named fields of its body. */
function sameAs({ method, path, query, requestBody }: Exchange, fake: Fake, without: readonly string[] = []): void {
  const fields =
    requestBody === null ? [] : Object.entries(requestBody as object).filter(([name]) => !without.includes(name));
  const body = fields.length === 0 ? null : Object.fromEntries(fields);
  expect(changes(fake)).toEqual([{ method, path, query, body }]);
}

/** The reading went out as the SDK sends it. */
function askedAs({ method, path, query }: Exchange, fake: Fake): void {
  expect(fake.sent).toContainEqual({ method, path, query: expect.objectContaining(query), body: null });
}

type Case = (exchange: Exchange) => Promise<void>;

const look = async (exchange: Exchange, wait: object): Promise<{ fake: Fake; end: Progress }> => {
  const fake = answering(exchange, {
    'GET /services/code/area/instances/i-1': { data: { id: 'i-1', state: 'Running' } },
  });
  const task = exchange.path.split('/').at(-1) ?? '';
  const place = { service: 'code', environment: 'area' };
  const end = last(await followed(fake, { id: task, wait: { kind: 'task', task, ...place, ...wait } }));
  return { fake, end };
};

const task =
  (expected: object, wait: object = { instance: 'i-1', name: 'x' }): Case =>
  async (exchange) => {
    const { fake, end } = await look(exchange, wait);
    expect(end).toMatchObject(expected);
    askedAs(exchange, fake);
  };

const operation =
  (
    verb: keyof Driver['verbs'],
    {
      input = {},
      state = 'running',
      others = {},
      without = [],
      ends = {},
    }: {
      input?: object;
      state?: string;
      others?: Others;
      without?: readonly string[];
      ends?: object;
    } = {},
  ): Case =>
  async (exchange) => {
    const own = exchange.path.split('/').slice(-2).join('/');
    const fake = answering(exchange, { [`GET /services/code/area/${own}`]: { data: { id: 'x' } }, ...others });
    const done = await change(fake, verb, input, targetOf(exchange, state));
    expect(done).toMatchObject({ id: 'test_task_id', wait: null, ...ends });
    sameAs(exchange, fake, without);
  };

const empty = { data: [] };

const remove = (input: object): Case =>
  operation('delete', { input, others: { 'GET /services/code/area/volumes': empty, '/publicipaddresses': empty } });

const created =
  (expected: object): Case =>
  async (exchange) => {
    const body = exchange.requestBody as Record<string, string>;
    const entry = (id: string | undefined) => ({ data: [{ id, name: id }] });
    const fake = answering(exchange, {
      '/computeofferings': entry(body.computeOfferingId),
      '/templates': entry(body.templateId),
      '/networks': entry(body.networkId),
      '/instances/new_id': { data: { id: 'new_id', name: body.name } },
    });
    const input = { size: body.computeOfferingId, image: body.templateId, network: body.networkId };
    const { create } = fake.driver.verbs;
    const [plan] = await (create as Creating).plan(fake.session, [body.name ?? ''], input as never);
    expect(await plan?.run()).toMatchObject(expected);
    sameAs(exchange, fake, ['id', 'recoveryPoint']);
  };

const instances =
  (expected: readonly object[]): Case =>
  async (exchange) => {
    const fake = answering(exchange, { '/publicipaddresses': empty });
    expect((await listed(fake)).map(({ instance }) => instance)).toMatchObject(expected);
    askedAs(exchange, fake);
  };

const one =
  (expected: object): Case =>
  async (exchange) => {
    const fake = answering(exchange, { '/volumes': empty });
    const { detail, raw } = await fake.driver.get(fake.session, targetOf(exchange));
    expect(detail).toMatchObject(expected);
    expect(raw).toEqual((exchange.responseBody as { data: unknown }).data);
    askedAs(exchange, fake);
  };

/** One thing as the documentation shows it alone, read where nube reads it: in the list of all. */
const entry =
  (kind: keyof Driver['catalog'], expected: object): Case =>
  async (exchange) => {
    const all = { data: [(exchange.responseBody as { data: unknown }).data] };
    const list = exchange.path.replace(/\/[^/]+$/, '');
    const fake = answering(exchange, { [`GET ${list}`]: all });
    expect(await fake.driver.catalog[kind]?.(fake.session, () => {})).toMatchObject([expected]);
  };

const rows =
  (kind: keyof Driver['catalog'], expected: readonly object[]): Case =>
  async (exchange) => {
    const fake = answering(exchange);
    const found: readonly Row[] | undefined = await fake.driver.catalog[kind]?.(fake.session, () => {});
    expect(found).toMatchObject(expected);
    askedAs(exchange, fake);
  };

const succeeded = { status: 'succeeded', instances: [{ instance: { id: 'i-1', state: 'running' } }] };

const cases: Readonly<Record<string, Case>> = {
  'envelope: all known members': async ({ status, responseBody }) => {
    const fake = fakeSession(() => ({ body: null }));
    expect(fake.driver.wire.readRefusal({ status, headers: {}, body: responseBody })).toBeNull();
  },
  'envelope: two errors, string errorCode': async ({ status, responseBody }) => {
    const fake = fakeSession(() => ({ body: null }));
    expect(fake.driver.wire.readRefusal({ status, headers: {}, body: responseBody })).toEqual({
      code: 'provider_refused',
      message: 'cloud.ca refused the request: message1; message2',
      providerCode: 'FOO_ERROR',
    });
  },
  'task: success with result': task(succeeded),
  'task: pending, no result member': task({ status: 'running' }),
  'task: success after pending': task(succeeded),
  'task: failed, HTTP 400 with data and result, no errors member': task({
    status: 'failed',
    failure: { code: 'operation_failed', message: 'cloud.ca could not do it: it gave no reason' },
  }),
  'task: HTTP 400 with one empty error object': task({ status: 'failed', failure: { code: 'operation_failed' } }),
  'task: success of a delete, no result': task(
    { status: 'succeeded', instances: [] },
    { instance: 'gone', name: 'x', gone: true },
  ),
  'inline failed task with errors (stop on a stopped instance); HTTP status not given in source, 400 assumed': async (
    exchange,
  ) => {
    for (const status of [200, 400]) {
      const fake = answering({ ...exchange, status });
      expect(await refusal(change(fake, 'stop', {}, targetOf(exchange)))).toMatchObject({
        code: 'wrong_state',
        message: 'x is Stopped; it must be Running',
      });
      sameAs(exchange, fake);
    }
  },
  'task: api/v2 wrapped shape, microsecond timestamp': task(succeeded),
  'task: flat shape as printed in docs': task(
    { status: 'succeeded', instances: [{ instance: { name: 'morty' } }] },
    { kind: 'create', name: 'morty' },
  ),
  'instance: get': one({
    id: 'test_instance_id',
    name: 'test_instance',
    state: 'unknown',
    providerState: 'test_instance_state',
    image: 'test_instance_template_name',
    size: 'test_instance_compute_offering_name',
    cpus: 2,
    memoryMiB: 8000,
    region: 'test_instance_zone_name',
    networks: ['test_instance_network_name'],
    user: 'test_instance_username',
  }),
  'instance: list of one': instances([
    { id: 'list_id_1', name: 'list_name_1', size: 'list_compute_offering_name_1', cpus: 2, memoryMiB: 12425 },
  ]),
  'instance: create, result carries one-time password': created({
    id: 'test_task_id',
    wait: null,
    instances: [{ instance: { id: 'new_id', name: 'new_name' } }],
    result: { password: expect.any(Secret) },
  }),
  'instance: purge': operation('purge', { state: 'deleted' }),
  'instance: start': operation('start', { state: 'stopped' }),
  'instance: stop': operation('stop'),
  'instance: recover': operation('recover', { state: 'deleted' }),
  'instance: reboot': operation('reboot'),
  'instance: destroy without purge': remove({}),
  'instance: destroy with purge': remove({ purge: true }),
  'instance: destroy and delete snapshots': remove({ deleteSnapshots: true }),
  'instance: associateSSHKey': operation('ssh-key', {
    input: { set: 'new_ssh_key' },
    others: { '/sshkeys': { data: [{ name: 'new_ssh_key' }] } },
    without: ['recoveryPoint'],
  }),
  'instance: changeComputeOffering': operation('resize', {
    input: { size: 'new_compute_offering' },
    others: { '/computeofferings': { data: [{ id: 'new_compute_offering', name: 'large' }] } },
    without: ['id', 'recoveryPoint'],
  }),
  'instance: resetPassword': operation('reset-password', { ends: { result: { password: expect.any(Secret) } } }),
  'instance: get, minimal body': one({ id: 'foo', name: 'foo', state: 'unknown', size: null, networks: [] }),
  'instance: get, does not exist (test gives status only; an empty errors list stands for the unspecified body)':
    async (exchange) => {
      const fake = answering(exchange, { '/volumes': empty });
      expect(await refusal(fake.driver.get(fake.session, targetOf(exchange)))).toMatchObject({
        code: 'instance_not_found',
      });
    },
  'instance: list of two, running and stopped': instances([
    {
      hostname: 'backup-test',
      state: 'running',
      region: 'QC-1',
      group: 'demo-env',
      privateAddresses: ['10.164.212.68'],
    },
    { state: 'stopped', providerState: 'Stopped' },
  ]),
  'instance: create, first reply': created({
    id: 'b2f82e2a-123e-4f86-a4c7-dc9b850dd11e',
    wait: { kind: 'create', name: 'myInstance2' },
  }),
  'instance: create, finished task': async (exchange) => {
    const { fake, end } = await look(exchange, { kind: 'create', name: 'myInstance' });
    expect(end).toMatchObject({ instances: [{ instance: { name: 'myInstance', state: 'running', memoryMiB: 1024 } }] });
    const password = end.status === 'succeeded' ? end.result?.password : null;
    expect(password instanceof Secret && password.reveal()).toBe('fJub6i');
    askedAs(exchange, fake);
  },
  'instance: delete, first reply': async (exchange) => {
    const own = { [`GET ${exchange.path}`]: { data: { id: 'x' } }, '/volumes': empty, '/publicipaddresses': empty };
    const fake = answering(exchange, own);
    expect(await change(fake, 'delete', {}, targetOf(exchange))).toMatchObject({
      id: '07be5466-dd81-4965-929e-e72cfa35046f',
      wait: { kind: 'task', gone: true },
    });
    sameAs(exchange, fake);
  },
  'volume: get': entry('volumes', { id: 'test_volume_id', instanceId: 'test_volume_instance_id', sizeGiB: null }),
  'volume: list of two': rows('volumes', [
    { id: 'list_id_1', state: 'list_state_1' },
    { id: 'list_id_2', instance: 'list_instance_name_2' },
  ]),
  'volume: list, root volume': async (exchange) => {
    const fake = answering(exchange);
    const target = { ...targetOf(exchange) };
    const located = { ...target, instance: { ...target.instance, id: 'b6145e8b-abd3-456c-832c-f3db86a6acfe' } };
    const { volumes } = fake.driver.verbs;
    if ('unsupported' in volumes) throw new Error('volumes');
    expect(await volumes.read(fake.session, located, {})).toMatchObject([
      { name: 'DOUGLAS-ADM', type: 'os', sizeGiB: 40, createdAt: '2016-10-19T18:25:41Z', region: 'QC-1' },
    ]);
    askedAs(exchange, fake);
  },
  'volume: get, data volume': entry('volumes', { name: 'deep_thought_42', diskOffering: '50GB - 50 IOPS Min.' }),
  'snapshot: list': async (exchange) => {
    const fake = answering(exchange, { '/volumes': empty });
    const { backups } = fake.driver.verbs;
    if ('unsupported' in backups) throw new Error('backups');
    const target = targetOf(exchange);
    const located = { ...target, instance: { ...target.instance, id: 'another', name: 'i-douglas-ADM' } };
    expect(await backups.read(fake.session, located, {})).toEqual([
      {
        instanceId: 'another',
        id: '33a27b8d-5a27-42a5-aec4-37606e372bda',
        name: 'i-douglas-ADM_foo_20161116211009',
        kind: 'snapshot',
        state: 'BackedUp',
        sizeGiB: null,
        createdAt: '2016-11-16T21:10:09Z',
      },
    ]);
    askedAs(exchange, fake);
  },
  'snapshot: create (reply not documented)': async (exchange) => {
    const { volumeId } = exchange.requestBody as { volumeId: string };
    const volume = { id: volumeId, name: 'ROOT-1', type: 'os', instanceId: '12345678-9' };
    const fake = answering(
      { ...exchange, status: 200, responseBody: { taskId: 't', taskStatus: 'PENDING' } },
      { '/volumes': { data: [volume] }, 'GET /services/compute-on/testing/snapshots': empty },
    );
    const target = targetOf(exchange);
    const located = { ...target, instance: { ...target.instance, id: '12345678-9', name: 'x' } };
    await change(fake, 'backup', { name: 'BeforeUpgradeToV2' }, located);
    // The name says whose it is, and `rapid` is left to its default.
    const name = 'x_12345678_ROOT-1_BeforeUpgradeToV2';
    sameAs({ ...exchange, requestBody: { ...(exchange.requestBody as object), name } }, fake, ['rapid']);
  },
  'port forwarding rule: get': async (exchange) => {
    const all = {
      data: [(exchange.responseBody as { data: object }).data].map((rule) => ({ ...rule, privatePortStart: '22' })),
    };
    const list = exchange.path.replace(/\/[^/]+$/, '');
    const fake = answering(exchange, { [`GET ${list}`]: all, '/instances/1': { data: { id: '1', username: 'u' } } });
    const { ssh } = fake.driver.verbs;
    if ('unsupported' in ssh) throw new Error('ssh');
    const target = targetOf(exchange);
    const located = { ...target, instance: { ...target.instance, id: '1' } };
    expect(await ssh.read(fake.session, located, {})).toEqual({ host: '192.168.0.1', port: 80, user: 'u' });
  },
  'public ip: get': entry('public-ips', { id: 'test_public_ip_id', name: '172.31.3.208', instances: [] }),
  'template: get (newer field names)': entry('images', { public: true, sshKeys: false, os: 'test_template_os_type' }),
  'compute offering: get': entry('sizes', { id: 'some_id', cpus: 2, memoryMiB: 4096, custom: false }),
  'disk offering: get': entry('disk-offerings', { id: 'some_id', sizeGiB: 50, customSize: false }),
  'ssh key: get by name': entry('ssh-keys', { id: 'test_ssh_key', fingerprint: 'test_fingerprint' }),
  'zone: get': entry('zones', { id: 'zoneid', name: 'zonename' }),
  'environment: get': entry('environments', { id: 'patdev1', service: 'dev1', organization: 'Test' }),
  'environment: list': rows('environments', [{ id: 'patdev1', service: 'dev1', description: 'pat dev 1' }]),
  'service connection: get': entry('services', { id: 'test_connection_code', name: 'test_connection_name' }),
};

/** Exchanges that no verb needs, and why. */
const unused: Readonly<Record<string, string>> = {
  'instance: createRecoveryPoint':
    'a recovery point can be neither listed nor gone back to, so that nobody gets it back',
  'volume: create, every other member empty': 'no verb makes a volume but with its instance',
  'volume: attach (result is not an object in the test)': 'no verb attaches a volume but to a new instance',
  'volume: detach': 'no verb detaches volumes',
  'volume: delete': 'volumes are deleted with their instance',
  'volume: resize data volume': 'no verb grows a volume of this platform',
  'volume: resize root volume': 'no verb grows a volume of this platform',
  'volume: create snapshot from volume (reply not documented)':
    'snapshots are taken by POST /snapshots, which does the same',
  'snapshot: get': 'a snapshot is looked at in the list of its volume, where its name leads to it',
};

describe('CloudMC’s own exchanges', () => {
  it('are each read, or named with a reason', () => {
    const names = exchanges.map(({ name }) => name);
    expect([...Object.keys(cases), ...Object.keys(unused)].sort()).toEqual([...names].sort());
  });

  it.each(exchanges.filter(({ name }) => name in cases).map((exchange) => [exchange.name, exchange] as const))(
    '%s',
    async (name, exchange) => {
      await cases[name]?.(exchange);
    },
  );
});
