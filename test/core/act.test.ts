import { describe, expect, it } from 'vitest';
import { act, type ChangingVerb } from '../../src/core/act';
import type { CommonOptions, ConfirmationRequest } from '../../src/core/context';
import type { Driver, Plan } from '../../src/core/driver';
import { CliError } from '../../src/core/errors';
import type { Located } from '../../src/core/instance';
import type { Entry } from '../../src/core/journal';
import type { Operation } from '../../src/core/operation';
import type { Guards, Profile } from '../../src/core/profile';
import type { ActionRules } from '../../src/core/step';
import type { RowsOutput } from '../../src/core/view';
import { actionView, createdView } from '../../src/core/views';
import { located } from './instance';
import { connectionOf, profileOf, stage } from './stage';
import { rejected } from './thrown';

interface World {
  rules?: Partial<ActionRules>;
  options?: Partial<CommonOptions>;
  words?: string;
  input?: object;
  holds?: Readonly<Record<string, readonly Located[]>>;
  guards?: Guards;
  /** What the driver says of the verb, in place of planning each target by itself. */
  capability?: object;
  /** What each plan has beside its target. */
  plan?: (located: Located) => Partial<Plan>;
  driver?: Partial<Driver>;
  /** What the journal holds. */
  entries?: readonly Entry[];
  /** Answers to the question before it. */
  answer?: boolean;
}

const over: Operation = { id: null, wait: null };

async function start(world: World = {}) {
  const { rules, options = {}, words = 'web-1', input = {}, holds = { work: [located()] } } = world;
  const calls: string[] = [];
  const planned: { targets: readonly Located[]; input: unknown }[] = [];
  const asked: ConfirmationRequest[] = [];
  const profiles = Object.keys(holds).map((name) => profileOf(name, name, { guards: world.guards ?? {} }));
  const planOf = (one: Located): Plan => ({
    targets: [one],
    run: async () => {
      calls.push(`run ${one.instance.id}`);
      return over;
    },
    ...world.plan?.(one),
  });
  const capability = world.capability ?? {
    plan: async (_session: unknown, targets: readonly Located[], given: unknown) => {
      planned.push({ targets, input: given });
      return targets.map(planOf);
    },
  };
  const connect = (profile: Profile) =>
    connectionOf(
      {
        async *list() {
          yield holds[profile.name] ?? [];
        },
        look: async (_session, one) => one,
        verbs: { start: capability },
        ...world.driver,
      },
      { profile },
    );
  const connections = new Map(profiles.map((profile) => [profile.name, connect(profile)]));
  const set = stage({
    options,
    entries: () => world.entries ?? [],
    over: {
      known: async () => profiles,
      chosen: async () => profiles,
      connect: async ({ name }: Profile) => connections.get(name),
      recorded: () => 'recorded',
      ask: {
        available: world.answer !== undefined,
        confirm: async (request: ConfirmationRequest) => {
          asked.push(request);
          return world.answer;
        },
      },
    },
  });
  const all: ActionRules = { action: 'start', asks: false, ...rules };
  const output = await act(set.context, 'start' as ChangingVerb, words.split(' ').filter(Boolean), input as never, all);
  const rows = (output.kind === 'rows' ? output.rows : []) as readonly Record<string, unknown>[];
  const shown = rows.map(
    ({ id, status, result }) => `${id} ${status}${result === null ? '' : ` ${JSON.stringify(result)}`}`,
  );
  return { output, rows, shown, calls, planned, asked, said: set.said, turns: set.turns };
}

const db = located({ id: 'i-2', name: 'db-1' });
const cache = located({ id: 'i-3', name: 'cache-1', state: 'stopped' });
const three = { work: [located(), db, cache] };

describe('a verb', () => {
  it('plans all targets of a profile, sends each plan and tells what came of each', async () => {
    const { output, shown, calls, planned } = await start({
      words: 'cache-1 web-1',
      holds: three,
      input: { a: undefined },
      options: { yes: true },
    });
    expect(planned).toEqual([{ targets: [cache, located()], input: { a: undefined } }]);
    expect(calls).toEqual(['run i-3', 'run i-1']);
    expect(shown).toEqual(['i-3 succeeded', 'i-1 succeeded']);
    expect(output).toMatchObject({ kind: 'rows', failures: [], what: 'targets' });
    const { view, attempted } = output as RowsOutput;
    expect(view).toBe(actionView);
    expect(attempted()).toBe(2);
  });

  it('plans for each profile by itself', async () => {
    const home = located({ profile: 'home', id: 'h-1', name: 'web-9' });
    const { planned, shown } = await start({
      words: 'web-1 web-9',
      options: { yes: true },
      holds: { work: [located()], home: [home] },
    });
    expect(planned.map(({ targets }) => targets)).toEqual([[located()], [home]]);
    expect(shown).toEqual(['i-1 succeeded', 'h-1 succeeded']);
  });

  it('may make instances', async () => {
    const { output } = await start({ rules: { makes: true } });
    expect((output as RowsOutput).view).toBe(createdView);
    expect(((await start({ rules: { makes: false } })).output as RowsOutput).view).toBe(actionView);
  });

  it('tells the failures of its targets', async () => {
    const plan = ({ instance: { id } }: Located) =>
      id === 'i-1' ? { run: () => Promise.reject(new CliError('wrong_state', 'no')) } : {};
    const { output, shown } = await start({ words: 'web-1 db-1', holds: three, plan, options: { yes: true } });
    expect(shown).toEqual(['i-1 failed', 'i-2 succeeded']);
    const { failures, attempted } = output as RowsOutput;
    expect(failures).toMatchObject([{ code: 'wrong_state', details: { profile: 'work', target: 'web-1' } }]);
    expect(attempted()).toBe(2);
  });

  it('says that its selection fits nothing', async () => {
    const filter = [{ matches: () => false }] as never;
    const found = await start({ words: '', options: { filter } });
    expect(found.output).toMatchObject({ kind: 'rows', view: actionView, rows: [], failures: [] });
    expect(found.said).toEqual(['note Nothing fits the selection nothing_selected']);
    const dry = await start({ words: '', options: { filter, dryRun: true } });
    expect(dry.output).toEqual({ kind: 'text', text: '' });
    expect(dry.said).toEqual(['note Nothing fits the selection nothing_selected']);
  });

  it('refuses where a profile does not answer', async () => {
    const list = async function* () {
      yield [located()];
      throw new CliError('unreachable', 'no');
    };
    expect(await rejected(start({ driver: { list } }))).toMatchObject({ code: 'unreachable' });
  });

  it('takes the start of an id unless it must not', async () => {
    const holds = { work: [located({ id: 'abcdef' })] };
    expect((await start({ words: 'abcd', holds })).shown).toEqual(['abcdef succeeded']);
    expect(await rejected(start({ words: 'abcd', holds, rules: { prefixes: false } }))).toMatchObject({
      code: 'instance_not_found',
    });
  });
});

describe('what is as asked already', () => {
  const rules = { reached: ['running'] as const };

  it('is left out, in its place', async () => {
    const { shown, calls, planned } = await start({ words: 'web-1 cache-1 db-1', holds: three, rules });
    expect(shown).toEqual([
      'i-1 skipped {"reason":"it is running already"}',
      'i-3 succeeded',
      'i-2 skipped {"reason":"it is running already"}',
    ]);
    expect(calls).toEqual(['run i-3']);
    expect(planned.map(({ targets }) => targets)).toEqual([[cache]]);
  });

  it('may have any state that its verb does not ask for', async () => {
    const plan = async () => [{ targets: [cache], run: async () => over }];
    const capability = { plan, from: ['stopped'] };
    expect((await start({ words: 'web-1 cache-1', holds: three, rules, capability })).shown).toHaveLength(2);
    expect(await rejected(start({ capability }))).toEqual({
      code: 'wrong_state',
      message: 'web-1 is running; to start it, it must be stopped',
      hint: 'nube stop work/i-1',
      profile: 'work',
      provider: 'work',
    });
  });

  it('is so by its plan too', async () => {
    const plan = ({ instance: { id } }: Located) => (id === 'i-1' ? { skip: 'nothing differs' } : {});
    const { shown, calls } = await start({ words: 'web-1 db-1', holds: three, plan, options: { yes: true } });
    expect(shown).toEqual(['i-1 skipped {"reason":"nothing differs"}', 'i-2 succeeded']);
    expect(calls).toEqual(['run i-2']);
  });

  it('is told in a dry run, which sends nothing', async () => {
    const both = await start({ words: 'web-1 cache-1', holds: three, rules, options: { dryRun: true } });
    expect(both.output).toEqual({ kind: 'text', text: 'recorded' });
    expect(both.said).toEqual(['note web-1: nothing would be sent, it is as asked already']);
    expect(both.calls).toEqual(['run i-3']);
    expect(both.asked).toEqual([]);
  });

  it('is not an instance that is destroyed', async () => {
    const gone = { ...located({ state: 'deleted' }), recoverable: true };
    const reached: ActionRules['reached'] = ['deleted'];
    const { shown } = await start({ holds: { work: [gone] }, rules: { reached, findsGone: true } });
    expect(shown).toEqual(['i-1 succeeded']);
    const gone2 = { ...gone, recoverable: false };
    expect((await start({ holds: { work: [gone2] }, rules: { reached } })).shown).toEqual([
      'i-1 skipped {"reason":"it is deleted already"}',
    ]);
  });
});

describe('what a verb refuses before it sends anything', () => {
  it('is what the provider cannot do', async () => {
    expect(await rejected(start({ capability: { unsupported: 'It never sleeps.' } }))).toEqual({
      code: 'not_supported',
      message: 'Civo has no start: It never sleeps.',
      hint: 'nube providers shows what each provider can do.',
      profile: 'work',
      provider: 'work',
    });
    const hint = 'Look with nube get REF';
    expect((await rejected(start({ capability: { unsupported: 'No.', hint } }))).hint).toBe(
      'Look with nube get work/i-1',
    );
  });

  it('is an option that the provider has not', async () => {
    expect(await rejected(start({ input: { hard: true } }))).toMatchObject({
      code: 'option_not_available',
      message: 'Civo has no --hard for start',
    });
  });

  it('is an instance that was not deleted, where one is meant that was', async () => {
    const refusal = {
      code: 'wrong_state',
      message: 'web-1 is running; to recover it, it must have been deleted',
      hint: 'Look at it with nube get work/i-1',
      profile: 'work',
      provider: 'work',
    };
    const rules = { action: 'recover', findsGone: true };
    expect(await rejected(start({ rules }))).toEqual(refusal);
    expect(await rejected(start({ rules, holds: { work: [{ ...located(), recoverable: false }] } }))).toEqual(refusal);
  });

  it('is not taken for an instance of the same name that was, or was not, deleted', async () => {
    const twins = { work: [located(), { ...located({ id: 'i-9', state: 'deleted' as const }), recoverable: true }] };
    expect((await start({ holds: twins })).shown).toEqual(['i-1 succeeded']);
    expect((await start({ holds: twins, rules: { findsGone: true } })).shown).toEqual(['i-9 succeeded']);
  });

  it('is what the plan refuses, told with the one instance that it is about', async () => {
    const plan = () => Promise.reject(new CliError('wrong_state', 'no', { hint: 'Look with nube get REF' }));
    const refused = (words: string) => rejected(start({ words, holds: three, capability: { plan } }));
    expect(await refused('web-1')).toEqual({
      code: 'wrong_state',
      message: 'no',
      hint: 'Look with nube get work/i-1',
      profile: 'work',
      provider: 'work',
    });
    expect((await refused('web-1 db-1')).hint).toBe('Look with nube get REF');
  });

  it('is what a profile is guarded against', async () => {
    const refused = (guards: Guards, over: World = {}) => rejected(start({ guards, holds: three, ...over }));
    expect(await refused({ readOnly: true })).toMatchObject({
      code: 'guarded',
      message: expect.stringContaining('no start'),
    });
    expect(await refused({ protect: ['web-*'] })).toMatchObject({
      code: 'guarded',
      message: 'The profile work protects web-1 by web-*',
    });
    expect(await refused({ maxTargets: 1 }, { words: 'web-1 db-1' })).toMatchObject({
      message: 'The profile work allows 1 at once, and start would touch 2',
    });
    const skips = { plan: () => ({ skip: 'so already' }) };
    expect((await start({ guards: { readOnly: true }, ...skips })).shown).toHaveLength(1);
  });

  it('is more than --max, not counting what is left out', async () => {
    const options = { max: 1, yes: true };
    expect(await rejected(start({ words: 'web-1 db-1', holds: three, options }))).toMatchObject({
      code: 'too_many_targets',
      message: 'start would touch 2 instances, and --max is 1',
    });
    const rules: Partial<ActionRules> = { reached: ['running'] };
    expect((await start({ words: 'web-1 cache-1', holds: three, options, rules })).shown).toHaveLength(2);
  });

  it('is what nobody has agreed to', async () => {
    const declined = { words: 'web-1 db-1', holds: three, answer: false };
    expect(await rejected(start(declined))).toEqual({ code: 'declined', message: 'Nothing was done' });
    const { asked, calls } = await start({ ...declined, answer: true, rules: { loses: 'its memory' } });
    expect(asked).toEqual([
      {
        lines: ['start work/web-1 (i-1, running): its memory', 'start work/db-1 (i-2, running): its memory'],
        question: 'Start these 2 instances?',
        typed: undefined,
      },
    ]);
    expect(calls).toEqual(['run i-1', 'run i-2']);
  });
});

describe('what was going on before', () => {
  const earlier = {
    id: 'e-7',
    profile: 'work',
    provider: 'work',
    status: 'accepted',
    action: 'start',
    targets: [located()],
    operation: { id: 'task-1', wait: { task: 1 } },
    scopes: {},
    makes: null,
  } as unknown as Entry;
  const driver: Partial<Driver> = { follow: async () => ({ status: 'succeeded' }) };
  const closed = async (world: World) => {
    const { turns } = await start({ entries: [earlier], driver, ...world });
    return turns.flatMap(({ operation }) => (operation?.id === 'task-1' ? ['closed'] : []));
  };

  it('is closed once the instance is seen to be gone', async () => {
    expect(await closed({ rules: { gone: true } })).toEqual(['closed']);
    expect(await closed({})).toEqual([]);
    expect(await closed({ rules: { gone: false } })).toEqual([]);
    expect(await closed({ rules: { gone: true }, options: { noWait: true } })).toEqual([]);
    const about = { ...earlier, targets: [db] };
    expect(await closed({ rules: { gone: true }, entries: [about] })).toEqual([]);
    const named = { ...earlier, targets: [located({ id: 'other' })] };
    expect(await closed({ rules: { gone: true }, entries: [named] })).toEqual(['closed']);
    const made = { ...earlier, targets: [], makes: { name: 'web-1' } } as unknown as Entry;
    expect(await closed({ rules: { gone: true }, entries: [made] })).toEqual(['closed']);
  });
});

describe('targets under way at once', () => {
  async function most(world: World) {
    let running = 0;
    let highest = 0;
    const run = async () => {
      running += 1;
      highest = Math.max(highest, running);
      await new Promise(setImmediate);
      running -= 1;
      return over;
    };
    await start({ words: 'web-1 db-1 cache-1', holds: three, plan: () => ({ run }), ...world });
    return highest;
  }

  it('are so many as --concurrency allows, for each provider', async () => {
    const options = { concurrency: 2, yes: true };
    expect(await most({ options })).toBe(2);
    const followMany = () => [];
    expect(await most({ options, driver: { followMany } })).toBe(3);
    expect(await most({ options, driver: { followMany }, rules: { timeout: 1000 } })).toBe(2);
    const home = [located({ profile: 'home', id: 'h-1', name: 'cache-1' })];
    const two = { work: [located(), db], home };
    expect(await most({ options: { ...options, concurrency: 1 }, holds: two })).toBe(2);
  });
});

describe('the rows of a verb', () => {
  it('stand as the targets were named, those that came along last', async () => {
    const also = located({ id: 'i-4', name: 'web-4' });
    const plan = (one: Located) => (one.instance.id === 'i-1' ? { targets: [also, one] } : {});
    const { shown } = await start({ words: 'db-1 web-1', holds: three, plan, options: { yes: true } });
    expect(shown).toEqual(['i-2 succeeded', 'i-1 succeeded', 'i-4 succeeded']);
  });

  it('stand so too where instances differ only by their profile or their place', async () => {
    const at = (region: string): Located => ({ ...located({ group: region }), at: { region } });
    const twins = {
      work: [at('a'), at('b')],
      home: [{ ...at('a'), instance: { ...at('a').instance, profile: 'home' } }],
    };
    const order = async (words: string) => {
      const { rows } = await start({
        words,
        holds: twins,
        options: { yes: true },
        capability: {
          plan: async (_session: unknown, targets: readonly Located[]) =>
            targets.toReversed().map((one) => ({ targets: [one], skip: `${one.instance.profile}/${one.at.region}` })),
        },
      });
      return rows.map(({ result }) => (result as { reason: string }).reason);
    };
    expect(await order('work/b/web-1 home/a/web-1 work/a/web-1')).toEqual(['work/b', 'home/a', 'work/a']);
    expect(await order('work/a/web-1 work/b/web-1')).toEqual(['work/a', 'work/b']);
  });

  it('stand last where they belong to none of the targets', async () => {
    const plan = ({ instance: { id } }: Located): Partial<Plan> =>
      id === 'i-2' ? { targets: [], makes: { name: 'web-2', before: new Set(), adopt: () => over } } : {};
    const { rows } = await start({ words: 'db-1 web-1', holds: three, plan, rules: { makes: true } });
    expect(rows.map(({ name }) => name)).toEqual(['', 'web-2']);
  });
});
