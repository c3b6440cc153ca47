import { describe, expect, it } from 'vitest';
import type { Changing, Driver } from '../../src/core/driver';
import type { Operation } from '../../src/core/operation';
import { civo } from '../../src/drivers/civo';
import { changes, type Fake, fakeSession, lines, notFound, type Reply, type Sent, target } from './civoSession';

const size = (name: string, cpus: number, memory: number, disk: number) => ({
  type: 'Instance',
  name,
  cpu_cores: cpus,
  ram_mb: memory,
  disk_gb: disk,
  selectable: true,
});

/** Answers every change with success, and looks at the instance with the answers in turn; the last one stays. */
function world(looks: Reply[]): Fake {
  return fakeSession(({ method, path }: Sent): Reply => {
    if (method !== 'GET') return { body: { result: 'success' } };
    if (path === '/v2/sizes') {
      return { body: [size('g3.small', 1, 2048, 25), size('g3.medium', 2, 4096, 50)] };
    }
    if (!path.startsWith('/v2/instances/')) return { body: [] };
    return (looks.length > 1 ? looks.shift() : looks[0]) ?? notFound;
  });
}

const now = (status: string, over: object = {}): Reply => ({
  body: { id: 'i-1', hostname: 'web-1', status, size: 'g3.small', ...over },
});

async function run<V extends keyof Driver['verbs']>(
  fake: Fake,
  verb: V,
  input: object = {},
  located = target(),
): Promise<Operation> {
  const [plan] = await (civo.verbs[verb] as Changing<object>).plan(fake.session, [located], input);
  if (plan === undefined) throw new Error('no plan');
  const operation = await plan.run();
  return JSON.parse(JSON.stringify(operation));
}

describe('stop and start', () => {
  it('stop: is over when the instance is SHUTOFF', async () => {
    const fake = world([now('ACTIVE'), now('STOPPING'), now('SHUTOFF')]);
    const operation = await run(fake, 'stop');
    expect(changes(fake)).toEqual([
      { method: 'PUT', path: '/v2/instances/i-1/stop', query: { region: 'LON1' }, body: { region: 'LON1' } },
    ]);
    expect(await civo.follow(fake.session, operation)).toMatchObject({ status: 'running', text: 'web-1 is ACTIVE' });
    expect(await civo.follow(fake.session, operation)).toMatchObject({ status: 'running', text: 'web-1 is STOPPING' });
    expect(await civo.follow(fake.session, operation)).toMatchObject({
      status: 'succeeded',
      instances: [{ instance: { id: 'i-1', state: 'stopped', region: 'LON1' }, at: { region: 'LON1' } }],
    });
  });

  it('start: needs no doubt, for the state before it is another', async () => {
    const fake = world([now('ACTIVE')]);
    const operation = await run(fake, 'start', {}, target({ state: 'stopped' }));
    expect(lines(fake)).toEqual(['PUT /v2/instances/i-1/start?region=LON1']);
    expect((await civo.follow(fake.session, operation)).status).toBe('succeeded');
  });

  it('ends at a word of failure, and where the instance vanishes', async () => {
    const broken = world([now('START_FAILED')]);
    expect(await civo.follow(broken.session, await run(broken, 'start'))).toEqual({
      status: 'failed',
      failure: { code: 'operation_failed', message: 'web-1 went to START_FAILED' },
    });
    const gone = world([notFound]);
    expect(await civo.follow(gone.session, await run(gone, 'start'))).toEqual({
      status: 'failed',
      failure: { code: 'operation_failed', message: 'Instance i-1 is gone from LON1', hint: 'nube list' },
    });
  });
});

describe('reboot', () => {
  it('does not take the state before it for the one after', async () => {
    const fake = world([now('ACTIVE'), now('REBOOTING'), now('ACTIVE')]);
    const operation = await run(fake, 'reboot');
    expect(lines(fake)).toEqual(['POST /v2/instances/i-1/hard_reboots?region=LON1']);
    expect(changes(fake)[0]?.body).toEqual({ region: 'LON1' });
    fake.clock.now += 1000;
    expect((await civo.follow(fake.session, operation)).status).toBe('running');
    fake.clock.now += 1000;
    const seen = await civo.follow(fake.session, operation);
    expect(seen).toEqual({
      status: 'running',
      text: 'web-1 is REBOOTING',
      wait: { ...operation.wait, believeFrom: null, before: null, since: fake.clock.now },
    });
    fake.clock.now += 1000;
    const wait = seen.status === 'running' ? (seen.wait ?? null) : null;
    expect((await civo.follow(fake.session, { ...operation, wait })).status).toBe('succeeded');
  });

  it('ends although no look saw it begin', async () => {
    const fake = world([now('ACTIVE')]);
    const operation = await run(fake, 'reboot', { soft: true });
    expect(lines(fake)).toEqual(['POST /v2/instances/i-1/soft_reboots?region=LON1']);
    fake.clock.now += 5999;
    expect((await civo.follow(fake.session, operation)).status).toBe('running');
    fake.clock.now += 1;
    expect((await civo.follow(fake.session, operation)).status).toBe('succeeded');
  });
});

describe('resize', () => {
  it('passes through other states and must show the new size', async () => {
    const fake = world([
      now('ACTIVE'),
      now('REBOOTING'),
      now('BUILDING', { size: 'g3.medium' }),
      now('ACTIVE'),
      now('ACTIVE', { size: 'g3.medium' }),
    ]);
    const operation = await run(fake, 'resize', { size: 'g3.medium' });
    expect(changes(fake)).toEqual([
      {
        method: 'PUT',
        path: '/v2/instances/i-1/resize',
        query: { region: 'LON1' },
        body: { size: 'g3.medium', region: 'LON1' },
      },
    ]);
    const seen: string[] = [];
    for (let look = 0; look < 5; look += 1) {
      fake.clock.now += 3000;
      seen.push((await civo.follow(fake.session, operation)).status);
    }
    expect(seen).toEqual(['running', 'running', 'running', 'running', 'succeeded']);
  });

  it('of a stopped instance may leave it stopped', async () => {
    const fake = world([now('SHUTOFF', { size: 'g3.medium' })]);
    const operation = await run(fake, 'resize', { size: 'g3.medium' }, target({ state: 'stopped' }));
    fake.clock.now += 6000;
    expect((await civo.follow(fake.session, operation)).status).toBe('succeeded');
  });
});

describe('delete', () => {
  it('is over when Civo no longer knows the instance', async () => {
    const fake = world([now('DELETING'), notFound]);
    const operation = await run(fake, 'delete');
    expect(lines(fake)).toEqual(['GET /v2/volumes?region=LON1', 'DELETE /v2/instances/i-1?region=LON1']);
    expect(changes(fake)[0]?.body).toBeNull();
    expect(await civo.follow(fake.session, operation)).toEqual({ status: 'running', text: 'web-1 is DELETING' });
    expect(await civo.follow(fake.session, operation)).toEqual({ status: 'succeeded', instances: [] });
  });

  it('takes only Civo’s own word for gone, not a bare 404 or that of an unknown region', async () => {
    const bare = world([{ status: 404, body: null }]);
    const wait = await run(bare, 'delete');
    await expect(civo.follow(bare.session, wait)).rejects.toMatchObject({ code: 'resource_not_found' });
    const other = world([{ status: 404, body: { code: 'database_region_not_found', reason: 'no' } }]);
    const operation = await run(other, 'delete');
    await expect(civo.follow(other.session, operation)).rejects.toMatchObject({ code: 'resource_not_found' });
  });

  it('of a broken instance waits for it to begin before its state counts as failure', async () => {
    const fake = world([now('ERROR')]);
    const operation = await run(fake, 'delete', {}, target({ state: 'error' }));
    fake.clock.now += 29_000;
    expect((await civo.follow(fake.session, operation)).status).toBe('running');
    fake.clock.now += 1000;
    expect((await civo.follow(fake.session, operation)).status).toBe('failed');
  });

  it('sends nothing for one that is being deleted, and waits for its end', async () => {
    const fake = world([notFound]);
    const operation = await run(fake, 'delete', {}, target({ state: 'deleting' }));
    expect(fake.sent).toEqual([]);
    expect((await civo.follow(fake.session, operation)).status).toBe('succeeded');
  });

  it('says which volumes stay, and asks all the same where they cannot be read', async () => {
    const volumes = [
      { id: 'v-1', name: 'data', instance_id: 'i-1', size_gb: 10 },
      { id: 'v-2', name: 'other', instance_id: 'i-2', size_gb: 10 },
    ];
    const remove = civo.verbs.delete as Changing<object>;
    const fake = fakeSession(() => ({ body: volumes }));
    const [one, two] = await remove.plan(fake.session, [target(), target({ id: 'i-3' })], {});
    expect(one?.loses).toEqual(['attached volumes stay and are still paid for: data']);
    expect(two?.loses).toEqual([]);
    expect(fake.sent).toHaveLength(1);
    const mute = fakeSession(() => ({ status: 500, body: { status: 500 } }));
    const [plan] = await remove.plan(mute.session, [target()], {});
    expect(plan?.loses).toEqual(['attached volumes stay and are still paid for']);
  });
});

describe('what was noted about an operation', () => {
  it('is unknown where it says too little', async () => {
    const fake = world([now('ACTIVE')]);
    for (const wait of [{ kind: 'state' }, { kind: 'other', instance: 'i-1', region: 'LON1' }]) {
      expect((await civo.follow(fake.session, { id: null, wait })).status).toBe('unknown');
    }
  });

  it('had ended with the answer where there is nothing to wait for', async () => {
    expect(await civo.follow(world([]).session, { id: null, wait: null })).toEqual({ status: 'succeeded' });
  });
});
