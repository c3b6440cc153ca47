import { readFile } from 'node:fs/promises';
import type { RawData, WebSocket as Socket } from 'ws';
import { CliError } from '../core/errors';
import type { Settings } from '../core/profile';
import { clean } from '../core/text';
import { createRoutes } from './http/agents';

/** A live stream to read: where it is, and what opens it. */
export interface SocketOptions {
  /** A full address, ws(s) or http(s); without a scheme it means wss. */
  address: string;
  /** Sent as the parameter `token` of the address; never part of a message. */
  token: string;
  profile: string;
  /** The profile's authorities, its proxy and whether any certificate will do. */
  settings: Settings;
  userAgent: string;
  connectTimeoutMs: number;
  variable(name: string): string | undefined;
  debug: ((line: string) => void) | null;
  signal: AbortSignal;
}

/** More than this in one frame is not taken, and with as much waiting to be read the sender has to wait. */
const mostBytes = 2 ** 24;
const readyBytes = 2 ** 20;
/** The code with which a server says that there is nothing more to come. */
const normalEnd = 1000;

/**
 * Opens a WebSocket and gives its frames, text and binary alike, as bytes. It ends when the server closes the stream,
 * throws `unreachable` when it breaks off and `interrupted` when the signal is aborted. Nothing is sent. Proxies and
 * authorities are those of every other request. Leaving the iteration closes the connection.
 */
export async function* openSocket(options: SocketOptions): AsyncGenerator<Buffer> {
  const url = addressOf(options.address);
  const frames = await connect(options, url);
  try {
    for (;;) {
      const frame = await frames.next();
      if (frame === null) return;
      yield frame;
    }
  } finally {
    frames.close();
  }
}

/** The address to open, as http or https: bare hosts mean the secure one. */
export function addressOf(address: string): URL {
  const written = /^[a-z][a-z\d+.-]*:\/\//i.test(address) ? address : `wss://${address}`;
  const web = written.replace(/^ws(s?):/i, 'http$1:');
  if (!URL.canParse(web) || !/^https?:$/.test(new URL(web).protocol)) {
    throw new CliError('unexpected_answer', `The stream has no address that can be opened: ${clean(address, 100)}`);
  }
  const url = new URL(web);
  url.hash = '';
  return url;
}

interface Frames {
  /** The next frame, or null at the end. */
  next(): Promise<Buffer | null>;
  close(): void;
}

async function connect(options: SocketOptions, url: URL): Promise<Frames> {
  const { token, settings, userAgent, connectTimeoutMs, debug, signal } = options;
  if (signal.aborted) throw interrupted(url);
  const { WebSocket } = await import('ws');
  const route = await createRoutes({ ...options, ...(await trustOf(settings)), proxy: settings.proxy })(url);
  const where = `${url.protocol.replace('http', 'ws')}//${url.host}${url.pathname}`;
  debug?.(`WebSocket ${where}`);
  const opened = `${where}${url.search === '' ? '?' : `${url.search}&`}token=${encodeURIComponent(token)}`;
  const socket = new WebSocket(opened, {
    agent: url.protocol === 'https:' ? route.agent.https : route.agent.http,
    headers: { 'user-agent': userAgent },
    handshakeTimeout: connectTimeoutMs,
    maxPayload: mostBytes,
    perMessageDeflate: false,
  });
  return read(socket, url, signal, debug);
}

async function trustOf(settings: Settings): Promise<{ ca: readonly string[] | null; insecure: boolean }> {
  const file = settings['ca-file'];
  return { ca: file === undefined ? null : [await readFile(file, 'utf8')], insecure: settings.insecure === 'true' };
}

/** Waits until the connection stands, and gives what comes over it. */
function read(socket: Socket, url: URL, signal: AbortSignal, debug: SocketOptions['debug']): Promise<Frames> {
  const queue: Buffer[] = [];
  let waiting = 0;
  let ended: CliError | 'ended' | null = null;
  let wake: () => void = () => {};
  let refused: CliError | null = null;
  let answered = false;

  const end = (how: CliError | 'ended'): void => {
    ended ??= how;
    signal.removeEventListener('abort', interrupt);
    wake();
  };
  const interrupt = (): void => {
    end(interrupted(url));
    socket.terminate();
  };
  signal.addEventListener('abort', interrupt);
  socket.on('message', (data) => {
    const frame = bytesOf(data);
    queue.push(frame);
    waiting += frame.length;
    if (waiting > readyBytes) socket.pause();
    wake();
  });
  socket.on('unexpected-response', (_request, response) => {
    refused = refusal(url, response.statusCode ?? 0);
    response.resume();
    socket.terminate();
    end(refused);
  });
  socket.on('error', (error: NodeJS.ErrnoException) => end(refused ?? failure(url, error, answered)));
  socket.on('close', (code) => {
    debug?.(`WebSocket ${url.host} closed with ${code}`);
    end(code === normalEnd ? 'ended' : broken(url, code));
  });

  const frames: Frames = {
    async next() {
      for (;;) {
        const frame = queue.shift();
        if (frame !== undefined && !signal.aborted) {
          waiting -= frame.length;
          if (waiting <= readyBytes && socket.isPaused) socket.resume();
          return frame;
        }
        if (ended === 'ended') return null;
        if (ended !== null) throw ended;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
    close() {
      end('ended');
      socket.terminate();
    },
  };
  return new Promise((resolve, reject) => {
    socket.once('open', () => {
      answered = true;
      resolve(frames);
    });
    wake = () => {
      if (ended instanceof CliError) reject(ended);
      else if (ended === 'ended') resolve(frames);
    };
  });
}

function bytesOf(data: RawData): Buffer {
  if (Buffer.isBuffer(data)) return data;
  return Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data);
}

function interrupted(url: URL): CliError {
  return new CliError('interrupted', `Left the stream of ${url.host}`);
}

function broken(url: URL, code: number): CliError {
  return new CliError('unreachable', `The stream of ${url.host} broke off${code === 1006 ? '' : ` (${code})`}`, {
    hint: 'Run it again to go on.',
  });
}

/** What a server that does not let the connection become a stream means by its status. */
function refusal(url: URL, status: number): CliError {
  const code =
    status === 401
      ? 'credential_refused'
      : status === 403
        ? 'not_allowed'
        : status === 404
          ? 'resource_not_found'
          : status === 429
            ? 'rate_limited'
            : status >= 500
              ? 'provider_unavailable'
              : 'unexpected_answer';
  const what = status === 401 ? 'refused the token of the stream' : `opened no stream (${status})`;
  return new CliError(code, `${url.host} ${what}`, { httpStatus: status });
}

function failure(url: URL, error: NodeJS.ErrnoException, answered: boolean): CliError {
  const reason = clean(error.message, 200);
  if (/timed out/i.test(error.message) && !answered) {
    return new CliError('unreachable', `${url.host} did not open the stream in time`, {
      hint: 'Check the network and proxy, or raise --connect-timeout.',
    });
  }
  if (/CERT|TLS|SSL|SELF_SIGNED|VERIFY/.test(error.code ?? '')) {
    return new CliError('tls_refused', `The certificate of ${url.host} is not trusted`, { reason });
  }
  if (answered || /WS_ERR|ECONNRESET|EPIPE/.test(error.code ?? '')) {
    return new CliError('unreachable', `The stream of ${url.host} broke off`, { reason });
  }
  return new CliError('unreachable', `${url.host} could not be reached`, { reason });
}
