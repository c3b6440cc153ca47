import { describe, expect, test } from 'vitest';
import { betweenLooks } from '../stillClock';
import { type CycleClient, startCycle } from './cycleClient';

interface Shown {
  id: string;
  hostname: string;
  server_id: string;
  state: { current: string };
}

const living = (list: Shown[]) => list.filter(({ state }) => !['deleting', 'deleted'].includes(state.current));
const lines = (list: Shown[]) => list.map(({ hostname, state }) => `${hostname} ${state.current}`);

async function setUp(options = {}) {
  const client = await startCycle(options);
  const { id } = await client.container('api');
  const servers = await client.get('/v1/infrastructure/servers');
  return { ...client, path: `/v1/containers/${id}/instances`, container: id as string, servers };
}

function first(client: Pick<CycleClient, 'get'> & { path: string }): Promise<Shown> {
  return client.get(client.path).then(([instance]) => instance);
}

describe('new instances', () => {
  test('come up on the servers that were named', async () => {
    const { send, finish, until, path, servers, get, container } = await setUp();
    const answer = await send('POST', path, [
      { server_id: servers[1].id, new_instances: 2 },
      { server_id: servers[2].id, new_instances: 1 },
    ]);
    expect(answer.status).toBe(202);
    expect(answer.body.data.job).toMatchObject({ accepted: true, queue: container });
    await finish(answer);
    const list = await until(path, (items: Shown[]) => items.every(({ state }) => state.current === 'running'));
    expect(lines(list)).toEqual(['api-1 running', 'api-2 running', 'api-3 running', 'api-4 running', 'api-5 running']);
    expect(list.slice(2).map((item: Shown) => item.server_id)).toEqual([servers[1].id, servers[1].id, servers[2].id]);
    expect(list[2].creator.type).toBe('api-key');
    expect((await get(`/v1/containers/${container}`)).config.deploy.instances).toBe(5);
  });

  test('pass through new and starting, and run only after their job has ended', async () => {
    const { send, get, path, servers, pass } = await setUp({ speed: 2 });
    const { job } = (await send('POST', path, [{ server_id: servers[0].id, new_instances: 1 }])).body.data;
    const seen: string[] = [''];
    let endedBefore = '';
    for (let state = ''; state !== 'running'; ) {
      const jobState = (await get(`/v1/jobs/${job.id}`)).state.current;
      state = (await get(path))[2]?.state.current ?? '';
      if (seen.at(-1) !== state) seen.push(state);
      if (jobState === 'completed' && endedBefore === '') endedBefore = state;
      pass(betweenLooks);
    }
    expect(seen).toEqual(['', 'new', 'starting', 'running']);
    expect(endedBefore).toBe('starting');
  });

  test('of a stopped container are stopped', async () => {
    const client = await startCycle();
    const { id } = await client.container('reports');
    const [server] = await client.get('/v1/infrastructure/servers');
    const path = `/v1/containers/${id}/instances`;
    await client.finish(await client.send('POST', path, [{ server_id: server.id, new_instances: 1 }]));
    const list = await client.until(path, (items: Shown[]) => items[1]?.state.current === 'stopped');
    expect(lines(list)).toEqual(['reports-1 stopped', 'reports-2 stopped']);
  });

  test('are refused where the platform places them', async () => {
    const client = await startCycle();
    const { id } = await client.container('worker');
    const [server] = await client.get('/v1/infrastructure/servers');
    const body = [{ server_id: server.id, new_instances: 1 }];
    const { status, body: answer } = await client.send('POST', `/v1/containers/${id}/instances`, body);
    expect([status, answer.error.code, answer.error.detail]).toEqual([
      422,
      '422.not-compatible',
      'The deployment strategy of the container is not manual',
    ]);
  });

  test('are refused on servers that take none', async () => {
    const { send, path, servers } = await setUp();
    const place = async (id: string) => {
      const { body } = await send('POST', path, [{ server_id: id, new_instances: 1 }]);
      return [body.error.code, body.error.source];
    };
    expect(await place(servers[3].id)).toEqual(['422.not-compatible', '/0/server_id']);
    expect(await place(servers[4].id)).toEqual(['403.not-ready', '/0/server_id']);
    expect(await place('none')).toEqual(['404.infrastructure.server', '/0/server_id']);
  });

  test.each([
    [{ server_id: 'x', new_instances: 1 }, '422.invalid-input'],
    [[], '422.missing-argument'],
    [[{ server_id: 'x' }], '422.missing-argument'],
    [[{ new_instances: 1 }], '422.missing-argument'],
    [[{ server_id: 'x', new_instances: 0 }], '422.invalid-argument'],
    [[{ server_id: 'x', new_instances: '1' }], '422.invalid-argument'],
    [['x'], '422.invalid-input'],
  ])('are refused for the body %j', async (body, code) => {
    const { send, path } = await setUp();
    expect((await send('POST', path, body)).body.error.code).toBe(code);
  });

  test('are refused in a deprecated container, and when they are too many', async () => {
    const { send, path, servers, container } = await setUp();
    const many = [{ server_id: servers[0].id, new_instances: 101 }];
    expect((await send('POST', path, many)).body.error.code).toBe('422.max-exceeded');
    await send('PATCH', `/v1/containers/${container}`, { deprecate: true });
    const one = [{ server_id: servers[0].id, new_instances: 1 }];
    expect((await send('POST', path, one)).body.error.code).toBe('403.not-allowed');
  });
});

describe('deleting', () => {
  test('one leaves it readable for a while', async () => {
    const client = await setUp({ speed: 20 });
    const { id } = await first(client);
    await client.finish(await client.send('DELETE', `${client.path}/${id}`));
    const { state, events } = await client.until(
      `${client.path}/${id}`,
      (instance) => instance.state.current === 'deleted',
    );
    expect(state.current).toBe('deleted');
    expect(events.deleted).not.toBe('0001-01-01T00:00:00Z');
    expect(lines(living(await client.get(client.path)))).toEqual(['api-2 running']);
    expect((await client.get(`/v1/containers/${client.container}`)).config.deploy.instances).toBe(1);
    const again = await client.send('DELETE', `${client.path}/${id}`);
    expect(again.body.error.code).toBe('403.invalid-state');
    client.pass(8000);
    expect((await client.send('GET', `${client.path}/${id}`)).status).toBe(404);
  });

  test('several takes their ids, and nothing without them', async () => {
    const client = await setUp();
    const ids = (await client.get(client.path)).map(({ id }: Shown) => id);
    for (const body of [undefined, {}, { instances_ids: [] }, { instance_ids: ids }]) {
      const { status, body: answer } = await client.send('DELETE', client.path, body);
      expect([status, answer.error.code]).toEqual([422, '422.missing-argument']);
    }
    const unknown = await client.send('DELETE', client.path, { instances_ids: [ids[0], 'none'] });
    expect(unknown.body.error).toMatchObject({ code: '404.instance', source: '/instances_ids/1' });
    const answer = await client.send('DELETE', client.path, { instances_ids: ids });
    expect(answer.body.data.action).toBe('container.instances.delete');
    await client.until(client.path, (list: Shown[]) => list.every(({ state }) => state.current === 'deleted'));
  });

  test('is refused where the platform places instances, and where the container is locked', async () => {
    const client = await setUp();
    const worker = await client.instancePath('worker-1');
    expect((await client.send('DELETE', worker)).body.error.code).toBe('422.not-compatible');
    await client.send('PATCH', `/v1/containers/${client.container}`, { lock: true });
    const { id } = await first(client);
    expect((await client.send('DELETE', `${client.path}/${id}`)).body.error.detail).toBe('The container is locked');
  });
});

describe('what was begun goes on', () => {
  test('when the container of an instance that is being deleted is stopped', async () => {
    const client = await setUp({ speed: 20 });
    const { id } = await first(client);
    await client.send('DELETE', `${client.path}/${id}`);
    await client.send('POST', `/v1/containers/${client.container}/tasks`, { action: 'stop' });
    const list = await client.until(client.path, (items: Shown[]) =>
      items.every(({ state }) => ['deleted', 'stopped'].includes(state.current)),
    );
    expect(lines(list)).toEqual(['api-1 deleted', 'api-2 stopped']);
  });

  test('when one of a stopped container is migrated, and it stays stopped', async () => {
    const client = await startCycle();
    const servers = await client.get('/v1/infrastructure/servers');
    const path = await client.instancePath('reports-1');
    const contents = { destination_server_id: servers[0].id };
    await client.finish(await client.send('POST', `${path}/tasks`, { action: 'migration.start', contents }));
    const list = await client.until(
      path.replace(/\/[^/]+$/, ''),
      (items: Shown[]) => items[1]?.state.current === 'stopped',
    );
    expect(lines(list)).toEqual(['reports-1 stopped', 'reports-2 stopped']);
    expect(list[0].ready_state).toBe('purge');
  });
});

describe('a migration', () => {
  async function migrate(client: Awaited<ReturnType<typeof setUp>>, body: object = {}) {
    const { id } = await first(client);
    const contents = { destination_server_id: client.servers[1].id, ...body };
    const answer = await client.send('POST', `${client.path}/${id}/tasks`, { action: 'migration.start', contents });
    return { id, answer };
  }

  test('makes a new instance with a new id and stops the old one, which is purged later', async () => {
    const client = await setUp({ speed: 1000 });
    const { id, answer } = await migrate(client);
    await client.finish(answer);
    const list = await client.until(
      client.path,
      (items: Shown[]) => lines(items).join() === 'api-1 stopped,api-2 running,api-3 running',
    );
    const [old, , copied] = list;
    expect(copied.id).not.toBe(id);
    expect(copied.server_id).toBe(client.servers[1].id);
    expect(old).toMatchObject({ ready_state: 'purge', purge_time: expect.stringMatching(/^2/) });
    expect(old.migration).toMatchObject({
      to: { instance_id: copied.id, server_id: copied.server_id },
      from: null,
      copy_volumes: false,
    });
    expect(copied.migration).toMatchObject({ to: null, from: { instance_id: id }, key: old.migration.key });
    expect(copied.migration.completed).not.toBe('0001-01-01T00:00:00Z');
    await client.until(`${client.path}/${copied.id}`, ({ state }) => state.current === 'running');
    await client.until(client.path, (items: Shown[]) =>
      items.every((item) => item.id !== id || item.state.current === 'deleted'),
    );
  });

  test('shows the old one as migrating meanwhile', async () => {
    const client = await setUp({ speed: 5 });
    const { id } = await migrate(client);
    await client.until(`${client.path}/${id}`, ({ state }) => state.current === 'migrating');
  });

  test.each([0, 2])('can be undone from either end (%i)', async (end) => {
    const client = await setUp();
    await client.finish((await migrate(client)).answer);
    const list = await client.until(client.path, (items: Shown[]) => items[2]?.state.current === 'running');
    const { id } = list[end];
    await client.finish(await client.send('POST', `${client.path}/${id}/tasks`, { action: 'migration.revert' }));
    const after = await client.until(
      client.path,
      (items: Shown[]) => lines(items).join() === 'api-1 running,api-2 running,api-3 deleted',
    );
    expect(after[0]).toMatchObject({ ready_state: 'active', purge_time: null, migration: null });
  });

  test('can not be undone when there was none', async () => {
    const client = await setUp();
    const { id } = await first(client);
    const answer = await client.send('POST', `${client.path}/${id}/tasks`, { action: 'migration.revert' });
    expect([answer.status, answer.body.error.code]).toEqual([403, '403.invalid-state']);
  });

  test('copies volumes only where there is state', async () => {
    const client = await startCycle();
    const servers = await client.get('/v1/infrastructure/servers');
    const path = await client.instancePath('store-1');
    const contents = { destination_server_id: servers[1].id, stateful: { copy_volumes: true } };
    await client.finish(await client.send('POST', `${path}/tasks`, { action: 'migration.start', contents }));
    const old = await client.get(path);
    const copied = await client.get(`${path.replace(/[^/]+$/, '')}${old.migration.to.instance_id}`);
    expect(copied.migration.copy_volumes).toBe(true);
    expect(copied.stateful).toEqual(old.stateful);
    const [before] = await client.get(`${path}/volumes`);
    const [after] = await client.get(`${path.replace(/[^/]+$/, '')}${copied.id}/volumes`);
    expect(after.deployed.id).not.toBe(before.deployed.id);
    expect(after.deployed.storage).toEqual(before.deployed.storage);
  });

  test.each([
    [{}, '422.missing-argument'],
    [{ destination_server_id: 'none' }, '404.infrastructure.server'],
    [{ destination_server_id: 0 }, '422.invalid-argument'],
    [{ destination_server_id: 3 }, '422.not-compatible'],
    [{ destination_server_id: 4 }, '403.not-ready'],
    [{ destination_server_id: 1, stateful: {} }, '422.missing-argument'],
  ] as [{ destination_server_id?: unknown }, string][])('is refused with the contents %j', async (given, code) => {
    const client = await setUp();
    const { id } = await first(client);
    const place = given.destination_server_id;
    const contents = typeof place === 'number' ? { ...given, destination_server_id: client.servers[place].id } : given;
    const answer = await client.send('POST', `${client.path}/${id}/tasks`, { action: 'migration.start', contents });
    expect(answer.body.error.code).toBe(code);
  });
});

describe('an instance', () => {
  test('gets a larger volume', async () => {
    const client = await startCycle();
    const path = await client.instancePath('store-1');
    const [volume] = await client.get(`${path}/volumes`);
    expect(volume.deployed.storage.total).toBe(10 * 1024);
    const extend = (contents: object) => client.send('POST', `${path}/tasks`, { action: 'volume.extend', contents });
    await client.finish(await extend({ volume_id: volume.id, extend_size: '5GB' }));
    await client.finish(await extend({ volume_id: volume.deployed.id, extend_size: '512m' }));
    expect((await client.get(`${path}/volumes`))[0].deployed.storage.total).toBe(15 * 1024 + 512);
    for (const extend_size of ['5', '5 GB', 'much', '0G', '10bb']) {
      expect((await extend({ volume_id: volume.id, extend_size })).body.error.code).toBe('422.invalid-argument');
    }
    expect((await extend({ volume_id: 'none', extend_size: '1G' })).body.error.source).toBe('/contents/volume_id');
  });

  test('is taken out of traffic and put back', async () => {
    const client = await startCycle();
    const path = await client.instancePath('api-1');
    const drain = async (enable: unknown) =>
      client.send('POST', `${path}/tasks`, { action: 'traffic-drain.reconfigure', contents: { enable } });
    await client.finish(await drain(true));
    expect((await client.get(path)).traffic_drain).toEqual({ started: expect.stringMatching(/^2/) });
    await client.finish(await drain(false));
    expect((await client.get(path)).traffic_drain).toBeNull();
    expect((await drain('yes')).body.error.code).toBe('422.invalid-argument');
  });

  test('knows no tasks of 2022, and none of a container', async () => {
    const client = await startCycle();
    const path = await client.instancePath('api-1');
    for (const action of ['migrate', 'migrate_revert', 'start', 'stop', 'constructor']) {
      const { body } = await client.send('POST', `${path}/tasks`, { action, contents: {} });
      expect(body.error).toMatchObject({ code: '422.invalid-argument', source: '/action' });
    }
  });

  test('has no volumes where the container has none', async () => {
    const client = await startCycle();
    expect(await client.get(`${await client.instancePath('api-1')}/volumes`)).toEqual([]);
  });
});
