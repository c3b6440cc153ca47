import { describe, expect, it } from 'vitest';
import type { Connection } from '../../src/core/context';
import { CliError } from '../../src/core/errors';
import type { Entry } from '../../src/core/journal';
import type { Operation, Progress } from '../../src/core/operation';
import type { Reference } from '../../src/core/reference';
import { Secret } from '../../src/core/secret';
import { referencesTo, settleOpen } from '../../src/core/settleOpen';
import { entryOf } from './entry';
import { located } from './instance';
import { connectionOf, profileOf, stage } from './stage';

const operation: Operation = { id: 'task-1', wait: { task: 1 } };
const entry = (over: Partial<Entry> = {}) =>
  entryOf({ action: 'start', scopes: { region: 'LON1' }, operation, ...over });
const reference = (name: string, profile: string | null = null): Reference => ({
  text: name,
  profile,
  group: null,
  name,
});

interface World {
  entries?: readonly Entry[];
  references?: readonly Reference[];
  look?: Progress | Error;
  attended?: boolean;
  interrupted?: boolean;
}

async function settle({ entries = [entry()], references = [reference('web-1')], look, ...world }: World = {}) {
  const followed: unknown[] = [];
  let listed = 0;
  const connection = connectionOf({
    follow: async (...words) => {
      followed.push(words);
      if (look instanceof Error) throw look;
      return look ?? { status: 'succeeded' };
    },
  });
  const connected: unknown[] = [];
  const connect = async (...words: unknown[]): Promise<Connection> => {
    connected.push(words[1]);
    return connection;
  };
  const { context, turns, resumed, interrupt } = stage({
    entries: () => {
      listed += 1;
      return entries;
    },
    attended: () => world.attended === true,
    over: { known: async () => [profileOf('work')], connect },
  });
  if (world.interrupted) interrupt();
  await settleOpen(context, references);
  return { turns, resumed, followed, connected, listed, session: connection.session };
}

describe('what is written down as going on', () => {
  it('is closed by one look', async () => {
    const result = { n: 1 };
    const instances = [located({ state: 'stopped' })];
    const { turns, resumed, followed, connected, session } = await settle({
      look: { status: 'succeeded', result, instances },
    });
    expect(turns).toEqual([{ status: 'succeeded', operation: { ...operation, result, instances } }]);
    expect(resumed).toEqual([entry()]);
    expect(followed).toEqual([[session, operation]]);
    expect(connected).toEqual([{ scopes: { region: 'LON1' } }]);
  });

  it('is closed as failed, too', async () => {
    const failure = { code: 'operation_failed', message: 'No room', hint: 'Wait.' } as const;
    const error = { ...failure, kind: 'failed' };
    expect((await settle({ look: { status: 'failed', failure } })).turns).toEqual([{ status: 'failed', error }]);
    const failures = { 'i-1': failure };
    expect((await settle({ look: { status: 'succeeded', failures } })).turns).toEqual([
      { status: 'failed', operation, error },
    ]);
  });

  it('stays open where a look does not tell its end, or fails', async () => {
    for (const look of [
      { status: 'running' },
      { status: 'unknown', text: 'x' },
      { status: 'held', text: 'x' },
      new CliError('unreachable', 'no'),
      new TypeError('oops'),
    ] as const) {
      expect(await settle({ look })).toMatchObject({ turns: [], resumed: [] });
    }
    const gone = entry({ profile: 'other' });
    expect(await settle({ entries: [gone], references: [reference('web-1')] })).toMatchObject({
      followed: [],
      turns: [],
    });
  });

  it('stays open where it gives a password', async () => {
    const result = { user: 'root', password: new Secret('hunter2', 'password') };
    expect((await settle({ look: { status: 'succeeded', result } })).turns).toEqual([]);
    expect((await settle({ entries: [entry({ action: 'reset-password' })] })).followed).toEqual([]);
  });

  it('is not looked at where it has ended, or there is nothing to look at, or somebody is at it', async () => {
    const unasked = async (world: World) => expect((await settle(world)).followed).toEqual([]);
    await unasked({ entries: [entry({ status: 'succeeded' })] });
    await unasked({ entries: [entry({ operation: null })] });
    await unasked({ entries: [entry({ operation: { id: 'task-1', wait: null } })] });
    await unasked({ attended: true });
  });

  it('is looked at only where it is about one of the instances', async () => {
    const about = async (references: Reference[], over: Partial<Entry> = {}) =>
      (await settle({ references, entries: [entry(over)] })).followed.length === 1;
    expect(await about([reference('web-1')])).toBe(true);
    expect(await about([reference('other'), reference('i-1', 'work')])).toBe(true);
    expect(await about([reference('i-1', 'home')])).toBe(false);
    expect(await about([reference('db-1')])).toBe(false);
    expect(await about([reference('abcd')], { targets: [located({ id: 'abcdef' })] })).toBe(true);
    const made = { ...operation, instances: [located({ id: 'n-1', name: 'web-9' })] };
    expect(await about([reference('n-1')], { targets: [], operation: made })).toBe(true);
    const makes = { name: 'web-9', wanted: {}, created: false, before: [] };
    expect(await about([reference('web-9')], { targets: [], makes })).toBe(true);
    expect(await about([reference('web-9', 'work')], { targets: [], makes })).toBe(true);
    expect(await about([reference('web-9', 'home')], { targets: [], makes })).toBe(false);
    expect(await about([reference('web-8')], { targets: [], makes })).toBe(false);
    expect(await about([reference('web-9')], { targets: [] })).toBe(false);
  });

  it('is not even read where nothing is asked about, or the user has interrupted', async () => {
    expect((await settle({ references: [] })).listed).toBe(0);
    expect((await settle({ interrupted: true })).listed).toBe(0);
    expect((await settle()).listed).toBe(1);
  });

  it('is told by the id of an instance and by its name', () => {
    const target = { connection: connectionOf(), located: located() };
    expect(referencesTo(target)).toEqual([reference('i-1', 'work'), reference('web-1', 'work')]);
  });
});
