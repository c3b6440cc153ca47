import { describe, expect, it } from 'vitest';
import type { CommonOptions, Connection } from '../../src/core/context';
import {
  type CreateRequest,
  type CreateRules,
  checkedNames,
  createInstances,
  creatingOf,
  refuseTakenNames,
} from '../../src/core/create';
import type { CreateInput, CreatePlan, Driver, ListQuery } from '../../src/core/driver';
import { CliError } from '../../src/core/errors';
import type { Instance, Located } from '../../src/core/instance';
import type { Operation } from '../../src/core/operation';
import type { Guards, Settings } from '../../src/core/profile';
import { Secret } from '../../src/core/secret';
import type { RowsOutput } from '../../src/core/view';
import { createdView } from '../../src/core/views';
import { instance, located } from './instance';
import { connectionOf, profileOf, stage } from './stage';
import { rejected, thrown } from './thrown';

const over: Operation = { id: null, wait: null };

interface World {
  options?: Partial<CommonOptions>;
  holds?: readonly Located[];
  creating?: object;
  driver?: Partial<Omit<Driver, 'verbs'>>;
  settings?: Settings;
  guards?: Guards;
  wanted?: CreatePlan['wanted'];
  /** Answers the create of one. */
  send?: (name: string | null) => Promise<Operation>;
  partFailed?: readonly CliError[];
}

/** A provider of which everything is noted that was asked of it. */
function provider(world: World = {}) {
  const asked: string[] = [];
  const queries: ListQuery[] = [];
  const planned: unknown[] = [];
  async function* pages(query: ListQuery) {
    queries.push(query);
    yield world.holds ?? [];
    for (const error of world.partFailed ?? []) query.partFailed(error);
  }
  const planOf = (name: string | null, count: number): CreatePlan => ({
    name,
    count,
    wanted: world.wanted ?? {},
    run: async () => {
      asked.push(`create ${name}`);
      return world.send?.(name) ?? { ...over, instances: [located({ id: `id-${name}`, name: name ?? 'named' })] };
    },
  });
  const creating = {
    name: 'required',
    required: [],
    questions: [],
    plan: async (session: unknown, names: readonly string[], input: CreateInput) => {
      planned.push([session, names, input]);
      return names.length === 0 ? [planOf(null, input.count ?? 1)] : names.map((name) => planOf(name, 1));
    },
    ...world.creating,
  };
  const connect = (settings: Settings = world.settings ?? {}, name = 'work') =>
    connectionOf(
      {
        list: (_session, query) => {
          asked.push('list');
          return pages(query);
        },
        verbs: { create: creating },
        ...world.driver,
      },
      { profile: profileOf(name, 'civo', { guards: world.guards ?? {} }), settings },
    );
  const set = stage({ options: world.options ?? {}, over: { recorded: () => 'recorded' } });
  return { ...set, asked, queries, planned, pages, connect };
}

const rules: CreateRules = { ifNotExists: false, showSecrets: false };
const request = (connection: Connection, some: Partial<CreateRequest> = {}): CreateRequest => ({
  connection,
  name: 'web',
  count: 1,
  input: {},
  rules,
  ...some,
});

async function create(world: World = {}, ...some: Partial<CreateRequest>[]) {
  const set = provider(world);
  const connection = set.connect();
  const requests = (some.length === 0 ? [{}] : some).map((one) => request(connection, one));
  const output = (await createInstances(set.context, requests)) as RowsOutput;
  const rows = (output.rows ?? []) as readonly Record<string, unknown>[];
  return { ...set, output, rows, shown: rows.map(({ name, id, status }) => `${name} ${id} ${status}`), connection };
}
const refusal = (world: World, ...some: Partial<CreateRequest>[]) => rejected(create(world, ...some));

describe('a create', () => {
  it('looks for the name, plans, sends, and tells the new instance', async () => {
    const { output, rows, asked, planned, begun, queries, connection } = await create({
      wanted: { size: 's' },
      options: { filter: ['typed'] as never },
    });
    expect(rows).toEqual([
      {
        ...instance({ id: 'id-web', name: 'web' }),
        action: 'create',
        status: 'succeeded',
        operation: null,
        error: null,
      },
    ]);
    expect(output).toMatchObject({ kind: 'rows', failures: [], what: 'instances' });
    expect(output.view).toBe(createdView);
    expect(output.attempted()).toBe(1);
    expect(asked).toEqual(['list', 'create web']);
    expect(queries[0]?.filters).toEqual([]);
    expect(planned).toEqual([[connection.session, ['web'], {}]]);
    expect(begun.map(([, undertaken]) => undertaken)).toEqual([
      {
        action: 'create',
        title: 'create work/web',
        what: 'create of web',
        timeout: 3_600_000,
        targets: [],
        reached: [],
        gone: false,
        makes: { name: 'web', wanted: { size: 's' }, created: false, before: [] },
        prints: 'instances',
      },
    ]);
  });

  it('of several makes each by its own name', async () => {
    const { shown, output } = await create({}, { count: 3 });
    expect(shown).toEqual(['web-1 id-web-1 succeeded', 'web-2 id-web-2 succeeded', 'web-3 id-web-3 succeeded']);
    expect(output.attempted()).toBe(3);
  });

  it('tells the failure of each', async () => {
    const send = async (name: string | null) => {
      if (name === 'web-2') throw new CliError('operation_failed', 'No room');
      return { ...over, instances: [located({ id: 'n', name: `${name}` })] };
    };
    const { output, shown } = await create({ send }, { count: 2 });
    expect(shown).toEqual(['web-1 n succeeded', 'web-2 null failed']);
    expect(output.failures.map(({ message, details }) => [message, details.target])).toEqual([['No room', 'web-2']]);
    expect(output.attempted()).toBe(2);
  });

  it('shows the password only where it is asked for', async () => {
    const result = { password: new Secret('hunter2', 'password') };
    const send = async () => ({ ...over, instances: [located()], result });
    const { rows, said } = await create({ send }, { rules: { ...rules, showSecrets: true } });
    expect(rows[0]).toMatchObject({ password: 'hunter2' });
    expect(said).toContain('mask hunter2');
    expect((await create({ send })).rows[0]).not.toHaveProperty('password');
  });

  it('is only written down in a dry run', async () => {
    const { output, asked, begun } = await create({ options: { dryRun: true } }, { count: 2 });
    expect(output).toEqual({ kind: 'text', text: 'recorded' });
    expect(asked).toEqual(['list', 'create web-1', 'create web-2']);
    expect(begun).toEqual([]);
  });

  it('finds the one name where a driver can', async () => {
    const set = provider();
    const find: Driver['find'] = (_session, name, query) => {
      set.asked.push(`find ${name}`);
      return set.pages(query);
    };
    const connection = set.connect();
    const able = { ...connection, driver: { ...connection.driver, find } };
    await createInstances(set.context, [request(able)]);
    await createInstances(set.context, [request(able, { count: 2 })]);
    expect(set.asked).toEqual(['find web', 'create web', 'list', 'create web-1', 'create web-2']);
    expect(set.queries[0]?.filters).toEqual([]);
  });

  it('looks in each place for the names that are asked for there', async () => {
    const set = provider();
    const places = ['LON1', 'NYC1'].map((region, index): CreateRequest => {
      const connection = set.connect({ region });
      const find: Driver['find'] = (_session, name, query) => {
        set.asked.push(`find ${name} in ${region}`);
        return set.pages(query);
      };
      return request({ ...connection, driver: { ...connection.driver, find } }, { name: `web-${index}` });
    });
    await createInstances(set.context, places);
    expect(set.asked.slice(0, 2)).toEqual(['find web-0 in LON1', 'find web-1 in NYC1']);
  });

  it('is done for each provider beside the others', async () => {
    let running = 0;
    let highest = 0;
    const send = async () => {
      running += 1;
      highest = Math.max(highest, running);
      await new Promise(setImmediate);
      running -= 1;
      return over;
    };
    const set = provider({ send, options: { concurrency: 1 } });
    const connection = set.connect();
    const other = { ...set.connect({}, 'home'), profile: profileOf('home', 'cycle') };
    await createInstances(set.context, [request(connection, { count: 2 }), request(other)]);
    expect(highest).toBe(2);
  });

  it('does so many at once as --concurrency allows, or one where the provider wants that', async () => {
    const most = async (creating: object) => {
      let running = 0;
      let highest = 0;
      const order: (string | null)[] = [];
      const send = async (name: string | null) => {
        order.push(name);
        running += 1;
        highest = Math.max(highest, running);
        await new Promise(setImmediate);
        running -= 1;
        if (name === 'web-2') throw new CliError('operation_failed', 'No room');
        return over;
      };
      await create({ creating, send, options: { concurrency: 2 } }, { count: 4 });
      return [highest, ...order];
    };
    expect(await most({})).toEqual([2, 'web-1', 'web-2', 'web-3', 'web-4']);
    expect((await most({ oneByOne: false }))[0]).toBe(2);
    expect(await most({ oneByOne: true })).toEqual([1, 'web-1', 'web-2', 'web-3', 'web-4']);
  });
});

describe('a name', () => {
  it('must be given, or must not be', async () => {
    expect(await refusal({}, { name: null })).toEqual({
      code: 'missing_argument',
      message: 'The new instance needs a name',
      hint: 'For example nube create web-1 …',
    });
    expect(await refusal({ creating: { name: 'refused' } })).toEqual({
      code: 'excess_argument',
      message: 'Civo names its instances itself; leave web out',
    });
    expect(
      await refusal({ creating: { name: 'refused' } }, { name: null, rules: { ...rules, ifNotExists: true } }),
    ).toEqual({
      code: 'option_not_available',
      message: 'Civo names its instances itself, so --if-not-exists has nothing to go by',
      hint: 'Leave it out, or look first with nube list.',
    });
  });

  it('that the provider gives is neither looked for nor known', async () => {
    const world = { creating: { name: 'refused', options: ['count'] } };
    const { asked, begun, planned } = await create(world, { name: null, count: 2, input: { count: 2 } });
    expect(asked).toEqual(['create null']);
    expect(planned).toMatchObject([[{}, [], { count: 2 }]]);
    expect(begun.map(([, { title, what, makes }]) => [title, what, makes?.name])).toEqual([
      ['create work/2 instances', 'create of 2 instances', null],
    ]);
    const one = await create(world, { name: null });
    expect(one.begun.map(([, { what }]) => what)).toEqual(['create of 1 instance']);
  });

  it('is judged before anything else is known', async () => {
    const judged: string[] = [];
    const checkName = (name: string) => {
      judged.push(name);
      if (name === 'bad-2') throw new CliError('invalid_value', 'No such name');
    };
    const { connect, asked } = provider({ creating: { checkName } });
    const names = (name: string | null, count: number) => checkedNames({ connection: connect(), name, count });
    expect(names('web', 2)).toEqual(['web-1', 'web-2']);
    expect(judged).toEqual(['web-1', 'web-2']);
    expect(thrown(() => names('bad', 2)).message).toBe('No such name');
    expect(thrown(() => names(null, 1)).code).toBe('missing_argument');
    const plain = provider();
    expect(checkedNames({ connection: plain.connect(), name: 'web', count: 1 })).toEqual(['web']);
    expect(asked).toEqual([]);
  });

  it('may be looked for by itself', async () => {
    const taken = async (holds: readonly Located[], names: readonly string[]) => {
      const set = provider({ holds });
      await refuseTakenNames(set.context, set.connect(), names);
      return set.asked;
    };
    const holds = [located({ id: 'i-7', name: 'web' })];
    expect((await rejected(taken(holds, ['db', 'web']))).message).toBe(
      'An instance called web exists already: work/i-7',
    );
    expect(await taken(holds, ['db'])).toEqual(['list']);
    expect(await taken(holds, [])).toEqual([]);
  });

  it('that is taken is refused', async () => {
    const taken = {
      code: 'name_taken',
      message: 'An instance called web exists already: work/i-7',
      hint: 'Choose another name, or give --if-not-exists.',
      profile: 'work',
      provider: 'civo',
    };
    const holds = [located({ id: 'i-6', name: 'other' }), located({ id: 'i-7', name: 'web' })];
    expect(await refusal({ holds })).toEqual(taken);
    expect((await create({ holds }, { name: 'new' })).shown).toEqual(['new id-new succeeded']);
    expect(await refusal({ holds }, { name: 'new' }, { name: 'web' })).toEqual(taken);
    expect((await refusal({ holds: [located({ name: 'web-2' })] }, { count: 2 })).code).toBe('name_taken');
  });

  it('is asked for once', async () => {
    const twice = { code: 'name_taken', message: 'web is asked for twice' };
    expect(await refusal({}, {}, {})).toEqual(twice);
    expect(await refusal({}, { name: 'web', count: 2 }, { name: 'web-2' })).toMatchObject({
      message: 'web-2 is asked for twice',
    });
    const two = async (
      creating: object,
      settings: [Settings, Settings],
      names: [string, string] = ['work', 'work'],
    ) => {
      const set = provider({ creating });
      const requests = settings.map((one, index) => request(set.connect(one, names[index])));
      const output = (await createInstances(set.context, requests)) as RowsOutput;
      return { count: (output.rows as object[]).length, asked: set.asked };
    };
    const places: [Settings, Settings] = [{ region: 'LON1' }, { region: 'NYC1' }];
    expect(await two({}, places)).toEqual({ count: 2, asked: ['list', 'list', 'create web', 'create web'] });
    expect(await rejected(two({ uniqueName: 'profile' }, places))).toEqual(twice);
    expect((await two({ uniqueName: 'profile' }, places, ['work', 'home'])).count).toBe(2);
    expect(await rejected(two({}, [{}, {}]))).toEqual(twice);
    expect((await two({}, [{}, {}], ['work', 'home'])).count).toBe(2);
  });

  it('of several is looked for in one listing', async () => {
    const { asked, begun } = await create(
      { holds: [located({ id: 'x', name: 'other' }), located({ id: 'b', name: 'b' })] },
      { name: 'a' },
      { name: 'b', rules: { ...rules, ifNotExists: true } },
      { name: 'c' },
    );
    expect(asked).toEqual(['list', 'create a', 'create c']);
    // What had one of the names before is none of the new ones.
    expect(begun.map(([, { makes }]) => [makes?.name, makes?.before])).toEqual([
      ['a', ['b']],
      ['c', ['b']],
    ]);
  });

  it('is not known to be free where a part of the provider does not answer', async () => {
    const partFailed = [new CliError('unreachable', 'no answer'), new CliError('internal', 'later')];
    expect(await refusal({ partFailed })).toEqual({ code: 'unreachable', message: 'no answer' });
    const list: Driver['list'] = () => {
      throw new CliError('unreachable', 'none');
    };
    const failing: Driver['list'] = async function* () {
      yield [];
      throw new CliError('unreachable', 'none', { hint: 'nube catalog sizes' });
    };
    expect((await refusal({ driver: { list } })).message).toBe('none');
    expect(await refusal({ driver: { list: failing } })).toEqual({
      code: 'unreachable',
      message: 'none',
      hint: 'nube catalog sizes -p work',
      profile: 'work',
      provider: 'civo',
    });
  });
});

describe('an instance that exists already', () => {
  const ifNotExists = { rules: { ...rules, ifNotExists: true } };
  const there = located({ id: 'i-7', name: 'web', size: 's', cpus: 2, region: 'LON1', group: 'g', memoryMiB: 1 });
  const shown = (over: Partial<Instance> = {}) => ({ ...there.instance, ...over, action: 'create', operation: null });

  it('is left as it is', async () => {
    const { rows, asked, output, begun } = await create({ holds: [there] }, ifNotExists);
    expect(rows).toEqual([{ ...shown(), status: 'unchanged', error: null }]);
    expect(asked).toEqual(['list']);
    expect(output.failures).toEqual([]);
    expect(output.attempted()).toBe(1);
    expect(begun).toEqual([]);
  });

  it('is made where it is not there, and then is created', async () => {
    const both = await create({ holds: [there] }, { ...ifNotExists, name: 'new' }, ifNotExists);
    expect(both.shown).toEqual(['web i-7 unchanged', 'new id-new created']);
    expect(both.output.attempted()).toBe(2);
    expect(both.begun.map(([, { makes }]) => makes?.created)).toEqual([true]);
  });

  it('may differ from what is wanted, and then nothing is sent', async () => {
    const wanted = { size: 'm', cpus: 4, region: 'LON1', image: 'jammy', group: null, memoryMiB: undefined } as never;
    const { rows, output, asked } = await create(
      { holds: [there], wanted },
      { ...ifNotExists, name: 'new' },
      ifNotExists,
    );
    const message = 'web exists and differs: size is s, not m; cpus is 2, not 4';
    const hint = 'Look at it with nube get work/i-7';
    expect(rows).toEqual([
      { ...shown(), status: 'differs', error: { code: 'differs', kind: 'conflict', message, hint } },
    ]);
    expect(output.failures.map(({ code, message, details }) => ({ code, message, ...details }))).toEqual([
      { code: 'differs', message, hint, profile: 'work', provider: 'civo' },
    ]);
    expect(output.attempted()).toBe(1);
    expect(asked).toEqual(['list']);
  });

  it('does not count as one that is made', async () => {
    const guarded = { holds: [there], guards: { maxTargets: 1 } };
    expect((await create(guarded, ifNotExists, { name: 'new' })).shown).toHaveLength(2);
    expect((await create({ ...guarded, guards: { readOnly: true } }, ifNotExists)).shown).toHaveLength(1);
  });
});

describe('what a create refuses before it sends anything', () => {
  it('is an option that the provider has not, but for the scopes', async () => {
    expect(await refusal({}, { input: { size: 's' } })).toMatchObject({
      code: 'option_not_available',
      message: 'Civo has no --size for create',
    });
    expect((await create({}, { input: { region: 'LON1', cloud: 'c' } })).shown).toHaveLength(1);
    expect((await create({ creating: { options: ['size'] } }, { input: { size: 's' } })).shown).toHaveLength(1);
  });

  it('is what lacks an option that it needs', async () => {
    const creating = (...required: string[]) => ({ creating: { required, options: ['size', 'image', 'memoryMiB'] } });
    expect(await refusal(creating('size', 'image'))).toEqual({
      code: 'missing_argument',
      message: 'Civo needs --size, --image',
      hint: 'Choose from nube catalog sizes -p work and nube catalog images -p work',
    });
    expect(await refusal(creating('size', 'memoryMiB'), { input: { size: 's' } })).toEqual({
      code: 'missing_argument',
      message: 'Civo needs --memory',
      hint: 'nube help create lists every option.',
    });
    expect((await create(creating('size'), { input: { size: 's' } })).shown).toHaveLength(1);
    expect((await create({ ...creating('region'), settings: { region: 'LON1' } })).shown).toHaveLength(1);
    expect((await refusal(creating('region'))).hint).toBe('Choose from nube catalog regions -p work');
  });

  it('is what the provider cannot do', async () => {
    const { connect } = provider();
    const driver = { ...connect().driver, verbs: { create: { unsupported: 'No.' } } };
    expect(await rejected((async () => creatingOf({ ...connect(), driver } as never))())).toMatchObject({
      code: 'not_supported',
      message: 'Civo has no create: No.',
    });
  });

  it('is what a profile is guarded against', async () => {
    expect(await refusal({ guards: { maxTargets: 2 } }, { count: 3 })).toMatchObject({
      code: 'guarded',
      message: 'The profile work allows 2 at once, and create would touch 3',
    });
    expect((await create({ guards: { maxTargets: 3 } }, { count: 3 })).shown).toHaveLength(3);
    expect((await create({ guards: { protect: ['*'] } })).shown).toHaveLength(1);
    expect((await refusal({ guards: { readOnly: true } })).message).toBe('The profile work is read-only: no create');
    expect((await refusal({ guards: { readOnly: true }, options: { dryRun: true } })).code).toBe('guarded');
  });

  it('is more than --max', async () => {
    const world = { options: { max: 2 } };
    expect(await refusal(world, { count: 2 }, { name: 'db' })).toEqual({
      code: 'too_many_targets',
      message: 'create would make 3 instances, and --max is 2',
    });
    expect((await create(world, { count: 2 })).shown).toHaveLength(2);
  });

  it('is told with the entry of a file that it is about', async () => {
    const from = 'fleet.yaml, entry 2';
    expect(await refusal({}, { name: null, from })).toEqual({
      code: 'missing_argument',
      message: 'fleet.yaml, entry 2: The new instance needs a name',
      hint: 'For example nube create web-1 …',
    });
    const holds = [located({ name: 'web' })];
    expect((await refusal({ holds }, { from })).message).toBe(
      'fleet.yaml, entry 2: An instance called web exists already: work/i-1',
    );
    const plan = () => Promise.reject(new CliError('wrong_state', 'no', { hint: 'nube catalog sizes' }));
    expect(await refusal({ creating: { plan } }, { from })).toEqual({
      code: 'wrong_state',
      message: 'fleet.yaml, entry 2: no',
      hint: 'nube catalog sizes -p work',
      profile: 'work',
      provider: 'civo',
    });
    expect((await refusal({ creating: { plan } })).message).toBe('no');
    const broken = { creating: { required: null } };
    await expect(create(broken, { from })).rejects.toThrow(TypeError);
  });
});
