import { describe, expect, test } from 'vitest';
import { type CycleClient, startCycle } from './cycleClient';

const ZERO = '0001-01-01T00:00:00Z';

async function stop(client: CycleClient, name = 'api') {
  const { id } = await client.container(name);
  return client.send('POST', `/v1/containers/${id}/tasks`, { action: 'stop' });
}

describe('a job', () => {
  test('is described with the 202', async () => {
    const client = await startCycle();
    const { id } = await client.container('api');
    const { status, body } = await stop(client);
    expect(status).toBe(202);
    expect(body).toEqual({
      data: {
        action: 'container.stop',
        job: {
          id: expect.stringMatching(/^[0-9a-f]{24}$/),
          accepted: true,
          queue: id,
          schedule: expect.stringMatching(/^2/),
          parallel: { sub_queue: null, tasks: false },
          tasks: [
            {
              caption: 'Stop container',
              header: 'container.stop',
              steps: ['Drain instances', 'Stop instances'].map((caption) => ({
                caption,
                description: caption,
                started: ZERO,
                completed: ZERO,
              })),
              input: { container_id: id },
            },
          ],
        },
      },
    });
  });

  test('goes from new to completed, step by step', async () => {
    const client = await startCycle();
    const { job } = (await stop(client)).body.data;
    const states: string[] = [];
    const steps = new Set<number>();
    for (let state = ''; state !== 'completed'; ) {
      const data = await client.get(`/v1/jobs/${job.id}`);
      state = data.state.current;
      if (states.at(-1) !== state) states.push(state);
      const [task] = data.tasks;
      steps.add(task.steps.filter(({ completed }: { completed: string }) => completed !== ZERO).length);
      expect(data.events.completed === ZERO).toBe(state !== 'completed');
      client.pass(5);
    }
    expect(states).toEqual(['new', 'queued', 'running', 'completed']);
    expect([...steps].sort()).toEqual([0, 1, 2]);
  });

  test('of one queue waits for the one before', async () => {
    const client = await startCycle({ speed: 5 });
    const first = (await stop(client)).body.data.job;
    const second = (await stop(client)).body.data.job;
    const other = (await stop(client, 'worker')).body.data.job;
    const ended = async ({ id }: { id: string }) => {
      const job = await client.until(`/v1/jobs/${id}`, ({ state }) => state.current === 'completed');
      return { started: Date.parse(job.events.started), completed: Date.parse(job.events.completed) };
    };
    const [one, two, beside] = [await ended(first), await ended(second), await ended(other)];
    expect(one.completed).toBeGreaterThan(one.started);
    expect(two.started).toBeGreaterThanOrEqual(one.completed);
    expect([one.completed, two.completed]).not.toContain(beside.started);
  });

  test('is listed, filtered and found among the latest', async () => {
    const client = await startCycle();
    const stopped = await client.finish(await stop(client));
    const { id } = await client.container('api');
    const answer = await client.send('POST', `/v1/containers/${id}/tasks`, { action: 'start' });
    const started = await client.finish(answer);
    const ids = async (query: string) => (await client.get(`/v1/jobs${query}`)).map((job: { id: string }) => job.id);
    expect(await ids('')).toEqual([stopped.id, started.id]);
    expect(await ids('?filter[search]=start%20cont')).toEqual([started.id]);
    expect(await ids('?filter[state]=running,error')).toEqual([]);
    expect(await ids('?sort=-id')).toEqual([started.id, stopped.id]);
    expect(await ids('/latest')).toEqual([started.id, stopped.id]);
    const { includes } = (await client.send('GET', '/v1/jobs?include=creators')).body;
    expect(Object.keys(includes.creators)).toEqual(['api_keys']);
  });

  test('is not found for its first questions if the settings say so', async () => {
    const client = await startCycle();
    await client.set({ job_not_found_polls: 3 });
    const { job } = (await stop(client)).body.data;
    const codes: string[] = [];
    for (let count = 0; count < 5; count += 1) {
      const { body } = await client.send('GET', `/v1/jobs/${job.id}`);
      codes.push(body.error?.code ?? 'found');
    }
    expect(codes).toEqual(['404.job', '404.job', '404.job', 'found', 'found']);
  });

  test('is not found any more once it has ended if the settings say so', async () => {
    const client = await startCycle();
    await client.set({ job_gone_after_completion: true });
    const { job } = (await stop(client)).body.data;
    const path = `/v1/jobs/${job.id}`;
    expect((await client.send('GET', path)).status).toBe(200);
    const instance = await client.instancePath('api-1');
    await client.until(instance, ({ state }) => state.current === 'stopped');
    client.pass(1000);
    expect((await client.send('GET', path)).body.error.code).toBe('404.job');
    expect(await client.get('/v1/jobs')).toEqual([]);
  });

  test.each([
    ['none', { action: 'container.stop' }],
    ['job_id', { action: 'container.stop', contents: expect.any(Object), job_id: expect.any(String) }],
  ])('can be described in the form %s', async (job_descriptor, expected) => {
    const client = await startCycle();
    await client.set({ job_descriptor });
    const { body } = await stop(client);
    expect(body).toEqual({ data: expected });
    const [job] = await client.get('/v1/jobs');
    if (body.data.job_id) expect(body.data.job_id).toBe(job.id);
  });

  test('can end in an error, having changed nothing', async () => {
    const client = await startCycle();
    await client.set({ job_outcome: 'error' });
    const job = await client.finish(await stop(client));
    const error = { message: 'The compute server did not complete the task in time' };
    expect(job.state).toMatchObject({ current: 'error', error });
    expect(job.tasks[0]).toMatchObject({ state: { current: 'error' }, error });
    expect(job.tasks[0].steps.at(-1).completed).toBe(ZERO);
    expect((await client.get(await client.instancePath('api-1'))).state.current).toBe('running');
  });

  test('that fails to start something leaves it failed, with the reason', async () => {
    const client = await startCycle({ faults: 'task-failure' });
    const { id } = await client.container('reports');
    await client.finish(await client.send('POST', `/v1/containers/${id}/tasks`, { action: 'start' }));
    expect((await client.get(await client.instancePath('reports-1'))).state).toMatchObject({
      current: 'failed',
      error: { message: 'The compute server did not complete the task in time', time: expect.stringMatching(/^2/) },
    });
    expect((await client.container('reports')).state).toMatchObject({ current: 'stopped', desired: 'running' });
  });

  test('can expire without having run', async () => {
    const client = await startCycle();
    await client.set({ job_outcome: 'expired' });
    const job = await client.finish(await stop(client));
    expect(job).toMatchObject({ state: { current: 'expired', error: null }, events: { started: ZERO } });
    expect((await client.get(await client.instancePath('api-1'))).state.current).toBe('running');
  });

  test('can be scheduled for later', async () => {
    const client = await startCycle({ speed: 10 });
    await client.set({ job_delay: 10 });
    const { job } = (await stop(client)).body.data;
    const { schedule, events } = await client.until(`/v1/jobs/${job.id}`, ({ state }) => state.current === 'scheduled');
    expect(Date.parse(schedule) - Date.parse(events.queued)).toBe(1000);
    await client.until(`/v1/jobs/${job.id}`, ({ state }) => state.current === 'completed');
  });

  test('can vanish', async () => {
    const client = await startCycle({ faults: 'task-vanished' });
    const { job } = (await stop(client)).body.data;
    client.pass(100);
    expect((await client.send('GET', `/v1/jobs/${job.id}`)).body.error.code).toBe('404.job');
    expect((await client.get(await client.instancePath('api-1'))).state.current).toBe('running');
  });

  test('can get stuck', async () => {
    const client = await startCycle({ faults: 'stuck' });
    const { job } = (await stop(client)).body.data;
    client.pass(100);
    expect((await client.get(`/v1/jobs/${job.id}`)).state.current).toBe('new');
  });

  test('is not repeated by a lost answer', async () => {
    const client = await startCycle({ faults: 'drop-after-commitx1' });
    const { id } = await client.container('api');
    const path = `/v1/containers/${id}/tasks`;
    await expect(client.send('POST', path, { action: 'stop' })).rejects.toThrow('fetch failed');
    expect(await client.get('/v1/jobs')).toHaveLength(1);
  });

  test('goes on from one process to the next', async () => {
    const client = await startCycle({ speed: 5 });
    const { job } = (await stop(client)).body.data;
    await client.sandbox.close();
    const again = await startCycle({ directory: client.directory, speed: 5 });
    expect((await again.until(`/v1/jobs/${job.id}`, ({ state }) => state.current === 'completed')).id).toBe(job.id);
  });
});
