import { describe, expect, test } from 'vitest';
import { type CycleClient, startCycle } from './cycleClient';

const statesOf = (items: { state: { current: string } }[]) => items.map(({ state }) => state.current);

/** Has a task done and watches the container and its first instance until both are there; the states in their order. */
async function watch(client: CycleClient, id: string, action: string, end: string) {
  const container: string[] = [];
  const instance: string[] = [];
  const note = async () => {
    const { state } = await client.get(`/v1/containers/${id}`);
    const [first] = await client.get(`/v1/containers/${id}/instances`);
    if (container.at(-1) !== state.current) container.push(state.current);
    if (instance.at(-1) !== first.state.current) instance.push(first.state.current);
  };
  await note();
  await client.send('POST', `/v1/containers/${id}/tasks`, { action });
  while (container.length < 2 || container.at(-1) !== end || instance.at(-1) !== end) {
    client.pass(5);
    await note();
  }
  return { container, instance };
}

const config = {
  network: { public: 'disable', hostname: 'fresh' },
  deploy: { instances: 2, strategy: 'first-available' },
};

describe('a container', () => {
  test('stops and starts with every instance, passing through the middle states', async () => {
    const client = await startCycle({ speed: 5 });
    const { id } = await client.container('api');
    expect(await watch(client, id, 'stop', 'stopped')).toEqual({
      container: ['running', 'stopping', 'stopped'],
      instance: ['running', 'stopping', 'stopped'],
    });
    expect((await client.container('api')).state.desired).toBe('stopped');
    expect(await watch(client, id, 'start', 'running')).toEqual({
      container: ['stopped', 'starting', 'running'],
      instance: ['stopped', 'starting', 'running'],
    });
    expect(statesOf(await client.get(`/v1/containers/${id}/instances`))).toEqual(['running', 'running']);
  });

  test('restarts by stopping and starting', async () => {
    const client = await startCycle({ speed: 5 });
    const { id } = await client.container('store');
    expect(await watch(client, id, 'restart', 'running')).toEqual({
      container: ['running', 'stopping', 'starting', 'running'],
      instance: ['running', 'stopping', 'starting', 'running'],
    });
  });

  test('that is started already stays as it is', async () => {
    const client = await startCycle();
    const { id } = await client.container('api');
    await client.finish(await client.send('POST', `/v1/containers/${id}/tasks`, { action: 'start' }));
    expect(statesOf(await client.get(`/v1/containers/${id}/instances`))).toEqual(['running', 'running']);
  });

  test('takes a whole new configuration, and restarts with it', async () => {
    const client = await startCycle();
    const { id, config: before } = await client.container('api');
    const contents = {
      ...before,
      resources: { cpu: { shares: { limit: 40, reserve: 20 } }, ram: { limit: '2G', reserve: '1G' } },
    };
    const path = `/v1/containers/${id}/tasks`;
    const answer = await client.send('POST', path, { action: 'reconfigure', contents });
    expect(answer.body.data).toMatchObject({ action: 'container.reconfigure', job: { accepted: true, queue: id } });
    await client.finish(answer);
    expect((await client.container('api')).config).toEqual(contents);
    expect((await client.get(`/v1/containers/${id}/summary`)).stats.state).not.toHaveProperty('stopped');
  });

  test.each([
    [{}, '422.missing-argument'],
    [{ contents: { deploy: { instances: 1 } } }, '422.missing-argument'],
    [{ contents: { network: config.network } }, '422.missing-argument'],
    [{ contents: { ...config, network: { public: 'maybe', hostname: 'x' } } }, '422.invalid-argument'],
    [{ contents: { ...config, deploy: { instances: 'two' } } }, '422.invalid-argument'],
    [{ contents: { ...config, deploy: { instances: 1, strategy: 'luck' } } }, '422.invalid-argument'],
    [{ contents: { ...config, resources: { cpu: {}, ram: { limit: '512' } } } }, '422.invalid-argument'],
    [{ contents: { ...config, resources: { cpu: {}, ram: { limit: '1 G' } } } }, '422.invalid-argument'],
    [
      { contents: { ...config, resources: { ram: {}, cpu: { shares: { limit: 'x', reserve: 1 } } } } },
      '422.invalid-argument',
    ],
  ])('refuses the configuration %j', async (body, code) => {
    const { send, container } = await startCycle();
    const { id } = await container('api');
    const answer = await send('POST', `/v1/containers/${id}/tasks`, { action: 'reconfigure', ...body });
    expect([answer.status, answer.body.error.code]).toEqual([422, code]);
  });

  test('that the platform places takes the number of instances from its configuration', async () => {
    const client = await startCycle();
    const { id, config: before } = await client.container('worker');
    const contents = { ...before, deploy: { ...before.deploy, instances: 3 } };
    await client.finish(await client.send('POST', `/v1/containers/${id}/tasks`, { action: 'reconfigure', contents }));
    await client.until(`/v1/containers/${id}/instances`, (list) => list.length === 3);
  });

  test('is scaled to a number, the newest going first', async () => {
    const client = await startCycle();
    const { id } = await client.container('worker');
    const path = `/v1/containers/${id}/instances`;
    const scale = async (instances: number) =>
      client.finish(
        await client.send('POST', `/v1/containers/${id}/tasks`, { action: 'scale', contents: { instances } }),
      );
    await scale(3);
    const three = await client.until(path, (list) => statesOf(list).join() === 'running,running,running');
    expect(three.map(({ hostname }: { hostname: string }) => hostname)).toEqual(['worker-1', 'worker-2', 'worker-3']);
    expect((await client.container('worker')).config.deploy.instances).toBe(3);
    await scale(1);
    const one = await client.until(path, (list) => statesOf(list).filter((state) => state === 'deleted').length === 2);
    expect(statesOf(one)).toEqual(['running', 'deleted', 'deleted']);
    expect((await client.container('worker')).instances).toBe(1);
  });

  test('changes its image', async () => {
    const client = await startCycle();
    const { id } = await client.container('api');
    const [image] = await client.get('/v1/images?filter[search]=1.5.0');
    const reimage = (contents: object) =>
      client.send('POST', `/v1/containers/${id}/tasks`, { action: 'reimage', contents });
    expect((await reimage({ image_id: 'none' })).body.error.code).toBe('404.image');
    await client.finish(await reimage({ image_id: image.id }));
    expect((await client.container('api')).image.id).toBe(image.id);
  });

  test('changes its volumes', async () => {
    const client = await startCycle();
    const { id, volumes } = await client.container('store');
    const [volume] = volumes;
    const config = { ...volume.config, local: { ...volume.config.local, max_size: '25G' } };
    const change = (contents: object) =>
      client.send('POST', `/v1/containers/${id}/tasks`, { action: 'volumes.reconfigure', contents });
    expect((await change({ none: config })).body.error.code).toBe('422.invalid-argument');
    await client.finish(await change({ [volume.id]: config }));
    const [shown] = await client.get(`${await client.instancePath('store-1')}/volumes`);
    expect(shown).toMatchObject({
      config: { local: { max_size: '25G' } },
      deployed: { storage: { total: 25 * 1024 } },
    });
  });

  test('refuses unknown actions', async () => {
    const { send, container } = await startCycle();
    const { id } = await container('api');
    for (const action of ['explode', 'constructor', 'reconfigure.volumes']) {
      expect((await send('POST', `/v1/containers/${id}/tasks`, { action })).body.error).toMatchObject({
        code: '422.invalid-argument',
        source: '/action',
      });
    }
  });

  test('that is deprecated does not start', async () => {
    const { send, container } = await startCycle();
    const { id } = await container('reports');
    await send('PATCH', `/v1/containers/${id}`, { deprecate: true });
    for (const action of ['start', 'restart']) {
      const { status, body } = await send('POST', `/v1/containers/${id}/tasks`, { action });
      expect([status, body.error.code, body.error.detail]).toEqual([
        403,
        '403.not-allowed',
        'The container is deprecated',
      ]);
    }
    expect((await send('POST', `/v1/containers/${id}/tasks`, { action: 'stop' })).status).toBe(202);
  });

  test('that is locked can not be deleted, and one that is not locked can', async () => {
    const client = await startCycle();
    const { id } = await client.container('reports');
    const path = `/v1/containers/${id}`;
    const { body } = await client.send('PATCH', path, { lock: true, name: 'Reports', annotation: { team: 'books' } });
    expect(body.data).toMatchObject({ lock: true, name: 'Reports', annotations: { team: 'books' } });
    expect((await client.send('DELETE', path)).body.error.code).toBe('403.not-allowed');
    await client.send('PATCH', path, { lock: false });
    await client.finish(await client.send('DELETE', path));
    await client.until(path, ({ state }) => state.current === 'deleted');
    expect((await client.send('POST', `${path}/tasks`, { action: 'start' })).body.error.code).toBe('403.invalid-state');
    client.pass(5000);
    expect((await client.send('GET', path)).status).toBe(404);
  });

  test('is made without being started, and is placed with its first start', async () => {
    const client = await startCycle();
    const { environment } = await client.container('api');
    const [image] = await client.get('/v1/images');
    const body = { name: 'Fresh One', environment_id: environment.id, image_id: image.id, stateful: false, config };
    const { status, body: answer } = await client.send('POST', '/v1/containers', body);
    expect(status).toBe(201);
    expect(answer.data).toMatchObject({
      identifier: 'fresh-one',
      creator: { type: 'api-key' },
      instances: 0,
      state: { current: 'new' },
      events: { started: '0001-01-01T00:00:00Z' },
    });
    const path = `/v1/containers/${answer.data.id}`;
    expect(await client.get(`${path}/instances`)).toEqual([]);
    await client.send('POST', `${path}/tasks`, { action: 'start' });
    const instances = await client.until(`${path}/instances`, (list) => statesOf(list).join() === 'running,running');
    const servers = instances.map((instance: { server_id: string }) => instance.server_id);
    expect(new Set(servers).size).toBe(2);
    expect(instances[0].hostname).toBe('fresh-1');
  });

  test.each(['name', 'environment_id', 'image_id', 'stateful', 'config'])('is not made without %s', async (field) => {
    const { send, container, get } = await startCycle();
    const { environment } = await container('api');
    const [image] = await get('/v1/images');
    const body = { name: 'x', environment_id: environment.id, image_id: image.id, stateful: false, config };
    const answer = await send('POST', '/v1/containers', { ...body, [field]: undefined });
    expect(answer.body.error).toMatchObject({ code: '422.missing-argument', source: `/${field}` });
  });

  test('tells its summary and its servers', async () => {
    const { get, container } = await startCycle();
    const { id } = await container('api');
    expect(await get(`/v1/containers/${id}/summary`)).toMatchObject({
      id,
      state: { current: 'running' },
      stats: { state: { running: 2 }, total: 2, available: 2 },
    });
    const servers = await get('/v1/infrastructure/servers');
    expect(await get(`/v1/containers/${id}/servers`)).toEqual([
      { server_id: servers[0].id, instances: 1 },
      { server_id: servers[2].id, instances: 1 },
    ]);
    // Also those on which nothing can be placed now: it is for the client to see that.
    expect(await get(`/v1/containers/${id}/servers/usable`)).toHaveLength(5);
  });
});
