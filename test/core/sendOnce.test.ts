import { describe, expect, it } from 'vitest';
import type { Session } from '../../src/core/driver';
import { CliError, type ErrorCode } from '../../src/core/errors';
import type { Mutation } from '../../src/core/http';
import type { IfLost, Operation } from '../../src/core/operation';
import { sendOnce } from '../../src/core/sendOnce';
import { located } from './instance';
import { rejected } from './thrown';

const mutation: Mutation = { method: 'PUT', path: '/x' };
const over: Operation = { id: null, wait: null };
const look: Operation = { id: null, wait: { kind: 'named' } };
const next: Operation = { id: 'next', wait: { kind: 'state' } };

interface World {
  fails?: ErrorCode;
  dryRun?: boolean;
  settles?: Awaited<ReturnType<Session['settle']>> | Error | undefined;
}

function setting({ fails, dryRun = false, settles = { status: 'succeeded' } }: World = {}) {
  const sent: Mutation[] = [];
  const looked: Operation[] = [];
  const session = {
    http: {
      send: async (one: Mutation, read: (answer: unknown) => Operation, planned: (variable: string) => Operation) => {
        sent.push(one);
        if (fails !== undefined) throw new CliError(fails, 'no');
        return dryRun ? planned('$ID_1') : read({ body: 'job' });
      },
    },
    settle: async (operation: Operation) => {
      looked.push(operation);
      if (settles instanceof Error) throw settles;
      return settles;
    },
  };
  const send = (ifLost: () => IfLost | null, last?: boolean) =>
    sendOnce(session as unknown as Session, mutation, ({ body }) => ({ id: String(body), wait: null }), ifLost, last);
  return { sent, looked, send };
}

describe('a change that is sent once', () => {
  it('goes on as its answer says', async () => {
    const { sent, looked, send } = setting();
    expect(await send(() => null)).toEqual({ id: 'job', wait: null });
    expect(sent).toEqual([mutation]);
    expect(looked).toEqual([]);
    expect(await setting({ dryRun: true }).send(() => null)).toEqual(over);
  });

  it('tells with the request how to find out, only where it is the last of its verb', async () => {
    const ifLost = { look, next: null };
    const { sent, send } = setting();
    await send(() => ifLost);
    await send(() => ifLost, false);
    expect(sent).toEqual([{ ...mutation, ifLost }, mutation]);
  });

  it('whose answer was lost goes on from what a look shows', async () => {
    const { sent, looked, send } = setting({ fails: 'answer_lost' });
    expect(await send(() => ({ look, next }))).toBe(next);
    expect(await send(() => ({ look, next }), false)).toBe(next);
    expect(looked).toEqual([look, look]);
    expect(sent).toHaveLength(2);
  });

  it('has ended where that is the end of it, with what was seen', async () => {
    const ended = (settles: World['settles']) =>
      setting({ fails: 'answer_lost', settles }).send(() => ({ look, next: null }));
    expect(await ended({ status: 'succeeded' })).toEqual(over);
    expect(await ended({ status: 'succeeded', instances: [located()], result: { a: 1 } })).toEqual({
      ...over,
      instances: [located()],
      result: { a: 1 },
    });
  });

  it.each<[string, World['settles']]>([
    ['shows nothing', { status: 'unknown', text: 'nothing' }],
    ['shows a failure', { status: 'failed', failure: { code: 'operation_failed', message: 'no' } }],
    ['shows that a part failed', { status: 'succeeded', failures: {} }],
    ['fails itself', new Error('no')],
  ])('stays lost where the look %s', async (_what, settles) => {
    const { sent, send } = setting({ fails: 'answer_lost', settles });
    expect(await rejected(send(() => ({ look, next })))).toEqual({ code: 'answer_lost', message: 'no' });
    expect(sent).toHaveLength(1);
  });

  it('stays lost where nobody can look', async () => {
    const { looked, send } = setting({ fails: 'answer_lost' });
    expect(await rejected(send(() => null))).toEqual({ code: 'answer_lost', message: 'no' });
    expect(looked).toEqual([]);
  });

  it('that was refused is not looked for', async () => {
    const { looked, send } = setting({ fails: 'wrong_state' });
    expect(await rejected(send(() => ({ look, next })))).toEqual({ code: 'wrong_state', message: 'no' });
    expect(looked).toEqual([]);
  });
});
