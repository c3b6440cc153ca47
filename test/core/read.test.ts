import { describe, expect, it } from 'vitest';
import type { CommonOptions } from '../../src/core/context';
import type { Driver, Session } from '../../src/core/driver';
import { CliError } from '../../src/core/errors';
import type { Located } from '../../src/core/instance';
import type { Profile } from '../../src/core/profile';
import { listing, type ReadingRules, read } from '../../src/core/read';
import type { RowsOutput, View } from '../../src/core/view';
import { flatView } from '../../src/core/views';
import { located } from './instance';
import { connectionOf, profileOf, stage } from './stage';
import { rejected } from './thrown';

interface World {
  words?: string;
  input?: object;
  rules?: Partial<ReadingRules>;
  options?: Partial<CommonOptions>;
  holds?: readonly Located[];
  capability?: object;
  failing?: boolean;
  /** How many of the two profiles there are. */
  profiles?: number;
}

const db = located({ id: 'i-2', name: 'db-1' });

async function run({ words = 'web-1', input = {}, rules, holds = [located(), db], ...world }: World = {}) {
  const asked: unknown[][] = [];
  const capability = world.capability ?? {
    read: async (...words: unknown[]) => {
      asked.push(words);
      return (words[1] as Located).instance.id;
    },
  };
  const profiles = [profileOf('work', 'civo'), profileOf('home', 'cycle')].slice(0, world.profiles ?? 1);
  const list = async function* ({ profile }: Session) {
    yield holds.filter(({ instance }) => instance.profile === profile);
    if (world.failing) throw new CliError('unreachable', 'no answer');
  };
  const connections = profiles.map((profile) => connectionOf({ list, verbs: { volumes: capability } }, { profile }));
  const { context, said } = stage({
    options: world.options ?? {},
    over: {
      known: async () => profiles,
      chosen: async () => profiles,
      connect: async ({ name }: Profile) => connections.find(({ profile }) => profile.name === name),
    },
  });
  const output = (await read(
    context,
    words.split(' ').filter(Boolean),
    input,
    { action: 'volumes', leading: ['id'], ...rules },
    (driver: Driver) => driver.verbs.volumes,
    ({ located: { instance } }, answer: object) => [{ id: answer, of: instance.name }],
  )) as RowsOutput;
  return { output, asked, said, session: connections[0]?.session };
}

describe('a verb that reads', () => {
  it('asks each target and joins the rows', async () => {
    const input = { raw: undefined };
    const { output, asked, session } = await run({ words: 'db-1 web-1', input });
    expect(output.rows).toEqual([
      { id: 'i-2', of: 'db-1' },
      { id: 'i-1', of: 'web-1' },
    ]);
    expect(asked).toEqual([
      [session, db, input],
      [session, located(), input],
    ]);
    expect(output).toMatchObject({ kind: 'rows', failures: [], what: 'targets' });
    expect(output).not.toHaveProperty('empty');
    expect(output.attempted()).toBe(2);
    expect(output.view.columns.map(({ name }) => name)).toEqual(['id', 'of']);
  });

  it('needs an instance', async () => {
    expect(await rejected(run({ words: '' }))).toEqual({
      code: 'selection_required',
      message: 'volumes needs an instance',
      hint: 'For example nube volumes web-1',
    });
  });

  it('takes the start of an id, and is content with what profiles answer', async () => {
    const { output, said } = await run({ words: 'abcd', holds: [located({ id: 'abcdef' })], failing: true });
    expect(output.rows).toHaveLength(1);
    expect(said).toEqual(['warn unreachable work did not answer: no answer']);
  });

  it('finds what is destroyed only where that is said', async () => {
    const holds = [{ ...located(), recoverable: true }];
    expect((await run({ holds, rules: { findsGone: true } })).output.rows).toHaveLength(1);
    expect((await rejected(run({ holds }))).code).toBe('instance_not_found');
    expect((await rejected(run({ holds, rules: { findsGone: false } }))).code).toBe('instance_not_found');
    const both = [located(), { ...db, recoverable: true }];
    expect((await run({ holds: both, words: 'web-1 db-1', rules: { findsGone: true } })).output.rows).toHaveLength(2);
  });

  it('is refused where the provider has not got it, before anything is asked', async () => {
    expect(await rejected(run({ capability: { unsupported: 'No.', hint: 'Look with nube get REF' } }))).toEqual({
      code: 'not_supported',
      message: 'Civo has no volumes: No.',
      hint: 'Look with nube get work/i-1',
      profile: 'work',
      provider: 'civo',
    });
    expect(await rejected(run({ input: { from: 1 } }))).toMatchObject({
      code: 'option_not_available',
      message: 'Civo has no --from for volumes',
    });
  });

  it('shows what others answer where one fails', async () => {
    const capability = {
      read: async (_session: unknown, { instance: { id } }: Located) => {
        if (id === 'i-2') throw new CliError('unreachable', 'no answer', { hint: 'Wait.' });
        return id;
      },
    };
    const { output } = await run({ words: 'db-1 web-1', capability });
    expect(output.rows).toEqual([{ id: 'i-1', of: 'web-1' }]);
    expect(output.failures.map(({ code, message, details }) => ({ code, message, ...details }))).toEqual([
      {
        code: 'unreachable',
        message: 'no answer',
        hint: 'Wait.',
        profile: 'work',
        provider: 'civo',
        target: 'db-1',
      },
    ]);
    expect(output.attempted()).toBe(2);
  });

  it('asks so many of each provider at once as --concurrency allows', async () => {
    let running = 0;
    let highest = 0;
    const capability = {
      read: async () => {
        running += 1;
        highest = Math.max(highest, running);
        await new Promise(setImmediate);
        running -= 1;
        return 'x';
      },
    };
    const holds = [located(), db, located({ id: 'i-3', name: 'c' })];
    await run({ words: 'web-1 db-1 c', holds, capability, options: { concurrency: 2 } });
    expect(highest).toBe(2);
    highest = 0;
    const both = [located(), db, located({ profile: 'home', id: 'h-1', name: 'c' })];
    await run({ words: 'web-1 db-1 c', holds: both, capability, options: { concurrency: 1 }, profiles: 2 });
    expect(highest).toBe(2);
  });
});

describe('flat rows', () => {
  const rows = [{ id: 'a' }];

  it('have a view of their fields, or the one that is given', () => {
    const plain = listing(rows, { leading: ['name'] });
    expect(plain.view.columns.map(({ name }) => name)).toEqual(['name', 'id']);
    expect(plain).toMatchObject({ kind: 'rows', rows, failures: [], what: 'profiles' });
    expect(plain.attempted()).toBe(1);
    const view: View = { columns: [], id: () => null, ref: () => null };
    expect(listing(rows, { leading: [], view }).view).toBe(view);
    const made: unknown[] = [];
    const viewOf: typeof flatView = (...words) => {
      made.push(words);
      return flatView(...words);
    };
    listing(rows, { leading: ['x'], viewOf });
    expect(made).toEqual([[rows, ['x']]]);
  });

  it('may say that there are none', () => {
    expect(listing([], { leading: [], empty: 'None.' }).empty).toBe('None.');
    expect(listing([], { leading: [] })).not.toHaveProperty('empty');
    const failure = new CliError('unreachable', 'no');
    const failed = listing([], { leading: [] }, [failure], 3, 'targets');
    expect(failed).toMatchObject({ failures: [failure], what: 'targets' });
    expect(failed.attempted()).toBe(3);
  });
});
