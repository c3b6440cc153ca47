import { describe, expect, it } from 'vitest';
import type { Connection } from '../../src/core/context';
import { CliError } from '../../src/core/errors';
import type { Located } from '../../src/core/instance';
import type { Entry } from '../../src/core/journal';
import type { Operation, Progress } from '../../src/core/operation';
import { connectAgain, resume } from '../../src/core/resume';
import { Secret } from '../../src/core/secret';
import { entryOf } from './entry';
import { located } from './instance';
import { connectionOf, following, profileOf, type Scene, stage } from './stage';
import { rejected } from './thrown';

const web = located();
const accepted: Operation = { id: 'task-1', wait: { task: 1 } };

const making: Partial<Entry> = {
  action: 'create',
  targets: [],
  reached: [],
  makes: { name: 'web-1', wanted: {}, created: false, before: [] },
  prints: 'instances',
};

interface World extends Scene {
  looks?: readonly (Progress | Error)[];
  now?: Located | Error;
  lists?: readonly Located[];
  showSecrets?: boolean;
  followed?: Operation[];
  /** Called at the start of the call. */
  interrupted?: boolean;
}

async function take(entry: Entry, { looks = [], now, lists, showSecrets = false, ...scene }: World = {}) {
  const set = stage(scene);
  if (scene.interrupted) set.interrupt();
  const connection = connectionOf({
    follow: following(looks, scene.followed),
    look: async () => {
      if (now === undefined || now instanceof Error) throw now ?? new CliError('instance_not_found', 'gone');
      return now;
    },
    async *list() {
      yield lists ?? [];
    },
    verbs: { create: { adopt: ({ instance }: Located): Operation => ({ id: null, wait: { until: instance.id } }) } },
  });
  const { rows, errors } = await resume(set.context, connection, entry, showSecrets);
  const told = errors.map(({ code, message, details }) => ({ code, message, ...details }));
  return { rows, errors: told, said: set.said, turns: set.turns, slept: set.slept, resumed: set.resumed };
}

const told = { profile: 'work', provider: 'civo' };
const target = { target: 'web-1' };
const stopped = located({ state: 'stopped' });

describe('a change that goes on', () => {
  it('is followed to its end', async () => {
    const entry = entryOf({ operation: accepted });
    const followed: Operation[] = [];
    const looks: Progress[] = [{ status: 'succeeded', instances: [stopped] }];
    expect(await take(entry, { looks, followed })).toMatchObject({
      rows: [{ id: 'i-1', status: 'succeeded', state: 'stopped' }],
      errors: [],
      said: ['start stop work/web-1', 'succeed stop work/web-1: stopped'],
      turns: [{ status: 'succeeded', operation: { ...accepted, instances: [stopped] } }],
      resumed: [entry],
    });
    expect(followed).toEqual([accepted]);
  });

  it('fails for each target, or as a whole', async () => {
    const failure = { code: 'operation_failed', message: 'No room' } as const;
    const looks: Progress[] = [{ status: 'succeeded', failures: { 'i-1': failure } }];
    const targets = [web, located({ id: 'i-2', name: 'db-1' })];
    const errors = async (over: Partial<Entry>, some = looks) =>
      (await take(entryOf({ operation: accepted, ...over }), { looks: some })).errors;
    const own = {
      code: 'operation_failed',
      message: 'No room',
      ...told,
      ...target,
      hint: 'Look with nube get work/i-1',
    };
    expect(await errors({ targets })).toEqual([{ ...own, providerCode: undefined }]);
    const all: Progress[] = [{ status: 'failed', failure }];
    expect((await errors({ targets }, all)).map((error) => error.target)).toEqual(['web-1', 'db-1']);
    expect((await errors({ targets: [] }, all)).map((error) => error.target)).toEqual([undefined]);
    expect((await errors(making, all)).map((error) => error.target)).toEqual([undefined]);
    const two = { ...accepted, instances: targets };
    expect(await errors({ ...making, targets, operation: two }, all)).toHaveLength(1);
    expect(await errors(making, [{ status: 'succeeded', instances: [web] }])).toEqual([]);
  });

  it('shows the password where it is asked for', async () => {
    const looks: Progress[] = [
      { status: 'succeeded', instances: [web], result: { password: new Secret('hunter2', 'password') } },
    ];
    const entry = entryOf({ operation: accepted, ...making });
    const [row] = (await take(entry, { looks, showSecrets: true })).rows;
    expect(row).toMatchObject({ password: 'hunter2' });
    expect((await take(entry, { looks })).rows[0]).not.toHaveProperty('password');
  });

  it('tells failures of the connection with its profile', async () => {
    const entry = entryOf({ status: 'sent' });
    const entries = () => {
      throw new CliError('broken_configuration', 'no journal', { hint: 'nube catalog sizes' });
    };
    expect(await rejected(take(entry, { entries, attended: () => true }))).toEqual({
      code: 'broken_configuration',
      message: 'no journal',
      hint: 'nube catalog sizes -p work',
      ...told,
    });
  });
});

describe('a change whose end the provider has forgotten', () => {
  const looks: Progress[] = [{ status: 'unknown', text: 'gone' }];
  const status = async (startedAt: string, some = looks) => {
    const { turns } = await take(entryOf({ operation: accepted, startedAt }), { looks: some });
    return turns.map((turn) => [turn.status, turn.error?.code]);
  };

  it('stays open until it is too long ago', async () => {
    const unknown = ['unknown', 'answer_lost'];
    expect(await status('2026-01-31T11:01:00Z')).toEqual([unknown]);
    expect(await status('2026-01-31T10:59:00Z')).toEqual([unknown, ['lost', 'answer_lost']]);
  });

  it('is not lost where it is known', async () => {
    const failed: Progress[] = [{ status: 'failed', failure: { code: 'operation_failed', message: 'No room' } }];
    expect(await status('2026-01-31T10:59:00Z', failed)).toEqual([['failed', 'operation_failed']]);
    expect(await status('2026-01-31T10:59:00Z', [{ status: 'succeeded' }])).toEqual([['succeeded', undefined]]);
  });
});

describe('a change that another process is at', () => {
  it.each(['prepared', 'sent'] as const)('is waited for while it is %s', async (status) => {
    const entry = entryOf({ status });
    const later = entryOf({ status: 'accepted', operation: accepted });
    let turn = 0;
    const entries = () => {
      turn += 1;
      return [entryOf({ id: 'other', status: 'failed' }), ...(turn === 1 ? [] : turn === 2 ? [entry] : [later])];
    };
    const looks: Progress[] = [{ status: 'succeeded', instances: [stopped] }];
    expect(await take(entry, { entries, attended: () => true, looks })).toMatchObject({
      rows: [{ status: 'succeeded' }],
      said: [
        'start stop work/web-1',
        'update stop work/web-1: process 4711 is at it',
        'update stop work/web-1: process 4711 is at it',
        'update stop work/web-1: process 4711 is at it',
        'succeed stop work/web-1: stopped',
      ],
      slept: [500, 500, 500, 1000],
      resumed: [later],
    });
  });

  it('is not waited for once it is accepted, or unknown', async () => {
    const looks: Progress[] = [{ status: 'succeeded', instances: [stopped] }];
    const attended = () => true;
    for (const status of ['accepted', 'unknown'] as const) {
      expect((await take(entryOf({ status, operation: accepted }), { attended, looks })).slept).toEqual([1000]);
    }
  });

  it('is left when the time is up', async () => {
    const waiting = { attended: () => true, entries: () => [entry] };
    const entry = entryOf({ status: 'sent', timeout: 1000 });
    const hint = 'It goes on: follow it with nube op resume e-7, or look with nube get work/i-1';
    const left = await take(entry, waiting);
    expect(left).toMatchObject({
      rows: [{ status: 'accepted', operation: null }],
      errors: [
        {
          code: 'timed_out',
          message: 'stop of web-1 was still going on when the time was up',
          hint,
          ...told,
          ...target,
        },
      ],
      slept: [500, 500],
      turns: [],
      resumed: [],
    });
    expect(left.said.at(-1)).toBe('leave stop work/web-1');
    expect((await take(entry, { ...waiting, options: { timeout: 1600 } })).slept).toHaveLength(4);
  });

  it('is left when the user interrupts', async () => {
    const entry = entryOf({ status: 'sent', operation: accepted });
    expect(await take(entry, { attended: () => true, interrupted: true })).toMatchObject({
      rows: [{ status: 'accepted', operation: 'task-1' }],
      errors: [{ code: 'interrupted', hint: 'Follow it with nube op resume e-7', ...told }],
      slept: [],
      said: ['start stop work/web-1', 'leave stop work/web-1'],
    });
  });

  it('is left with the way to the whole list where the instance is not known yet', async () => {
    const entry = entryOf({ status: 'sent', ...making, timeout: 0 });
    expect(await take(entry, { attended: () => true })).toMatchObject({
      errors: [{ hint: 'It goes on: follow it with nube op resume e-7, or look with nube list -p work' }],
    });
  });
});

describe('a change that was never sent', () => {
  it('is closed, and told how to be run again', async () => {
    const never = {
      rows: [{ status: 'failed' }],
      errors: [
        {
          code: 'not_sent',
          message: 'stop of web-1 was never sent: nube ended before',
          hint: "Nothing has happened. Run it again: nube stop 'my web'",
          ...told,
        },
      ],
      said: ['start stop work/web-1', 'fail stop work/web-1'],
    };
    expect(await take(entryOf({ status: 'prepared', operation: accepted }))).toMatchObject({
      ...never,
      turns: [{ status: 'not_sent' }],
    });
    expect(await take(entryOf({ status: 'not_sent' }))).toMatchObject({ ...never, turns: [] });
  });
});

describe('a change that has ended', () => {
  it('is told with its instance as it is now', async () => {
    const operation = { ...accepted, instances: [web], result: { n: 1 } };
    const ended = await take(entryOf({ status: 'succeeded', operation }), { now: stopped });
    expect(ended).toMatchObject({
      rows: [{ status: 'succeeded', state: 'stopped', operation: 'task-1', result: { n: 1 } }],
      errors: [],
      said: ['start stop work/web-1', 'succeed stop work/web-1: it has ended already'],
      turns: [],
      resumed: [],
    });
    expect((await take(entryOf({ status: 'succeeded', operation }))).rows).toMatchObject([{ state: null }]);
    expect((await take(entryOf({ status: 'succeeded' }), { now: stopped })).rows).toMatchObject([
      { status: 'succeeded', state: 'stopped', operation: null, result: null },
    ]);
  });

  it('is told with each new instance as it is now, or as it was', async () => {
    const instances = [located({ id: 'n-1', state: 'pending' })];
    const entry = entryOf({ status: 'succeeded', ...making, operation: { ...accepted, instances } });
    const now = located({ id: 'n-1', state: 'running' });
    expect((await take(entry, { now })).rows).toMatchObject([{ id: 'n-1', state: 'running' }]);
    expect((await take(entry)).rows).toMatchObject([{ id: 'n-1', state: 'pending' }]);
    const none = entryOf({ status: 'succeeded', ...making, operation: null });
    expect((await take(none)).rows).toMatchObject([{ id: null, name: 'web-1', status: 'succeeded' }]);
  });

  it('is a failure as it was written down', async () => {
    const error = { code: 'wrong_state', kind: 'conflict', message: 'It runs', hint: 'Wait.' };
    const failed = await take(entryOf({ status: 'failed', error }));
    expect(failed).toMatchObject({
      rows: [{ status: 'failed', error }],
      errors: [{ code: 'wrong_state', message: 'It runs', hint: 'Wait.', ...told, ...target }],
      said: ['start stop work/web-1', 'fail stop work/web-1'],
    });
    const of = async (written: Entry['error']) => (await take(entryOf({ status: 'failed', error: written }))).errors[0];
    expect(await of({ ...error, code: 'toString', hint: null })).toEqual({
      code: 'operation_failed',
      message: 'It runs',
      ...told,
      ...target,
    });
    expect(await of(null)).toEqual({ code: 'operation_failed', message: 'stop of web-1 failed', ...told, ...target });
  });

  it('is lost for ever where nobody found out', async () => {
    expect(await take(entryOf({ status: 'lost', requests: ['GET /a', 'POST /stop'] }))).toMatchObject({
      rows: [{ status: 'unknown' }],
      errors: [
        {
          code: 'answer_lost',
          message:
            'Whether stop of web-1 was carried out is not known: no answer was seen to POST /stop, and nothing shows it',
          hint: 'Look before doing it again: nube get work/i-1',
        },
      ],
      turns: [],
      said: ['start stop work/web-1', 'fail stop work/web-1'],
    });
    const error = { code: 'answer_lost', kind: 'unavailable', message: 'How it ended is not known', hint: 'Look.' };
    expect((await take(entryOf({ status: 'lost', error }))).errors).toMatchObject([
      { code: 'answer_lost', message: 'How it ended is not known', hint: 'Look.' },
    ]);
    expect((await take(entryOf({ status: 'lost' }))).errors[0]?.message).toBe(
      'Whether stop of web-1 was carried out is not known: no answer was seen, and nothing shows it',
    );
  });
});

describe('a change whose answer nobody has seen', () => {
  const sent = entryOf({ status: 'sent' });
  const loss = { code: 'answer_lost' };

  it('is looked for', async () => {
    expect(await take(sent, { now: stopped })).toMatchObject({
      rows: [{ status: 'succeeded', state: 'stopped' }],
      said: ['start stop work/web-1', 'succeed stop work/web-1: stopped'],
      turns: [
        { status: 'accepted', operation: { id: null, wait: null, instances: [stopped] } },
        { status: 'succeeded' },
      ],
    });
  });

  it('stays open where nothing shows it, until it is too long ago', async () => {
    const status = async (startedAt: string) =>
      (await take(entryOf({ status: 'sent', startedAt }), { now: web })).turns.map((turn) => turn.status);
    expect(await take(sent, { now: web })).toMatchObject({
      rows: [{ status: 'unknown' }],
      errors: [{ ...loss, hint: 'Look before doing it again: nube get work/i-1', ...told }],
      said: ['start stop work/web-1', 'fail stop work/web-1'],
      turns: [{ status: 'unknown', error: { code: 'answer_lost', kind: 'unavailable' } }],
    });
    expect(await status('2026-01-31T11:00:00Z')).toEqual(['unknown']);
    expect(await status('2026-01-31T10:59:59Z')).toEqual(['lost']);
  });

  it('is asked about again later where nobody answered', async () => {
    for (const code of ['unreachable', 'not_allowed'] as const) {
      expect(await take(sent, { now: new CliError(code, 'no') })).toMatchObject({
        errors: [{ code, message: 'no', ...told }],
        turns: [],
      });
    }
  });

  it('is one of the time in which it was sent', async () => {
    const at = (createdAt: string) => located({ id: 'n-1', createdAt });
    const entry = entryOf({ status: 'sent', ...making });
    const found = async (createdAt: string) => {
      const looks: Progress[] = [{ status: 'succeeded', instances: [located({ id: 'n-1' })] }];
      return (await take(entry, { lists: [at(createdAt)], looks })).rows[0]?.id;
    };
    expect(await found('2026-01-31T11:54:00Z')).toBe('n-1');
    expect(await found('2026-01-31T11:53:59Z')).toBeNull();
    expect(await found('2026-01-31T12:04:10Z')).toBe('n-1');
    expect(await found('2026-01-31T12:04:11Z')).toBeNull();
  });

  it('is none that came of another change', async () => {
    const entry = entryOf({ status: 'sent', ...making });
    const made = located({ id: 'n-1' });
    const operation = { ...accepted, instances: [made] };
    const looks: Progress[] = [{ status: 'succeeded', instances: [made] }];
    const found = async (id: string) =>
      (await take(entry, { lists: [made], looks, entries: () => [entryOf({ id, operation })] })).rows[0]?.id;
    expect(await found('e-7')).toBe('n-1');
    expect(await found('e-8')).toBeNull();
  });
});

describe('a change that has its own way to be found out', () => {
  const look: Operation = { id: null, wait: { look: 1 } };
  const next: Operation = { id: 'task-2', wait: { task: 2 } };
  const lost = (over: Partial<Entry> = {}, then: Operation | null = null) =>
    entryOf({ status: 'sent', ifLost: { look, next: then }, requests: ['POST /stop'], ...over });

  it('is over where that shows it', async () => {
    const followed: Operation[] = [];
    const looks: Progress[] = [{ status: 'succeeded', instances: [stopped], result: { n: 1 } }];
    expect(await take(lost(), { looks, followed })).toMatchObject({
      rows: [{ status: 'succeeded', state: 'stopped', operation: null, result: { n: 1 } }],
      turns: [
        { status: 'accepted', operation: { id: null, wait: null, instances: [stopped], result: { n: 1 } } },
        { status: 'succeeded' },
      ],
    });
    expect(followed).toEqual([look]);
    const plain = await take(lost(), { looks: [{ status: 'succeeded' }], now: stopped });
    expect(plain.turns[0]).toEqual({ status: 'accepted', operation: { id: null, wait: null, instances: [] } });
  });

  it('goes on from there', async () => {
    const followed: Operation[] = [];
    const looks: Progress[] = [{ status: 'succeeded', instances: [web] }];
    const { turns } = await take(lost(making, next), { looks, followed });
    expect(turns[0]).toEqual({ status: 'accepted', operation: next });
    expect(followed).toEqual([look, next]);
  });

  it('goes on as the one new instance that it shows', async () => {
    const operation = async (over: Partial<Entry>, instances: readonly Located[]) => {
      const { turns } = await take(lost(over), { looks: [{ status: 'succeeded', instances }] });
      return turns[0]?.operation;
    };
    const over = { id: null, wait: null };
    const two = [web, located({ id: 'i-2' })];
    expect(await operation(making, [web])).toEqual({ id: null, wait: { until: 'i-1' }, instances: [web] });
    expect(await operation(making, two)).toEqual({ ...over, instances: two });
    expect(await operation(making, [])).toEqual({ ...over, instances: [] });
    expect(await operation({}, [web])).toEqual({ ...over, instances: [web] });
  });

  it('is followed by itself where single targets failed', async () => {
    const failures = { 'i-1': { code: 'operation_failed', message: 'No room' } } as const;
    const followed: Operation[] = [];
    const { turns, rows } = await take(lost({}, next), {
      looks: [{ status: 'succeeded', failures }],
      followed,
      now: web,
    });
    expect(turns[0]).toEqual({ status: 'accepted', operation: look });
    expect(followed).toEqual([look, look]);
    expect(rows).toMatchObject([{ status: 'failed', error: { message: 'No room' } }]);
  });

  it('stays open where nothing shows in time', async () => {
    const message =
      'Whether stop of web-1 was carried out is not known: no answer was seen to POST /stop, and nothing shows it';
    const end = async (looks: readonly Progress[], scene: World = {}) => {
      const { errors, turns } = await take(lost({ timeout: 2400 }), { ...scene, looks });
      return { errors, turns };
    };
    for (const progress of [{ status: 'unknown', text: 'x' }, { status: 'running' }] as const) {
      expect(await end([progress])).toMatchObject({ errors: [{ message }], turns: [{ status: 'unknown' }] });
    }
    const looks: Progress[] = [{ status: 'running' }, { status: 'running' }, { status: 'succeeded' }];
    expect(await end(looks, { now: stopped })).toMatchObject({ errors: [{ message }] });
    expect(await end(looks, { now: stopped, options: { timeout: 30_000 } })).toMatchObject({ errors: [] });
  });

  it('may have failed, which closes it', async () => {
    const failed = async (code: CliError['code']) => {
      const failure = { code, message: 'No room' };
      const { errors, turns } = await take(lost(), { looks: [{ status: 'failed', failure }] });
      return { errors, turns };
    };
    expect(await failed('operation_failed')).toMatchObject({
      errors: [{ code: 'operation_failed', message: 'No room', hint: 'Look at it with nube get work/i-1' }],
      turns: [{ status: 'failed', error: { code: 'operation_failed' } }],
    });
    expect(await failed('wrong_state')).toMatchObject({ errors: [{ code: 'wrong_state' }], turns: [] });
    const held = await take(lost(), { looks: [{ status: 'held', text: 'for a person' }] });
    expect(held).toMatchObject({
      errors: [{ code: 'held', message: 'stop of web-1 was accepted and waits: for a person' }],
      turns: [],
    });
    expect(held.errors[0]?.hint).toBe('Look again with nube op resume e-7');
  });
});

describe('the connection of a change', () => {
  const made = connectionOf();
  function again(over: Partial<Entry>, known = [profileOf('home'), profileOf('work')]) {
    const asked: unknown[] = [];
    const connect = async (...words: unknown[]): Promise<Connection> => {
      asked.push(...words);
      return made;
    };
    const { context } = stage({ over: { known: async () => known, connect } });
    return connectAgain(context, entryOf(over)).then((connection) => ({ connection, asked }));
  }

  it('is made with the scopes that it had', async () => {
    const { connection, asked } = await again({ scopes: { region: 'LON1' } });
    expect(connection).toBe(made);
    expect(asked).toEqual([profileOf('work'), { scopes: { region: 'LON1' } }]);
  });

  it('needs the profile of then', async () => {
    const message = (name: string) => `stop of web-1 was made through the profile ${name}, which is gone`;
    expect(await rejected(again({ profile: 'old' }))).toEqual({
      code: 'unknown_profile',
      message: message('old'),
      hint: "nube profile add old --provider civo, or look at it with the provider's own means.",
    });
    expect(await rejected(again({ profile: 'env' }))).toEqual({
      code: 'unknown_profile',
      message: message('env'),
      hint: 'Set NUBE_PROVIDER=civo and its token as they were, and take it up again: nube op resume e-7',
    });
    expect(await rejected(again({}, [profileOf('work', 'cycle')]))).toEqual({
      code: 'unknown_profile',
      message: 'stop of web-1 was made through a profile work of civo',
      hint: 'The profile work is of cycle now.',
    });
  });
});
