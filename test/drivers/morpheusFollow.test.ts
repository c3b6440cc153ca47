import { describe, expect, it } from 'vitest';
import type { Operation } from '../../src/core/operation';
import { morpheus } from '../../src/drivers/morpheus';
import { changes, type Fake, fakeSession, looks, run, target } from './morpheusSession';
import { world } from './morpheusWorld';

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

describe('an operation that says too little', () => {
  it('is unknown', async () => {
    const operation: Operation = { id: null, wait: { kind: 'other' } };
    expect(await morpheus.follow(world([]).session, operation)).toMatchObject({ status: 'unknown' });
    expect(await morpheus.follow(world([]).session, { id: null, wait: null })).toEqual({ status: 'succeeded' });
  });
});
