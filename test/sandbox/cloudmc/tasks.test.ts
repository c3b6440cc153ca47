import { describe, expect, test } from 'vitest';
import { startSandbox } from '../../../src/sandbox';
import { createStillClock } from '../stillClock';
import { type CloudmcClient, startCloudmc, UUID } from './cloudmcClient';

const PENDING = { taskId: expect.stringMatching(UUID), taskStatus: 'PENDING' };
const CREATED = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}\.[0-9]{3}-04:00$/;
const REASON = 'There is not enough capacity in the zone to do this';

/** The path of an operation on a seeded instance. */
async function operation(client: CloudmcClient, instance: string, name: string): Promise<string> {
  return `/instances/${(await client.named('instances', instance)).id}?operation=${name}`;
}

describe('a task', () => {
  test('is pending while the state is a middle one, and then done', async () => {
    const client = await startCloudmc('cloudca', { speed: 5 });
    const begun = await client.ask('POST', await operation(client, 'build-1', 'stop'));
    expect([begun.status, begun.body]).toEqual([200, PENDING]);
    const pending = await client.send('GET', `/tasks/${begun.body.taskId}`);
    expect([pending.status, pending.body]).toEqual([
      200,
      { data: { id: begun.body.taskId, status: 'PENDING', created: expect.stringMatching(CREATED) } },
    ]);
    expect((await client.instance('build-1')).state).toBe('Stopping');
    const done = await client.poll(begun.body.taskId);
    expect([done.status, done.body]).toEqual([200, { data: { ...pending.body.data, status: 'SUCCESS' } }]);
    expect((await client.instance('build-1')).state).toBe('Stopped');
  });

  test('is not known before it was begun, nor 30 minutes after', async () => {
    const client = await startCloudmc('cloudca', { speed: 3000 });
    const unknown = await client.send('GET', '/tasks/1');
    expect([unknown.status, unknown.body]).toEqual([
      404,
      { errors: [{ code: 404, message: 'No task with the id 1 was found' }] },
    ]);
    const { taskId } = (await client.ask('POST', await operation(client, 'build-1', 'stop'))).body;
    expect((await client.poll(taskId)).body.data.status).toBe('SUCCESS');
    client.pass(620);
    expect((await client.send('GET', `/tasks/${taskId}`)).status).toBe(404);
    await client.ask('POST', await operation(client, 'build-1', 'start'));
  });

  test('can be forgotten sooner', async () => {
    const client = await startCloudmc('coxedge');
    await client.set({ taskMinutes: 0 });
    const { taskId } = (await client.ask('POST', await operation(client, 'edge-1', 'stop'))).body;
    client.pass(5);
    expect((await client.send('GET', `/tasks/${taskId}`)).status).toBe(404);
  });

  test('can be done at once', async () => {
    const client = await startCloudmc('cloudca');
    await client.set({ answers: 'inline' });
    const stopped = await client.ask('POST', await operation(client, 'build-1', 'stop'));
    expect(stopped.body).toEqual({ taskId: expect.stringMatching(UUID), taskStatus: 'SUCCESS', data: {} });
    expect((await client.instance('build-1')).state).toBe('Stopped');
    const reset = await client.ask('POST', await operation(client, 'build-1', 'resetPassword'));
    expect(reset.body).toMatchObject({ taskStatus: 'SUCCESS', data: { password: expect.stringMatching(/^\w{10}$/) } });
    const task = await client.send('GET', `/tasks/${reset.body.taskId}`);
    expect(task.body.data.result).toEqual(reset.body.data);
    const created = await client.ask('POST', '/instances', await client.order());
    expect(created.body.data).toMatchObject({ name: 'new_1', state: 'Running', password: expect.any(String) });
  });

  test('that is stuck never ends', async () => {
    const client = await startCloudmc('coxedge', { faults: 'stuckx1' });
    const { taskId } = (await client.ask('POST', await operation(client, 'edge-1', 'stop'))).body;
    client.pass(150);
    expect((await client.send('GET', `/tasks/${taskId}`)).body.data.status).toBe('PENDING');
    expect((await client.instance('edge-1')).state).toBe('Stopping');
    await client.run('POST', await operation(client, 'edge-1', 'stop'));
    expect((await client.instance('edge-1')).state).toBe('Stopped');
  });

  test('that has vanished was done all the same', async () => {
    const client = await startCloudmc('coxedge', { faults: 'task-vanishedx1' });
    const begun = await client.ask('POST', await operation(client, 'edge-1', 'stop'));
    expect(begun.body).toEqual(PENDING);
    expect((await client.send('GET', `/tasks/${begun.body.taskId}`)).status).toBe(404);
    client.pass(150);
    expect((await client.instance('edge-1')).state).toBe('Stopped');
  });

  test('goes on in another process', async () => {
    const clock = createStillClock(10);
    const client = await startCloudmc('cloudca', { clock });
    const { taskId } = (await client.ask('POST', await operation(client, 'build-1', 'stop'))).body;
    await client.sandbox.close();
    const again = await startSandbox({ directory: client.directory, providers: ['cloudca'], clock });
    clock.pass(250);
    const { endpoint, token = '' } = again.providers.cloudca ?? {};
    const response = await fetch(`${endpoint}/tasks/${taskId}`, { headers: { 'mc-api-key': token } });
    expect(await response.json()).toMatchObject({ data: { id: taskId, status: 'SUCCESS' } });
    await again.close();
  });
});

describe('a failing task', () => {
  test.each([
    ['errors', 200, { result: {} }, true],
    ['errors-400', 400, { result: {} }, true],
    ['result', 200, { result: { message: REASON } }, false],
    ['result-400', 400, { result: { message: REASON } }, false],
    ['nowhere', 200, {}, false],
  ])('of the style %s', async (failureStyle, status, rest, hasErrors) => {
    const client = await startCloudmc('coxedge', { faults: 'task-failure' });
    await client.set({ failureStyle, failedStatus: 'FAILURE' });
    const begun = await client.ask('POST', await operation(client, 'edge-1', 'stop'));
    expect(begun.body).toEqual(PENDING);
    const failed = await client.poll(begun.body.taskId);
    expect(failed.status).toBe(status);
    expect(failed.body).toEqual({
      data: { id: begun.body.taskId, status: 'FAILURE', created: expect.stringMatching(CREATED), ...rest },
      ...(hasErrors ? { errors: [{ code: 500, message: REASON }] } : {}),
    });
    expect((await client.instance('edge-1')).state).toBe('Running');
  });

  test('of the style empty says nothing at all', async () => {
    const client = await startCloudmc('cloudca', { faults: 'task-failure' });
    await client.set({ failureStyle: 'empty' });
    const { taskId } = (await client.ask('POST', await operation(client, 'build-1', 'stop'))).body;
    const failed = await client.poll(taskId);
    expect([failed.status, failed.body]).toEqual([400, { errors: [{}] }]);
  });

  test('tells its reason beside the data with cloudca, in the result with coxedge', async () => {
    const cloudca = await startCloudmc('cloudca', { faults: 'task-failure' });
    const one = await cloudca.run('POST', await operation(cloudca, 'build-1', 'stop'));
    expect(one.body).toMatchObject({ data: { status: 'FAILED', result: {} }, errors: [{ message: REASON }] });
    const coxedge = await startCloudmc('coxedge', { faults: 'task-failure' });
    const other = await coxedge.run('POST', await operation(coxedge, 'edge-1', 'stop'));
    expect(other.body).toEqual({ data: expect.objectContaining({ status: 'FAILED', result: { message: REASON } }) });
  });

  test.each([
    ['errors', 200],
    ['errors-400', 400],
  ])('can be answered inline, style %s', async (failureStyle, status) => {
    const client = await startCloudmc('cloudca', { faults: 'task-failure' });
    await client.set({ answers: 'inline', failureStyle });
    const failed = await client.ask('POST', await operation(client, 'build-1', 'stop'));
    expect([failed.status, failed.body]).toEqual([
      status,
      { taskId: expect.stringMatching(UUID), taskStatus: 'FAILED', errors: [{ code: 500, message: REASON }] },
    ]);
  });

  test('leaves a new instance in Error, from where it can be destroyed', async () => {
    const client = await startCloudmc('cloudca', { faults: 'task-failure@POST' });
    const failed = await client.run('POST', '/instances', await client.order({ portsToForward: ['22'] }));
    expect(failed.body.data).toMatchObject({ status: 'FAILED' });
    const { id, state } = await client.instance('new_1');
    expect(state).toBe('Error');
    await client.run('DELETE', `/instances/${id}`, { purgeImmediately: true });
    expect((await client.ask('GET', `/instances/${id}`)).status).toBe(404);
  });

  test('can stand for a refusal', async () => {
    const client = await startCloudmc('cloudca');
    await client.set({ refusals: 'task' });
    const failed = await client.run('POST', await operation(client, 'mail-1', 'stop'));
    expect(failed.body).toEqual({
      data: expect.objectContaining({ status: 'FAILED' }),
      errors: [
        {
          code: 2012,
          message: "Cannot stop an instance that isn't in the running state",
          context: {
            id: (await client.named('instances', 'mail-1')).id,
            type: 'instances',
            currentState: 'Stopped',
            expectedStates: ['Running'],
          },
        },
      ],
    });
    await client.set({ answers: 'inline', failureStyle: 'errors-400' });
    const inline = await client.ask('POST', await operation(client, 'mail-1', 'stop'));
    expect([inline.status, inline.body.taskStatus, inline.body.errors[0].code]).toEqual([400, 'FAILED', 2012]);
    expect((await client.ask('POST', '/instances/1?operation=stop')).status).toBe(404);
  });
});
