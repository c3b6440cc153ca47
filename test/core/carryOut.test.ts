import { describe, expect, it } from 'vitest';
import { actionRow, carryOut, resultsOf } from '../../src/core/carryOut';
import type { Plan } from '../../src/core/driver';
import { CliError } from '../../src/core/errors';
import type { Located } from '../../src/core/instance';
import type { Undertaken } from '../../src/core/journal';
import type { Operation, Progress } from '../../src/core/operation';
import { Secret } from '../../src/core/secret';
import type { ActionRules } from '../../src/core/step';
import type { Outcome } from '../../src/core/undertake';
import { located } from './instance';
import { connectionOf, type Scene, stage } from './stage';

const web = located();
const db = located({ id: 'i-2', name: 'db-1' });
const accepted: Operation = { id: 'task-1', wait: { task: 1 } };
const over: Operation = { id: null, wait: null };
const stop: ActionRules = { action: 'stop', asks: false };
const row = {
  profile: 'work',
  provider: 'civo',
  id: 'i-1',
  name: 'web-1',
  action: 'stop',
  status: 'succeeded',
  state: 'running',
  operation: null,
  error: null,
  result: null,
};

interface World extends Scene {
  plan?: Partial<Plan>;
  rules?: Partial<ActionRules>;
  end?: Progress;
  /** What a look at an instance shows, by its id. */
  now?: Record<string, Located>;
}

async function carry(send: Operation | Error, { plan, rules, end, now = {}, ...scene }: World = {}) {
  const set = stage(scene);
  const looked: string[] = [];
  const connection = connectionOf({
    follow: async () => end ?? { status: 'succeeded' },
    look: async (_session, { instance: { id } }) => {
      looked.push(id);
      const found = now[id];
      if (found === undefined) throw new CliError('instance_not_found', 'gone');
      return found;
    },
  });
  const run = async () => {
    if (send instanceof Error) throw send;
    return send;
  };
  const results = await carryOut(
    set.context,
    { connection, plan: { targets: [web], run, ...plan } },
    { ...stop, ...rules },
  );
  return { results, looked, begun: set.begun.map(([, undertaken]) => undertaken), said: set.said };
}

describe('what is written down of a plan', () => {
  const undertaken = async (plan?: Partial<Plan>, rules?: Partial<ActionRules>) =>
    (await carry(over, { plan, rules } as World)).begun[0];

  it('is its verb, its targets, and what settles it', async () => {
    expect(await undertaken()).toEqual({
      action: 'stop',
      title: 'stop work/web-1',
      what: 'stop of web-1',
      timeout: 600_000,
      targets: [web],
      reached: [],
      gone: false,
      makes: null,
      prints: 'actions',
    });
    expect(await undertaken({}, { reached: ['stopped'], gone: true, timeout: 5 })).toMatchObject({
      reached: ['stopped'],
      gone: true,
      timeout: 5,
    });
    expect(await undertaken({ targets: [web, db] })).toMatchObject({
      title: 'stop work/web-1 and 1 more',
      what: 'stop of web-1 and 1 more',
    });
    expect(await undertaken({ targets: [web, db, web] })).toMatchObject({ what: 'stop of web-1 and 2 more' });
  });

  it('is the instance that is to be made', async () => {
    const adopt = () => over;
    const makes = { name: 'web-2', before: new Set(['a', 'b']), adopt };
    expect(await undertaken({ makes }, { makes: true })).toMatchObject({
      makes: { name: 'web-2', wanted: {}, created: false, before: ['a', 'b'] },
      prints: 'instances',
    });
    expect(await undertaken({}, { makes: true })).toMatchObject({
      makes: { name: null, wanted: {}, created: false, before: [] },
      prints: 'instances',
    });
    expect(await undertaken({ makes })).toMatchObject({ makes: { name: 'web-2' }, prints: 'actions' });
    expect(await undertaken({}, { makes: false })).toMatchObject({ makes: null, prints: 'actions' });
  });
});

describe('what a target has come to', () => {
  it('is the instance as the provider showed it at the end', async () => {
    const now = located({ state: 'stopped', name: 'web-new' });
    const end: Progress = { status: 'succeeded', instances: [db, now], result: { n: 1 } };
    expect(await carry({ ...accepted, result: { n: 0 } }, { end })).toMatchObject({
      results: [
        {
          located: web,
          row: { ...row, name: 'web-new', state: 'stopped', operation: 'task-1', result: { n: 1 } },
          error: null,
        },
      ],
      looked: [],
    });
  });

  it('is the instance as it is looked at again, where the end did not show it', async () => {
    const now = located({ state: 'stopped' });
    const end: Progress = { status: 'succeeded', instances: [db] };
    for (const one of [end, { status: 'succeeded' } as const]) {
      expect(await carry({ ...accepted, result: { n: 0 } }, { end: one, now: { 'i-1': now } })).toMatchObject({
        results: [{ row: { ...row, state: 'stopped', operation: 'task-1', result: { n: 0 } }, error: null }],
        looked: ['i-1'],
      });
    }
    const { results } = await carry(over);
    expect(results).toEqual([{ located: web, row: { ...row, state: null }, error: null }]);
  });

  it('is nothing more once it is gone, as was meant', async () => {
    const rules = { gone: true };
    expect(await carry(accepted, { rules, end: { status: 'succeeded', instances: [] } })).toMatchObject({
      results: [{ row: { ...row, state: null, operation: 'task-1' }, error: null }],
      looked: [],
    });
    expect((await carry(accepted, { rules })).looked).toEqual(['i-1']);
    expect((await carry(accepted, { end: { status: 'succeeded', instances: [] } })).looked).toEqual(['i-1']);
  });

  it('is not looked at where nobody waits', async () => {
    expect(await carry(accepted, { options: { noWait: true } })).toMatchObject({
      results: [{ located: web, row: { ...row, status: 'accepted', operation: 'task-1' }, error: null }],
      looked: [],
    });
  });

  it('is its own, where it failed alone', async () => {
    const failure = { code: 'operation_failed', message: 'No room', hint: 'Wait.', providerCode: 'E7' } as const;
    const now = { 'i-1': located({ state: 'error' }), 'i-2': located({ id: 'i-2', name: 'db-1', state: 'stopped' }) };
    const of = (one: object) =>
      carry(accepted, {
        plan: { targets: [web, db] },
        end: { status: 'succeeded', failures: { 'i-1': one as typeof failure }, result: { n: 1 } },
        now,
      });
    const error = { code: 'operation_failed', kind: 'failed', message: 'No room', hint: 'Wait.' };
    const { results } = await of(failure);
    expect(results).toMatchObject([
      { located: web, row: { ...row, status: 'failed', state: 'error', operation: 'task-1', error, result: { n: 1 } } },
      {
        located: db,
        row: { ...row, id: 'i-2', name: 'db-1', state: 'stopped', operation: 'task-1', result: { n: 1 } },
        error: null,
      },
    ]);
    expect(results[0]?.error).toBeInstanceOf(CliError);
    expect(results[0]?.error?.code).toBe('operation_failed');
    expect(results[0]?.error?.message).toBe('No room');
    expect(results[0]?.error?.details).toEqual({
      hint: 'Wait.',
      providerCode: 'E7',
      profile: 'work',
      provider: 'civo',
      target: 'web-1',
    });
    const { hint: _hint, ...without } = failure;
    expect((await of(without)).results[0]?.error?.details.hint).toBe('Look with nube get work/i-1');
  });

  it('is looked at after a failure, but not where that would tell nothing', async () => {
    const now = { 'i-1': located({ state: 'error' }) };
    const failing = async (code: CliError['code']) => {
      const { results, looked } = await carry(new CliError(code, 'no', { hint: 'h' }), { now });
      return { row: results[0]?.row, details: results[0]?.error?.details, looked };
    };
    const details = { hint: 'h', profile: 'work', provider: 'civo', target: 'web-1' };
    const error = { code: 'wrong_state', kind: 'conflict', message: 'no', hint: 'h' };
    expect(await failing('wrong_state')).toEqual({
      row: { ...row, status: 'failed', state: 'error', error },
      details,
      looked: ['i-1'],
    });
    for (const code of ['interrupted', 'not_sent', 'not_allowed', 'credential_refused'] as const) {
      expect(await failing(code)).toMatchObject({ row: { state: 'running' }, details, looked: [] });
    }
    expect(await failing('interrupted')).toMatchObject({ row: { status: 'accepted' } });
    expect(await failing('answer_lost')).toMatchObject({ row: { status: 'unknown' }, looked: ['i-1'] });
    expect((await carry(new CliError('wrong_state', 'no'))).results[0]?.row).toMatchObject({ state: null });
  });
});

describe('what new instances have come to', () => {
  const undertaken: Undertaken = {
    action: 'clone',
    title: 'clone work/web-1',
    what: 'clone of web-1',
    timeout: 1,
    targets: [web],
    reached: [],
    gone: false,
    makes: { name: 'web-2', wanted: {}, created: false, before: [] },
    prints: 'instances',
  };
  const error = new CliError('operation_failed', 'no');
  const password = new Secret('hunter2', 'password');
  async function of(over: Partial<Undertaken>, outcome: Partial<Outcome>, showSecrets?: boolean) {
    const { context, said } = stage();
    const whole: Outcome = { operation: accepted, end: null, accepted: false, error: null, ...outcome };
    const results = await resultsOf(context, connectionOf(), { ...undertaken, ...over }, whole, showSecrets);
    return { results, said };
  }

  it('is a row for each', async () => {
    const instances = [located({ id: 'n-1', name: 'web-2' }), located({ id: 'n-2', name: 'web-3' })];
    const { results } = await of({}, { end: { status: 'succeeded', instances } });
    expect(results.map(({ located: at, row: { id, status, action } }) => [at, id, status, action])).toEqual([
      [web, 'n-1', 'succeeded', 'clone'],
      [web, 'n-2', 'succeeded', 'clone'],
    ]);
  });

  it('names in its error what was to be made, or else what of', async () => {
    const target = async (some: Partial<Undertaken>) => (await of(some, { error })).results[0]?.error?.details.target;
    expect(await target({})).toBe('web-2');
    expect(await target({ makes: null })).toBe('web-1');
    expect(await target({ makes: null, targets: [] })).toBeUndefined();
    expect((await of({ targets: [] }, { error })).results[0]?.located).toBeNull();
    expect((await of({}, {})).results[0]?.error).toBeNull();
  });

  it('masks the password that is shown', async () => {
    const end = { status: 'succeeded', instances: [web], result: { password } } as const;
    const shown = await of({}, { end }, true);
    expect(shown.said).toEqual(['mask hunter2']);
    expect(shown.results[0]?.row).toMatchObject({ password: 'hunter2' });
    for (const show of [false, undefined]) {
      const hidden = await of({}, { end }, show);
      expect(hidden.said).toEqual([]);
      expect(hidden.results[0]?.row).not.toHaveProperty('password');
    }
    expect((await of({}, { end: { status: 'succeeded', instances: [web] } }, true)).said).toEqual([]);
  });
});

describe('the row of an action', () => {
  it('shows the instance as it was, unless it was looked at', () => {
    expect(actionRow(web, stop, { status: 'accepted' })).toEqual({ ...row, status: 'accepted' });
    const now = located({ name: 'new', state: 'error' });
    const error = new CliError('wrong_state', 'no');
    expect(actionRow(web, stop, { status: 'failed', operation: 'o', error, now, result: { n: 1 } })).toEqual({
      ...row,
      status: 'failed',
      name: 'new',
      state: 'error',
      operation: 'o',
      error: { code: 'wrong_state', kind: 'conflict', message: 'no', hint: null },
      result: { n: 1 },
    });
    expect(actionRow(web, stop, { status: 'failed', now: null })).toMatchObject({ name: 'web-1', state: null });
  });
});
