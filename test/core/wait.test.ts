import { describe, expect, it } from 'vitest';
import type { Connection, Context } from '../../src/core/context';
import { CliError, type ErrorCode } from '../../src/core/errors';
import { createOnce } from '../../src/core/lazy';
import type { Operation, Progress } from '../../src/core/operation';
import { endError, follow, inParallel, keepLooking, targetsAtOnce } from '../../src/core/wait';
import { createClock } from './clock';
import { located } from './instance';

type Look = Progress | ErrorCode | Error;

/** Follows an operation through these looks; the clock moves only by sleeping. */
function setting(looks: Look[], pollEveryMs = 0, interruptAt = Number.POSITIVE_INFINITY) {
  const slept: number[] = [];
  const waits: unknown[] = [];
  const abort = new AbortController();
  let time = 500;
  const context = {
    elapsed: () => time,
    sleep: async (milliseconds: number) => {
      slept.push(milliseconds);
      time += milliseconds;
      if (slept.length === interruptAt) abort.abort();
    },
    interrupted: abort.signal,
  } as unknown as Context;
  const driver = {
    pollEveryMs,
    follow: async (session: unknown, operation: Operation): Promise<Progress> => {
      expect(session).toBe('session');
      waits.push(operation.wait);
      const look = (looks.length > 1 ? looks.shift() : looks[0]) as Look;
      if (look instanceof Error) throw look;
      if (typeof look === 'string') throw new CliError(look, 'it failed');
      return look;
    },
  };
  return { slept, waits, abort, context, connection: { driver, session: 'session' } as unknown as Connection };
}

const operation: Operation = { id: '7', wait: { kind: 'state' } };
const running: Progress = { status: 'running', text: 'going on' };
const done: Progress = { status: 'succeeded' };

describe('following an operation', () => {
  it('asks nothing where it had ended already', async () => {
    const { context, connection, waits } = setting([done]);
    expect(await follow(context, connection, { id: null, wait: null }, 1000)).toEqual({ status: 'succeeded' });
    const full = { id: null, wait: null, result: { a: 1 }, instances: [located()] };
    expect(await follow(context, connection, full, 1000)).toEqual({
      status: 'succeeded',
      result: { a: 1 },
      instances: [located()],
    });
    expect(waits).toEqual([]);
  });

  it('looks after a second, then further and further apart, up to five seconds', async () => {
    const { context, connection, slept } = setting([running, running, running, running, running, running, done]);
    const reports: Progress[] = [];
    expect(await follow(context, connection, operation, 600_000, (one) => reports.push(one))).toEqual(done);
    expect(slept).toEqual([1000, 1500, 2250, 3375, 5000, 5000, 5000]);
    expect(reports).toEqual(Array(6).fill(running));
  });

  it('looks no more often than the provider advises', async () => {
    const { context, connection, slept } = setting([running, running, done], 7000);
    await follow(context, connection, operation, 600_000);
    expect(slept).toEqual([1000, 7000, 7000]);
  });

  it('hands each look what the one before found out', async () => {
    const second = { status: 'running', wait: { kind: 'other' } } as const;
    const { context, connection, waits } = setting([running, second, running, done]);
    await follow(context, connection, operation, 600_000);
    expect(waits).toEqual([{ kind: 'state' }, { kind: 'state' }, { kind: 'other' }, { kind: 'other' }]);
  });

  it('ends when the time is up, with a last look at that moment', async () => {
    const { context, connection, slept } = setting([running]);
    expect(await follow(context, connection, operation, 3000)).toEqual({ status: 'timed_out' });
    expect(slept).toEqual([1000, 1500, 500]);
    const none = setting([running]);
    expect(await follow(none.context, none.connection, operation, 0)).toEqual({ status: 'timed_out' });
    expect(none.slept).toEqual([]);
  });

  it.each<Progress>([
    { status: 'failed', failure: { code: 'operation_failed', message: 'no' } },
    { status: 'held', text: 'for an approval' },
    { status: 'unknown', text: 'forgotten' },
  ])('ends as the driver says: %j', async (end) => {
    const { context, connection } = setting([running, end]);
    expect(await follow(context, connection, operation, 600_000)).toEqual(end);
  });

  it('ends when the user interrupts, waiting or looking', async () => {
    const waiting = setting([running], 0, 2);
    expect(await follow(waiting.context, waiting.connection, operation, 600_000)).toEqual({ status: 'interrupted' });
    expect(waiting.waits).toHaveLength(1);
    const looking = setting(['interrupted']);
    const { driver } = looking.connection;
    const cut = async () => {
      looking.abort.abort();
      throw new CliError('interrupted', 'cut');
    };
    const connection = { ...looking.connection, driver: { ...driver, follow: cut } };
    expect(await follow(looking.context, connection, operation, 600_000)).toEqual({ status: 'interrupted' });
  });

  it.each<ErrorCode>(['unreachable', 'rate_limited', 'provider_unavailable'])(
    'goes on after four looks without an answer (%s), and counts anew after one with',
    async (code) => {
      const four: Look[] = [code, code, code, code];
      const { context, connection, slept } = setting([...four, running, ...four, done]);
      expect(await follow(context, connection, operation, 600_000)).toEqual(done);
      expect(slept).toHaveLength(10);
    },
  );

  it('does not know the end after five looks without an answer', async () => {
    const { context, connection, slept } = setting(['unreachable']);
    expect(await follow(context, connection, operation, 600_000)).toEqual({
      status: 'unknown',
      text: 'looking failed: it failed',
    });
    expect(slept).toHaveLength(5);
  });

  it('does not look again after a refusal', async () => {
    const { context, connection, slept } = setting(['credential_refused']);
    expect(await follow(context, connection, operation, 600_000)).toMatchObject({ status: 'unknown' });
    expect(slept).toHaveLength(1);
  });

  it('hides no mistake of its own', async () => {
    const { context, connection } = setting([new TypeError('oops')]);
    await expect(follow(context, connection, operation, 600_000)).rejects.toMatchObject({ code: 'internal' });
  });
});

describe('following several operations over one connection', () => {
  it('looks at them together where its driver can, in one round for all', async () => {
    const { context, pass, now } = createClock();
    const asked: [number, ...(string | null)[]][] = [];
    const driver = {
      pollEveryMs: 0,
      follow: () => Promise.reject(new Error('asked alone')),
      followMany: (session: unknown, operations: readonly Operation[]) => {
        expect(session).toBe(connection.session);
        asked.push([now(), ...operations.map(({ id }) => id)]);
        return operations.map(async ({ id }): Promise<Progress> => (id === 'a' || asked.length > 1 ? done : running));
      },
    };
    const connection = { driver, session: { once: createOnce() } } as unknown as Connection;
    const ends = ['a', 'b'].map((id) => follow(context, connection, { id, wait: {} }, 60_000));
    await pass(2500);
    expect(await Promise.all(ends)).toEqual([done, done]);
    expect(asked).toEqual([
      [1000, 'a', 'b'],
      [2500, 'b'],
    ]);
    // Whoever has ended has left: the next begins anew.
    const later = follow(context, connection, { id: 'c', wait: {} }, 60_000);
    await pass(1000);
    expect(await later).toEqual(done);
    expect(asked[2]).toEqual([3500, 'c']);
  });

  it.each([
    ['the driver looks at many at once', true, false, false, Number.POSITIVE_INFINITY],
    ['the driver looks at each by itself', false, false, false, 8],
    ['somebody chose the number', true, true, false, 8],
    ['what is done takes long', true, false, true, 8],
  ])('has so many targets under way where %s', (_what, many, concurrencyGiven, takesLong, expected) => {
    const context = { options: { concurrency: 8, concurrencyGiven } } as unknown as Context;
    const connection = { driver: many ? { followMany: () => [] } : {} } as unknown as Connection;
    expect(targetsAtOnce(context, connection, takesLong)).toBe(expected);
  });
});

describe('looking until something is settled', () => {
  it.each<[string, () => Promise<{ answer: string } | null>, object | string]>([
    ['is settled', async () => ({ answer: 'a' }), 'A'],
    ['nobody answers any more', () => Promise.reject(new CliError('not_allowed', 'no')), { status: 'lost' }],
    ['the user interrupts', async () => null, { status: 'interrupted' }],
  ])('leaves its seat when it %s', async (_what, ask, expected) => {
    const { context } = createClock();
    let left = 0;
    const seat = {
      ask,
      leave: () => {
        left += 1;
      },
    };
    const settle = async (answer: string) => answer.toUpperCase();
    const end = await keepLooking(context, seat, 1000, { question: () => 'q', settle });
    expect(end).toEqual(typeof expected === 'string' ? expected : expect.objectContaining(expected));
    expect(left).toBe(1);
  });
});

describe('work side by side', () => {
  it('keeps the order, and each provider’s own limit', async () => {
    const under = new Map<string, number>();
    const most = new Map<string, number>();
    const limits: Readonly<Record<string, number>> = { a: 1, b: 2 };
    const items = ['a1', 'b1', 'a2', 'b2', 'b3', 'a3'];
    const results = await inParallel(
      items,
      (item) => item.charAt(0),
      (item) => limits[item.charAt(0)] ?? 0,
      async (item) => {
        const provider = item.charAt(0);
        const now = (under.get(provider) ?? 0) + 1;
        under.set(provider, now);
        most.set(provider, Math.max(now, most.get(provider) ?? 0));
        await new Promise(setImmediate);
        under.set(provider, now - 1);
        return item.toUpperCase();
      },
    );
    expect(results).toEqual(['A1', 'B1', 'A2', 'B2', 'B3', 'A3']);
    expect(Object.fromEntries(most)).toEqual({ a: 1, b: 2 });
    expect(
      await inParallel(
        [],
        String,
        () => 1,
        async () => 1,
      ),
    ).toEqual([]);
  });
});

describe('the error that an end stands for', () => {
  const error = (end: Parameters<typeof endError>[0], entry: string | null) => {
    const { code, message, details } = endError(end, 'stop', 'nube get work/web-1', entry);
    return { code, message, hint: details.hint };
  };

  it.each([
    [
      { status: 'failed', failure: { code: 'quota_exceeded', message: 'full' } },
      { code: 'quota_exceeded', message: 'full', hint: 'Look at it with nube get work/web-1' },
      'Look at it with nube get work/web-1',
    ],
    [
      { status: 'failed', failure: { code: 'quota_exceeded', message: 'full', hint: 'Ask.' } },
      { code: 'quota_exceeded', message: 'full', hint: 'Ask.' },
      'Ask.',
    ],
    [
      { status: 'held', text: 'an approval' },
      { code: 'held', message: 'stop was accepted and waits: an approval', hint: 'Look again with nube op resume 9' },
      'Look again with nube get work/web-1',
    ],
    [
      { status: 'unknown', text: 'forgotten' },
      {
        code: 'answer_lost',
        message: 'How stop ended is not known: forgotten',
        hint: 'Look with nube get work/web-1, or later with nube op resume 9',
      },
      'Look with nube get work/web-1',
    ],
    [
      { status: 'timed_out' },
      {
        code: 'timed_out',
        message: 'stop was still going on when the time was up',
        hint: 'It goes on: follow it with nube op resume 9, or look with nube get work/web-1',
      },
      'It goes on; look again with nube get work/web-1, or give --timeout.',
    ],
    [
      { status: 'interrupted' },
      { code: 'interrupted', message: 'Stopped waiting; stop goes on', hint: 'Follow it with nube op resume 9' },
      'Follow it with nube get work/web-1',
    ],
  ] as const)('%j', (end, written, unwritten) => {
    expect(error(end, '9')).toEqual(written);
    expect(error(end, null)).toEqual({ ...written, hint: unwritten });
  });

  it('keeps the provider’s code', () => {
    const failure = { code: 'operation_failed', message: 'no', providerCode: 'E7' } as const;
    expect(endError({ status: 'failed', failure }, 'stop', 'look', null).details.providerCode).toBe('E7');
  });
});
