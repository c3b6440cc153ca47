import { existsSync, readFileSync, statSync } from 'node:fs';
import { request } from 'node:http';
import { request as secureRequest } from 'node:https';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import { sandboxProviders, startSandbox } from '../../src/sandbox';
import { certificate, key } from './certificate';
import { startClient, temporaryDirectory } from './sandboxClient';

describe('starting', () => {
  test('gives each provider a port of its own on loopback and the settings of a profile', async () => {
    const { sandbox } = await startClient();
    expect(sandbox.providers).toEqual({
      civo: {
        provider: 'civo',
        endpoint: expect.stringMatching(/^http:\/\/127\.0\.0\.1:[0-9]+$/),
        token: 'sandbox-civo-token',
      },
    });
  });

  test('counts the ports up from the first', async () => {
    const port = await freePort();
    const { sandbox } = await startClient({ firstPort: port });
    expect(sandbox.providers.civo?.endpoint).toBe(`http://127.0.0.1:${port}`);
  });

  test('fails when the port is taken', async () => {
    const { endpoint } = await startClient();
    await expect(startClient({ firstPort: Number(new URL(endpoint).port) })).rejects.toThrow('EADDRINUSE');
  });

  test('refuses a provider that it does not have', async () => {
    const start = startSandbox({ directory: temporaryDirectory(), providers: ['civo', 'nimbus'] });
    await expect(start).rejects.toThrow(`The sandbox has no nimbus. It has ${sandboxProviders.join(', ')}.`);
  });

  test('refuses a speed that is none', async () => {
    const start = startSandbox({ directory: temporaryDirectory(), speed: 0 });
    await expect(start).rejects.toThrow('The speed of the sandbox must be above 0, not 0.');
  });

  test('speaks HTTPS with a key and a certificate', async () => {
    const { endpoint } = await startClient({ tls: { key, cert: certificate } });
    expect(endpoint).toMatch(/^https:/);
    const status = await new Promise((resolve, reject) => {
      const headers = { authorization: 'bearer sandbox-civo-token' };
      const outgoing = secureRequest(`${endpoint}/v2/ping`, { ca: certificate, headers }, (incoming) => {
        incoming.resume();
        resolve(incoming.statusCode);
      });
      outgoing.on('error', reject).end();
    });
    expect(status).toBe(200);
  });

  test('frees its port when it is closed, whatever is still going on', async () => {
    const requestLog = join(temporaryDirectory(), 'requests.ndjson');
    const { endpoint, sandbox, send } = await startClient({ faults: 'slow', requestLog });
    const pending = send('GET', '/v2/ping').catch((error) => error.message);
    await expect.poll(() => existsSync(requestLog), { timeout: 30_000 }).toBe(true);
    await sandbox.close();
    expect(await pending).toBe('fetch failed');
    await startClient({ firstPort: Number(new URL(endpoint).port) });
  });
});

describe('requests', () => {
  test('may bring JSON, a form, nothing, or a JSON literal', async () => {
    const { send } = await startClient();
    const { body } = await send('GET', '/v2/instances?region=LON1');
    const path = `/v2/instances/${body.items[0].id}`;
    const tags = async () => (await send('GET', `${path}?region=LON1`)).body.tags;
    await send('PUT', `${path}/tags?region=LON1`, { tags: 'one two' });
    expect(await tags()).toEqual(['one', 'two']);
    await send('PUT', `${path}/tags?region=LON1`, new URLSearchParams({ tags: 'three four' }));
    expect(await tags()).toEqual(['three', 'four']);
    expect((await send('PUT', `${path}/recovery?region=LON1`, null)).body).toEqual({ result: 'success' });
    expect((await send('PUT', `${path}/recovery?region=LON1`, '')).body).toEqual({ result: 'success' });
    expect((await send('PUT', `${path}/recovery?region=LON1`)).body).toEqual({ result: 'success' });
  });

  test('may claim a Content-Encoding that their body does not have', async () => {
    const { send } = await startClient();
    const key = { name: 'plain', public_key: 'ssh-ed25519 AAAA' };
    const answer = await send('POST', '/v2/sshkeys', key, { 'content-encoding': 'gzip' });
    expect(answer.status).toBe(200);
  });

  test('are refused when they promise JSON and bring something else', async () => {
    const { endpoint } = await startClient();
    const headers = { authorization: 'bearer sandbox-civo-token', 'content-type': 'application/json' };
    const answer = await fetch(`${endpoint}/v2/sshkeys`, { method: 'POST', headers, body: '{"name":' });
    expect(answer.status).toBe(400);
  });

  test('are refused when their body is larger than 8 MiB', async () => {
    const { send } = await startClient();
    const answer = await send('POST', '/v2/sshkeys', { name: 'large', public_key: 'x'.repeat(9 * 1024 * 1024) });
    expect(answer.status).toBe(413);
  });

  test('with HEAD are answered like GET, without the body', async () => {
    const { send } = await startClient();
    const answer = await send('HEAD', '/v2/regions');
    expect(answer.status).toBe(200);
    expect(Number(answer.headers.get('content-length'))).toBeGreaterThan(100);
    expect(answer.text).toBe('');
  });

  test('with a path that can not be decoded or names an inherited member find nothing', async () => {
    const { send, endpoint } = await startClient();
    expect((await send('GET', '/v2/instances/constructor')).body.code).toBe('database_instance_find');
    expect((await send('GET', '/v2/instances/__proto__')).body.code).toBe('database_instance_find');
    expect(await rawStatus(endpoint, '/v2/instances/%zz')).toBe(404);
    expect(await rawStatus(endpoint, '/v2/instances/')).toBe(404);
  });

  test('share one connection', async () => {
    const { endpoint } = await startClient();
    expect((await fetch(`${endpoint}/v2/ping`)).headers.get('connection')).toBe('keep-alive');
  });

  test('wait as long as the latency says, in real time', async () => {
    const { send } = await startClient({ latencyMs: 80, speed: 1000 });
    const start = performance.now();
    await send('GET', '/v2/ping');
    expect(performance.now() - start).toBeGreaterThan(75);
  });

  test('are logged without their credentials', async () => {
    const directory = temporaryDirectory();
    const requestLog = join(directory, 'requests.ndjson');
    const { send } = await startClient({ requestLog, faults: 'reset@PATCHx1' });
    await send('POST', '/v2/sshkeys?region=LON1&token=secret', { name: 'new', public_key: 'k' }, { 'x-trace': '7' });
    await send('GET', '/v2/nothing');
    await send('PATCH', '/v2/nothing').catch(() => undefined);
    const content = readFileSync(requestLog, 'utf8');
    expect(content).not.toContain('sandbox-civo-token');
    expect(content).not.toContain('secret');
    const lines = content
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines[0]).toMatchObject({
      provider: 'civo',
      method: 'POST',
      path: '/v2/sshkeys',
      query: { region: 'LON1' },
      headers: { 'x-trace': '7', 'content-type': 'application/json' },
      body: { name: 'new', public_key: 'k' },
      status: 200,
    });
    expect(lines[1]).toMatchObject({ method: 'GET', path: '/v2/nothing', body: null, status: 404 });
    expect(lines[2]).toMatchObject({ method: 'PATCH', status: null, fault: 'reset' });
    expect(statSync(requestLog).mode & 0o777).toBe(0o600);
  });
});

describe('time', () => {
  test('passes faster with a higher speed', async () => {
    const { send } = await startClient({ speed: 1 });
    const { body } = await send('GET', '/v2/instances?region=LON1');
    const path = `/v2/instances/${body.items[0].id}`;
    await send('PUT', `${path}/stop?region=LON1`);
    expect((await send('GET', `${path}?region=LON1`)).body.status).toBe('STOPPING');
    const quick = await startClient({ speed: 10_000 });
    await quick.send('PUT', `${path}/stop?region=LON1`);
    quick.pass(5);
    expect((await quick.send('GET', `${path}?region=LON1`)).body.status).toBe('SHUTOFF');
  });
});

describe('sockets', () => {
  test('open with the right address, talk, and end with what they belong to', async () => {
    const { send, sandbox } = await startClient();
    const { body } = await send('GET', '/v2/instances?region=LON1');
    const vnc = `/v2/instances/${body.items[0].id}/vnc?region=LON1`;
    const { uri } = (await send('PUT', vnc, { region: 'LON1' })).body;
    const { access_token } = (await send('POST', '/v2/auth/exchange', { scope: '' })).body;
    const address = uri.replace(/^http/, 'ws').replace('vnc.html', 'websockify');
    expect(await refusal(address)).toBe('Unexpected server response: 401');
    expect(await refusal(`${address}0&token=${access_token}`)).toBe('Unexpected server response: 404');
    const socket = new WebSocket(`${address}&token=${access_token}`);
    expect(await message(socket)).toEqual(Buffer.from('RFB 003.008\n'));
    socket.send(Buffer.from('RFB 003.008\n'));
    expect(await message(socket)).toEqual(Buffer.from([1, 1]));
    const closed = new Promise((resolve) => socket.on('close', resolve));
    expect((await send('DELETE', vnc)).body).toEqual({ result: 'ok' });
    expect(await closed).toBe(1000);
    expect(sandbox.warnings).toEqual([]);
  });

  test('suffer the faults of requests', async () => {
    const { endpoint } = await startClient({ faults: '503x1,resetx1' });
    const address = `${endpoint.replace(/^http/, 'ws')}/console/x/websockify`;
    expect(await refusal(address)).toBe('Unexpected server response: 503');
    expect(await refusal(address)).toBe('socket hang up');
    expect(await refusal(address)).toBe('Unexpected server response: 404');
  });
});

function message(socket: WebSocket): Promise<unknown> {
  return new Promise((resolve, reject) => {
    socket.once('message', resolve);
    socket.once('error', reject);
  });
}

function refusal(address: string): Promise<string> {
  return new Promise((resolve) => {
    new WebSocket(address).on('error', (error) => resolve(error.message));
  });
}

function rawStatus(endpoint: string, path: string): Promise<number | undefined> {
  const { port } = new URL(endpoint);
  return new Promise((resolve, reject) => {
    const headers = { authorization: 'bearer sandbox-civo-token' };
    const outgoing = request({ port, path, headers }, (incoming) => {
      incoming.resume();
      resolve(incoming.statusCode);
    });
    outgoing.on('error', reject).end();
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
