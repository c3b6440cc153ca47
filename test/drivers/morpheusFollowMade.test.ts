import { describe, expect, it } from 'vitest';
import { morpheus } from '../../src/drivers/morpheus';
import { changes, type Fake, looks, run, start, target } from './morpheusSession';
import { type Answers, world } from './morpheusWorld';

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
