import { describe, expect, onTestFinished, test } from 'vitest';
import WebSocket from 'ws';
import { betweenLooks } from '../stillClock';
import { type CycleClient, startCycle } from './cycleClient';

interface Stream {
  frames: (string | Buffer)[];
  /** The code it closed with. */
  closed: Promise<number>;
  /** All there is by now, decoded as one text. */
  text(): string;
}

function open(address: string): Promise<Stream> {
  const socket = new WebSocket(address);
  onTestFinished(() => socket.terminate());
  const frames: (string | Buffer)[] = [];
  socket.on('message', (data: Buffer, binary: boolean) => frames.push(binary ? data : data.toString()));
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  const text = () => Buffer.concat(frames.map((frame) => Buffer.from(frame))).toString();
  return new Promise((resolve, reject) => {
    socket.on('open', () => resolve({ frames, closed, text }));
    socket.on('error', reject);
  });
}

async function openStream(client: CycleClient, hostname: string, path: string): Promise<Stream> {
  const { token, address } = await client.get(`${await client.instancePath(hostname)}/${path}`);
  return open(`${address}?token=${token}`);
}

async function task(client: CycleClient, name: string, action: string): Promise<void> {
  const { id } = await client.container(name);
  await client.send('POST', `/v1/containers/${id}/tasks`, { action });
}

/** How many frames have come, after a little time. */
function looked(client: CycleClient, { length }: Stream['frames']): number {
  client.pass(betweenLooks);
  return length;
}

describe('the console', () => {
  test('replays the end of the log, at most 128 KB, and goes on live in text frames', async () => {
    const client = await startCycle();
    const { frames } = await openStream(client, 'api-1', 'console');
    await expect.poll(() => frames.length).toBeGreaterThan(3);
    expect(frames.every((frame) => typeof frame === 'string')).toBe(true);
    const size = Buffer.byteLength(frames[0] as string);
    expect(size).toBeLessThanOrEqual(128 * 1024);
    expect(size).toBeGreaterThan(100 * 1024);
    expect(frames[0]).toMatch(/^\d{4}-.*\n$/s);
    expect(frames.slice(1, 3).join('')).toMatch(/^(\d{4}-\d\d-\d\dT\S+Z .+\r?\n){2}$/);
  });

  test('begins with the start of the run', async () => {
    const client = await startCycle();
    await task(client, 'reports', 'start');
    const path = await client.instancePath('reports-1');
    await client.until(path, ({ state }) => state.current === 'running');
    const { frames } = await openStream(client, 'reports-1', 'console');
    await expect.poll(() => frames.length).toBeGreaterThan(0);
    const id = path.split('/').at(-1);
    expect(frames[0]).toMatch(
      new RegExp(
        `^\\[[A-Z][a-z]{2} \\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3}\\]\\[  CYCLE COMPUTE\\]  Instance ${id} started\r\n`,
      ),
    );
  });

  test('ends with 1000 when the instance stops, and at once when it has', async () => {
    const client = await startCycle();
    const { closed } = await openStream(client, 'api-1', 'console');
    await task(client, 'api', 'stop');
    await client.until(await client.instancePath('api-1'), ({ state }) => state.current === 'stopped');
    expect(await closed).toBe(1000);
    const again = await openStream(client, 'api-1', 'console');
    expect(await again.closed).toBe(1000);
    expect(again.text()).toContain('stopped\r\n');
  });

  test('can come in binary frames that cut characters in two', async () => {
    const client = await startCycle({ speed: 100 });
    await client.set({ console_frames: 'binary' });
    const { frames, text } = await openStream(client, 'store-1', 'console');
    await expect.poll(() => frames.length, { timeout: 5000 }).toBeGreaterThan(60);
    expect(frames.every((frame) => Buffer.isBuffer(frame))).toBe(true);
    const cut = frames.slice(0, 50).filter((frame) => frame.toString().includes('\ufffd'));
    expect(cut.length).toBeGreaterThan(0);
    expect(text().slice(0, -10)).not.toContain('\ufffd');
  });

  test('can break off', async () => {
    const client = await startCycle();
    await client.set({ console_drop_after: 2 });
    const { frames, closed } = await openStream(client, 'api-1', 'console');
    expect(await closed).toBe(1011);
    expect(frames).toHaveLength(3);
  });

  test('can be hostile', async () => {
    const client = await startCycle();
    await client.set({ console_hostile: true });
    const { text } = await openStream(client, 'api-1', 'console');
    await expect.poll(text).toContain('\u001b]0;owned\u0007\u001b[2J');
  });

  test.each([
    ['http', /^http:\/\/127\.0\.0\.1:\d+\/v1\/console$/],
    ['query', /^ws:\/\/127\.0\.0\.1:\d+\/v1\/console\?instance=[0-9a-f]{24}$/],
  ])('can have an address in the form %s', async (stream_address, form) => {
    const client = await startCycle();
    await client.set({ stream_address });
    const { address, token } = await client.get(`${await client.instancePath('api-1')}/console`);
    expect(address).toMatch(form);
    const { frames } = await open(
      `${address.replace(/^http/, 'ws')}${address.includes('?') ? '&' : '?'}token=${token}`,
    );
    await expect.poll(() => frames.length).toBeGreaterThan(0);
  });
});

describe('a token', () => {
  test('is needed, and good for one kind of stream', async () => {
    const client = await startCycle();
    const path = await client.instancePath('api-1');
    const { token, address } = await client.get(`${path}/console`);
    const refused = 'Unexpected server response: 401';
    await expect(open(address)).rejects.toThrow(refused);
    await expect(open(`${address}?token=wrong`)).rejects.toThrow(refused);
    await expect(open(`${address}?token=${token.slice(0, -2)}`)).rejects.toThrow(refused);
    await expect(open(`${address.replace('console', 'telemetry')}?token=${token}`)).rejects.toThrow(refused);
    await expect(open(`${address.replace('console', 'nothing')}?token=${token}`)).rejects.toThrow('404');
    await open(`${address}?token=${encodeURIComponent(token)}`);
  });

  test('is good for fifteen minutes, and what it has opened goes on', async () => {
    const client = await startCycle({ speed: 1000 });
    const { token, address } = await client.get(`${await client.instancePath('api-1')}/console`);
    const { frames } = await open(`${address}?token=${token}`);
    client.pass(950);
    await expect(open(`${address}?token=${token}`)).rejects.toThrow('Unexpected server response: 401');
    const count = frames.length;
    await expect.poll(() => looked(client, frames)).toBeGreaterThan(count);
  });
});

describe('telemetry', () => {
  test('streams one snapshot a frame', async () => {
    const client = await startCycle({ speed: 500 });
    const { frames } = await openStream(client, 'api-1', 'telemetry/resources/stream');
    await expect.poll(() => looked(client, frames)).toBeGreaterThan(2);
    const [first, second] = frames.map((frame) => JSON.parse(String(frame)));
    expect(first).toMatchObject({ cpu: { num_cores: 4 }, processes: { limit: 16384 } });
    expect(second.cpu.usage.total).toBeGreaterThan(first.cpu.usage.total);
    expect(Date.parse(second.time)).toBeGreaterThan(Date.parse(first.time));
  });

  test('ends when the instance stops', async () => {
    const client = await startCycle({ speed: 100 });
    const { closed } = await openStream(client, 'api-1', 'telemetry/resources/stream');
    await task(client, 'api', 'stop');
    await client.until(await client.instancePath('api-1'), ({ state }) => state.current === 'stopped');
    expect(await closed).toBe(1000);
  });

  test('reports the last hour unless said, in growing counters', async () => {
    const client = await startCycle();
    const path = `${await client.instancePath('store-1')}/telemetry/resources/report`;
    const { request, snapshots } = await client.get(path);
    expect(request.instance_id).toBe(path.split('/')[5]);
    expect(Date.parse(request.end) - Date.parse(request.start)).toBe(3_600_000);
    expect(snapshots.length).toBeGreaterThanOrEqual(120);
    const totals = snapshots.map(({ cpu }: { cpu: { usage: { total: number } } }) => cpu.usage.total);
    expect([...totals].sort((one, other) => one - other)).toEqual(totals);
  });

  test('reports a range', async () => {
    const client = await startCycle();
    const path = `${await client.instancePath('store-1')}/telemetry/resources/report`;
    const end = new Date(Date.now() - 60_000).toISOString();
    const start = new Date(Date.now() - 360_000).toISOString();
    const { snapshots } = await client.get(`${path}?filter[range-start]=${start}&filter[range-end]=${end}`);
    expect(snapshots).toHaveLength(10);
    const reversed = await client.send('GET', `${path}?filter[range-start]=${end}&filter[range-end]=${start}`);
    expect(reversed.status).toBe(422);
    expect((await client.send('GET', `${path}?filter[range-start]=soon`)).status).toBe(422);
  });

  test('begins to count anew with each start', async () => {
    const client = await startCycle();
    const { id, config } = await client.container('api');
    const start = new Date(Date.now() - 1000).toISOString();
    const telemetry = { retention: '1h', interval: '50ms', disable: false };
    const contents = { ...config, deploy: { ...config.deploy, telemetry } };
    // This restarts the container, too.
    await client.send('POST', `/v1/containers/${id}/tasks`, { action: 'reconfigure', contents });
    const path = `${await client.instancePath('api-1')}/telemetry/resources/report?filter[range-start]=${start}`;
    const { snapshots } = await client.until(path, ({ snapshots }) => {
      const totals = snapshots.map(({ cpu }: { cpu: { usage: { total: number } } }) => cpu.usage.total);
      return totals.at(-1) < totals[0];
    });
    expect(snapshots.at(-1).network.interfaces[0].rx_bytes).toBeLessThan(snapshots[0].network.interfaces[0].rx_bytes);
  });

  test('is refused where the container has it disabled', async () => {
    const client = await startCycle();
    const { id, config } = await client.container('api');
    const telemetry = { ...config.deploy.telemetry, disable: true };
    const contents = { ...config, deploy: { ...config.deploy, telemetry } };
    await client.finish(await client.send('POST', `/v1/containers/${id}/tasks`, { action: 'reconfigure', contents }));
    const path = `${await client.instancePath('api-1')}/telemetry/resources`;
    expect((await client.send('GET', `${path}/stream`)).body.error.code).toBe('403.not-allowed');
    expect((await client.get(`${path}/report`)).snapshots).toEqual([]);
  });
});

describe('the notifications of the hub', () => {
  test('tell what happens, one event a frame', async () => {
    const client = await startCycle();
    const { token } = await client.get('/v1/hubs/current/notifications');
    const address = `${client.endpoint.replace(/^http/, 'ws')}/v1/hubs/current/notifications`;
    await expect(open(address)).rejects.toThrow('401');
    const { frames } = await open(`${address}?token=${token}`);
    const { id, environment } = await client.container('worker');
    const path = await client.instancePath('worker-1');
    await task(client, 'worker', 'stop');
    await client.until(path, ({ state }) => state.current === 'stopped');
    const events = () => frames.map((frame) => JSON.parse(String(frame)));
    const ofInstance = () =>
      events()
        .filter(({ topic }) => topic === 'container.instance.state.changed')
        .map(({ object }) => object);
    const instance = path.split('/').at(-1);
    await expect.poll(ofInstance).toEqual([
      { id: instance, state: 'stopping' },
      { id: instance, state: 'stopped' },
    ]);
    const topics = events().map(({ topic, object }) => `${topic} ${object.state}`);
    expect(topics).toEqual(
      expect.arrayContaining([
        'job.created new',
        'job.state.changed queued',
        'job.state.changed running',
        'job.state.changed completed',
        'container.state.changed stopping',
        'container.state.changed stopped',
      ]),
    );
    expect(events()[0]).toMatchObject({
      context: {
        hub_id: client.hub,
        account_id: null,
        environments: [environment.id],
        dns_zones: null,
        clusters: [expect.any(String)],
        containers: [id],
        virtual_machines: null,
      },
      flags: {},
    });
  });
});
