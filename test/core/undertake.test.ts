import { describe, expect, it } from 'vitest';
import { CliError, type ErrorDetails } from '../../src/core/errors';
import type { Undertaken } from '../../src/core/journal';
import type { Operation, Progress } from '../../src/core/operation';
import { commandToLook, sendOnly, throughOf, undertake } from '../../src/core/undertake';
import { located } from './instance';
import { connectionOf, following, type Scene, stage } from './stage';
import { rejected } from './thrown';

const accepted: Operation = { id: 'task-1', wait: { task: 1 } };
const over: Operation = { id: null, wait: null };

const stopping: Undertaken = {
  action: 'stop',
  title: 'stop work/web-1',
  what: 'stop of web-1',
  timeout: 60_000,
  targets: [located()],
  reached: [],
  gone: false,
  makes: null,
  prints: 'actions',
};
const creating: Undertaken = { ...stopping, action: 'create', targets: [], prints: 'instances' };

interface World extends Scene {
  undertaken?: Undertaken;
  interrupted?: boolean;
  /** What is seen of it, look by look; the last stays. */
  looks?: readonly (Progress | Error)[];
  followed?: Operation[];
}

async function run(send: Operation | Error, { undertaken = stopping, looks = [], ...scene }: World = {}) {
  const set = stage(scene);
  if (scene.interrupted) set.interrupt();
  const connection = connectionOf({
    follow: following(looks, scene.followed),
  });
  let sent = 0;
  const outcome = await undertake(set.context, connection, undertaken, async () => {
    sent += 1;
    if (send instanceof Error) throw send;
    return send;
  });
  const { error, ...rest } = outcome;
  return {
    ...rest,
    error: error === null ? null : { code: error.code, message: error.message, ...error.details },
    said: set.said,
    turns: set.turns,
    begun: set.begun,
    sent,
  };
}

const told = { profile: 'work', provider: 'civo' };
const failing = (code: CliError['code'], message = 'no', details: ErrorDetails = {}) =>
  new CliError(code, message, details);

describe('a change', () => {
  it('is written down, sent once, followed to its end, and closed', async () => {
    const now = located({ state: 'stopped' });
    const looks: Progress[] = [
      { status: 'running' },
      { status: 'running', text: 'stopping', done: 1, total: 3 },
      { status: 'running', total: 3 },
      { status: 'running', done: 2, text: 'nearly' },
      { status: 'succeeded', instances: [now, located({ id: 'i-2', state: 'error' })], result: { n: 1 } },
    ];
    const followed: Operation[] = [];
    const end = looks.at(-1) as Extract<Progress, { status: 'succeeded' }>;
    expect(await run({ ...accepted, result: { n: 0 }, instances: [located()] }, { looks, followed })).toEqual({
      operation: { ...accepted, result: { n: 0 }, instances: [located()] },
      end,
      accepted: false,
      error: null,
      sent: 1,
      begun: [[{ profile: 'work', provider: 'civo', scopes: {} }, stopping]],
      said: [
        'start stop work/web-1',
        'update stop work/web-1',
        'update stop work/web-1 1/3: stopping',
        'update stop work/web-1 0/3',
        'update stop work/web-1: nearly',
        'succeed stop work/web-1: stopped',
      ],
      turns: [
        { status: 'accepted', operation: { ...accepted, result: { n: 0 }, instances: [located()] } },
        { status: 'succeeded', operation: { ...accepted, result: { n: 1 }, instances: end.instances } },
      ],
    });
    expect(followed[0]).toEqual({ ...accepted, result: { n: 0 }, instances: [located()] });
  });

  it('may have ended with its answer, whose result and instances are kept', async () => {
    const operation = { ...over, result: { n: 0 }, instances: [located({ state: 'running' })] };
    expect(await run(operation)).toMatchObject({
      end: { status: 'succeeded', result: { n: 0 }, instances: operation.instances },
      said: ['start stop work/web-1', 'succeed stop work/web-1: running'],
      turns: [
        { status: 'accepted', operation },
        { status: 'succeeded', operation },
      ],
    });
    const nothing = await run(over);
    expect(nothing).toMatchObject({ end: { status: 'succeeded' }, accepted: false });
    expect(nothing.said).toEqual(['start stop work/web-1', 'succeed stop work/web-1: done']);
    expect(nothing.turns).toEqual([
      { status: 'accepted', operation: over },
      { status: 'succeeded', operation: over },
    ]);
    expect(Object.keys(nothing.turns[1]?.operation ?? {})).toEqual(['id', 'wait']);
    const none = await run(accepted, { looks: [{ status: 'succeeded', instances: [] }] });
    expect(none.said.at(-1)).toBe('succeed stop work/web-1: done');
    expect(none.turns.at(-1)).toEqual({ status: 'succeeded', operation: { ...accepted, instances: [] } });
  });

  it('keeps what the answer told where the end does not tell it', async () => {
    const operation = { ...accepted, result: { n: 0 }, instances: [located()] };
    const { turns } = await run(operation, { looks: [{ status: 'succeeded' }] });
    expect(turns[1]).toEqual({ status: 'succeeded', operation });
  });

  it('is written down as it is to be looked at next', async () => {
    const looks: (Progress | Error)[] = [
      { status: 'running', wait: { task: 2 } },
      { status: 'running' },
      new Error('x'),
    ];
    const { turns } = await run({ ...accepted, result: { n: 0 } }, { looks });
    expect(turns.at(-1)).toMatchObject({ operation: { id: 'task-1', wait: { task: 2 }, result: { n: 0 } } });
  });

  it('is not sent after the user has interrupted', async () => {
    expect(await run(accepted, { interrupted: true })).toEqual({
      operation: over,
      end: null,
      accepted: false,
      error: { code: 'not_sent', message: 'Interrupted before stop of web-1 was sent', ...told },
      said: ['start stop work/web-1', 'fail stop work/web-1'],
      turns: [],
      begun: [],
      sent: 0,
    });
  });

  it('may be left once it is accepted', async () => {
    const noWait = { options: { noWait: true } };
    expect(await run(accepted, noWait)).toMatchObject({
      operation: accepted,
      end: null,
      accepted: true,
      error: null,
      said: ['start stop work/web-1', 'succeed stop work/web-1: accepted; nube op resume e-1 waits for its end'],
      turns: [{ status: 'accepted', operation: accepted }],
    });
    expect((await run(accepted, { ...noWait, id: null })).said[1]).toBe('succeed stop work/web-1: accepted');
    expect(await run(over, noWait)).toMatchObject({ accepted: false, end: { status: 'succeeded' } });
  });

  it('says how to find the instance that is not known yet', async () => {
    const noWait = { options: { noWait: true }, undertaken: creating };
    expect((await run(accepted, noWait)).said.slice(2)).toEqual([
      'warn accepted stop of web-1 goes on, and its id is not known yet: nube op resume e-1 waits for it.',
    ]);
    expect((await run({ ...accepted, instances: [located()] }, noWait)).said).toHaveLength(2);
    expect((await run(accepted, { ...noWait, id: null })).said).toHaveLength(2);
    expect((await run(accepted, { ...noWait, undertaken: stopping })).said).toHaveLength(2);
  });
});

describe('a change that fails', () => {
  it('is closed as failed, or as not sent, or left open', async () => {
    const interrupted = failing('interrupted');
    const mistake = new Error('oops');
    const sent = { requests: ['POST /stop'] };
    const status = async (error: Error, scene: World = {}) =>
      (await run(error, scene)).turns.map((turn) => turn.status);
    expect(await status(failing('wrong_state'))).toEqual(['failed']);
    expect(await status(failing('wrong_state'), sent)).toEqual(['failed']);
    expect(await status(interrupted)).toEqual(['not_sent']);
    expect(await status(interrupted, sent)).toEqual(['failed']);
    expect(await status(mistake)).toEqual(['failed']);
    expect(await status(mistake, sent)).toEqual(['unknown']);
    expect(await status(failing('answer_lost'))).toEqual(['unknown']);
  });

  it('says so', async () => {
    expect(await run(failing('wrong_state', 'It runs', { hint: 'Wait.' }))).toMatchObject({
      operation: over,
      end: null,
      accepted: false,
      error: { code: 'wrong_state', message: 'It runs', hint: 'Wait.', ...told },
      said: ['start stop work/web-1', 'fail stop work/web-1'],
      turns: [
        { status: 'failed', error: { code: 'wrong_state', kind: 'conflict', message: 'It runs', hint: 'Wait.' } },
      ],
    });
  });

  it('may have happened all the same where only its answer was lost', async () => {
    const now = located({ state: 'stopped' });
    const set = stage();
    const connection = connectionOf({ look: async () => now });
    const undertaken: Undertaken = { ...stopping, reached: ['stopped'] };
    const outcome = await undertake(set.context, connection, undertaken, () => Promise.reject(failing('answer_lost')));
    expect(outcome).toMatchObject({ error: null, operation: { ...over, instances: [now] } });
    expect(set.turns.map(({ status }) => status)).toEqual(['accepted', 'succeeded']);
  });

  it('whose answer was lost says to what, and how to look', async () => {
    const lost = (details: ErrorDetails) => failing('answer_lost', 'The answer was lost', details);
    const error = async (details: ErrorDetails, scene: World = {}) => (await run(lost(details), scene)).error;
    const sent = { requests: ['GET /a', 'GET /b', 'POST /stop'] };
    const message = 'Whether stop of web-1 was carried out is not known';
    const hint = 'Look before doing it again: nube get work/i-1, or have nube look again: nube op resume e-1';
    expect(await error({ reason: 'cut' }, sent)).toMatchObject({ message, hint, reason: 'POST /stop: cut' });
    expect(await error({ reason: 'POST /stop was cut' }, sent)).toMatchObject({
      message,
      reason: 'POST /stop was cut',
    });
    expect(await error({ reason: 'cut', requestId: 'r' })).toMatchObject({ message, reason: 'cut', requestId: 'r' });
    expect(await error({}, sent)).toEqual({ code: 'answer_lost', message: 'The answer was lost', hint, ...told });
    expect(await error({}, { id: null })).toMatchObject({ hint: 'Look before doing it again: nube get work/i-1' });
    expect(await error({}, { undertaken: creating, id: null })).toMatchObject({
      hint: 'Look before doing it again: nube list -p work',
    });
    expect(await error({ reason: 'cut' }, sent)).toMatchObject({ code: 'answer_lost', ...told });
  });
});

describe('an end that is none', () => {
  const ending = async (look: Progress | Error, scene: World = {}) => {
    const { error, said, turns, operation, end } = await run(accepted, { looks: [look], ...scene });
    expect({ operation, end }).toEqual({ operation: accepted, end: null });
    return { error, said: said.at(-1), turn: turns[1] };
  };

  it('is a failure in the provider’s words', async () => {
    const failure = { code: 'operation_failed', message: 'No room', providerCode: 'E7' } as const;
    const hint = 'Look at it with nube get work/i-1';
    expect(await ending({ status: 'failed', failure })).toEqual({
      error: { code: 'operation_failed', message: 'No room', hint, providerCode: 'E7', ...told },
      said: 'fail stop work/web-1',
      turn: {
        status: 'failed',
        operation: accepted,
        error: { code: 'operation_failed', kind: 'failed', message: 'No room', hint },
      },
    });
  });

  it('is not known where the provider has forgotten it', async () => {
    expect(await ending({ status: 'unknown', text: 'gone' })).toMatchObject({
      error: {
        code: 'answer_lost',
        message: 'How stop of web-1 ended is not known: gone',
        hint: 'Look with nube get work/i-1, or later with nube op resume e-1',
      },
      said: 'fail stop work/web-1',
      turn: { status: 'unknown', operation: accepted, error: { code: 'answer_lost' } },
    });
  });

  it('goes on where it waits, or the time was up', async () => {
    expect(await ending({ status: 'held', text: 'for a person' })).toMatchObject({
      error: { code: 'held' },
      said: 'leave stop work/web-1',
      turn: { status: 'accepted', operation: accepted },
    });
    expect(await ending({ status: 'running' }, { undertaken: { ...stopping, timeout: 5000 } })).toMatchObject({
      error: {
        code: 'timed_out',
        hint: 'It goes on: follow it with nube op resume e-1, or look with nube get work/i-1',
      },
      said: 'leave stop work/web-1',
      turn: { status: 'accepted', operation: accepted, error: { code: 'timed_out' } },
    });
  });

  it('is a mistake of nube’s own, which leaves it going on', async () => {
    expect(await ending(new Error('oops'))).toMatchObject({
      error: { code: 'internal', message: 'Unexpected failure: oops', ...told },
      said: 'fail stop work/web-1',
      turn: { status: 'accepted', operation: accepted, error: { code: 'internal' } },
    });
  });

  it('may be that of one of its targets', async () => {
    const failures = { 'i-1': { code: 'operation_failed', message: 'No room', hint: 'Wait.' } } as const;
    const looks: Progress[] = [{ status: 'succeeded', failures, result: { n: 1 } }];
    expect(await run(accepted, { looks })).toMatchObject({
      error: null,
      end: { status: 'succeeded', failures },
      said: ['start stop work/web-1', 'fail stop work/web-1'],
      turns: [
        { status: 'accepted' },
        {
          status: 'failed',
          operation: { ...accepted, result: { n: 1 } },
          error: { code: 'operation_failed', message: 'No room', hint: 'Wait.' },
        },
      ],
    });
  });
});

describe('a change that is over with its answer', () => {
  const about = { action: 'tag', what: 'tags of web-1', targets: [located()] };
  async function only(send: () => Promise<unknown>, refusal?: (answer: unknown) => CliError | null, scene?: Scene) {
    const set = stage(scene);
    const answer = sendOnly(set.context, connectionOf(), about, send, refusal);
    const got = await answer.then(
      (value) => value,
      (error: unknown) => error,
    );
    return { got, begun: set.begun, turns: set.turns };
  }

  it('is closed as the answer says', async () => {
    expect(await only(async () => 'answer')).toEqual({
      got: 'answer',
      begun: [
        [
          { profile: 'work', provider: 'civo', scopes: {} },
          {
            ...about,
            title: 'tags of web-1',
            timeout: 0,
            reached: [],
            gone: false,
            makes: null,
            prints: 'actions',
          },
        ],
      ],
      turns: [{ status: 'succeeded', operation: over }],
    });
    const refusal = (answer: unknown) => failing('wrong_state', `not ${answer}`);
    expect(await only(async () => 'answer', refusal)).toMatchObject({
      got: 'answer',
      turns: [{ status: 'failed', error: { code: 'wrong_state', message: 'not answer' } }],
    });
  });

  it('is closed as what was thrown says, which is handed on', async () => {
    const error = new Error('oops');
    expect(await only(() => Promise.reject(error), undefined, { requests: ['POST /tags'] })).toMatchObject({
      got: error,
      turns: [{ status: 'unknown', error: { code: 'internal', message: 'Unexpected failure: oops' } }],
    });
    const set = stage();
    const refused = failing('not_allowed');
    const send = () => Promise.reject(refused);
    expect(await rejected(sendOnly(set.context, connectionOf(), about, send))).toEqual({
      code: 'not_allowed',
      message: 'no',
    });
    expect(set.turns).toMatchObject([{ status: 'failed', error: { code: 'not_allowed' } }]);
  });
});

describe('where to look', () => {
  it('is the target, or the new instance once it is known', () => {
    const connection = connectionOf();
    const made = { ...accepted, instances: [located({ id: 'new' })] };
    expect(commandToLook(connection, stopping, made)).toBe('nube get work/i-1');
    expect(commandToLook(connection, creating, made)).toBe('nube get work/new');
    expect(commandToLook(connection, creating, accepted)).toBe('nube list -p work');
    expect(commandToLook(connection, { ...stopping, targets: [] }, made)).toBe('nube list -p work');
  });

  it('is written down as the scopes that the provider has and the session sets', () => {
    const connection = connectionOf({ scopes: ['region', 'org', 'hub'] }, {
      settings: { region: 'LON1', group: 'g', hub: 'h', endpoint: 'http://x' },
    } as never);
    expect(throughOf(connection)).toStrictEqual({
      profile: 'work',
      provider: 'civo',
      scopes: { region: 'LON1', hub: 'h' },
    });
  });
});
