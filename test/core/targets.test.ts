import { describe, expect, it } from 'vitest';
import type { CommonOptions, ConnectOptions } from '../../src/core/context';
import type { Driver, ListQuery } from '../../src/core/driver';
import { CliError } from '../../src/core/errors';
import type { Instance, Located } from '../../src/core/instance';
import type { Profile } from '../../src/core/profile';
import { chooseTargets, plainQuery, type TargetRule, targetsOf } from '../../src/core/targets';
import { located } from './instance';
import { connectionOf, profileOf, stage } from './stage';
import { rejected } from './thrown';

type Pages = readonly (readonly Located[])[];

interface World {
  options?: Partial<CommonOptions>;
  /** What each profile holds, in the order in which they are known; an error in place of an answer. */
  holds?: Readonly<Record<string, Pages | Error>>;
  /** What of it is chosen; all unless said. */
  chosen?: readonly string[];
  /** Which profiles cannot even be reached. */
  unreachable?: Readonly<Record<string, Error>>;
  /** Failures of parts, by profile. */
  partFailed?: Readonly<Record<string, readonly CliError[]>>;
  /** The driver finds by name; what it was asked for is noted. */
  finds?: boolean;
  scopesOf?: Partial<Driver>;
}

const one = (over: Partial<Located['instance']> = {}, gone?: boolean): Located => ({
  ...located(over),
  ...(gone === undefined ? {} : { recoverable: gone }),
});

function setting({ options = {}, holds = { work: [[one()]] }, finds = false, ...world }: World) {
  const profiles = Object.keys(holds).map((name) => profileOf(name));
  const asked: string[] = [];
  const queries: ListQuery[] = [];
  const connected: (ConnectOptions | undefined)[] = [];
  const called: string[] = [];
  async function* pagesOf(name: string, query: ListQuery) {
    queries.push(query);
    const pages = holds[name] ?? [];
    if (pages instanceof Error) throw pages;
    yield* pages;
    for (const error of world.partFailed?.[name] ?? []) query.partFailed(error);
  }
  const set = stage({
    options,
    over: {
      called: ({ id }: Instance, reference: string) => called.push(`${id} is ${reference}`),
      known: async () => profiles,
      chosen: async () => profiles.filter(({ name }) => world.chosen?.includes(name) ?? true),
      driver: async () => ({ scopes: [], listOptions: [], verbs: { ssh: { unsupported: 'No.' } }, ...world.scopesOf }),
      async connect(profile: Profile, how?: ConnectOptions) {
        connected.push(how);
        const error = world.unreachable?.[profile.name];
        if (error !== undefined) throw error;
        const { name } = profile;
        return connectionOf(
          {
            list: (_session, query) => {
              asked.push(`${name} all`);
              return pagesOf(name, query);
            },
            ...(finds && {
              find: (_session, reference, query) => {
                asked.push(`${name} ${reference}`);
                return pagesOf(name, query);
              },
            }),
          },
          { profile },
        );
      },
    },
  });
  return { ...set, asked, queries, connected, called };
}

const rule: TargetRule = { strict: true, prefixes: true, gone: 'no' };
const idsOf = (targets: readonly { connection: { profile: Profile }; located: Located }[]) =>
  targets.map(({ connection, located: { instance } }) => `${connection.profile.name}/${instance.id}`);

async function named(words: string, world: World = {}, over: Partial<TargetRule> = {}) {
  const set = setting(world);
  const targets = await targetsOf(set.context, words.split(' '), { ...rule, ...over });
  return { ...set, ids: idsOf(targets), targets };
}
async function selected(world: World, over: Partial<TargetRule> = {}) {
  const set = setting(world);
  const targets = await chooseTargets(set.context, 'stop', [], { ...rule, ...over });
  return { ...set, ids: idsOf(targets) };
}
const failureOf = (words: string, world: World = {}, over: Partial<TargetRule> = {}) =>
  rejected(named(words, world, over));

const work = (...all: Located[]): Pages => [all];
const home = (id: string, name: string, over: Partial<Located['instance']> = {}) =>
  one({ profile: 'home', id, name, ...over });
const away = new CliError('unreachable', 'no answer');

describe('what a verb acts on', () => {
  const filter = [{ matches: ({ name }: { name: string }) => name.startsWith('web') }] as never;
  const choose = (words: readonly string[], options: Partial<CommonOptions>) =>
    chooseTargets(setting({ options }).context, 'stop', words, rule);

  it('is named or selected, never both and never neither', async () => {
    const hint = 'For example nube stop web-1, or nube stop --filter tag=web';
    const code = 'selection_required';
    const both = { code, message: 'stop takes references or a selection, not both', hint };
    expect(await rejected(choose(['web-1'], { all: true }))).toEqual(both);
    expect(await rejected(choose(['web-1'], { filter }))).toEqual(both);
    expect(await rejected(choose([], {}))).toEqual({ code, message: 'stop needs an instance, or a selection', hint });
    expect(idsOf(await choose(['web-1'], {}))).toEqual(['work/i-1']);
    expect(idsOf(await choose([], { filter }))).toEqual(['work/i-1']);
  });

  it('is not everything that there is', async () => {
    expect(await rejected(choose([], { all: true }))).toEqual({
      code: 'conflicting_options',
      message: '--all needs a profile or a filter beside it',
      hint: 'For example nube stop --all -p NAME',
    });
    expect(idsOf(await choose([], { all: true, profile: ['work'] }))).toEqual(['work/i-1']);
    expect(idsOf(await choose([], { all: true, filter }))).toEqual(['work/i-1']);
  });
});

describe('a selection', () => {
  const all = { all: true, profile: ['work'] };

  it('is what all filters fit, in all chosen profiles', async () => {
    const moments: Date[] = [];
    const filter = [
      { matches: ({ name }: { name: string }) => name.startsWith('web') },
      {
        matches: ({ state }: { state: string }, now: Date) => {
          moments.push(now);
          return state === 'running';
        },
      },
    ] as never;
    const holds = {
      work: [[one(), one({ id: 'i-2', name: 'db-1' })], [one({ id: 'i-3', state: 'stopped' })]],
      home: work(home('h-1', 'web-7')),
      other: work(home('o-1', 'web-8')),
    };
    const found = await selected({ options: { filter }, holds, chosen: ['work', 'home'] });
    expect(found.ids).toEqual(['work/i-1', 'home/h-1']);
    expect(moments[0]).toEqual(new Date('2026-01-31T12:00:00Z'));
    expect(found.queries[0]?.filters).toBe(filter);
  });

  it('looks through every list, also where a driver can find', async () => {
    expect((await selected({ options: all, finds: true })).asked).toEqual(['work all']);
  });

  it('holds what is destroyed only where that is meant', async () => {
    const holds = { work: work(one(), one({ id: 'i-2' }, true), one({ id: 'i-3' }, false)) };
    expect((await selected({ options: all, holds })).ids).toEqual(['work/i-1', 'work/i-3']);
    expect((await selected({ options: all, holds }, { gone: 'too' })).ids).toEqual([
      'work/i-1',
      'work/i-2',
      'work/i-3',
    ]);
    expect((await selected({ options: all, holds }, { gone: 'first' })).ids).toEqual(['work/i-2']);
  });

  it('is none where a profile does not answer', async () => {
    const holds = { work: work(one()), home: away };
    expect(await rejected(selected({ options: all, holds }))).toEqual({
      code: 'unreachable',
      message: 'no answer',
      profile: 'home',
      provider: 'civo',
    });
    const refused = new CliError('credential_refused', 'no');
    expect(await rejected(selected({ options: all, unreachable: { work: refused } }))).toMatchObject({
      code: 'credential_refused',
      profile: 'work',
    });
    expect(await rejected(selected({ options: all, partFailed: { work: [away, refused] } }))).toMatchObject({
      code: 'unreachable',
    });
  });
});

describe('a reference', () => {
  const two = { work: work(one()), home: work(home('h-1', 'db-1')) };

  it('is looked for in all chosen profiles, or in the one that it names', async () => {
    expect((await named('web-1 db-1', { holds: two })).ids).toEqual(['work/i-1', 'home/h-1']);
    expect((await named('db-1 web-1', { holds: two })).ids).toEqual(['home/h-1', 'work/i-1']);
    expect(await named('home/db-1', { holds: two, chosen: ['work'] })).toMatchObject({
      ids: ['home/h-1'],
      asked: ['home all'],
    });
    expect(await named('web-1 i-1', { holds: two, chosen: ['work'] })).toMatchObject({
      ids: ['work/i-1'],
      asked: ['work all'],
    });
    expect((await named('home/db-1 work/web-1 home/h-1', { holds: two })).asked).toEqual(['home all', 'work all']);
  });

  it('fits one instance once, whatever it is called', async () => {
    const mixed = { work: work(one(), one({ id: 'i-2', name: 'db-1' })) };
    expect((await named('db-1 web-1 i-1 i-2', { holds: mixed })).ids).toEqual(['work/i-2', 'work/i-1']);
    const at = (region: string): Located => ({ ...one({ region }), at: { region } });
    const regions = {
      work: work(at('LON1'), at('LON1'), { ...one({ id: 'i-2', name: 'db' }), at: { region: 'NYC1' } }),
    };
    expect((await named('web-1 db', { holds: regions })).ids).toEqual(['work/i-1', 'work/i-2']);
    expect(await failureOf('web-1', { holds: { work: work(at('LON1'), at('NYC1')) } })).toMatchObject({
      code: 'ambiguous_reference',
    });
    const both = { work: work({ ...one({ group: 'a' }), at: { g: 'a' } }, { ...one({ group: 'b' }), at: { g: 'b' } }) };
    expect((await named('a/web-1 b/web-1', { holds: both })).ids).toEqual(['work/i-1', 'work/i-1']);
  });

  it('is what hints call the instance, where it means that one on any line', async () => {
    const holds = { work: work(one({ group: 'g' }), one({ id: 'abcdef', name: 'db-1' })) };
    const called = async (words: string, world: World = {}, over: Partial<TargetRule> = {}) =>
      (await named(words, { holds, ...world }, over)).called;
    expect(await called('web-1 db-1')).toEqual(['i-1 is work/web-1', 'abcdef is work/db-1']);
    expect(await called('g/web-1')).toEqual(['i-1 is work/g/web-1']);
    expect(await called('work/g/web-1')).toEqual(['i-1 is work/g/web-1']);
    expect(await called('i-1 abcd')).toEqual([]);
    expect(await called('web-1', {}, { gone: 'first' })).toEqual([]);
    expect(await called('web-1', {}, { gone: 'too' })).toEqual(['i-1 is work/web-1']);
    const scoped = { options: { scopes: { region: 'LON1' } }, scopesOf: { scopes: ['region'] } as Partial<Driver> };
    expect(await called('web-1', scoped)).toEqual([]);
  });

  it('must not contradict -p', async () => {
    const options = { profile: ['work', 'x'] };
    expect(await failureOf('home/db-1', { holds: two, options, chosen: ['work'] })).toEqual({
      code: 'conflicting_options',
      message: 'home/db-1 names the profile home, and -p names work, x',
    });
    expect((await named('work/web-1 web-1', { holds: two, options, chosen: ['work'] })).ids).toEqual(['work/i-1']);
    const many = { ...two, more: work() };
    expect((await named('home/db-1', { holds: many, options, chosen: ['work', 'home'] })).ids).toEqual(['home/h-1']);
  });

  it('is looked for by its name where a driver can, and up to three are', async () => {
    const many = (count: number) => Array.from({ length: count }, (_, at) => one({ id: `i-${at}`, name: `web-${at}` }));
    const holds = { work: work(...many(4)) };
    expect((await named('web-0', { holds, finds: true })).asked).toEqual(['work web-0']);
    const three = await named('web-0 web-1 work/web-2', { holds: { work: work(...many(4)) }, finds: true });
    expect(three.asked).toEqual(['work web-0', 'work web-1', 'work web-2']);
    expect((await named('web-0 web-1 web-2', { holds, finds: true })).asked).toHaveLength(3);
    expect((await named('web-0 web-1 web-2 web-3', { holds, finds: true })).asked).toEqual(['work all']);
    expect((await named('web-0', { holds })).asked).toEqual(['work all']);
  });

  it('is looked for whatever the filters say', async () => {
    const options = { filter: ['typed'] as never };
    expect((await named('web-1', { options, finds: true })).queries[0]?.filters).toEqual([]);
    expect((await named('web-1', { options })).queries[0]?.filters).toEqual(['typed']);
    expect((await named('web-1', {}, { query: { raw: true } })).queries[0]).toMatchObject({ raw: true, search: null });
  });

  it('may be the start of an id, where that will do', async () => {
    const long = { work: work(one({ id: 'abcdef-1', name: 'web-1' }), one({ id: 'abcdef-2', name: 'web-1' })) };
    expect((await named('abcdef-2', { holds: long })).ids).toEqual(['work/abcdef-2']);
    expect((await failureOf('abcd', { holds: long })).code).toBe('ambiguous_reference');
    expect(await failureOf('abcd', { holds: long }, { prefixes: false })).toEqual({
      code: 'instance_not_found',
      message: 'No instance "abcd" in work',
      hint: 'This command takes no start of an id; in full: abcdef-1, abcdef-2',
    });
    const four = [1, 2, 3, 4].map((at) => one({ id: `abcdef-${at}`, name: `n-${at}` }));
    expect((await failureOf('abcd', { holds: { work: work(...four) } }, { prefixes: false })).hint).toBe(
      'This command takes no start of an id; in full: abcdef-1, abcdef-2, abcdef-3',
    );
  });

  it('that fits nothing is refused, with what is near', async () => {
    const near = { work: work(one(), one({ id: 'i-2', name: 'web-2' })), home: work(home('h-1', 'other')) };
    expect(await failureOf('web-3', { holds: near })).toEqual({
      code: 'instance_not_found',
      message: 'No instance "web-3" in work, home',
      hint: 'Did you mean web-1 or web-2?',
    });
    const five = [1, 2, 3, 4].map((at) => one({ id: `i-${at}`, name: `web-${at}` }));
    expect((await failureOf('web-9', { holds: { work: work(...five) } })).hint).toBe(
      'Did you mean web-1 or web-2 or web-3?',
    );
    expect((await failureOf('nothing', { holds: near })).hint).toBe('nube list shows them all.');
    expect((await failureOf('nothing', { holds: near }, { prefixes: false })).hint).toBe('nube list shows them all.');
    expect((await named('web-9 web-1', { holds: near }, { skipMissing: true })).ids).toEqual(['work/i-1']);
    expect((await failureOf('web-9', { holds: near }, { skipMissing: false })).code).toBe('instance_not_found');
  });

  it('that begins with almost the name of a profile says which is meant', async () => {
    const holds = { work: work(one({ group: 'homes' })), home: work(home('h-1', 'db-1')) };
    const hint = async (words: string, world: World = { holds }) => (await failureOf(words, world)).hint;
    expect(await hint('hom/db-1')).toBe('hom is no profile; did you mean home/db-1?');
    expect(await hint('wrk/g/web-1')).toBe('wrk is no profile; did you mean work/g/web-1?');
    expect(await hint('wrk')).toBe('nube list shows them all.');
    expect(await hint('homes/web-9')).toBe('Did you mean web-1?');
    expect(await hint('other/web-9')).toBe('Did you mean web-1?');
    expect(await hint('work/hom/web-9')).toBe('Did you mean web-1?');
    expect(await hint('work/web-9', { holds, chosen: ['work', 'home'] })).toBe('Did you mean web-1?');
  });

  it('that fits several is refused', async () => {
    const twins = { work: work(one(), one({ id: 'i-2' })), home: work(home('h-1', 'web-1')) };
    expect(await failureOf('web-1', { holds: twins })).toEqual({
      code: 'ambiguous_reference',
      message: 'web-1 fits 3 instances: work/i-1 web-1, work/i-2 web-1, home/h-1 web-1',
      hint: 'Name it by its id: work/i-1',
    });
    expect(await failureOf('web-1', { holds: { work: work(one()), home: work(home('i-1', 'web-1')) } })).toMatchObject({
      code: 'ambiguous_reference',
    });
  });

  it('means what is destroyed only where that is asked for', async () => {
    const holds = { work: work(one({ id: 'i-1' }), one({ id: 'i-2' }, true)) };
    expect(await named('web-1', { holds })).toMatchObject({ ids: ['work/i-1'], queries: [{ allStates: false }] });
    expect(await named('web-1', { holds }, { gone: 'first' })).toMatchObject({
      ids: ['work/i-2'],
      queries: [{ allStates: true }],
    });
    expect((await named('i-1', { holds }, { gone: 'first' })).ids).toEqual(['work/i-1']);
    expect((await failureOf('web-1', { holds }, { gone: 'too' })).code).toBe('ambiguous_reference');
    expect((await named('i-2', { holds }, { gone: 'too' })).ids).toEqual(['work/i-2']);
    expect((await failureOf('i-2', { holds })).code).toBe('instance_not_found');
  });
});

describe('a reference while a profile does not answer', () => {
  const holds = { work: work(one()), home: away };

  it('is refused by a verb that changes something', async () => {
    expect(await failureOf('web-1', { holds })).toEqual({
      code: 'unreachable',
      message: 'home did not answer: no answer',
      profile: 'home',
      provider: 'civo',
    });
    expect(await failureOf('web-1', { holds: { work: away } })).toEqual({
      code: 'unreachable',
      message: 'no answer',
      profile: 'work',
      provider: 'civo',
    });
    const part = { holds: { work: work(one()), home: work() }, partFailed: { home: [away] } };
    expect(await failureOf('web-1', part)).toMatchObject({
      message: 'home did not answer: no answer',
      provider: 'civo',
    });
  });

  it('is found with a warning by one that reads, or not at all', async () => {
    const relaxed = { strict: false };
    const found = await named('web-1', { holds }, relaxed);
    expect(found).toMatchObject({
      ids: ['work/i-1'],
      said: ['warn unreachable home did not answer: no answer'],
    });
    const part = { holds: { work: work(one()) }, partFailed: { work: [away] } };
    expect((await named('web-1', part, relaxed)).said).toEqual(['warn unreachable work did not answer: no answer']);
    expect(await failureOf('db-1', { holds }, { ...relaxed, skipMissing: true })).toMatchObject({
      code: 'unreachable',
      message: 'home did not answer: no answer',
    });
    expect(await failureOf('db-1', { holds: { work: away } }, relaxed)).toMatchObject({ message: 'no answer' });
  });
});

describe('a place that profiles lack', () => {
  const options = { scopes: { region: 'LON1' } };
  const lacking = new CliError('resource_not_found', 'No region LON1', { missing: 'LON1' });
  const scopesOf = { scopes: ['region'] } as Partial<Driver>;

  it('leaves them out where others have it', async () => {
    const world = { options, scopesOf, holds: { work: work(one()), home: lacking } };
    expect(await named('web-1', world)).toMatchObject({
      ids: ['work/i-1'],
      said: ['note Left out: home (No region LON1) profiles_left_out'],
      connected: [{ scopes: options.scopes }, { scopes: options.scopes }],
    });
    expect((await failureOf('db-1', world)).message).toBe('No instance "db-1" in work');
    const again = new CliError('resource_not_found', 'Nor here', { missing: 'LON1' });
    expect((await named('web-1', { ...world, holds: { ...world.holds, other: again } })).said).toEqual([
      'note Left out: home (No region LON1), other (Nor here) profiles_left_out',
    ]);
  });

  it('is a failure where none has it', async () => {
    expect(await failureOf('web-1', { options, scopesOf, holds: { work: lacking, home: lacking } })).toMatchObject({
      code: 'resource_not_found',
      message: 'work did not answer: No region LON1',
    });
    const others = { work: lacking, home: away };
    expect(await failureOf('web-1', { options, scopesOf, holds: others })).toMatchObject({ code: 'unreachable' });
  });

  it('may be one of the machines that ssh is to reach', async () => {
    const ssh = { scopes: [], verbs: { ssh: { options: ['region'] } } } as never;
    const world = { options, scopesOf: ssh };
    expect((await named('web-1', world, { reaches: true })).connected).toEqual([{ scopes: {} }]);
    expect((await failureOf('web-1', world)).code).toBe('option_not_available');
    expect((await failureOf('work/web-1', world)).code).toBe('option_not_available');
    const all = { ...world, options: { ...options, all: true, profile: ['work'] } };
    expect((await selected(all, { reaches: true })).connected).toEqual([{ scopes: {} }]);
    expect((await rejected(selected(all))).code).toBe('option_not_available');
  });
});

describe('a plain query', () => {
  it('asks for everything that a look-up needs', () => {
    const { context } = stage({ options: { filter: ['typed'] as never } });
    const query = plainQuery(context);
    expect(query).toEqual({
      allStates: false,
      filters: ['typed'],
      updatedSince: null,
      pageSize: null,
      raw: false,
      server: null,
      kind: null,
      search: null,
      include: [],
      partFailed: expect.any(Function),
    });
    expect(query.partFailed(away)).toBeUndefined();
    expect(plainQuery(context, { search: 'web' }).search).toBe('web');
  });
});
