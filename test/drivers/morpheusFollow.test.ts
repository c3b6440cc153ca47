import { describe, expect, it } from 'vitest';
import type { Operation } from '../../src/core/operation';
import { morpheus } from '../../src/drivers/morpheus';
import {
  changes,
  type Fake,
  fakeSession,
  looks,
  notFound,
  type Reply,
  run,
  type Sent,
  start,
  target,
} from './morpheusSession';

type Answers = Readonly<Record<string, unknown>>;

/**
 * An appliance on which the instance shows the statuses in turn, the last one for good; a number stands for so many
 * looks at the one before. `null` is a 404.
 */
function world(statuses: readonly (object | string | null)[], answers: Answers = {}): Fake {
  const queue = [...statuses];
  return fakeSession(({ method, path }: Sent): Reply => {
    const known = answers[method === 'GET' ? path : `${method} ${path}`];
    if (known !== undefined) return { body: typeof known === 'function' ? known() : known };
    if (method !== 'GET') return { body: { success: true } };
    if (path !== '/api/instances/42') return notFound;
    const [next] = queue;
    if (queue.length > 1) queue.shift();
    if (next === null || next === undefined) return notFound;
    return { body: { instance: { id: 42, name: 'erp-1', ...(typeof next === 'string' ? { status: next } : next) } } };
  });
}

const again = (status: string | object, times: number) => Array.from({ length: times }, () => status);

describe('a change that ends in another status', () => {
  it('stop: is sent with server=true and is over at stopped', async () => {
    const fake = world(['running', 'stopping', 'stopped']);
    const operation = await run(fake, 'stop');
    expect(changes(fake)).toEqual([
      { method: 'PUT', path: '/api/instances/42/stop', query: { server: 'true' }, body: null },
    ]);
    const { seen, end } = await looks(fake, operation);
    expect(seen).toEqual(['erp-1 is running', 'erp-1 is stopping']);
    expect(end).toMatchObject({ status: 'succeeded', instances: [{ instance: { id: '42', state: 'stopped' } }] });
  });

  it('start: is over at warning, too, for that is up', async () => {
    const fake = world(['starting', 'warning']);
    const { end } = await looks(fake, await run(fake, 'start', {}, target('stopped')));
    expect(end).toMatchObject({ status: 'succeeded', instances: [{ instance: { state: 'running' } }] });
  });

  it('takes statuses in any case, and waits through one that it does not know', async () => {
    const fake = world(['Suspending', 'unknown', 'dancing', 'SUSPENDED']);
    const { seen, end } = await looks(fake, await run(fake, 'suspend'));
    expect([seen.length, end.status]).toEqual([3, 'succeeded']);
  });

  it('fails with the reason from the history', async () => {
    const processes = [
      { id: 5, status: 'complete' },
      {
        id: 9,
        status: 'failed',
        message: 'Shutdown failed',
        events: [{ status: 'complete' }, { status: 'failed', error: 'no power' }],
      },
      { id: 7, status: 'failed', error: 'older' },
    ];
    const fake = world(['stopping', 'failed'], { '/api/instances/42/history': { processes } });
    expect((await looks(fake, await run(fake, 'stop'))).end).toEqual({
      status: 'failed',
      failure: { code: 'operation_failed', message: 'erp-1 went to failed: no power' },
    });
  });

  it('asks for the events of a failed process, and goes by what it says itself without', async () => {
    const answers = { '/api/instances/42/history': { processes: [{ id: 9, status: 'failed', output: 'exit 1' }] } };
    const event = { events: [{ status: 'failed', output: 'disk full' }] };
    const told = world(['failed'], { ...answers, '/api/processes/9': { process: { id: 9, ...event } } });
    expect((await looks(told, await run(told, 'stop'))).end).toMatchObject({
      failure: { message: 'erp-1 went to failed: disk full' },
    });
    const eventless = world(['failed'], { ...answers, '/api/processes/9': { process: { id: 9 } } });
    expect((await looks(eventless, await run(eventless, 'stop'))).end).toMatchObject({
      failure: { message: 'erp-1 went to failed: exit 1' },
    });
  });

  it('does not blame what failed long before, and goes by the instance without a history', async () => {
    const processes = [{ id: 9, status: 'failed', error: 'old', endDate: '2026-01-30T00:00:00Z' }];
    const old = world([{ status: 'failed', errorMessage: 'own words' }], {
      '/api/instances/42/history': { processes },
    });
    expect((await looks(old, await run(old, 'stop'))).end).toMatchObject({
      failure: { message: 'erp-1 went to failed: own words' },
    });
    const silent = world(['failed']);
    expect((await looks(silent, await run(silent, 'stop'))).end).toMatchObject({
      failure: { message: 'erp-1 went to failed' },
    });
  });

  it('is not failed because the old status lags, but is after a minute of it', async () => {
    const late = world([...again('running', 10), 'stopping', 'stopped']);
    expect((await looks(late, await run(late, 'stop'))).end.status).toBe('succeeded');
    const never = world(['running']);
    const { seen, end } = await looks(never, await run(never, 'stop'));
    expect(seen).toHaveLength(12);
    expect(end).toMatchObject({ failure: { message: 'Nothing came of it: erp-1 is still running' } });
  });

  it('waits as long as the instance is busy', async () => {
    const fake = world([...again({ status: 'running', isBusy: true }, 30), 'stopped']);
    expect((await looks(fake, await run(fake, 'stop'))).end.status).toBe('succeeded');
  });

  it('fails where the instance comes back and stays', async () => {
    const back = world(['stopping', 'running']);
    const { seen, end } = await looks(back, await run(back, 'stop'));
    expect(seen).toHaveLength(7);
    expect(end).toMatchObject({ failure: { message: 'Nothing came of it: erp-1 is running again' } });
    const passing = world(['stopping', 'running', 'stopping', 'stopped']);
    expect((await looks(passing, await run(passing, 'stop'))).end.status).toBe('succeeded');
  });

  it('starts from a failure without taking that for its own', async () => {
    const fake = world(['failed', 'failed', 'starting', 'running']);
    const failed = target('error', { providerState: 'failed' });
    expect((await looks(fake, await run(fake, 'start', {}, failed))).end.status).toBe('succeeded');
  });

  it('fails when the instance vanishes, and not when something in front answers 404', async () => {
    const gone = world([null]);
    expect((await looks(gone, await run(gone, 'stop'))).end).toMatchObject({ failure: { code: 'instance_not_found' } });
    const front = fakeSession(({ method }) =>
      method === 'GET' ? { status: 404, body: null } : { body: { success: true } },
    );
    await expect(looks(front, await run(front, 'stop'))).rejects.toMatchObject({ code: 'resource_not_found' });
  });
});

describe('a change that ends as it began', () => {
  it('reboot: is believed once it was seen to begin', async () => {
    const fake = world(['running', 'running', 'restarting', 'running']);
    const operation = await run(fake, 'reboot');
    expect(changes(fake)).toEqual([
      { method: 'PUT', path: '/api/instances/42/restart', query: { server: 'true' }, body: null },
    ]);
    expect((await looks(fake, operation)).seen).toEqual(['erp-1 is running', 'erp-1 is restarting']);
  });

  it('reboot: is believed when the status changed between two looks', async () => {
    const before = { status: 'running', statusDate: '2026-01-01T00:00:00Z' };
    const fake = world([before, before, { status: 'running', statusDate: '2026-01-31T12:00:05Z' }]);
    expect((await looks(fake, await run(fake, 'reboot'))).seen).toHaveLength(1);
  });

  it('reboot: is believed after a minute in which nothing was seen', async () => {
    const fake = world(['running']);
    const { seen, end } = await looks(fake, await run(fake, 'reboot'));
    expect([seen.length, end.status]).toEqual([12, 'succeeded']);
  });

  it('resize: is over when the plan is the new one', async () => {
    const small = {
      status: 'running',
      plan: { id: 1, name: 'Small' },
      cloud: { id: 6 },
      layout: { id: 5 },
      group: { id: 3 },
    };
    const plans = {
      plans: [
        { id: 1, name: 'Small' },
        { id: 2, name: 'Large' },
      ],
    };
    const large = { ...small, plan: { id: 2, name: 'Large' } };
    const answers = { '/api/instances/service-plans': plans };
    const fake = world([small, small, { ...small, status: 'resizing' }, large], answers);
    expect((await looks(fake, await run(fake, 'resize', { plan: 'Large' }))).seen).toHaveLength(2);
    const nothing = world([small, { ...small, status: 'resizing' }, small], answers);
    expect((await looks(nothing, await run(nothing, 'resize', { plan: 'Large' }))).end).toMatchObject({
      failure: { message: 'Nothing came of it: the plan is still Small' },
    });
  });

  it('resize: is over when the volumes are as asked', async () => {
    const with_ = (size: number, more: object[] = []) => ({
      status: 'running',
      volumes: [{ id: 7, name: 'root', size, rootVolume: true }, ...more],
    });
    const data = { id: 8, name: 'data', size: 5 };
    const grown = world([with_(20), { ...with_(20), status: 'resizing' }, with_(30)]);
    expect((await looks(grown, await run(grown, 'resize', { volume: ['root=30'] }))).end.status).toBe('succeeded');
    const small = world([with_(20), { ...with_(20), status: 'resizing' }, with_(20)]);
    expect((await looks(small, await run(small, 'resize', { volume: ['root=30'] }))).end).toMatchObject({
      failure: { message: 'Nothing came of it: volume root still has 20 GB' },
    });
    const kept = world([with_(20, [data]), { ...with_(20), status: 'resizing' }, with_(20, [data])]);
    expect((await looks(kept, await run(kept, 'resize', { removeVolume: ['data'] }))).end).toMatchObject({
      failure: { message: 'Nothing came of it: volume data is still there' },
    });
  });

  it('resize: is held where somebody has to approve it', async () => {
    const pendingRequests = [{ type: 'reconfigure', status: 'requested' }];
    const volumes = [{ id: 7, name: 'root', size: 20, rootVolume: true }];
    const fake = world([
      { status: 'running', volumes },
      { status: 'pendingReconfigureApproval', pendingRequests },
    ]);
    expect((await looks(fake, await run(fake, 'resize', { volume: ['root=30'] }))).end).toEqual({
      status: 'held',
      text: 'its new size waits for somebody to approve it (reconfigure, requested)',
    });
  });
});

describe('a delete', () => {
  const remove = (fake: Fake) => run(fake, 'delete').then((operation) => looks(fake, operation));

  it('is over at 404, by way of stopped', async () => {
    const fake = world(['running', 'running', 'stopping', 'stopped', 'removing', null]);
    const { seen, end } = await remove(fake);
    expect(seen).toHaveLength(4);
    expect(end).toEqual({ status: 'succeeded', instances: [] });
  });

  it('fails with its own failure, and where the instance comes back or never goes', async () => {
    expect((await remove(world(['running', 'removing', 'failed']))).end).toMatchObject({
      failure: { message: 'The removal of erp-1 went to failed' },
    });
    expect((await remove(world(['running', 'removing', 'running']))).end).toMatchObject({
      failure: { message: 'erp-1 was not removed: it is running' },
    });
    expect((await remove(world(['running']))).end).toMatchObject({
      failure: { message: 'erp-1 was not removed: it is still running' },
    });
  });

  it('of a failed instance does not take the old failure for its own', async () => {
    expect((await remove(world(['failed', 'failed', 'removing', null]))).end.status).toBe('succeeded');
  });

  it('is held by a policy or by a person', async () => {
    const date = { status: 'pendingRemoval', removalDate: '2026-02-28T00:00:00Z' };
    expect((await remove(world(['running', 'stopping', date]))).end).toEqual({
      status: 'held',
      text: 'it is shut down and hidden, and is removed at 2026-02-28T00:00:00Z; until then nube api PUT /api/instances/42/cancel-removal -p work brings it back',
    });
    expect((await remove(world(['running', 'pendingDeleteApproval']))).end).toEqual({
      status: 'held',
      text: 'its removal waits for somebody to approve it',
    });
  });
});

describe('a new instance', () => {
  const made = (statuses: readonly (object | string | null)[], answers: Answers = {}) => {
    const fake = world(statuses, answers);
    const wait = { kind: 'made', instance: '42', startedAt: start, pendingSince: null };
    return looks(fake, { id: null, wait });
  };

  it.each(['running', 'warning', 'stopped'])('is done at %s', async (status) => {
    expect((await made(['provisioning', 'finishing', status])).end).toMatchObject({ status: 'succeeded' });
  });

  it.each(['failed', 'denied', 'cancelled', 'suspended', 'removing', 'pendingRemoval'])(
    'fails at %s',
    async (status) => {
      expect((await made(['provisioning', status])).end).toMatchObject({
        failure: { code: 'operation_failed', message: `erp-1 went to ${status}` },
      });
    },
  );

  it('is held where a request is open, and not by a pending that passes', async () => {
    const open = { status: 'pending', pendingRequests: [{ type: 'provision', status: 'requested' }] };
    expect(await made([open])).toEqual({
      seen: [],
      end: { status: 'held', text: 'it is made only once somebody has approved it (provision, requested)' },
    });
    expect((await made(['pending', 'provisioning', 'running'])).end.status).toBe('succeeded');
    expect((await made(['pending'])).seen).toHaveLength(3);
    const denied = { status: 'pending', pendingRequests: [{ status: 'denied', deniedBy: { username: 'eve' } }] };
    expect((await made([denied, 'denied'])).end).toMatchObject({ failure: { message: 'erp-1 went to denied' } });
  });

  it('may take a moment to show, and fails when it never does', async () => {
    expect((await made([null, null, 'running'])).end.status).toBe('succeeded');
    expect((await made([null])).end).toMatchObject({ status: 'failed' });
  });

  it('that is there already is waited for in the same way', async () => {
    const { create } = morpheus.verbs;
    if ('unsupported' in create) throw new Error('no create');
    const fake = world(['provisioning', 'running']);
    expect((await looks(fake, create.adopt(target('pending')))).end.status).toBe('succeeded');
  });
});

describe('a clone', () => {
  function cloning(source: readonly string[], lists: readonly (readonly object[])[], answers: Answers = {}): Fake {
    const queue = [[], ...lists];
    return world(source, {
      '/api/instances': () => ({ instances: queue.length > 1 ? queue.shift() : queue[0], meta: {} }),
      ...answers,
    });
  }
  const copy = (status: string) => ({ id: 99, name: 'erp-1-clone', status });

  it('always has a name, and is found by exactly that', async () => {
    const other = { id: 98, name: 'erp-1-clone-2', status: 'running' };
    const fake = cloning(['cloning', 'running'], [[], [other], [other, copy('provisioning')]], {
      '/api/instances/99': { instance: copy('running') },
    });
    const operation = await run(fake, 'clone');
    expect(changes(fake)).toEqual([
      { method: 'PUT', path: '/api/instances/42/clone', query: {}, body: { name: 'erp-1-clone' } },
    ]);
    const { seen, end } = await looks(fake, operation);
    expect(seen).toEqual([
      'erp-1 is cloning, erp-1-clone is not there yet',
      'erp-1 is running, erp-1-clone is not there yet',
      'erp-1-clone is provisioning',
    ]);
    expect(end).toMatchObject({ status: 'succeeded', instances: [{ instance: { id: '99' } }] });
  });

  it('fails with its source, and where nothing comes of it for minutes', async () => {
    const failed = cloning(['cloning', 'failed'], [[]]);
    expect((await looks(failed, await run(failed, 'clone'))).end).toMatchObject({
      failure: { message: 'erp-1 went to failed' },
    });
    const nothing = cloning(['cloning', 'running'], [[]]);
    expect((await looks(nothing, await run(nothing, 'clone'), 80)).end).toMatchObject({
      failure: { message: 'No instance called erp-1-clone has come of it' },
    });
  });
});

describe('a snapshot', () => {
  const instance = { '/api/instances/42': { instance: { id: 42, name: 'erp-1', status: 'running' } } };
  const first = { id: 1, name: 'old', status: 'complete' };

  function snapshots(lists: readonly (readonly object[])[], answers: Answers = {}): Fake {
    const queue = [[first], ...lists];
    return world(['running'], {
      ...instance,
      '/api/instances/42/snapshots': () => ({ snapshots: queue.length > 1 ? queue.shift() : queue[0] }),
      ...answers,
    });
  }
  const take = async (fake: Fake, input = {}) =>
    looks(fake, await run(fake, 'backup', { snapshot: true, ...input }), 80);

  it('has a name with the time unless one is given', async () => {
    const name = 'erp-1-20260131-120000';
    const fake = snapshots([
      [first, { id: 2, name, status: 'creating' }],
      [first, { id: 2, name, status: 'complete' }],
    ]);
    const { seen, end } = await take(fake);
    expect(changes(fake)[0]?.body).toEqual({ snapshot: { name } });
    expect(seen).toEqual([`snapshot ${name} is creating`]);
    expect(end).toEqual({ status: 'succeeded', result: { name, backup: '2' } });
  });

  it('goes by the processes where they are named, and tells their results', async () => {
    const statuses = ['running', 'complete'];
    const fake = snapshots([[first]], {
      'PUT /api/instances/42/snapshot': { success: true, processIds: [10, 11] },
      '/api/processes/10': { process: { id: 10, status: 'complete', resultId: 5 } },
      '/api/processes/11': () => ({ process: { id: 11, status: statuses.shift(), percent: 33.4, resultId: 6 } }),
    });
    const { seen, end } = await take(fake, { name: 'x' });
    expect(seen).toEqual(['snapshot x is at 0 %']);
    expect(end).toEqual({ status: 'succeeded', result: { name: 'x', backups: ['5', '6'] } });
  });

  it('fails with its process, or with what its name becomes', async () => {
    const process = { id: 10, status: 'failed', events: [{ status: 'failed', error: 'datastore full' }] };
    const named = snapshots([[first]], {
      'PUT /api/instances/42/snapshot': { success: true, processIds: [10] },
      '/api/processes/10': { process },
    });
    expect((await take(named, { name: 'x' })).end).toMatchObject({
      failure: { message: 'Snapshot x failed: datastore full' },
    });
    const failed = snapshots([[first, { id: 2, name: 'x', status: 'failed' }]]);
    expect((await take(failed, { name: 'x' })).end).toMatchObject({ failure: { message: 'Snapshot x failed' } });
    const vanished = snapshots([[first, { id: 2, name: 'x', status: 'creating' }], [first]]);
    expect((await take(vanished, { name: 'x' })).end).toMatchObject({ failure: { message: 'Snapshot x failed' } });
  });

  it('is looked for by name when its process is forgotten, and is unknown when it never shows', async () => {
    const forgotten = snapshots([[first, { id: 2, name: 'x', status: 'complete' }]], {
      'PUT /api/instances/42/snapshot': { success: true, processIds: [10] },
    });
    expect((await take(forgotten, { name: 'x' })).end).toMatchObject({ result: { backup: '2' } });
    expect((await take(snapshots([[first]]), { name: 'x' })).end).toEqual({
      status: 'unknown',
      text: 'no snapshot called x has shown',
    });
  });

  it('is gone when the list no longer has it', async () => {
    const fake = snapshots([[{ ...first, status: 'deleting' }], []]);
    const operation = await run(fake, 'delete-backup', { delete: 'old' });
    expect(changes(fake)).toEqual([{ method: 'DELETE', path: '/api/snapshots/1', query: {}, body: null }]);
    expect(await looks(fake, operation)).toEqual({ seen: ['snapshot old is deleting'], end: { status: 'succeeded' } });
  });
});

describe('a backup', () => {
  const result = (id: number, status: string, more = {}) => ({ id, status, ...more });
  function backups(lists: readonly (readonly object[])[], answers: Answers = {}): Fake {
    const queue = [...lists];
    return world(['running'], {
      '/api/instances/42/backups': () => {
        const next = queue.length > 1 ? queue.shift() : queue[0];
        return { backups: [{ id: 1, name: 'nightly', backupResults: next }] };
      },
      ...answers,
    });
  }
  const make = async (fake: Fake) => looks(fake, await run(fake, 'backup'), 80);

  it('is over when a newer result is', async () => {
    const old = result(90, 'SUCCEEDED');
    const fake = backups([[old], [old], [result(91, 'START_REQUESTED'), old], [result(91, 'SUCCEEDED_WARNING'), old]]);
    const { seen, end } = await make(fake);
    expect(changes(fake)[0]).toMatchObject({ path: '/api/instances/42/backup', body: {} });
    expect(seen).toEqual(['the backup does not show yet', 'the backup is START_REQUESTED']);
    expect(end).toEqual({ status: 'succeeded', result: { backup: '91', name: 'nightly' } });
  });

  it('fails with the words of its result, and is unknown when none shows', async () => {
    const fake = backups([[], [result(91, 'FAILED', { error: true, errorMessage: 'no space' })]]);
    expect((await make(fake)).end).toMatchObject({ failure: { message: 'The backup ended as FAILED: no space' } });
    expect((await make(backups([[]]))).end.status).toBe('unknown');
  });

  it('goes by the history on an appliance that tells only of backups', async () => {
    const old = { backups: [{ backup: { id: 3, name: 'nightly' } }] };
    const histories = [
      [{ id: 4, status: 'complete' }],
      [{ id: 4, status: 'complete' }],
      [{ id: 5, status: 'running' }],
      [{ id: 5, status: 'complete' }],
    ];
    const fake = world(['running'], {
      '/api/instances/42/backups': old,
      '/api/instances/42/history': () => ({ processes: histories.length > 1 ? histories.shift() : histories[0] }),
    });
    expect(await make(fake)).toMatchObject({
      seen: ['the appliance shows no process yet', 'process 5 is running'],
      end: { status: 'succeeded' },
    });
    const silent = world(['running'], { '/api/instances/42/backups': old });
    expect((await make(silent)).end.status).toBe('unknown');
  });
});

describe('an action', () => {
  const actions = { '/api/instances/42/actions': { actions: [{ code: 'generic-add-node', name: 'Add Node' }] } };
  const details = (status: string) => ({ status: 'running', containerDetails: [{ status: 'running' }, { status }] });
  const act = async (fake: Fake) => looks(fake, await run(fake, 'upgrade', { to: 'generic-add-node' }));

  it('is over when its processes are, and no container is on its way', async () => {
    const histories = [
      [{ id: 4, status: 'complete' }],
      [{ id: 5, status: 'running', displayName: 'Add node' }],
      [{ id: 5, status: 'complete' }],
    ];
    const fake = world([details('deploying'), details('deploying'), details('running')], {
      ...actions,
      '/api/instances/42/history': () => ({ processes: histories.length > 1 ? histories.shift() : histories[0] }),
    });
    const { seen, end } = await act(fake);
    expect(changes(fake)).toEqual([
      { method: 'PUT', path: '/api/instances/42/action', query: { code: 'generic-add-node' }, body: null },
    ]);
    expect(seen).toEqual(['Add node is running', 'erp-1 is running']);
    expect(end).toMatchObject({ status: 'succeeded', instances: [{ instance: { id: '42' } }] });
  });

  it('fails with its process', async () => {
    const histories = [[], [{ id: 5, status: 'failed', displayName: 'Add node', error: 'no host' }]];
    const fake = world(['running'], {
      ...actions,
      '/api/instances/42/history': () => ({ processes: histories.length > 1 ? histories.shift() : histories[0] }),
    });
    expect((await act(fake)).end).toMatchObject({ failure: { message: 'Add node failed: no host' } });
  });

  it('without a history is over when nothing has moved for a while', async () => {
    expect((await act(world(['running'], actions))).seen).toHaveLength(6);
    expect((await act(world([details('deploying'), details('running')], actions))).seen).toHaveLength(1);
  });
});

describe('an image', () => {
  const image = async (fake: Fake) => looks(fake, await run(fake, 'image', { storage: '17' }), 80);

  it('is over when its process and the new image are', async () => {
    const histories = [[], [{ id: 5, status: 'running', displayName: 'Import' }], [{ id: 5, status: 'complete' }]];
    const lists = [
      [{ id: 1, name: 'Ubuntu' }],
      [{ id: 1 }, { id: 2, name: 'erp-1-image', status: 'Saving' }],
      [{ id: 1 }, { id: 2, name: 'erp-1-image', status: 'Active' }],
    ];
    const fake = world(['running'], {
      '/api/instances/42/history': () => ({ processes: histories.length > 1 ? histories.shift() : histories[0] }),
      '/api/virtual-images': () => ({ virtualImages: lists.length > 1 ? lists.shift() : lists[0] }),
    });
    const { seen, end } = await image(fake);
    expect(changes(fake)).toEqual([
      { method: 'PUT', path: '/api/instances/42/import-snapshot', query: {}, body: { storageProviderId: 17 } },
    ]);
    expect(seen).toEqual(['Import is running', 'image erp-1-image is Saving']);
    expect(end).toEqual({ status: 'succeeded', result: { image: '2', name: 'erp-1-image' } });
  });

  it('fails with its process, and is unknown where nothing shows', async () => {
    const histories = [[], [{ id: 5, status: 'failed', displayName: 'Import', error: 'no space' }]];
    const fake = world(['running'], {
      '/api/instances/42/history': () => ({ processes: histories.length > 1 ? histories.shift() : histories[0] }),
    });
    expect((await image(fake)).end).toMatchObject({ failure: { message: 'Import failed: no space' } });
    expect((await image(world(['running']))).end.status).toBe('unknown');
  });
});

describe('an operation that says too little', () => {
  it('is unknown', async () => {
    const operation: Operation = { id: null, wait: { kind: 'other' } };
    expect(await morpheus.follow(world([]).session, operation)).toMatchObject({ status: 'unknown' });
    expect(await morpheus.follow(world([]).session, { id: null, wait: null })).toEqual({ status: 'succeeded' });
  });
});
