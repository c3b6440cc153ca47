import { describe, expect, it } from 'vitest';
import type { Operation, Progress } from '../../src/core/operation';
import { civo } from '../../src/drivers/civo';
import {
  sentTo,
  untilBack,
  untilGone,
  untilNamed,
  untilNamedSnapshot,
  untilSnapshot,
  untilState,
} from '../../src/drivers/civo/waiting';
import { rejected } from '../core/thrown';
import { account, fakeSession, lines, notFound, target } from './civoSession';

const subject = { id: 'i-1', region: 'LON1' };
const instances = '/v2/instances';
const one = `${instances}/i-1`;
/** Of one that is being made nothing is known from before. */
const made = { before: null, since: null };

/** One look at an operation, as another process takes it up, at a moment so long after the session’s. */
async function look(answers: Readonly<Record<string, unknown>>, operation: Operation, later = 0): Promise<Progress> {
  const fake = account(answers);
  fake.clock.now += later;
  return civo.follow(fake.session, JSON.parse(JSON.stringify(operation)));
}

describe('a look at an instance that is to reach a state', () => {
  const now = (status: string, size = 'g3.small') => ({ [one]: { id: 'i-1', hostname: 'web-1', status, size } });
  const running = (status: string) => ({ status: 'running', text: `web-1 is ${status}` });
  const { session } = fakeSession(() => notFound);
  const sentAt = session.now().getTime();
  /** What the next look is to know. */
  const noted = ({ wait }: Operation, known: object) => ({ wait: { ...wait, ...known } });
  const goingOn = (progress: Progress): Operation => ({
    id: null,
    wait: progress.status === 'running' ? (progress.wait ?? null) : null,
  });

  it('takes the state in whatever case, and no other', async () => {
    const operation = untilState(subject, ['ACTIVE', 'SHUTOFF'], made);
    expect(await look(now('active'), operation)).toMatchObject({
      status: 'succeeded',
      instances: [{ at: { region: 'LON1' } }],
    });
    expect(await look(now('SHUTOFF'), operation)).toMatchObject({ status: 'succeeded' });
    expect(await look(now('STOPPING'), operation)).toEqual({
      ...running('STOPPING'),
      ...noted(operation, { since: sentAt }),
    });
  });

  it('ends it at a failure, and where the instance is gone', async () => {
    const operation = untilState(subject, ['ACTIVE'], made);
    expect(await look(now('ERROR'), operation)).toStrictEqual({
      status: 'failed',
      failure: { code: 'operation_failed', message: 'web-1 went to ERROR' },
    });
    expect(await look({}, operation)).toEqual({
      status: 'failed',
      failure: { code: 'operation_failed', message: 'Instance i-1 is gone from LON1', hint: 'nube list' },
    });
  });

  it('believes a state that was there before only after a while, or once another was seen', async () => {
    const operation = untilBack(subject, ['ACTIVE'], sentTo(session, target()), 5000);
    expect(await look(now('ACTIVE'), operation, 4999)).toEqual(running('ACTIVE'));
    expect(await look(now('ACTIVE'), operation, 5000)).toMatchObject({ status: 'succeeded' });
    const seen = await look(now('REBOOTING'), operation, 1000);
    const begun = { believeFrom: null, before: null, since: sentAt + 1000, rests: null };
    expect(seen).toEqual({ ...running('REBOOTING'), ...noted(operation, begun) });
    expect(await look(now('ACTIVE'), goingOn(seen), 1001)).toMatchObject({ status: 'succeeded' });
  });

  it('wants the new size where there is to be one, and does not wait for ever for it', async () => {
    const operation = untilBack(subject, ['ACTIVE'], sentTo(session, target()), 0, 'g3.medium');
    expect(await look(now('ACTIVE', 'g3.medium'), operation)).toMatchObject({ status: 'succeeded' });
    const seen = await look(now('REBOOTING'), operation);
    const back = await look(now('ACTIVE'), goingOn(seen), 1000);
    expect(back).toMatchObject(running('ACTIVE'));
    expect(await look(now('ACTIVE'), goingOn(back), 59_999)).toMatchObject(running('ACTIVE'));
    expect(await look(now('ACTIVE'), goingOn(back), 60_000)).toEqual({
      status: 'failed',
      failure: {
        code: 'operation_failed',
        message: 'web-1 is ACTIVE and still g3.small, and nothing goes on any more',
      },
    });
  });

  it('ends where the instance has come to rest elsewhere, a minute after the change was sent and in two looks', async () => {
    const operation = untilBack(subject, ['ACTIVE'], sentTo(session, target()), 5000);
    const early = await look(now('SHUTOFF'), operation, 1000);
    expect(early).toEqual({
      ...running('SHUTOFF'),
      ...noted(operation, { believeFrom: null, before: null, rests: 'SHUTOFF' }),
    });
    expect(await look(now('SHUTOFF'), goingOn(early), 59_999)).toMatchObject(running('SHUTOFF'));
    const late = await look(now('SHUTOFF'), operation, 3_600_000);
    expect(late).toMatchObject(running('SHUTOFF'));
    for (const seen of [early, late]) {
      expect(await look(now('SHUTOFF'), goingOn(seen), 60_000)).toEqual({
        status: 'failed',
        failure: { code: 'operation_failed', message: 'web-1 is SHUTOFF, and nothing goes on any more' },
      });
      expect(await look(now('ACTIVE'), goingOn(seen), 60_000)).toMatchObject({ status: 'succeeded' });
    }
  });

  it('counts the minute anew from each state that a look has seen', async () => {
    const operation = untilState(subject, ['ACTIVE'], sentTo(session, target({ state: 'stopped' })));
    const first = await look(now('STOPPING'), operation, 30_000);
    const second = await look(now('SHUTOFF'), goingOn(first), 40_000);
    expect(second).toMatchObject({ status: 'running', wait: { since: sentAt + 30_000, rests: 'SHUTOFF' } });
    expect(await look(now('SHUTOFF'), goingOn(second), 89_999)).toMatchObject({ status: 'running' });
    expect(await look(now('SHUTOFF'), goingOn(second), 90_000)).toMatchObject({ status: 'failed' });
    const other = untilState(subject, ['BUILT'], sentTo(session, target()));
    const there = await look(now('SHUTOFF'), other, 10_000);
    const elsewhere = await look(now('ACTIVE'), goingOn(there), 50_000);
    expect(elsewhere).toMatchObject({ status: 'running', wait: { since: sentAt + 50_000, rests: 'ACTIVE' } });
  });

  it('is unknown where the state from before has stayed for a quarter of an hour', async () => {
    const operation = untilState(subject, ['SHUTOFF'], sentTo(session, target()));
    const seen = await look(now('ACTIVE'), operation, 1000);
    expect(seen).toEqual({ ...running('ACTIVE'), ...noted(operation, { rests: 'ACTIVE' }) });
    expect(await look(now('ACTIVE'), goingOn(seen), 899_999)).toMatchObject({ status: 'running' });
    expect(await look(now('ACTIVE'), goingOn(seen), 900_000)).toEqual({
      status: 'unknown',
      text: 'web-1 is ACTIVE, as it was before',
    });
  });

  it('is over for none that waits for no state at all', async () => {
    const wait = { kind: 'state', instance: 'i-1', region: 'LON1', size: null, believeFrom: null };
    for (const until of [[], null, 'ACTIVE']) {
      expect(await look(now('ACTIVE'), { id: null, wait: { ...wait, until } })).toMatchObject(running('ACTIVE'));
    }
  });
});

describe('a look at an instance that is to go', () => {
  const { session } = fakeSession(() => notFound);
  const operation = untilGone(session, subject);

  it('succeeds once Civo does not know it any more', async () => {
    expect(await look({ [one]: { id: 'i-1', status: 'ACTIVE' } }, operation)).toEqual({
      status: 'running',
      text: 'i-1 is ACTIVE',
    });
    expect(await look({}, operation)).toEqual({ status: 'succeeded', instances: [] });
  });

  it('takes a failure for one of the deletion after half a minute', async () => {
    const broken = { [one]: { id: 'i-1', hostname: 'web-1', status: 'ERROR' } };
    expect(await look(broken, operation, 29_999)).toEqual({ status: 'running', text: 'web-1 is ERROR' });
    expect(await look(broken, operation, 30_000)).toMatchObject({ status: 'failed' });
    const wait = { kind: 'gone', instance: 'i-1', region: 'LON1' };
    expect(await look(broken, { id: null, wait })).toMatchObject({ status: 'failed' });
  });
});

describe('a look at a snapshot', () => {
  const path = `${one}/snapshots/s-1`;
  const operation = untilSnapshot(subject, 's-1', 'nightly');

  it.each(['Complete', 'completed', 'AVAILABLE', 'ready'])('that is %s is the last', async (state) => {
    expect(await look({ [path]: { id: 's-1', name: 'nightly', status: { state } } }, operation)).toEqual({
      status: 'succeeded',
      result: { backup: 's-1', name: 'nightly' },
    });
  });

  it.each([
    [{ name: 'nightly', status: { state: 'Incomplete' } }, 'snapshot nightly is Incomplete'],
    [{ name: 'nightly', status: { state: 'not ready yet' } }, 'snapshot nightly is not ready yet'],
    [{ name: 'nightly', status: { state: 'ready soon' } }, 'snapshot nightly is ready soon'],
    [{ name: '', status: {} }, 'snapshot s-1 is in progress'],
    [{}, 'snapshot s-1 is in progress'],
  ])('%j goes on', async (fields, text) => {
    expect(await look({ [path]: { id: 's-1', ...fields } }, operation)).toEqual({ status: 'running', text });
  });

  it('is an object', async () => {
    expect((await rejected(look({ [path]: [] }, operation))).message).toBe(
      "Civo's answer to GET /v2/instances/ID/snapshots/ID is not an object",
    );
  });

  it('may find that it failed', async () => {
    expect(await look({ [path]: { name: 'nightly', status: { state: 'Failed' } } }, operation)).toEqual({
      status: 'failed',
      failure: { code: 'operation_failed', message: 'Snapshot nightly went to Failed' },
    });
  });

  it('of which only the name is known waits for it to show, and gives up', async () => {
    const since = Date.parse('2026-01-31T12:00:00Z');
    const named = (appear: boolean) => untilNamedSnapshot(subject, 'nightly', since, appear);
    const list = { [`${one}/snapshots`]: [{ id: 's-0', name: 'other' }] };
    expect(await look(list, named(true), 19_999)).toEqual({ status: 'running' });
    expect(await look(list, named(true), 20_000)).toEqual({ status: 'unknown', text: 'there is no backup nightly' });
    const there = {
      [`${one}/snapshots`]: [
        { id: 's-0', name: 'other' },
        { id: 's-1', name: 'nightly' },
      ],
      [path]: { id: 's-1', name: 'nightly', status: { state: 'Complete' } },
    };
    expect(await look(there, named(true), 20_000)).toEqual({ status: 'succeeded' });
    expect(await look(there, named(false), 20_000)).toEqual({
      status: 'succeeded',
      result: { backup: 's-1', name: 'nightly' },
    });
  });
});

describe('a look at an instance that is to be made from another', () => {
  const operation = untilNamed(subject, 'web-1');
  const list = (...items: object[]) => ({ [instances]: { items, pages: 1 } });

  it('takes no notice of the old one, nor of others', async () => {
    const others = list(
      { id: 'i-1', hostname: 'web-1', status: 'ACTIVE' },
      { id: 'i-3', hostname: 'web-3', status: 'ACTIVE' },
    );
    expect(await look(others, operation)).toEqual({ status: 'running', text: 'web-1 is not there yet' });
  });

  it('tells how the new one is', async () => {
    const now = (status: string) => look(list({ id: 'i-2', hostname: 'web-1', status }), operation);
    expect(await now('BUILDING')).toEqual({ status: 'running', text: 'web-1 is BUILDING' });
    expect(await now('active')).toMatchObject({
      status: 'succeeded',
      instances: [{ instance: { id: 'i-2' } }],
      result: { id: 'i-2', name: 'web-1', state: 'running' },
    });
    expect(await now('ERROR')).toEqual({
      status: 'failed',
      failure: { code: 'operation_failed', message: 'web-1 went to ERROR' },
    });
  });
});

describe('an operation of which too little was noted', () => {
  it.each([
    [{ kind: 'other', instance: 'i-1', region: 'LON1' }],
    [{ kind: 'state', instance: 7, region: 'LON1' }],
    [{ kind: 'state', instance: 'i-1', region: null }],
    [{ kind: 'gone' }],
  ])('is unknown, and nothing is asked: %j', async (wait) => {
    const fake = account({});
    expect(await civo.follow(fake.session, { id: null, wait })).toEqual({
      status: 'unknown',
      text: 'What was noted about this operation says too little.',
    });
    expect(fake.sent).toEqual([]);
  });
});

describe('a look at several operations', () => {
  it('reads those together that wait for a state, region by region, and each other by itself', async () => {
    const ids = ['a', 'b', 'c'];
    const { session } = fakeSession(() => notFound);
    const operations = [
      ...ids.map((id) => untilState({ id, region: 'LON1' }, ['ACTIVE'], made)),
      untilGone(session, { id: 'd', region: 'LON1' }),
      untilState({ id: 'e', region: 'FRA1' }, ['ACTIVE'], made),
      untilSnapshot({ id: 'a', region: 'LON1' }, 's-1', 'n'),
      { id: null, wait: null },
      { id: null, wait: { kind: 'state', instance: 7, region: 'LON1' } },
    ];
    const fake = account({
      [instances]: { pages: 1, items: [...ids, 'd'].map((id) => ({ id, status: 'ACTIVE' })) },
      [`${instances}/e`]: { id: 'e', status: 'ACTIVE' },
      [`${instances}/a/snapshots/s-1`]: { status: { state: 'Complete' } },
    });
    const looks = await Promise.all(civo.followMany?.(fake.session, operations) ?? []);
    expect(looks.map(({ status }) => status)).toEqual([
      'succeeded',
      'succeeded',
      'succeeded',
      'running',
      'succeeded',
      'succeeded',
      'succeeded',
      'unknown',
    ]);
    expect(lines(fake).sort()).toEqual([
      'GET /v2/instances/a/snapshots/s-1?region=LON1',
      'GET /v2/instances/e?region=FRA1',
      'GET /v2/instances?region=LON1&page=1&per_page=100',
    ]);
  });

  it('takes no list where it would be shorter only for operations that look at no state', async () => {
    const operations = [
      ...['a', 'b'].map((id) => untilState({ id, region: 'LON1' }, ['ACTIVE'], made)),
      untilSnapshot({ id: 'c', region: 'LON1' }, 's-1', 'n'),
      { id: null, wait: { kind: 'state', instance: 7, region: 'LON1' } },
    ];
    const fake = account({
      [`${instances}/a`]: { id: 'a', status: 'ACTIVE' },
      [`${instances}/c/snapshots/s-1`]: { status: { state: 'Complete' } },
    });
    const looks = await Promise.all(civo.followMany?.(fake.session, operations) ?? []);
    expect(looks.map(({ status }) => status)).toEqual(['succeeded', 'failed', 'succeeded', 'unknown']);
    expect(lines(fake).sort()).toEqual([
      'GET /v2/instances/a?region=LON1',
      'GET /v2/instances/b?region=LON1',
      'GET /v2/instances/c/snapshots/s-1?region=LON1',
    ]);
  });
});
