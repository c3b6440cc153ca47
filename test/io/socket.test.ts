import { createServer as createHttpServer, type IncomingMessage, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { addressOf, openSocket, type SocketOptions } from '../../src/io/socket';
import { certificate, key } from '../sandbox/certificate';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

function options(address: string, over: Partial<SocketOptions> = {}): SocketOptions {
  return {
    address,
    token: 'to/ken+1',
    profile: 'work',
    settings: {},
    userAgent: 'nube/1',
    connectTimeoutMs: 500,
    variable: () => undefined,
    debug: null,
    signal: new AbortController().signal,
    ...over,
  };
}

/** A server whose sockets do what `talk` does; the addresses of the requests are kept. */
async function serve(
  talk: (socket: WebSocket) => void,
  server: Server = createHttpServer(),
): Promise<{ port: number; requests: IncomingMessage[] }> {
  const requests: IncomingMessage[] = [];
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket, request) => {
    requests.push(request);
    talk(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    for (const socket of sockets.clients) socket.terminate();
    server.closeAllConnections();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, requests };
}

async function all(one: SocketOptions): Promise<string[]> {
  const frames: string[] = [];
  for await (const frame of openSocket(one)) frames.push(frame.toString('latin1'));
  return frames;
}

describe('the address of a stream', () => {
  it.each([
    ['ws://host:1/a', 'http://host:1/a'],
    ['wss://host/a?b=c#d', 'https://host/a?b=c'],
    ['http://host/a', 'http://host/a'],
    ['https://host/a', 'https://host/a'],
    ['console.cycle.io:8920/v1/console', 'https://console.cycle.io:8920/v1/console'],
    ['console.cycle.io', 'https://console.cycle.io/'],
  ])('%s is opened as %s', (address, url) => {
    expect(addressOf(address).href).toBe(url);
  });

  it.each(['file:///etc/passwd', 'javascript://x', 'ws://', ''])('%j is refused', (address) => {
    expect(() => addressOf(address)).toThrow('no address that can be opened');
  });
});

describe('a stream', () => {
  it('gives text and binary frames as bytes, and ends where the server ends it', async () => {
    const { port, requests } = await serve((socket) => {
      socket.send('héllo');
      socket.send(Buffer.from([0xff, 0xc3]));
      socket.close(1000);
    });
    expect(await all(options(`ws://127.0.0.1:${port}/a`))).toEqual([
      Buffer.from('héllo').toString('latin1'),
      '\xff\xc3',
    ]);
    expect(requests[0]?.url).toBe('/a?token=to%2Fken%2B1');
    expect(requests[0]?.headers).toMatchObject({ 'user-agent': 'nube/1' });
    expect(requests[0]?.headers.authorization).toBeUndefined();
  });

  it('has its token behind a query that is there already', async () => {
    const { port, requests } = await serve((socket) => socket.close(1000));
    await all(options(`http://127.0.0.1:${port}/a?instance=1`));
    expect(requests[0]?.url).toBe('/a?instance=1&token=to%2Fken%2B1');
  });

  it('that breaks off is an error, after what came before', async () => {
    for (const leave of [(socket: WebSocket) => socket.terminate(), (socket: WebSocket) => socket.close(1011)]) {
      const { port } = await serve((socket) => socket.send('one', () => leave(socket)));
      const frames: string[] = [];
      const reading = (async () => {
        for await (const frame of openSocket(options(`ws://127.0.0.1:${port}/`))) frames.push(frame.toString());
      })();
      await expect(reading).rejects.toMatchObject({ code: 'unreachable' });
      expect(frames).toEqual(['one']);
    }
  });

  it.each([
    [401, 'credential_refused', 'refused the token of the stream'],
    [403, 'not_allowed', 'opened no stream (403)'],
    [404, 'resource_not_found', 'opened no stream (404)'],
    [503, 'provider_unavailable', 'opened no stream (503)'],
    [200, 'unexpected_answer', 'opened no stream (200)'],
  ])('that is answered with %i is %s, and the token is not told', async (status, code, words) => {
    const server = createHttpServer((_request, response) => response.writeHead(status).end('to/ken+1'));
    server.on('upgrade', (_request, socket) => socket.end(`HTTP/1.1 ${status} No\r\nconnection: close\r\n\r\n`));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closing.push(() => server.close());
    const { port } = server.address() as AddressInfo;
    const error = await all(options(`ws://127.0.0.1:${port}/`)).catch((thrown) => thrown);
    expect(error).toMatchObject({ code, message: `127.0.0.1:${port} ${words}`, details: { httpStatus: status } });
    expect(JSON.stringify([error.message, error.details])).not.toMatch(/ken(\+|%2B)1/);
  });

  it('that nobody answers ends in time', async () => {
    const silent = createTcpServer(() => {});
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    closing.push(() => silent.close());
    const { port } = silent.address() as AddressInfo;
    const began = Date.now();
    await expect(all(options(`ws://127.0.0.1:${port}/`, { connectTimeoutMs: 100 }))).rejects.toMatchObject({
      code: 'unreachable',
      message: `127.0.0.1:${port} did not open the stream in time`,
    });
    expect(Date.now() - began).toBeLessThan(2000);
  });

  it('that refuses the connection says so', async () => {
    const server = createTcpServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    await expect(all(options(`ws://127.0.0.1:${port}/`))).rejects.toMatchObject({
      code: 'unreachable',
      message: `127.0.0.1:${port} could not be reached`,
    });
  });

  it('ends when the user leaves, also while it is silent or still opening', async () => {
    const { port } = await serve((socket) => socket.send('one'));
    const leave = new AbortController();
    const frames: string[] = [];
    const reading = (async () => {
      for await (const frame of openSocket(options(`ws://127.0.0.1:${port}/`, { signal: leave.signal }))) {
        frames.push(frame.toString());
        setTimeout(() => leave.abort(), 20);
      }
    })();
    await expect(reading).rejects.toMatchObject({ code: 'interrupted' });
    expect(frames).toEqual(['one']);
    await expect(all(options(`ws://127.0.0.1:${port}/`, { signal: leave.signal }))).rejects.toMatchObject({
      code: 'interrupted',
    });
  });

  it('is closed when the reader has had enough', async () => {
    let closed = false;
    const { port } = await serve((socket) => {
      socket.on('close', () => {
        closed = true;
      });
      socket.send('one');
    });
    for await (const _frame of openSocket(options(`ws://127.0.0.1:${port}/`))) break;
    await expect.poll(() => closed).toBe(true);
  });

  it('makes a server wait that sends faster than anyone reads, and loses nothing', async () => {
    const count = 400;
    const { port } = await serve((socket) => {
      for (let index = 0; index < count; index += 1) socket.send(Buffer.alloc(16_384, index % 256));
      socket.close(1000);
    });
    const frames = openSocket(options(`ws://127.0.0.1:${port}/`));
    await frames.next();
    await new Promise((resolve) => setTimeout(resolve, 100));
    let read = 1;
    for await (const frame of frames) {
      expect(frame[0]).toBe(read % 256);
      read += 1;
    }
    expect(read).toBe(count);
  });

  it('needs a certificate that is trusted, unless any will do', async () => {
    const server = createHttpsServer({ cert: certificate, key });
    const { port } = await serve((socket) => socket.close(1000), server as never);
    const address = `wss://127.0.0.1:${port}/`;
    await expect(all(options(address))).rejects.toMatchObject({ code: 'tls_refused' });
    expect(await all(options(address, { settings: { insecure: 'true' } }))).toEqual([]);
  });

  it('goes through the proxy of other requests', async () => {
    const connects: string[] = [];
    const proxy = createHttpServer();
    proxy.on('connect', (request, socket) => {
      connects.push(request.url ?? '');
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    closing.push(() => proxy.close());
    const variable = (name: string) =>
      name === 'HTTPS_PROXY' ? `http://127.0.0.1:${(proxy.address() as AddressInfo).port}` : undefined;
    await expect(all(options('wss://console.example.com/x', { variable }))).rejects.toMatchObject({
      code: 'unreachable',
    });
    expect(connects).toEqual(['console.example.com:443']);
  });

  it('tells --debug where it goes, without the token', async () => {
    const lines: string[] = [];
    const { port } = await serve((socket) => socket.close(1000));
    await all(options(`ws://127.0.0.1:${port}/a?instance=1`, { debug: (line) => lines.push(line) }));
    expect(lines).toEqual([`WebSocket ws://127.0.0.1:${port}/a`, `WebSocket 127.0.0.1:${port} closed with 1000`]);
  });
});
