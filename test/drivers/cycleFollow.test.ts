import { describe, expect, it } from 'vitest';
import type { Progress } from '../../src/core/operation';
import {
  type Answering,
  changes,
  container,
  data,
  fakeSession,
  followToEnd,
  instance,
  lost,
  plans,
  refusal,
  type Sent,
  target,
  zero,
} from './cycleSession';

const job = (current: string, over: object = {}) =>
  data({ id: 'j1', state: { current, changed: zero, error: null }, schedule: zero, tasks: [], ...over });
const accepted = data({ action: 'container.stop', job: { id: 'j1', accepted: true } });

/** Gives one answer after another, the last of them from then on. */
function inTurn(...answers: readonly Answering[]): (sent: Sent) => ReturnType<typeof data> {
  let count = 0;
  return (sent) => {
    const answer = answers[Math.min(count, answers.length - 1)];
    count += 1;
    return (typeof answer === 'function' ? answer(sent) : answer) as ReturnType<typeof data>;
  };
}

/** Stops (or what is asked for) the only instance of a container, and follows it to its end. */
async function run(
  answers: { jobs: Answering; states: readonly string[]; answer?: Answering; changed?: readonly string[] },
  verb: 'start' | 'stop' | 'reboot' = 'stop',
) {
  const views = answers.states.map((state, index) =>
    data([
      instance('a', state, {
        state: { current: state, changed: answers.changed?.[index] ?? '2026-01-31T11:00:00Z' },
      }),
    ]),
  );
  const fake = fakeSession({
    '/v1/containers/c1': data(container('c1')),
    '/v1/containers/c1/instances': inTurn(...views),
    'POST /v1/containers/c1/tasks': answers.answer ?? accepted,
    '/v1/jobs/j1': answers.jobs,
  });
  const [plan] = await plans(fake, verb, [target('a')]);
  const seen: Progress[] = [];
  const operation = await plan?.run();
  if (operation === undefined) throw new Error('no plan');
  const end = await followToEnd(fake, operation, seen);
  const looks = fake.sent.filter(({ path }) => path === '/v1/jobs/j1').length;
  return { fake, operation, end, seen, looks };
}

const stopped = { status: 'succeeded', instances: [{ instance: { id: 'a', state: 'stopped' } }] };

describe('a job', () => {
  it('is followed step by step, and then the instance until it is there', async () => {
    const step = (caption: string, completed: string) => ({
      caption,
      description: `${caption} now`,
      started: zero,
      completed,
    });
    const tasks = (done: string) => [
      { caption: 'Stop', steps: [step('Drain', done), step('Halt', zero)], state: { current: 'running' } },
      { caption: 'Tell', steps: null, state: { current: 'pending' } },
    ];
    const { end, seen, operation } = await run({
      jobs: inTurn(
        job('new', { tasks: tasks(zero) }),
        job('queued', { tasks: tasks(zero) }),
        job('running', { tasks: tasks(zero) }),
        job('running', { tasks: tasks('2026-01-31T12:00:01Z') }),
        job('completed'),
      ),
      states: ['running', 'stopping', 'stopping', 'stopped'],
    });
    expect(operation.id).toBe('j1');
    expect(seen.map((one) => (one.status === 'running' ? [one.text, one.done, one.total] : one.status))).toEqual([
      ['new', 0, 3],
      ['queued', 0, 3],
      ['Drain now', 0, 3],
      ['Halt now', 1, 3],
      ['host-a is stopping', undefined, undefined],
      ['host-a is stopping', undefined, undefined],
      'succeeded',
    ]);
    expect(end).toMatchObject(stopped);
  });

  it('may be unknown at first', async () => {
    const { end, looks } = await run({
      jobs: inTurn(refusal('404.job'), refusal('404.job'), refusal('404.job'), job('completed')),
      states: ['running', 'stopped'],
    });
    expect({ status: end.status, looks }).toEqual({ status: 'succeeded', looks: 4 });
  });

  it('is over when it is gone after it has been seen; what became of it shows', async () => {
    const { end, looks } = await run({
      jobs: inTurn(job('running'), refusal('404.job')),
      states: ['running', 'stopping', 'stopped'],
    });
    expect(end).toMatchObject(stopped);
    expect(looks).toBe(2);
  });

  it('that is never found is given up after ten looks, and the instance decides', async () => {
    const { end, looks } = await run({ jobs: refusal('404.job'), states: ['running', 'stopped'] });
    expect(end).toMatchObject(stopped);
    expect(looks).toBe(11);
  });

  it('that vanished without an effect ends unknown', async () => {
    const { end } = await run({ jobs: inTurn(job('running'), refusal('404.job')), states: ['running'] });
    expect(end).toEqual({ status: 'unknown', text: 'host-a is running, and nothing goes on any more' });
  });

  it('that completed without an effect is a failure', async () => {
    const { end } = await run({ jobs: job('completed'), states: ['running'] });
    expect(end).toMatchObject({
      status: 'failed',
      failure: { code: 'operation_failed', message: 'host-a is running, and nothing goes on any more' },
    });
  });

  it('that may not be seen is replaced by what it does, with a note', async () => {
    const { end, fake, looks } = await run({
      jobs: refusal('403.permissions', { extra: { capability: 'apionly-jobs-view' } }),
      states: ['running', 'stopping', 'stopped'],
    });
    expect(end).toMatchObject(stopped);
    expect(looks).toBe(1);
    expect(fake.warnings).toEqual([
      "Jobs can't be followed, only what they do: The role of the API key lacks the capability apionly-jobs-view",
    ]);
  });

  it('need not be named in the answer', async () => {
    const { end, looks, operation } = await run({
      answer: data({ action: 'container.stop' }),
      jobs: refusal('404.job'),
      states: ['running', 'stopping', 'stopped'],
    });
    expect(operation.id).toBeNull();
    expect(end).toMatchObject(stopped);
    expect(looks).toBe(0);
  });

  it('may be named in the form of before 2023', async () => {
    const { operation, end } = await run({
      answer: data({ action: 'stop', contents: {}, job_id: 'j1' }),
      jobs: job('completed'),
      states: ['running', 'stopped'],
    });
    expect(operation.id).toBe('j1');
    expect(end.status).toBe('succeeded');
  });

  it('that expired has failed', async () => {
    const { end } = await run({ jobs: job('expired'), states: ['running'] });
    expect(end).toMatchObject({ status: 'failed', failure: { message: 'The job expired before it was done' } });
  });

  it('gives its own reason, and those of its tasks', async () => {
    const { end } = await run({
      jobs: job('error', {
        state: { current: 'error', error: { message: 'it broke' } },
        tasks: [{ error: { message: 'no room' } }, { error: null }, { error: { message: 'it broke' } }],
      }),
      states: ['running'],
    });
    expect(end).toMatchObject({ status: 'failed', failure: { message: 'it broke; no room' } });
  });

  it('that is scheduled for later ends the waiting', async () => {
    const { end } = await run({ jobs: job('scheduled', { schedule: '2026-01-31T13:00:00.5Z' }), states: ['running'] });
    expect(end).toEqual({ status: 'held', text: 'its job is scheduled for 2026-01-31T13:00:00Z' });
  });

  it('that is scheduled for soon does not', async () => {
    const { end } = await run({
      jobs: inTurn(job('scheduled', { schedule: '2026-01-31T12:00:30Z' }), job('completed')),
      states: ['running', 'stopped'],
    });
    expect(end.status).toBe('succeeded');
  });
});

describe('an instance that ends up failed', () => {
  it('gives its own reason', async () => {
    const failed = data([
      instance('a', 'failed', { state: { current: 'failed', error: { message: 'exit code 1', time: zero } } }),
    ]);
    const fake = fakeSession({
      '/v1/containers/c1': data(container('c1')),
      '/v1/containers/c1/instances': inTurn(data([instance('a', 'stopped')]), failed),
      'POST /v1/containers/c1/tasks': accepted,
      '/v1/jobs/j1': job('completed'),
    });
    const [plan] = await plans(fake, 'start', [target('a', 'stopped')]);
    const operation = await plan?.run();
    expect(await followToEnd(fake, operation as never)).toMatchObject({
      status: 'failed',
      failure: { message: 'host-a failed: exit code 1' },
    });
  });
});

describe('a restart', () => {
  const noJob = data({ action: 'container.restart' });

  it('that no job tells of is believed once the instance has moved', async () => {
    const { end, seen } = await run(
      { answer: noJob, jobs: refusal('404.job'), states: ['running', 'running', 'stopping', 'starting', 'running'] },
      'reboot',
    );
    expect(seen.map((one) => (one.status === 'running' ? one.text : one.status))).toEqual([
      'host-a is running',
      'host-a is stopping',
      'host-a is starting',
      'succeeded',
    ]);
    expect(end.status).toBe('succeeded');
  });

  it('that no look caught is known by the time of the state', async () => {
    const { seen } = await run(
      {
        answer: noJob,
        jobs: refusal('404.job'),
        states: ['running', 'running'],
        changed: ['2026-01-31T11:00:00Z', '2026-01-31T12:00:01Z'],
      },
      'reboot',
    );
    expect(seen.map(({ status }) => status)).toEqual(['succeeded']);
  });

  it('whose answer was lost is settled by what shows, and sent once', async () => {
    const { end, fake } = await run(
      { answer: lost, jobs: refusal('404.job'), states: ['running', 'running', 'stopping', 'running'] },
      'reboot',
    );
    expect(end.status).toBe('succeeded');
    expect(changes(fake)).toHaveLength(1);
  });

  it('of which nothing shows stays lost', async () => {
    await expect(run({ answer: lost, jobs: refusal('404.job'), states: ['running'] }, 'reboot')).rejects.toMatchObject({
      code: 'answer_lost',
    });
  });
});
