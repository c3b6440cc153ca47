import { describe, expect, it } from 'vitest';
import type { Operation, Progress } from '../../src/core/operation';
import { Secret } from '../../src/core/secret';
import { cloudca } from '../../src/drivers/cloudca';
import { account, answer, change, changes, followed, id, instance, last, lines, lost, target } from './cloudmcSession';

const pending = { taskId: 'task-1', taskStatus: 'PENDING' };
const stopped = instance({ state: 'Stopped' });
const path = `/instances/${id}`;
const post = `POST ${path}`;

/** What became of a stop whose task is answered like this, in turn. */
async function stopWith(...answers: readonly unknown[]): Promise<{ operation: Operation; seen: Progress[] }> {
  const rest = [...answers];
  const fake = account({
    [post]: pending,
    '/tasks/task-1': () => (rest.length > 1 ? rest.shift() : rest[0]),
    [path]: stopped,
  });
  const operation = await change(fake, 'stop');
  return { operation, seen: await followed(fake, operation) };
}

const task = (status: string, more: object = {}, http = 200) =>
  answer({ data: { id: 'task-1', status, created: '2016-07-12T09:37:34.955-04:00', ...more } }, http);

describe('a task', () => {
  it('is what a change is known by, as plain data', async () => {
    const { operation } = await stopWith(task('SUCCESS'));
    expect(operation).toEqual({
      id: 'task-1',
      wait: {
        kind: 'task',
        task: 'task-1',
        service: 'compute-qc',
        environment: 'prod',
        instance: id,
        name: 'web-1',
        states: ['Stopped'],
        fields: null,
        gone: false,
        gives: null,
      },
    });
    expect(JSON.parse(JSON.stringify(operation))).toEqual(operation);
  });

  it('goes on while it is pending, and ends with the instance as it is then', async () => {
    const { seen } = await stopWith(task('PENDING'), task('PENDING'), task('SUCCESS'));
    expect(seen.map(({ status }) => status)).toEqual(['running', 'running', 'succeeded']);
    expect(last(seen)).toMatchObject({ instances: [{ instance: { id, state: 'stopped' } }] });
  });

  it('is asked for right below the base address, once a look', async () => {
    const fake = account({ [post]: pending, '/tasks/task-1': task('PENDING') });
    const operation = await change(fake, 'stop');
    const before = fake.sent.length;
    await fake.driver.follow(fake.session, operation);
    expect(lines(fake).slice(before)).toEqual(['GET /tasks/task-1']);
  });

  it('may be wrapped, flat, in lower case, or of a status that nobody knows', async () => {
    const ends = async (...answers: unknown[]) => last((await stopWith(...answers)).seen).status;
    expect(await ends(answer({ taskId: 'task-1', taskStatus: 'SUCCESS', result: { id } }))).toBe('succeeded');
    expect(await ends(answer({ taskId: 'task-1', status: 'success' }))).toBe('succeeded');
    expect(await ends(task('success'))).toBe('succeeded');
    expect(await ends(task('QUEUED'))).toBe('running');
  });

  it.each([
    [
      'FAILED with errors beside data',
      task('FAILED', { errors: [{ message: 'No room' }] }),
      'could not do it: No room',
    ],
    [
      'FAILED with errors at the top',
      answer({ data: { id: 'task-1', status: 'FAILED' }, errors: [{ message: 'No room' }] }),
      'could not do it: No room',
    ],
    ['FAILED with a text as result', task('FAILED', { result: 'No room' }), 'could not do it: No room'],
    [
      'FAILED with a message in its result',
      task('FAILED', { result: { message: 'No room' } }),
      'could not do it: No room',
    ],
    ['FAILED with nothing', task('FAILED', { result: {} }), 'could not do it: it gave no reason'],
    ['FAILURE', task('FAILURE', { result: 'No room' }), 'could not do it: No room'],
    ['Error', task('Error', { result: 'No room' }), 'could not do it: No room'],
    ['status 400 and a result', task('FAILED', { result: { message: 'No room' } }, 400), 'could not do it: No room'],
    ['status 400 and an empty error', answer({ errors: [{}] }, 400), 'status 400'],
    [
      'flat',
      answer({ taskId: 'task-1', taskStatus: 'FAILED', errors: [{ message: 'No room' }] }),
      'could not do it: No room',
    ],
  ])('fails: %s', async (_how, failed, said) => {
    const end = last((await stopWith(failed)).seen);
    expect(end).toMatchObject({ status: 'failed', failure: { code: 'operation_failed' } });
    expect(end.status === 'failed' && end.failure.message).toMatch(new RegExp(`${said}$`));
  });

  it('fails with the state in a sentence that names the instance', async () => {
    const context = { id, type: 'instances', currentState: 'Stopped', expectedStates: ['Running'] };
    const { seen } = await stopWith(task('FAILED', { errors: [{ code: 2012, message: 'No', context }] }));
    expect(last(seen)).toEqual({
      status: 'failed',
      failure: { code: 'wrong_state', message: 'web-1 is Stopped; it must be Running', providerCode: '2012' },
    });
  });

  it('is not failed by an answer that can’t be had or read', async () => {
    await expect(stopWith(answer({ errors: [{ message: 'Later' }] }, 503))).rejects.toMatchObject({
      code: 'provider_unavailable',
    });
    await expect(stopWith(answer({ errors: [{ message: 'No' }] }, 403))).rejects.toMatchObject({ code: 'not_allowed' });
    await expect(stopWith(answer([1]))).rejects.toMatchObject({ code: 'unexpected_answer' });
    await expect(stopWith(answer({ data: { id: 'task-1' } }))).rejects.toMatchObject({ code: 'unexpected_answer' });
  });
});

describe('a task that is done with the first answer', () => {
  it.each([
    ['SUCCESS', { taskId: 'task-1', taskStatus: 'SUCCESS', data: {} }, 'task-1'],
    ['status in place of taskStatus', { taskId: 'task-1', status: 'success' }, 'task-1'],
    ['only the thing itself', { data: { id } }, null],
    ['a result that is a text', { taskId: 'task-1', taskStatus: 'SUCCESS', data: 'success!' }, 'task-1'],
  ])('%s', async (_how, body, task) => {
    const fake = account({ [post]: answer(body) });
    expect(await change(fake, 'stop')).toEqual({ id: task, wait: null });
  });

  it('204 without a body', async () => {
    expect(await change(account({ [post]: answer(null, 204) }), 'stop')).toEqual({ id: null, wait: null });
  });

  it('FAILED is a refusal that names the instance, and says where to look', async () => {
    const context = { id, type: 'instances', currentState: 'Stopped', expectedStates: ['Running'] };
    const body = { taskId: 'task-1', taskStatus: 'FAILED', errors: [{ code: 2012, message: 'No', context }] };
    for (const status of [200, 400]) {
      await expect(change(account({ [post]: answer(body, status) }), 'stop')).rejects.toMatchObject({
        code: 'wrong_state',
        message: 'web-1 is Stopped; it must be Running',
        details: { hint: `nube get work/${id}` },
      });
    }
  });

  it.each([
    ['nothing', null],
    ['a list', []],
    ['a status without a task', { taskStatus: 'PENDING' }],
    ['neither', {}],
  ])('is not what it should be: %s', async (_how, body) => {
    await expect(change(account({ [post]: answer(body) }), 'stop')).rejects.toMatchObject({
      code: 'unexpected_answer',
    });
  });
});

/** How a verb ends whose task is forgotten, with the instance as it then is; null where it is gone. */
async function forgotten(
  verb:
    | 'start'
    | 'stop'
    | 'reboot'
    | 'recover'
    | 'delete'
    | 'purge'
    | 'update'
    | 'resize'
    | 'network'
    | 'ssh-key'
    | 'reset-password',
  input: object,
  before: object,
  after: object | null,
) {
  let sent = false;
  const fake = account({
    [post]: () => {
      sent = true;
      return pending;
    },
    [`DELETE ${path}`]: () => {
      sent = true;
      return pending;
    },
    [`PUT ${path}`]: () => {
      sent = true;
      return pending;
    },
    [path]: () => (sent ? (after === null ? answer(null, 404) : instance(after)) : instance(before)),
    '/volumes': [],
    '/publicipaddresses': [],
    '/portforwardingrules': [],
    '/computeofferings': [{ id: 'size-2', name: 'large' }],
    '/networks': [{ id: 'net-2', name: 'DB', zoneId: 'zone-1' }],
    '/sshkeys': [{ name: 'laptop' }],
  });
  const state = verb === 'start' ? 'stopped' : verb === 'recover' || verb === 'purge' ? 'deleted' : 'running';
  const operation = await change(fake, verb, input, target({ state }));
  return last(await followed(fake, operation));
}

describe('a task that the platform has forgotten', () => {
  it.each([
    ['start', {}, { state: 'Stopped' }, { state: 'Running' }],
    ['stop', {}, {}, { state: 'stopped' }],
    ['recover', {}, { state: 'Destroyed' }, { state: 'Stopped' }],
    ['delete', {}, {}, { state: 'Destroyed' }],
    ['delete', {}, {}, null],
    ['delete', { purge: true }, {}, null],
    ['purge', {}, { state: 'Destroyed' }, null],
    ['update', { name: 'web-2' }, {}, { name: 'web-2' }],
    ['resize', { size: 'large' }, {}, { computeOfferingId: 'size-2' }],
    ['network', { to: 'DB' }, {}, { networkId: 'net-2' }],
    ['ssh-key', { set: 'laptop' }, {}, { sshKeyName: 'laptop' }],
  ] as const)('is settled by what the instance shows: %s', async (verb, input, before, after) => {
    const end = await forgotten(verb, input, before, after);
    expect(end).toMatchObject({ status: 'succeeded', instances: after === null ? [] : [{ instance: { id } }] });
  });

  it.each([
    ['stop', {}, {}, {}, 'web-1 is Running'],
    ['reboot', {}, {}, {}, 'web-1 is Running'],
    ['ssh-key', { set: 'laptop' }, {}, {}, 'web-1 is Running'],
    ['purge', {}, { state: 'Destroyed' }, { state: 'Destroyed' }, 'web-1 is Destroyed'],
    ['stop', {}, {}, null, 'web-1 is gone'],
    ['reset-password', {}, {}, {}, 'web-1 is Running, and nobody can know its new password: reset it again'],
  ] as const)('stays unknown where the instance does not tell: %s', async (verb, input, before, after, said) => {
    expect(await forgotten(verb, input, before, after)).toEqual({
      status: 'unknown',
      text: `cloud.ca has forgotten the task; ${said}`,
    });
  });

  it('goes on while the instance is still on its way', async () => {
    expect(await forgotten('stop', {}, {}, { state: 'Stopping' })).toEqual({
      status: 'running',
      text: 'web-1 is Stopping',
    });
    expect(
      await forgotten('resize', { size: 'large' }, {}, { state: 'Rebooting', computeOfferingId: 'size-2' }),
    ).toMatchObject({ status: 'running' });
  });
});

describe('a change whose answer was lost', () => {
  const settled = (verb: 'stop' | 'reboot' | 'delete', states: readonly string[]) => {
    const rest = [...states];
    const fake = account({
      [post]: lost(),
      [`DELETE ${path}`]: lost(),
      [path]: () => instance({ state: rest.length > 1 ? rest.shift() : rest[0] }),
      '/volumes': [],
      '/publicipaddresses': [],
    });
    return { fake, work: change(fake, verb) };
  };

  it('has happened when the instance shows it, and is never sent again', async () => {
    const { fake, work } = settled('stop', ['Running', 'Stopping', 'Stopping', 'Stopped']);
    expect(await work).toMatchObject({ id: null, wait: null, instances: [{ instance: { state: 'stopped' } }] });
    expect(changes(fake)).toHaveLength(1);
    expect(await settled('delete', ['Running', 'Running', 'Destroyed']).work).toMatchObject({
      instances: [{ recoverable: true }],
    });
  });

  it('stays lost when a few looks show nothing', async () => {
    const { fake, work } = settled('stop', ['Running']);
    await expect(work).rejects.toMatchObject({ code: 'answer_lost' });
    expect(lines(fake)).toEqual([`POST ${path}?operation=stop`, ...Array(5).fill(`GET ${path}`)]);
  });

  it('stays lost where nothing would show', async () => {
    const { fake, work } = settled('reboot', ['Running']);
    await expect(work).rejects.toMatchObject({ code: 'answer_lost' });
    expect(lines(fake)).toEqual([`POST ${path}?operation=reboot`]);
  });
});

describe('a new password', () => {
  const reset = async (first: unknown, end?: unknown) => {
    const fake = account({ [path]: instance(), [post]: first, '/tasks/task-1': end });
    const operation = await change(fake, 'reset-password');
    return { operation, end: last(await followed(fake, operation)) };
  };

  it('comes with the end of the task, as a secret', async () => {
    const { end } = await reset(pending, task('SUCCESS', { result: { password: 's3cret' } }));
    const password = end.status === 'succeeded' ? end.result?.password : null;
    expect(password instanceof Secret && password.reveal()).toBe('s3cret');
    expect(JSON.stringify(end)).not.toContain('s3cret');
  });

  it('may come with the first answer', async () => {
    const { operation } = await reset({ taskId: 'task-1', taskStatus: 'SUCCESS', data: { password: 's3cret' } });
    const password = operation.result?.password;
    expect(password instanceof Secret && password.reveal()).toBe('s3cret');
    expect(operation.wait).toBeNull();
  });

  it('must come', async () => {
    const { end } = await reset(pending, task('SUCCESS', { result: {} }));
    expect(end).toEqual({
      status: 'failed',
      failure: {
        code: 'unexpected_answer',
        message: 'cloud.ca did it, but its answer holds no password',
        hint: 'nube reset-password again makes another.',
      },
    });
  });
});

describe('what was noted of an operation', () => {
  const follow = (wait: NonNullable<Operation['wait']> | null) =>
    cloudca.follow(account({}).session, { id: null, wait });

  it('may be nothing, or too little', async () => {
    expect(await follow(null)).toEqual({ status: 'succeeded' });
    for (const wait of [{}, { kind: 'task' }, { kind: 'other', service: 's', environment: 'e' }]) {
      expect(await follow(wait)).toMatchObject({ status: 'unknown' });
    }
  });
});
