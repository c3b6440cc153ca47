import { describe, expect, it } from 'vitest';
import type { Connection, Context } from '../../src/core/context';
import type { ListQuery } from '../../src/core/driver';
import { CliError, type ErrorCode } from '../../src/core/errors';
import type { Located } from '../../src/core/instance';
import type { Entry, Undertaken } from '../../src/core/journal';
import { adopted, type Span, settleLost } from '../../src/core/lost';
import type { Operation } from '../../src/core/operation';
import { located } from './instance';
import { rejected } from './thrown';

const lost = new CliError('answer_lost', 'Whether it was carried out is not known', { hint: 'Look.', reason: 'cut' });
const known = { code: 'answer_lost', message: lost.message, hint: 'Look.', reason: 'cut' };
const over: Operation = { id: null, wait: null };

interface World {
  /** What each look at the instance shows, or what each listing holds; the last stays. */
  looks?: readonly (Located | ErrorCode)[];
  lists?: readonly (readonly Located[] | ErrorCode)[];
  /** A part of every listing fails with it. */
  partFailed?: ErrorCode;
  journal?: readonly Partial<Entry>[];
  pollEveryMs?: number;
  creates?: boolean;
  interruptAt?: number;
}

const failing = (code: ErrorCode) => new CliError(code, 'no answer');

function setting(world: World) {
  const slept: number[] = [];
  const queries: ListQuery[] = [];
  const abort = new AbortController();
  if (world.interruptAt === 0) abort.abort();
  const turn = <T>(all: readonly T[] = []) => {
    let next = 0;
    return (): T => {
      const one = all[Math.min(next, all.length - 1)];
      next += 1;
      if (one === undefined) throw new Error('nobody should look');
      return one;
    };
  };
  const nextLook = turn(world.looks);
  const nextList = turn(world.lists);
  let counted = 0;
  const context = {
    options: { filter: ['typed'] },
    sleep: async (milliseconds: number) => {
      slept.push(milliseconds);
      if (slept.length === world.interruptAt) abort.abort();
    },
    interrupted: abort.signal,
    journal: async () => ({ list: () => world.journal ?? [] }),
  } as unknown as Context;
  const driver = {
    pollEveryMs: world.pollEveryMs ?? 0,
    look: async () => {
      counted += 1;
      const shown = nextLook();
      if (typeof shown === 'string') throw failing(shown);
      return shown;
    },
    async *list(_session: unknown, query: ListQuery) {
      counted += 1;
      queries.push(query);
      const shown = nextList();
      if (typeof shown === 'string') throw failing(shown);
      for (const one of shown) yield [one];
      if (world.partFailed !== undefined) {
        query.partFailed(failing(world.partFailed));
        query.partFailed(failing('internal'));
      }
    },
    verbs: {
      create:
        world.creates === false
          ? { unsupported: 'No.' }
          : { adopt: ({ instance }: Located): Operation => ({ id: 'task', wait: { until: instance.id } }) },
    },
  };
  const connection = { driver, session: 'session', profile: { name: 'work', provider: 'civo' } };
  return { slept, queries, context, connection: connection as unknown as Connection, looked: () => counted };
}

const undertaken = (some: Partial<Undertaken>): Undertaken => ({
  action: 'stop',
  title: 'stop work/web-1',
  what: 'stop of web-1',
  timeout: 1000,
  targets: [located()],
  reached: ['stopped'],
  gone: false,
  makes: null,
  prints: 'actions',
  ...some,
});
const making = (name: string | null, before: readonly string[] = []) =>
  undertaken({ targets: [], reached: [], makes: { name, before, wanted: {}, created: false } });

async function settle(world: World, some: Undertaken, when: Span | null = null, error = lost) {
  const { context, connection, slept, queries, looked } = setting(world);
  const end = settleLost(context, connection, some, 'own', error, when);
  const ended = await end.then(
    (operation) => ({ operation }),
    async () => ({ error: await rejected(end) }),
  );
  return { ...ended, slept, queries, looked: looked() };
}

describe('a change of an instance whose answer was lost', () => {
  it('has happened where the instance has reached its state, later and later looks allowed', async () => {
    const stopped = located({ state: 'stopped' });
    const found = await settle({ looks: [located(), located(), stopped] }, undertaken({}));
    expect(found).toMatchObject({ operation: { ...over, instances: [stopped] }, slept: [1000, 2000, 3000] });
  });

  it('is looked for six times, no more often than the provider advises', async () => {
    const found = await settle({ looks: [located()], pollEveryMs: 2500 }, undertaken({}));
    expect(found).toMatchObject({ error: known, slept: [2500, 2500, 3000, 4000, 5000, 6000], looked: 6 });
  });

  it('has happened where the instance is gone, and that was meant', async () => {
    const gone = undertaken({ reached: [], gone: true });
    const world: World = { looks: [located(), 'instance_not_found'] };
    expect(await settle(world, gone)).toMatchObject({ operation: { ...over, instances: [] }, looked: 2 });
    expect(await settle(world, undertaken({}))).toMatchObject({ error: known, looked: 2 });
    expect(await settle({ looks: ['not_allowed'] }, gone)).toMatchObject({ error: known, looked: 1 });
    expect(await settle({ looks: ['unreachable', 'instance_not_found'] }, gone)).toMatchObject({
      operation: { ...over, instances: [] },
      looked: 2,
    });
  });

  it('is not looked for where a look tells nothing', async () => {
    const two = [located(), located({ id: 'i-2' })];
    for (const some of [{ targets: two }, { targets: [] }, { reached: [] }]) {
      expect(await settle({}, undertaken(some))).toMatchObject({ error: known, looked: 0, slept: [] });
    }
  });

  it('is not looked for where it was not the answer that was lost', async () => {
    const refused = new CliError('wrong_state', 'no');
    expect(await settle({}, undertaken({}), null, refused)).toMatchObject({
      error: { code: 'wrong_state', message: 'no' },
      looked: 0,
    });
  });

  it('is looked for although nobody answers for a while, but not after a refusal', async () => {
    const stopped = located({ state: 'stopped' });
    for (const code of ['unreachable', 'rate_limited'] as const) {
      expect(await settle({ looks: [code, stopped] }, undertaken({}))).toMatchObject({ looked: 2, operation: {} });
    }
    for (const code of ['credential_refused', 'internal'] as const) {
      expect(await settle({ looks: [code, stopped] }, undertaken({}))).toMatchObject({ looked: 1, error: known });
    }
  });

  it('stays open when the user interrupts', async () => {
    expect(await settle({ looks: [located()], interruptAt: 2 }, undertaken({}))).toMatchObject({
      error: known,
      looked: 1,
    });
  });
});

describe('a new instance whose answer was lost', () => {
  const old = located({ id: 'old', name: 'new-1' });
  const other = located({ id: 'other', name: 'new-2' });
  const made = located({ id: 'made', name: 'new-1' });
  const goingOn = { id: 'task', wait: { until: 'made' }, instances: [made] };

  it('is the one of its name that was not there before, and is waited for', async () => {
    const found = await settle(
      {
        lists: [
          [old, other],
          [old, other, made],
        ],
      },
      making('new-1', ['old']),
    );
    expect(found).toMatchObject({ operation: goingOn, slept: [1000, 2000] });
    expect(found.queries[0]).toMatchObject({ filters: [], allStates: false });
    const dated = located({ id: 'made', name: 'new-1', createdAt: '2020-01-01T00:00:00Z' });
    expect(await settle({ lists: [[dated]] }, making('new-1'))).toMatchObject({ operation: { instances: [dated] } });
  });

  it('is not looked for where the provider names it', async () => {
    expect(await settle({}, making(null))).toMatchObject({ error: known, looked: 0 });
  });

  it('is none that came of another change through the same profile', async () => {
    const entry = (id: string, profile: string): Partial<Entry> => ({
      id,
      profile,
      operation: { ...over, instances: [made] },
    });
    const ended = async (...journal: Partial<Entry>[]) =>
      (await settle({ lists: [[made]], journal }, making('new-1'))).looked;
    expect(await ended(entry('another', 'work'))).toBe(6);
    expect(await ended(entry('own', 'work'), entry('another', 'home'))).toBe(1);
    expect(
      await ended({ id: 'a', profile: 'work', operation: null }, { id: 'b', profile: 'work', operation: over }),
    ).toBe(1);
  });

  it('is not known where several are new', async () => {
    const twin = located({ id: 'twin', name: 'new-1' });
    expect(await settle({ lists: [[made, twin]] }, making('new-1'))).toMatchObject({
      error: { ...known, reason: '2 new instances are called new-1' },
      looked: 1,
    });
  });

  it('is not known while a part of the list is missing', async () => {
    expect(await settle({ lists: [[made]], partFailed: 'not_allowed' }, making('new-1'))).toMatchObject({
      error: known,
      looked: 1,
    });
    expect(await settle({ lists: [[made]], partFailed: 'unreachable' }, making('new-1'))).toMatchObject({
      error: known,
      looked: 6,
    });
  });

  it('had ended at once where its driver cannot say how to wait', () => {
    const { connection } = setting({ creates: false });
    expect(adopted(connection, made)).toEqual({ ...over, instances: [made] });
  });
});

describe('a change of before whose answer was lost', () => {
  const when = { from: new Date('2026-01-31T12:00:00Z'), to: new Date('2026-01-31T12:10:00Z') };
  const madeAt = (createdAt: string | null) => located({ id: 'made', name: 'new-1', createdAt });

  it('is looked for once and at once', async () => {
    expect(await settle({ looks: [located()] }, undertaken({}), when)).toMatchObject({
      error: known,
      looked: 1,
      slept: [],
    });
    expect(await settle({ looks: [located({ state: 'stopped' })] }, undertaken({}), when)).toMatchObject({
      operation: over,
      slept: [],
    });
  });

  it('may be looked for again later where nobody answered', async () => {
    for (const code of ['unreachable', 'credential_refused'] as const) {
      expect(await settle({ looks: [code] }, undertaken({}), when)).toMatchObject({
        error: { code, message: 'no answer' },
        looked: 1,
      });
    }
  });

  it.each([
    ['2026-01-31T11:54:59Z', false],
    ['2026-01-31T11:55:00Z', true],
    ['2026-01-31T12:15:00Z', true],
    ['2026-01-31T12:15:01Z', false],
    [null, true],
  ])('made the instance of %s: %j', async (createdAt, its) => {
    const { operation } = (await settle({ lists: [[madeAt(createdAt)]] }, making('new-1'), when)) as {
      operation?: Operation;
    };
    expect(operation?.instances?.map(({ instance }) => instance.id) ?? null).toEqual(its ? ['made'] : null);
  });

  it('is not looked for after the user has interrupted', async () => {
    const stopped = located({ state: 'stopped' });
    expect(await settle({ looks: [stopped], interruptAt: 0 }, undertaken({}), when)).toMatchObject({
      error: known,
      looked: 0,
    });
  });
});
