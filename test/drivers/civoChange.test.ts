import { describe, expect, it } from 'vitest';
import { rejected } from '../core/thrown';
import { account, changes, fakeSession, lines, notFound, plan, target, type Verb } from './civoSession';

const at = { region: 'LON1' };
const here = { instance: 'i-1', ...at };
const pulled = ['the power is pulled, and what is not on disk yet is lost'];
const noon = Date.parse('2026-01-31T12:00:00Z');
const state = (until: string[], more: object = {}) => ({
  id: null,
  wait: {
    ...{ kind: 'state', ...here, until, size: null, believeFrom: null },
    ...{ before: 'ACTIVE', since: noon, rests: null },
    ...more,
  },
});
const put = (what: string, body: object = {}) => ({
  method: 'PUT',
  path: `/v2/instances/i-1/${what}`,
  query: at,
  body: { ...body, ...at },
});
const sizes = (...rows: [string, number | null, number | null, number | null][]) =>
  rows.map(([name, cpu_cores, ram_mb, disk_gb]) => ({ name, cpu_cores, ram_mb, disk_gb, selectable: true }));

describe('a change', () => {
  it.each<[string, Verb, object, readonly string[] | undefined, object, object]>([
    ['start', 'start', {}, undefined, put('start'), state(['ACTIVE'])],
    ['stop', 'stop', {}, pulled, put('stop'), state(['SHUTOFF'])],
    [
      'reboot',
      'reboot',
      {},
      pulled,
      { ...put('hard_reboots'), method: 'POST' },
      state(['ACTIVE'], { believeFrom: noon + 6000 }),
    ],
    [
      'soft reboot',
      'reboot',
      { soft: true },
      [],
      { ...put('soft_reboots'), method: 'POST' },
      state(['ACTIVE'], { believeFrom: noon + 6000 }),
    ],
    [
      'resize',
      'resize',
      { size: 'big' },
      ['it restarts, and can never be made smaller again'],
      put('resize', { size: 'big' }),
      state(['ACTIVE'], { size: 'big', believeFrom: noon + 6000 }),
    ],
    [
      'delete',
      'delete',
      {},
      ['attached volumes stay and are still paid for: data, logs'],
      { method: 'DELETE', path: '/v2/instances/i-1', query: at, body: null },
      { id: null, wait: { kind: 'gone', ...here, startedAt: noon } },
    ],
    ['tag', 'tag', { set: ['a', 'b', 'a'] }, undefined, put('tags', { tags: 'a b' }), { id: null, wait: null }],
    [
      'update',
      'update',
      { hostname: 'db-1' },
      undefined,
      {
        ...{ method: 'PUT', path: '/v2/instances/i-1', query: at },
        body: { hostname: 'db-1', reverse_dns: '', notes: '', public_ip: '', ...at },
      },
      { id: null, wait: null },
    ],
    [
      'firewall',
      'firewall',
      { set: 'web' },
      undefined,
      put('firewall', { firewall_id: 'f-1' }),
      { id: null, wait: null },
    ],
  ])('%s tells what is lost, is sent once, and is waited for', async (_title, verb, input, loses, sent, operation) => {
    const answers = {
      '/v2/sizes': sizes(['big', 2, 4096, 50]),
      '/v2/volumes': [
        { id: 'v-1', name: 'data', instance_id: 'i-1' },
        { id: 'v-2', name: 'other', instance_id: 'i-2' },
        { id: 'v-3', name: 'logs', instance_id: 'i-1' },
      ],
      '/v2/instances/i-1': { id: 'i-1', network_id: 'n-1' },
      '/v2/networks': [{ id: 'n-1', default: true }],
      '/v2/firewalls': [{ id: 'f-1', name: 'web', network_id: 'n-1' }],
    };
    const located = target();
    const fake = account(answers);
    const { targets, loses: lost, skip, run } = await plan(fake, verb, input, located);
    expect({ targets, lost, skip }).toEqual({ targets: [located], lost: loses, skip: undefined });
    expect(changes(fake)).toEqual([]);
    expect(await run()).toEqual(operation);
    expect(changes(fake)).toEqual([sent]);
    const dry = account(answers, { dryRun: true });
    expect(await (await plan(dry, verb, input, located)).run()).toEqual({ id: null, wait: null });
    expect(changes(dry)).toEqual([sent]);
  });

  it('delete of one that is being deleted is only waited for', async () => {
    const fake = account({});
    const located = target({ state: 'deleting' });
    const { targets, loses, run } = await plan(fake, 'delete', {}, located);
    expect({ targets, loses }).toEqual({ targets: [located], loses: undefined });
    expect(await run()).toEqual({ id: null, wait: { kind: 'gone', ...here, startedAt: noon } });
    expect(fake.sent).toEqual([]);
  });
});

describe('tags', () => {
  const tagged = (tags: unknown, input: object) =>
    plan(account({ '/v2/instances/i-1': { id: 'i-1', tags } }), 'tag', input);

  it('that are there already are not sent', async () => {
    const skip = 'it has these tags already';
    expect((await tagged(['a', 'b'], { set: ['b', 'a', 'b'] })).skip).toBe(skip);
    expect((await tagged(['a', 'b'], { remove: ['c'] })).skip).toBe(skip);
    expect((await tagged(['a', 'b'], {})).skip).toBe(skip);
    expect((await tagged(['a', 'b'], { set: ['a'] })).skip).toBeUndefined();
    expect((await tagged(['a', 'b'], { set: ['a', 'c'] })).skip).toBeUndefined();
    expect((await tagged(['a', 'b'], { set: ['a', 'b', 'c'] })).skip).toBeUndefined();
  });

  it('are cleared whatever else is said', async () => {
    const fake = account({ '/v2/instances/i-1': { id: 'i-1', tags: ['a'] } });
    await (await plan(fake, 'tag', { clear: true, set: ['b'], add: ['c'] })).run();
    expect(changes(fake)).toEqual([put('tags', { tags: '' })]);
  });

  it('are looked at before anything is asked', async () => {
    for (const input of [{ add: ['a b'] }, { set: [''] }]) {
      const fake = account({});
      expect(await rejected(plan(fake, 'tag', input))).toMatchObject({ code: 'invalid_value' });
      expect(fake.sent).toEqual([]);
    }
  });
});

describe('an update', () => {
  const instance = { id: 'i-1', hostname: 'web-1', notes: 'n', reverse_dns: 'r', public_ip: '1.2.3.4' };
  const asked = (input: object, now: object = instance) => plan(account({ '/v2/instances/i-1': now }), 'update', input);
  const sentBy = async (input: object, now: object) => {
    const fake = account({ '/v2/instances/i-1': now });
    await (await plan(fake, 'update', input)).run();
    return changes(fake).map(({ body }) => body);
  };

  it('is skipped only where all three are so already', async () => {
    const skip = 'it is so already';
    for (const input of [{}, { hostname: 'web-1' }, { description: 'n' }, { reverseDns: 'r' }]) {
      expect((await asked(input)).skip).toBe(skip);
    }
    for (const input of [{ hostname: 'x' }, { name: 'x' }, { description: 'x' }, { reverseDns: 'x' }]) {
      expect((await asked(input)).skip).toBeUndefined();
    }
    const bare = { id: 'i-1', hostname: 'web-1' };
    for (const input of [{ description: '' }, { reverseDns: '' }]) {
      expect((await asked(input, bare)).skip).toBe(skip);
      expect((await asked(input)).skip).toBeUndefined();
    }
  });

  it('leaves what is not there as it is', async () => {
    const least = { hostname: '', reverse_dns: '', notes: '', public_ip: '', region: 'LON1' };
    expect(await sentBy({ description: 'n' }, { id: 'i-1' })).toEqual([{ ...least, notes: 'n' }]);
    expect(await sentBy({ reverseDns: 'r' }, { id: 'i-1' })).toEqual([{ ...least, reverse_dns: 'r' }]);
    expect(await sentBy({ hostname: 'x', name: 'x' }, { id: 'i-1' })).toEqual([{ ...least, hostname: 'x' }]);
  });

  it('takes one name, and a good one, before anything is asked', async () => {
    const fake = account({});
    expect(await rejected(plan(fake, 'update', { name: 'a', hostname: 'b' }))).toEqual({
      code: 'conflicting_options',
      message: 'At Civo the name is the hostname',
      hint: 'Give only --hostname.',
    });
    for (const input of [{ name: 'a b' }, { hostname: 'a b' }, { hostname: '' }]) {
      expect(await rejected(plan(fake, 'update', input))).toMatchObject({ code: 'invalid_value' });
    }
    expect(fake.sent).toEqual([]);
  });

  it('of one that is gone says so', async () => {
    expect(
      await rejected(
        plan(
          fakeSession(() => notFound),
          'update',
          {},
        ),
      ),
    ).toMatchObject({
      code: 'instance_not_found',
      message: 'There is no instance i-1 in LON1',
      hint: 'nube list shows all there are.',
      httpStatus: 404,
      providerCode: 'database_instance_find',
    });
  });
});

describe('a resize', () => {
  const small: [string, number, number, number] = ['g3.small', 1, 2048, 25];
  const to = (row: [string, number | null, number | null, number | null], located = target()) =>
    plan(account({ '/v2/sizes': sizes(small, row) }), 'resize', { size: row[0] }, located);
  const unknown = (size = 'g3.small') => {
    const located = target({ size });
    Object.assign(located.instance, { cpus: null, memoryMiB: null, diskGiB: null });
    return located;
  };

  it.each<[[string, number | null, number | null, number | null], string]>([
    [['x', 0.5, 2048, 25], 'CPU'],
    [['x', 1, 1024, 25], 'memory'],
    [['x', 1, 2048, 20], 'disk'],
    [['x', 0.5, 1024, 20], 'CPU, memory, disk'],
  ])('to %j is refused for what is less', async (row, less) => {
    const refused = {
      code: 'not_supported',
      message: `web-1 cannot go from g3.small to x, which has less ${less}: Civo resizes only upwards`,
      hint: 'Make a new instance of that size: nube create, or nube clone --shape-only.',
    };
    expect(await rejected(to(row))).toEqual(refused);
    // What the instance does not say, its size tells.
    expect(await rejected(to(row, unknown()))).toEqual(refused);
  });

  it.each<[string, number | null, number | null, number | null]>([
    ['x', 1, 2048, 25],
    ['x', 2, 4096, 50],
    ['x', null, null, null],
  ])('to %s with %j, %j and %j goes on', async (...row) => {
    expect((await to(row)).skip).toBeUndefined();
    expect((await to(row, unknown())).skip).toBeUndefined();
    expect((await to(row, unknown('old'))).skip).toBeUndefined();
  });

  it('of one of which nothing is known is left to Civo', async () => {
    expect((await to(['x', 1, 1, 1], unknown('old'))).skip).toBeUndefined();
    const nameless = unknown();
    Object.assign(nameless.instance, { size: null, cpus: 4 });
    expect((await rejected(to(['x', 1, 1, 1], nameless))).message).toBe(
      'web-1 cannot go from its size to x, which has less CPU: Civo resizes only upwards',
    );
  });

  it('may end in either state where it began stopped', async () => {
    const { run } = await to(['x', 1, 2048, 25], target({ state: 'stopped' }));
    expect(await run()).toEqual(state(['SHUTOFF', 'ACTIVE'], { size: 'x', believeFrom: noon + 6000 }));
  });

  it('to the size that it has is skipped, and nothing is asked', async () => {
    const fake = account({});
    const { skip, targets, run } = await plan(fake, 'resize', { size: 'g3.small' });
    expect({ skip, targets }).toEqual({ skip: 'it is g3.small already', targets: [target()] });
    expect(await run()).toEqual({ id: null, wait: null });
    expect(fake.sent).toEqual([]);
  });

  it('needs a size that can be had', async () => {
    expect(await rejected(plan(account({}), 'resize', {}))).toEqual({
      code: 'missing_argument',
      message: 'A resize needs --size',
      hint: 'nube catalog sizes --region LON1',
    });
    const rows = [{ name: 'old', selectable: false }];
    expect(await rejected(plan(account({ '/v2/sizes': rows }), 'resize', { size: 'old' }))).toMatchObject({
      code: 'resource_not_found',
      message: 'There is no size "old" in LON1',
      hint: 'nube catalog sizes --region LON1',
    });
  });
});

describe('a firewall', () => {
  const networks = [
    { id: 'n-1', label: 'Default', default: true },
    { id: 'n-2', label: 'dev' },
  ];
  const web = { id: 'f-1', name: 'web', network_id: 'n-1' };
  const dev = { id: 'f-2', name: 'dev', network_id: 'n-2' };
  const more = { id: 'f-3', name: 'more', network_id: 'n-2' };
  const free = { id: 'f-4', name: 'free' };
  const there = (instance: object, firewalls: object[], all: object[] = networks) =>
    account({ '/v2/instances/i-1': { id: 'i-1', ...instance }, '/v2/networks': all, '/v2/firewalls': firewalls });
  const set = async (input: object, instance: object, firewalls: object[], all: object[] = networks) => {
    const fake = there(instance, firewalls, all);
    const { skip, run } = await plan(fake, 'firewall', input);
    if (skip !== undefined) return skip;
    await run();
    return changes(fake).map(({ body }) => (body as { firewall_id: string }).firewall_id);
  };
  const refused = (input: object, instance: object, firewalls: object[], all: object[] = networks) =>
    rejected(plan(there(instance, firewalls, all), 'firewall', input));

  it('belongs to the network of the instance, or to none', async () => {
    for (const wanted of ['web', 'f-1'])
      expect(await set({ set: wanted }, { network_id: 'n-1' }, [web, dev])).toEqual(['f-1']);
    expect(await set({ set: 'free' }, { network_id: 'n-1' }, [web, free])).toEqual(['f-4']);
    // An instance that says no network is in the default one.
    expect(await set({ set: 'web' }, {}, [web, dev])).toEqual(['f-1']);
    for (const wanted of ['dev', 'f-2']) {
      expect(await refused({ set: wanted }, { network_id: 'n-1' }, [web, dev])).toMatchObject({
        code: 'resource_not_found',
        message: `Firewall "${wanted}" belongs to another network than Default`,
        hint: 'That one has web.',
      });
    }
    expect(await refused({ set: 'web' }, { network_id: 'n-2' }, [web, dev, more])).toMatchObject({
      hint: 'That one has dev, more.',
    });
    expect(await refused({ set: 'dev' }, { network_id: 'n-1' }, [dev])).toMatchObject({
      hint: 'nube catalog firewalls --region LON1',
    });
    expect(await refused({ set: 'other' }, { network_id: 'n-1' }, [web])).toMatchObject({
      message: 'There is no firewall "other" in LON1',
      hint: 'nube catalog firewalls --region LON1',
    });
  });

  it('of a network that Civo does not list goes by its id', async () => {
    expect(await refused({ set: 'web' }, { network_id: 'n-9' }, [web])).toMatchObject({
      message: 'Firewall "web" belongs to another network than n-9',
    });
    expect(await refused({ set: 'dev' }, {}, [dev], [{ id: 'n-2', label: 'dev' }])).toMatchObject({
      message: 'Firewall "dev" belongs to another network than the default network',
    });
    expect(await refused({ default: true }, { network_id: 'n-9' }, [web])).toMatchObject({
      message: 'Network n-9 has no default firewall',
    });
  });

  it('may be the default one of the network', async () => {
    const own = { id: 'f-5', name: 'own', network_id: 'n-2', default: true };
    expect(await set({ default: true }, { network_id: 'n-2' }, [dev, own])).toEqual(['f-5']);
    expect(await set({ default: true }, { network_id: 'n-1' }, [own, web])).toEqual(['']);
    expect(await refused({ default: true }, { network_id: 'n-2' }, [web, dev, more])).toEqual({
      code: 'resource_not_found',
      message: 'Network dev has no default firewall',
      hint: 'Choose one with --set: dev, more.',
    });
    expect(await refused({ default: true }, { network_id: 'n-2' }, [web])).toMatchObject({
      hint: 'nube catalog firewalls',
    });
  });

  it('that is set already is not sent', async () => {
    const skip = 'it has this firewall already';
    expect(await set({ set: 'web' }, { network_id: 'n-1', firewall_id: 'f-1' }, [web])).toBe(skip);
    expect(await set({ set: 'web' }, { network_id: 'n-1', firewall_id: 'f-9' }, [web])).toEqual(['f-1']);
    for (const firewall_id of ['', null]) {
      expect(await set({ default: true }, { network_id: 'n-1', firewall_id }, [web])).toEqual(['']);
    }
  });

  it('asks for the instance, its networks and firewalls', async () => {
    const fake = there({ network_id: 'n-1' }, [web]);
    await plan(fake, 'firewall', { set: 'web' });
    expect(lines(fake)).toEqual([
      'GET /v2/instances/i-1?region=LON1',
      'GET /v2/networks?region=LON1',
      'GET /v2/firewalls?region=LON1',
    ]);
  });
});
