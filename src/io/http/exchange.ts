import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import got, { type OptionsInit, type RequestError } from 'got';
import { CliError } from '../../core/errors';
import type { Route } from './agents';
import { causeOf, type FailureCause } from './causeOf';

/** One request as it goes out. */
export interface Attempt {
  method: string;
  url: URL;
  headers: Readonly<Record<string, string>>;
  body: string | Buffer | null;
  /** Follow redirects: for readings only. */
  follow: boolean;
}

export interface Received {
  status: number;
  /** Names in lower case; several values of one name are joined by commas. */
  headers: Readonly<Record<string, string>>;
  bytes: Buffer;
  /** The host that answered instead, where a redirect led away from the endpoint and so left the credential behind. */
  strayed: string | null;
}

/** Why there is no answer. */
export interface Failed {
  cause: FailureCause;
  /** Node's or OpenSSL's code. */
  code: string;
  /** Node's or OpenSSL's message, which may hold text from the server. */
  text: string;
  /** False where the request provably never left. */
  left: boolean;
  /** Host and port that were talked to. */
  address: string;
}

export interface ExchangeOptions {
  routes(url: URL): Promise<Route>;
  connectTimeoutMs: number;
  /** From the moment the connection stands to the last byte of the answer. */
  requestTimeoutMs: number;
  signal: AbortSignal;
  /** An answer of more bytes than this is not read to its end. */
  sizeLimit: number;
}

const redirects = 5;
/** What may follow a redirect to another host. */
const harmless: ReadonlySet<string> = new Set(['accept', 'accept-encoding', 'user-agent']);

/** Makes the function that sends one request once and gives its answer, whatever its status, or why there is none. */
export function createExchange(options: ExchangeOptions): (attempt: Attempt) => Promise<Received | Failed> {
  return async (attempt) => {
    if (options.signal.aborted) {
      return { cause: 'interrupted', code: '', text: '', left: false, address: addressOf(attempt.url) };
    }
    return exchange(attempt, await options.routes(attempt.url), options);
  };
}

function exchange(attempt: Attempt, route: Route, options: ExchangeOptions): Promise<Received | Failed> {
  const { method, url, headers, body, follow } = attempt;
  const { signal, connectTimeoutMs, requestTimeoutMs, sizeLimit, routes } = options;
  let hop = url;
  let proxy = route.proxy;
  let strayed: string | null = null;
  /** Whether what is under way is the way to the proxy. */
  let atProxy = false;
  let left = false;
  /** Whether the connection of this hop stands. */
  let stands = false;
  let stopped: FailureCause | null = null;
  let timer: NodeJS.Timeout;

  const requestOptions: OptionsInit & { isStream?: true } = {
    method: method as Exclude<OptionsInit['method'], undefined>,
    headers: { ...headers },
    ...(body === null ? {} : { body, allowGetBody: true }),
    agent: route.agent,
    throwHttpErrors: false,
    followRedirect: follow,
    maxRedirects: redirects,
    hooks: {
      beforeRedirect: [
        async (updated) => {
          hop = new URL(String(updated.url));
          if (hop.origin !== url.origin) {
            strayed = hop.host;
            for (const name of Object.keys(updated.headers)) if (!harmless.has(name)) delete updated.headers[name];
          }
          const next = await routes(hop);
          proxy = next.proxy;
          updated.agent = next.agent;
        },
      ],
    },
  };

  return new Promise((resolve, reject) => {
    const stream = got.stream(url, requestOptions);
    const chunks: Buffer[] = [];
    let size = 0;

    const stop = (cause: FailureCause) => {
      stopped ??= cause;
      stream.destroy(new Error(cause));
    };
    // A change that is on its way is let through: cutting it off would only hide what became of it.
    const interrupt = () => {
      if (follow || !left) stop('interrupted');
    };
    const settle = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', interrupt);
    };
    const sent = () => {
      stands = true;
      if (left) return;
      left = true;
      clearTimeout(timer);
      timer = setTimeout(() => stop('timeout'), requestTimeoutMs);
    };

    timer = setTimeout(() => stop('connect_timeout'), connectTimeoutMs);
    signal.addEventListener('abort', interrupt);
    stream.on('request', (request: ClientRequest) => {
      atProxy = true;
      stands = false;
      request.once('response', sent);
      request.once('socket', (socket: Socket) => {
        atProxy = false;
        const secure = 'encrypted' in socket;
        // What is written before this event waits in this process; after it, nobody knows how far it came.
        if (request.reusedSocket || (!secure && !socket.connecting)) sent();
        else socket.once(secure ? 'secureConnect' : 'connect', sent);
      });
    });
    stream.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > sizeLimit) stop('too_large');
      else chunks.push(chunk);
    });
    stream.once('response', ({ statusCode: status, headers }: IncomingMessage & { statusCode: number }) => {
      stream.once('end', () => {
        settle();
        resolve({ status, headers: joined(headers), bytes: Buffer.concat(chunks, size), strayed });
        stream.destroy();
      });
    });
    stream.on('error', (error: RequestError) => {
      settle();
      const { code } = error;
      const failing = atProxy ? proxy : null;
      const status = stream.response?.statusCode ?? 0;
      const redirected = status >= 300 && status < 400;
      const cause = stopped ?? causeOf(code, { stands, proxied: failing !== null, redirected });
      if (error.cause instanceof CliError) return reject(error.cause);
      // Not the error itself, which holds the request and with it the credential.
      if (cause === null) return reject(new Error(`${code}: ${error.message}`));
      return resolve({ cause, code, text: error.message, left, address: addressOf(failing ?? hop) });
    });
    if (signal.aborted) interrupt();
    // There is nothing to be written into the stream.
    stream.end();
  });
}

function addressOf(url: URL): string {
  return `${url.hostname}:${url.port || (url.protocol === 'https:' ? '443' : '80')}`;
}

function joined(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value].flat().join(', ')]));
}
