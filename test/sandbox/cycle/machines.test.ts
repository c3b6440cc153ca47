import { randomBytes } from 'node:crypto';
import type { Client } from 'ssh2';
import { describe, expect, test } from 'vitest';
import { called, connect, type Ended, openSftp, run } from '../ssh/sshClient';
import { type CycleClient, startCycle } from './cycleClient';

const REFUSED = 'All configured authentication methods failed';

async function login(client: CycleClient, path: string, kind = 'ssh') {
  const { address, secret } = await client.get(`${path}/${kind}`);
  const [username, host] = address.split('@');
  return connect(host, { username, password: secret });
}

/** Starts a command that goes on, and gives a way to wait for its end. */
function sleeping(ssh: Client) {
  return new Promise<() => Promise<Ended>>((resolve, reject) => {
    const ended = run(ssh, 'sleep 60', {}, () => resolve(() => ended));
    ended.catch(reject);
  });
}

describe('SSH into an instance', () => {
  test('takes the id and the secret that were minted', async () => {
    const client = await startCycle({ speed: 1 });
    const path = await client.instancePath('api-1');
    const id = path.split('/').at(-1);
    const { token, secret, address } = await client.get(`${path}/ssh`);
    expect(address).toMatch(new RegExp(`^${id}@127\\.0\\.0\\.1:\\d+$`));
    expect(secret).toMatch(/^[a-z0-9]{25}$/);
    expect(token).toMatchObject({
      instance_id: id,
      container_id: path.split('/')[3],
      hub_id: client.hub,
      creator: { type: 'api-key' },
      events: { used: '0001-01-01T00:00:00Z' },
      valid: true,
    });
    expect(Date.parse(token.events.expires) - Date.parse(token.events.created)).toBe(30 * 60_000);
    const ssh = await connect(address.split('@')[1], { username: id as string, password: secret });
    expect((await run(ssh, 'hostname; whoami')).stdout).toBe('api-1\nroot\n');
    expect((await run(ssh, 'exit 3')).code).toBe(3);
    const other = (await client.instancePath('api-2')).split('/').at(-1) as string;
    const [, host] = address.split('@');
    await expect(connect(host, { username: other, password: secret })).rejects.toThrow(REFUSED);
    await expect(connect(host, { username: id as string, password: 'wrong' })).rejects.toThrow(REFUSED);
    await expect(connect(host, { username: 'constructor', password: secret })).rejects.toThrow(REFUSED);
  });

  test('mints another credential each time, and counts those it revokes', async () => {
    const client = await startCycle({ speed: 1 });
    const path = await client.instancePath('api-1');
    const first = await client.get(`${path}/ssh`);
    const second = await client.get(`${path}/ssh`);
    expect(second.secret).not.toBe(first.secret);
    const [username, host] = first.address.split('@');
    const ssh = await connect(host, { username, password: first.secret });
    expect((await client.send('DELETE', `${path}/ssh`)).body).toEqual({ data: { tokens: 2 } });
    expect((await client.send('DELETE', `${path}/ssh`)).body).toEqual({ data: { tokens: 0 } });
    await expect(connect(host, { username, password: second.secret })).rejects.toThrow(REFUSED);
    expect((await run(ssh, 'echo still here')).stdout).toBe('still here\n');
  });

  test('is refused with a credential that has expired', async () => {
    const client = await startCycle({ speed: 10_000 });
    const { address, secret } = await client.get(`${await client.instancePath('api-1')}/ssh`);
    const [username, host] = address.split('@');
    client.pass(200);
    await expect(connect(host, { username, password: secret })).rejects.toThrow(REFUSED);
  });

  test('ends when the container stops, and is refused while it has', async () => {
    const client = await startCycle({ speed: 20 });
    const path = await client.instancePath('store-1');
    const { id } = await client.container('store');
    const ssh = await login(client, path);
    const ended = await sleeping(ssh);
    await client.send('POST', `/v1/containers/${id}/tasks`, { action: 'stop' });
    await client.until(path, ({ state }) => state.current === 'stopped');
    expect((await ended()).code).toBeNull();
    const { status, body } = await client.send('GET', `${path}/ssh`);
    expect([status, body.error.code]).toEqual([403, '403.invalid-state']);
  });

  test('ends with a restart, too', async () => {
    const client = await startCycle({ speed: 100 });
    const path = await client.instancePath('store-1');
    const { id } = await client.container('store');
    const ended = await sleeping(await login(client, path));
    await client.finish(await client.send('POST', `/v1/containers/${id}/tasks`, { action: 'restart' }));
    expect((await ended()).code).toBeNull();
  });

  test('succeeds without a session where the image has no shell', async () => {
    const client = await startCycle({ speed: 1 });
    await client.set({ ssh_shell: false });
    const ssh = await login(client, await client.instancePath('api-1'));
    await expect(run(ssh, 'hostname')).rejects.toThrow('Unable to exec');
  });

  test('keeps files from one process to the next, and the host key', async () => {
    const bytes = randomBytes(700_000);
    const keys: string[] = [];
    const copy = async (client: CycleClient, put: boolean) => {
      const { address, secret } = await client.get(`${await client.instancePath('api-1')}/ssh`);
      const [username, host] = address.split('@');
      const hostVerifier = (key: Buffer) => {
        keys.push(key.toString('base64'));
        return true;
      };
      const sftp = await openSftp(await connect(host, { username, password: secret, hostVerifier }));
      if (put) await called((done) => sftp.writeFile('data.bin', bytes, done));
      return called<Buffer>((done) => sftp.readFile('data.bin', done));
    };
    const first = await startCycle({ speed: 1 });
    await copy(first, true);
    await first.sandbox.close();
    const second = await startCycle({ speed: 1, directory: first.directory });
    expect((await copy(second, false)).equals(bytes)).toBe(true);
    expect(keys[0]).toBe(keys[1]);
    const other = await openSftp(await login(second, await second.instancePath('api-2')));
    await expect(called((done) => other.readFile('data.bin', done))).rejects.toThrow('No such file');
  });

  test('marks the credential as used', async () => {
    const client = await startCycle({ speed: 1 });
    const path = await client.instancePath('api-1');
    await run(await login(client, path), 'true');
    // Nothing shows it but the state itself.
    const { readFileSync } = await import('node:fs');
    const { data } = JSON.parse(readFileSync(`${client.directory}/cycle.json`, 'utf8'));
    expect(Object.values(data.credentials)).toMatchObject([{ used: expect.any(Number) }]);
    expect((Object.values(data.credentials)[0] as { used: number }).used).toBeGreaterThan(0);
  });
});

describe('SFTP into a volume', () => {
  test('takes what the list of volumes says, and gives no shell', async () => {
    const client = await startCycle({ speed: 1 });
    const [{ sftp: given, deployed }] = await client.get(`${await client.instancePath('store-1')}/volumes`);
    expect(given).toMatchObject({
      host: '127.0.0.1',
      username: `volume-${deployed.id}`,
      password: { algorithm: 'raw' },
    });
    const { username, password } = given;
    const host = `${given.host}:${given.port}`;
    const ssh = await connect(host, { username, password: password.data });
    const sftp = await openSftp(ssh);
    await called((done) => sftp.writeFile('dump.sql', 'select 1', done));
    expect(String(await called<Buffer>((done) => sftp.readFile('dump.sql', done)))).toBe('select 1');
    await expect(run(ssh, 'ls')).rejects.toThrow('Unable to exec');
    await expect(connect(host, { username, password: 'wrong' })).rejects.toThrow(REFUSED);
  });
});

describe('a virtual machine', () => {
  const path = async (client: CycleClient) => {
    const [{ id }] = await client.get('/v1/virtual-machines');
    return `/v1/virtual-machines/${id}`;
  };
  const task = async (client: CycleClient, action: string, contents?: unknown) =>
    client.send('POST', `${await path(client)}/tasks`, { action, contents });

  test('is carried by the instance of a container', async () => {
    const client = await startCycle();
    const machine = await client.get(await path(client));
    const container = await client.get(`/v1/containers/${machine.container_id}`);
    expect(container.image).toEqual({
      id: null,
      extension: { identifier: 'virtual-machine-v1', id: machine.id },
      service: null,
    });
    const [instance] = await client.get(`/v1/containers/${machine.container_id}/instances`);
    expect(instance).toMatchObject({
      hostname: 'vm-1',
      extension: { identifier: 'virtual-machine-v1', id: machine.id },
    });
    expect(machine.root_password.current).toBeNull();
  });

  test('stops, starts and restarts, along with its container', async () => {
    const client = await startCycle({ speed: 20 });
    const machine = await path(client);
    const instance = await client.instancePath('vm-1');
    for (const [action, state] of [
      ['stop', 'stopped'],
      ['start', 'running'],
    ] as const) {
      await task(client, action);
      await client.until(machine, (data) => data.state.current === state);
      await client.until(instance, (data) => data.state.current === state);
    }
    await task(client, 'restart');
    await client.until(machine, (data) => data.state.current === 'stopping');
    await client.until(machine, (data) => data.state.current === 'starting');
    await client.until(machine, (data) => data.state.current === 'running');
  });

  test('is reached over its serial console', async () => {
    const client = await startCycle({ speed: 1 });
    const machine = await path(client);
    const { token, address } = await client.get(`${machine}/sos`);
    const id = machine.split('/').at(-1);
    expect(token).toMatchObject({ virtual_machine_id: id, valid: true });
    expect(address).toMatch(new RegExp(`^${id}@127`));
    const ssh = await login(client, machine, 'sos');
    expect((await run(ssh, 'hostname')).stdout).toBe('vm-1\n');
    expect((await client.send('DELETE', `${machine}/sos`)).body).toEqual({ data: { tokens: 2 } });
  });

  test('is made stopped, with a password for whoever made it, and is deleted', async () => {
    const client = await startCycle({ speed: 20 });
    const { config, environment } = await client.get(await path(client));
    const body = {
      name: 'Batch Box',
      environment_id: environment.id,
      image: { type: 'base', details: { identifier: 'ubuntu-24-04' } },
      config: { ...config, network: { ...config.network, hostname: 'batch' } },
      lock: true,
    };
    const { status, body: answer } = await client.send('POST', '/v1/virtual-machines', body);
    expect(status).toBe(201);
    expect(answer.data).toMatchObject({
      identifier: 'batch-box',
      state: { current: 'new' },
      root_password: { current: expect.any(String) },
    });
    const made = `/v1/virtual-machines/${answer.data.id}`;
    await client.until(made, ({ state }) => state.current === 'stopped');
    await client.send('POST', `${made}/tasks`, { action: 'start' });
    await client.until(made, ({ state }) => state.current === 'running');
    expect((await client.get(await client.instancePath('batch'))).hostname).toBe('batch');
    expect((await client.send('DELETE', made)).body.error.code).toBe('403.not-allowed');
    await client.send('PATCH', made, { lock: false });
    await client.finish(await client.send('DELETE', made));
    await client.until(made, ({ state }) => state.current === 'deleted');
  });

  test.each([
    ['name', undefined, '/name'],
    ['lock', undefined, '/lock'],
    ['image', { type: 'base', details: { identifier: 'windows-95' } }, '/image/details/identifier'],
    ['image', { type: 'floppy', details: {} }, '/image/type'],
    ['ssh_keys', ['none'], '/ssh_keys'],
    ['volumes', [{ identifier: 'x', read_only: false, local: { max_size: 'big' } }], '/volumes/0/local/max_size'],
  ])('is not made with the %s %j', async (field, value, source) => {
    const client = await startCycle();
    const { config, environment } = await client.get(await path(client));
    const body = {
      name: 'x',
      environment_id: environment.id,
      image: { type: 'url', details: { url: 'https://example.com/x.qcow2' } },
      config,
      lock: false,
      [field]: value,
    };
    const answer = await client.send('POST', '/v1/virtual-machines', body);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.body.error.source).toBe(source);
  });

  test('is reconfigured within bounds', async () => {
    const client = await startCycle({ speed: 20 });
    const machine = await path(client);
    const { config } = await client.get(machine);
    const resources = (ram: string, cores: number) => ({
      ...config,
      resources: { ram: { limit: ram }, cpu: { cores: { number: cores } } },
    });
    for (const wrong of [resources('256M', 2), resources('65G', 2), resources('1G', 0), resources('1G', 33)]) {
      expect((await task(client, 'reconfigure', wrong)).body.error.code).toBe('422.invalid-argument');
    }
    await client.finish(await task(client, 'reconfigure', resources('4G', 4)));
    expect((await client.get(machine)).config.resources).toEqual(resources('4G', 4).resources);
    await client.until(machine, ({ state }) => state.current === 'running');
    await client.finish(await task(client, 'stop'));
    await client.until(machine, ({ state }) => state.current === 'stopped');
    await task(client, 'reconfigure', resources('2G', 2));
    await client.until(machine, ({ state }) => state.current === 'configuring');
    await client.until(machine, ({ state }) => state.current === 'stopped');
  });

  test('gets and gives back an address', async () => {
    const client = await startCycle();
    const machine = await path(client);
    const [free, ...others] = await client.get(`${machine}/available-ips`);
    expect([free.address, others.length]).toEqual(['203.0.113.12', 1]);
    await client.finish(await task(client, 'ip.allocate', { ip_id: free.id }));
    const ips = async () =>
      (await client.get(`${machine}?meta=ips`)).meta.ips.map(({ address }: { address: string }) => address);
    expect(await ips()).toEqual(['203.0.113.11', '203.0.113.12']);
    expect((await task(client, 'ip.allocate', { ip_id: free.id })).body.error.code).toBe('422.invalid-argument');
    await client.finish(await task(client, 'ip.unallocate', { ip_id: free.id }));
    expect(await ips()).toEqual(['203.0.113.11']);
    expect((await task(client, 'ip.unallocate', { ip_id: free.id })).body.error.code).toBe('422.invalid-argument');
  });

  test('gets, changes and loses volumes, and a new password', async () => {
    const client = await startCycle();
    const machine = await path(client);
    const config = { identifier: 'data', read_only: false, local: { max_size: '5G' } };
    await client.finish(await task(client, 'volumes.add', [config]));
    const [root, added] = (await client.get(machine)).volumes;
    expect(added.config).toEqual(config);
    await client.finish(await task(client, 'volumes.reconfigure', { [added.id]: { ...config, read_only: true } }));
    expect((await client.get(machine)).volumes[1].config.read_only).toBe(true);
    await client.finish(await task(client, 'volumes.remove', [added.id]));
    expect((await client.get(machine)).volumes).toEqual([root]);
    expect((await task(client, 'volumes.remove', ['none'])).body.error.code).toBe('422.invalid-argument');
    const { root_password: before } = await client.get(machine);
    await client.finish(await task(client, 'rootpw.change', { password: 'correct horse' }));
    const { root_password: after } = await client.get(machine);
    expect(Date.parse(after.changed)).toBeGreaterThan(Date.parse(before.changed));
  });

  test('has base images and keys to begin with', async () => {
    const client = await startCycle();
    const images = await client.get('/v1/virtual-machines/images/base');
    expect(images.alpine.versions[0].identifier).toBe('alpine-3-19');
    const [key] = await client.get('/v1/virtual-machines/ssh-keys');
    expect(key.name).toBe('laptop');
    const bad = { name: 'x', environment_id: key.environment_id, public_key: 'nonsense' };
    expect((await client.send('POST', '/v1/virtual-machines/ssh-keys', bad)).body.error.source).toBe('/public_key');
  });
});

describe('backups', () => {
  test('are those of containers that have them, and can be restored and deleted', async () => {
    const client = await startCycle();
    const { id } = await client.container('store');
    const path = `/v1/containers/${id}/backups`;
    const instance = (await client.instancePath('store-1')).split('/').at(-1);
    const [first, second] = await client.get(path);
    expect(first).toMatchObject({ container_id: id, instance_id: instance, state: { current: 'live' } });
    expect(await client.get(`${path}/${second.id}`)).toEqual(second);
    const restore = (contents: object) =>
      client.send('POST', `${path}/${first.id}/tasks`, { action: 'restore', contents });
    expect((await restore({})).body.error.code).toBe('422.missing-argument');
    expect((await restore({ instance_id: 'none' })).body.error.code).toBe('404.instance');
    expect((await client.finish(await restore({ instance_id: instance }))).state.current).toBe('completed');
    await client.finish(await client.send('DELETE', `${path}/${first.id}`));
    expect(await client.get(path)).toEqual([second]);
    const { id: api } = await client.container('api');
    expect(await client.get(`/v1/containers/${api}/backups`)).toEqual([]);
  });
});
