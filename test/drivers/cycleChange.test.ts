import { describe, expect, it } from 'vitest';
import {
  type Answering,
  changes,
  container,
  data,
  type Fake,
  fakeSession,
  followToEnd,
  instance,
  lost,
  plans,
  refusal,
  type Sent,
  target,
} from './cycleSession';

const accepted = data({ action: 'x', job: { id: 'j1' } });
const completed = data({ id: 'j1', state: { current: 'completed' }, tasks: [] });
const ids = (targets: readonly { instance: { id: string } }[]) => targets.map(({ instance }) => instance.id);

/** A container with the instances a, b and c, and what is asked beside it. */
function withInstances(
  answers: Readonly<Record<string, Answering>> = {},
  over: Parameters<typeof container>[1] = {},
): Fake {
  return fakeSession({
    '/v1/containers/c1': data(container('c1', over)),
    '/v1/containers/c1/instances': data([instance('a'), instance('b'), instance('c', 'stopped')]),
    'POST /v1/containers/c1/tasks': accepted,
    '/v1/jobs/j1': completed,
    ...answers,
  });
}

describe('starting, stopping and restarting', () => {
  it('is one plan for a container, whose targets are all that it touches', async () => {
    const fake = withInstances();
    const named = [target('b'), target('a')];
    const [stop, ...others] = await plans(fake, 'stop', named);
    expect(others).toEqual([]);
    expect(ids(stop?.targets ?? [])).toEqual(['a', 'b']);
    expect(stop?.targets[1]).toBe(named[0]);
    expect(stop?.wholeContainer).toBe(
      'stop is for the whole container api, which has 3 instances: host-a, host-b, host-c.',
    );
    const [reboot] = await plans(fake, 'reboot', named, { wholeContainer: true });
    expect(ids(reboot?.targets ?? [])).toEqual(['a', 'b', 'c']);
    expect(reboot?.wholeContainer).toBeUndefined();
    await reboot?.run();
    expect(changes(fake)).toEqual([
      { method: 'POST', path: '/v1/containers/c1/tasks', query: {}, body: { action: 'restart' } },
    ]);
  });

  it('leaves alone what a migration has left behind, and refuses it', async () => {
    const purged = instance('b', 'stopped', { ready_state: 'purge', migration: { to: { instance_id: 'a' } } });
    const fake = withInstances({ '/v1/containers/c1/instances': data([instance('a', 'stopped'), purged]) });
    const [start] = await plans(fake, 'start', [target('a', 'stopped')]);
    expect(ids(start?.targets ?? [])).toEqual(['a']);
    expect(start?.wholeContainer).toBeUndefined();
    await expect(plans(fake, 'start', [target('b', 'stopped')])).rejects.toMatchObject({ code: 'wrong_state' });
  });

  it.each(['start', 'reboot'] as const)('does not %s a deprecated container', async (verb) => {
    const fake = withInstances({}, { deprecate: true });
    await expect(plans(fake, verb, [target('a')])).rejects.toMatchObject({ code: 'provider_conflict' });
    expect(await plans(fake, 'stop', [target('a')])).toHaveLength(1);
  });

  it("is not for Cycle's own services, nor behind the back of a virtual machine", async () => {
    const service = withInstances({}, { image: { service: 'discovery' } });
    await expect(plans(service, 'stop', [target('a')])).rejects.toMatchObject({
      code: 'not_supported',
      message: "api is Cycle's own discovery service; nube does not stop it",
    });
    const carrier = withInstances({}, { image: { extension: { identifier: 'virtual-machine-v1', id: 'v' } } });
    await expect(plans(carrier, 'stop', [target('a')])).rejects.toMatchObject({ code: 'not_supported' });
  });

  it('gives each instance its own end where the job failed', async () => {
    let looks = 0;
    const fake = withInstances({
      '/v1/containers/c1/instances': () => {
        looks += 1;
        return data([instance('a', looks > 1 ? 'stopped' : 'running'), instance('b')]);
      },
      '/v1/jobs/j1': data({ state: { current: 'error', error: { message: 'node is offline' } }, tasks: [] }),
    });
    const [stop] = await plans(fake, 'stop', [target('a'), target('b')]);
    const end = await followToEnd(fake, (await stop?.run()) as never);
    expect(end).toMatchObject({
      status: 'succeeded',
      failures: { b: { code: 'operation_failed', message: 'node is offline' } },
    });
    expect(end).not.toHaveProperty('failures.a');
  });
});

describe('resizing', () => {
  const config = {
    network: { public: 'disable', hostname: 'api' },
    deploy: { instances: 2, strategy: 'manual' },
    runtime: { environment_vars: { KEY: 'hidden' } },
    resources: { cpu: { shares: { limit: 10, reserve: 10 } }, ram: { limit: '512M', reserve: '512M' } },
  };

  it('sends the whole configuration back, but for what was asked', async () => {
    const fake = withInstances({}, { config });
    const [plan] = await plans(fake, 'resize', [target('a')], { cpus: 2, memoryMiB: 1024, wholeContainer: true });
    expect(plan?.loses).toEqual(['it restarts']);
    await plan?.run();
    expect(changes(fake)[0]?.body).toEqual({
      action: 'reconfigure',
      contents: {
        ...config,
        resources: { cpu: { shares: { limit: 20, reserve: 10 } }, ram: { limit: '1G', reserve: '512M' } },
      },
    });
  });

  it('reserves no more than there is', async () => {
    const fake = withInstances({}, { config });
    const [plan] = await plans(fake, 'resize', [target('a')], { memoryMiB: 300 });
    await plan?.run();
    expect(changes(fake)[0]?.body).toMatchObject({
      contents: { resources: { ram: { limit: '300M', reserve: '300M' } } },
    });
  });

  it('sends nothing where it is so already', async () => {
    const fake = withInstances({}, { config });
    const [plan] = await plans(fake, 'resize', [target('a')], { cpus: 1, memoryMiB: 512 });
    expect(plan?.skip).toBe('it has these already');
  });

  it('extends volumes of each instance by what was said, one after another', async () => {
    const volumes = [
      { id: 'v1', config: { identifier: 'data', local: { max_size: '10G' } } },
      { id: 'v2', config: { destination: '/logs', local: { max_size: '1G' } } },
    ];
    const fake = withInstances({
      '/v1/containers/c1/instances/a/volumes': data(volumes),
      'POST /v1/containers/c1/instances/a/tasks': accepted,
    });
    const [plan] = await plans(fake, 'resize', [target('a')], { volume: ['data=+20', '/logs=+512MiB'] });
    await plan?.run();
    const bodies = changes(fake).map(({ body }) => (body as { contents: unknown }).contents);
    expect(bodies).toEqual([
      { volume_id: 'v1', extend_size: '20G' },
      { volume_id: 'v2', extend_size: '512M' },
    ]);
    await expect(plans(fake, 'resize', [target('a')], { volume: ['other=+1'] })).rejects.toMatchObject({
      code: 'resource_not_found',
      details: { hint: 'It has v1, v2.' },
    });
  });

  it.each([
    [{ volume: ['data=20'] }, 'invalid_value'],
    [{ volume: ['data=+0'] }, 'invalid_value'],
    [{ volume: ['data=+much'] }, 'invalid_value'],
    [{ volume: ['data=+1'], cpus: 2 }, 'conflicting_options'],
  ])('refuses %j', async (input, code) => {
    await expect(plans(withInstances(), 'resize', [target('a')], input)).rejects.toMatchObject({ code });
  });
});

describe('deleting', () => {
  it('names one in the path, and several of a container in one body', async () => {
    const fake = withInstances({
      'DELETE /v1/containers/c1/instances/a': accepted,
      'DELETE /v1/containers/c1/instances': accepted,
    });
    const [one] = await plans(fake, 'delete', [target('a')]);
    await one?.run();
    const [several] = await plans(fake, 'delete', [target('a'), target('b')]);
    await several?.run();
    expect(changes(fake).map(({ path, body }) => [path, body])).toEqual([
      ['/v1/containers/c1/instances/a', null],
      ['/v1/containers/c1/instances', { instances_ids: ['a', 'b'] }],
    ]);
  });

  it('is over when each is deleted or gone, and says which are not', async () => {
    const end = async (...after: object[]) => {
      const fake = withInstances({
        'DELETE /v1/containers/c1/instances': accepted,
        '/v1/containers/c1/instances': data(after),
      });
      const [plan] = await plans(fake, 'delete', [target('a'), target('b')]);
      return followToEnd(fake, (await plan?.run()) as never);
    };
    expect(await end(instance('a', 'deleted'), instance('c'))).toEqual({ status: 'succeeded', instances: [] });
    expect(await end(instance('a', 'deleted'), instance('b'))).toMatchObject({
      status: 'succeeded',
      failures: { b: { code: 'operation_failed' } },
    });
    expect(await end(instance('a'), instance('b'))).toMatchObject({ status: 'failed' });
  });

  it('is settled by looking where the answer was lost', async () => {
    const answers = { 'DELETE /v1/containers/c1/instances': lost };
    const gone = withInstances({ ...answers, '/v1/containers/c1/instances': data([]) });
    const [plan] = await plans(gone, 'delete', [target('a'), target('b')]);
    expect(await followToEnd(gone, (await plan?.run()) as never)).toMatchObject({ status: 'succeeded' });
    const there = withInstances(answers);
    const [other] = await plans(there, 'delete', [target('a'), target('b')]);
    await expect(other?.run()).rejects.toMatchObject({ code: 'answer_lost' });
    expect(changes(there)).toHaveLength(1);
  });

  it('is refused where Cycle picks what goes, with the way out', async () => {
    const fake = withInstances({}, { strategy: 'resource-density' });
    await expect(plans(fake, 'delete', [target('a')])).rejects.toMatchObject({
      code: 'not_supported',
      details: { hint: 'nube create --container api --scale 1' },
    });
    const locked = withInstances({}, { lock: true });
    await expect(plans(locked, 'delete', [target('a')])).rejects.toMatchObject({ code: 'provider_conflict' });
  });

  it('only waits for what is going already', async () => {
    const fake = withInstances({ '/v1/containers/c1/instances': data([]) });
    const [plan] = await plans(fake, 'delete', [target('a', 'deleting')]);
    expect(await followToEnd(fake, (await plan?.run()) as never)).toMatchObject({ status: 'succeeded' });
    expect(changes(fake)).toEqual([]);
  });
});

describe('migrating', () => {
  const usable = data(
    [
      { id: 's1', nickname: 'ams-1', hostname: 'h1', state: { current: 'live' } },
      { id: 's2', nickname: 'ams-2', hostname: 'h2', state: { current: 'live' } },
      { id: 's3', nickname: 'ams-3', state: { current: 'live' }, evacuate: { started: 'x' } },
      { id: 's4', nickname: 'ams-4', state: { current: 'quarantined' } },
      { id: 's5', nickname: 'ams-5', state: { current: 'live' }, meta: { node: { online: false } } },
    ],
    {},
  );
  const path = '/v1/containers/c1/instances';
  const withServers = (answers: Readonly<Record<string, Answering>> = {}, over: Parameters<typeof container>[1] = {}) =>
    withInstances(
      {
        '/v1/containers/c1/servers/usable': usable,
        [`${path}/a`]: data(instance('a')),
        [`${path}/a/volumes`]: data([]),
        [`POST ${path}/a/tasks`]: accepted,
        ...answers,
      },
      over,
    );

  it('follows the instance to its new id, which is the result, and says until when it can be undone', async () => {
    const purge = '2026-01-31T13:00:00Z';
    let looks = 0;
    const fake = withServers({
      [`${path}/a`]: () => {
        looks += 1;
        const moved = { ready_state: 'purge', purge_time: purge, migration: { to: { instance_id: 'n' } } };
        return data(instance('a', looks > 2 ? 'stopped' : 'migrating', looks > 2 ? moved : {}));
      },
      [`${path}/n`]: () => data(instance('n', looks > 3 ? 'running' : 'starting')),
    });
    const [plan] = await plans(fake, 'migrate', [target('a')], { to: 'ams-2' });
    const end = await followToEnd(fake, (await plan?.run()) as never);
    expect(changes(fake)[0]?.body).toEqual({
      action: 'migration.start',
      contents: { destination_server_id: 's2' },
    });
    expect(end).toMatchObject({ status: 'succeeded', result: { id: 'n', name: 'host-n', state: 'running' } });
    expect(fake.warnings).toEqual([
      'host-n (n) goes on in its place; until 2026-01-31T13:00:00Z, nube migrate work/n --revert undoes it.',
    ]);
  });

  it('must be told whether volumes go along', async () => {
    const volumes = { [`${path}/a/volumes`]: data([{ id: 'v', config: { local: { max_size: '1G' } } }]) };
    const fake = withServers(volumes);
    await expect(plans(fake, 'migrate', [target('a')], { to: 'ams-2' })).rejects.toMatchObject({
      code: 'missing_argument',
    });
    const [plan] = await plans(fake, 'migrate', [target('a')], { to: 'ams-2', copyVolumes: false });
    expect(plan?.loses?.[1]).toBe('its volumes stay behind');
    await plan?.run();
    expect(changes(fake)[0]?.body).toMatchObject({ contents: { stateful: { copy_volumes: false } } });
    const stateful = withServers({}, { stateful: true });
    await expect(plans(stateful, 'migrate', [target('a')], { to: 'ams-2' })).rejects.toMatchObject({
      code: 'missing_argument',
    });
    const stateless = withServers({
      [`${path}/a/volumes`]: data([{ id: 'v', config: { local: { max_size: '1G', stateless: true } } }]),
    });
    expect(await plans(stateless, 'migrate', [target('a')], { to: 'ams-2' })).toHaveLength(1);
  });

  it.each(['ams-3', 'ams-4', 'ams-5'])('is refused towards %s, which takes no instances', async (to) => {
    await expect(plans(withServers(), 'migrate', [target('a')], { to })).rejects.toMatchObject({
      code: 'wrong_state',
      details: { hint: 'These do: ams-1, ams-2.' },
    });
  });

  it('is nothing to do where the instance is there already', async () => {
    const [plan] = await plans(withServers(), 'migrate', [target('a')], { to: 'h1' });
    expect(plan?.skip).toBe('it is on ams-1 already');
  });

  it('is undone from either end, once', async () => {
    const answers = {
      [`${path}/a`]: data(instance('a', 'running')),
      [`${path}/b`]: data(instance('b', 'running', { migration: { key: 'k', from: { instance_id: 'a' } } })),
      [`POST ${path}/b/tasks`]: accepted,
    };
    const fake = withServers(answers);
    const [plan] = await plans(fake, 'migrate', [target('b')], { revert: true });
    expect(plan?.loses).toEqual(['a goes on again, and b is deleted']);
    const end = await followToEnd(fake, (await plan?.run()) as never);
    expect(changes(fake).map(({ path, body }) => [path, body])).toEqual([
      ['/v1/containers/c1/instances/b/tasks', { action: 'migration.revert' }],
    ]);
    expect(end).toMatchObject({ status: 'succeeded', result: { id: 'a', state: 'running' } });
    const old = { migration: { key: 'k', to: { instance_id: 'b' } }, purge_time: '2026-01-31T13:00:00Z' };
    const both = withServers({ ...answers, [`${path}/a`]: data(instance('a', 'stopped', old)) });
    const made = await plans(both, 'migrate', [target('a'), target('b')], { revert: true });
    expect(made.map((one) => ids(one.targets))).toEqual([['a', 'b']]);
    expect(made[0]?.loses).toEqual(['a goes on again, and b is deleted (possible until 2026-01-31T13:00:00Z)']);
    await expect(plans(withServers(), 'migrate', [target('a')], { revert: true })).rejects.toMatchObject({
      code: 'wrong_state',
    });
  });
});

describe('draining', () => {
  const path = '/v1/containers/c1/instances/a';

  it('sends nothing where it is so already, and waits until the instance says so', async () => {
    let drained = false;
    const fake = withInstances({
      [path]: () => data(instance('a', 'running', { traffic_drain: drained ? { started: 'x' } : null })),
      [`POST ${path}/tasks`]: ({ body }: Sent) => {
        drained = (body as { contents: { enable: boolean } }).contents.enable;
        return accepted;
      },
    });
    expect((await plans(fake, 'drain', [target('a')], { off: true }))[0]?.skip).toBe('it is in the traffic already');
    const [plan] = await plans(fake, 'drain', [target('a')]);
    expect(await followToEnd(fake, (await plan?.run()) as never)).toMatchObject({ status: 'succeeded' });
    expect(changes(fake)[0]?.body).toEqual({ action: 'traffic-drain.reconfigure', contents: { enable: true } });
    expect((await plans(fake, 'drain', [target('a')]))[0]?.skip).toBe('it is out of the traffic already');
  });
});

describe('a backup', () => {
  const backups = '/v1/containers/c1/backups';
  const enabled = {
    config: { deploy: { strategy: 'manual' }, integrations: { backups: { backup: {}, restore: {} } } },
  };
  const backup = (id: string, instance: string) => ({
    id,
    instance_id: instance,
    target: { path: `store/${id}`, size: 2 ** 30 },
    state: { current: 'live' },
    events: { created: '2026-01-01T00:00:00Z' },
  });

  it('is restored to the instance, and deleted until it is gone', async () => {
    let deleted = false;
    const fake = withInstances(
      {
        [backups]: () => data(deleted ? [backup('y', 'a')] : [backup('x', 'a'), backup('y', 'a')]),
        [`POST ${backups}/x/tasks`]: accepted,
        [`DELETE ${backups}/x`]: () => {
          deleted = true;
          return accepted;
        },
      },
      enabled,
    );
    const [restore] = await plans(fake, 'restore', [target('a')], { backup: 'x' });
    expect(await followToEnd(fake, (await restore?.run()) as never)).toEqual({ status: 'succeeded' });
    const [remove] = await plans(fake, 'delete-backup', [target('a')], { delete: 'x' });
    expect(await followToEnd(fake, (await remove?.run()) as never)).toEqual({ status: 'succeeded' });
    expect(changes(fake).map(({ method, path, body }) => [method, path, body])).toEqual([
      ['POST', `${backups}/x/tasks`, { action: 'restore', contents: { instance_id: 'a' } }],
      ['DELETE', `${backups}/x`, null],
    ]);
    await expect(plans(fake, 'restore', [target('a')], { backup: 'z' })).rejects.toMatchObject({
      code: 'resource_not_found',
    });
  });

  it('is never the first of two that share a name', async () => {
    const twins = ['x', 'y'].map((id) => ({ ...backup(id, 'a'), target: { path: 'store/twin', size: 2 ** 30 } }));
    const fake = withInstances({ [backups]: data(twins) }, enabled);
    for (const [verb, input] of [
      ['restore', { backup: 'store/twin' }],
      ['delete-backup', { delete: 'store/twin' }],
    ] as const) {
      await expect(plans(fake, verb, [target('a')], input)).rejects.toMatchObject({
        code: 'ambiguous_resource',
        message: 'Several backups of this container are called "store/twin": x, y',
      });
    }
    expect(changes(fake)).toEqual([]);
  });

  it('is not there where the container has none switched on', async () => {
    await expect(plans(withInstances(), 'restore', [target('a')], { backup: 'x' })).rejects.toMatchObject({
      code: 'not_supported',
    });
  });

  it('whose restore nobody could follow ends unknown', async () => {
    const fake = withInstances(
      {
        [backups]: data([backup('x', 'a')]),
        [`POST ${backups}/x/tasks`]: accepted,
        '/v1/jobs/j1': refusal('403.permissions'),
      },
      enabled,
    );
    const [restore] = await plans(fake, 'restore', [target('a')], { backup: 'x' });
    expect(await followToEnd(fake, (await restore?.run()) as never)).toMatchObject({ status: 'unknown' });
  });
});
