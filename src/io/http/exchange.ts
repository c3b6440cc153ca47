import type { ClientRequest } from 'node:http';
import type { Socket } from 'node:net';
import got, { type OptionsInit } from 'got';
import { CliError } from '../../core/errors';
import type { Route } from './agents';

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

export type FailureCause =
  | 'interrupted'
  | 'invalid'
  | 'name'
  | 'refused'
  | 'route'
  | 'connect_timeout'
  | 'certificate'
  | 'tls'
  | 'proxy'
  | 'closed'
  | 'timeout'
  | 'garbled'
  | 'too_large'
  | 'redirect';

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
  let tunnel = false;
  let left = false;
  let stopped: FailureCause | null = null;
  let timer: NodeJS.Timeout;

  const requestOptions: OptionsInit & { isStream: true } = {
    isStream: true,
    method: method as Exclude<OptionsInit['method'], undefined>,
    headers: { ...headers },
    ...(body === null ? {} : { body, allowGetBody: true }),
    agent: route.agent,
    throwHttpErrors: false,
    strictContentLength: true,
    retry: { limit: 0 },
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
      if (left) return;
      left = true;
      clearTimeout(timer);
      timer = setTimeout(() => stop('timeout'), requestTimeoutMs);
    };

    timer = setTimeout(() => stop('connect_timeout'), connectTimeoutMs);
    signal.addEventListener('abort', interrupt);
    stream.on('request', (request: ClientRequest) => {
      tunnel = false;
      request.once('response', sent);
      request.once('socket', (socket: Socket) => {
        tunnel = true;
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
    stream.once('end', () => {
      settle();
      const { response } = stream;
      if (response === undefined) return;
      resolve({
        status: response.statusCode,
        headers: joined(response.headers),
        bytes: Buffer.concat(chunks, size),
        strayed,
      });
      stream.destroy();
    });
    stream.on('error', (error: Error & { code?: string }) => {
      settle();
      const code = error.code ?? '';
      const outside = proxy === null || tunnel;
      const status = stream.response?.statusCode ?? 0;
      const redirected = status >= 300 && status < 400;
      const cause = stopped ?? causeOf(code, { left, proxied: !outside, redirected });
      if (error.cause instanceof CliError) reject(error.cause);
      // Not the error itself, which holds the request and with it the credential.
      else if (cause === null) reject(new Error(`${code}: ${error.message}`));
      const address = addressOf(outside ? hop : (proxy ?? hop));
      resolve({ cause: cause ?? 'closed', code, text: error.message, left, address });
    });
    if (signal.aborted) interrupt();
    if (body === null && method !== 'GET' && method !== 'HEAD') stream.end();
  });
}

/** Node's error as one of our causes; null for what can only be a mistake of this program. */
function causeOf(
  code: string,
  { left, proxied, redirected }: Readonly<Record<'left' | 'proxied' | 'redirected', boolean>>,
): FailureCause | null {
  if (/^ERR_(INVALID_CHAR|INVALID_HTTP_TOKEN|UNESCAPED_CHARACTERS|HTTP_INVALID_HEADER_VALUE)$/.test(code)) {
    return 'invalid';
  }
  if (/^ERR_(TOO_MANY_REDIRECTS|INVALID_URL|UNSUPPORTED_PROTOCOL)$/.test(code)) return 'redirect';
  if (redirected && code === 'ERR_GOT_REQUEST_ERROR') return 'redirect';
  if (/^(HPE_|Z_|ERR_BROTLI|ERR__ERROR_FORMAT)/.test(code)) return 'garbled';
  if (proxied) return 'proxy';
  if (/^(ENOTFOUND|EAI_|ENODATA)/.test(code)) return 'name';
  if (code === 'ECONNREFUSED') return 'refused';
  if (/^(EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|ENETDOWN|EADDRNOTAVAIL)$/.test(code)) return 'route';
  if (code === 'ETIMEDOUT') return left ? 'closed' : 'connect_timeout';
  if (!left && /CERT|^UNABLE_TO_|^INVALID_(CA|PURPOSE)$|^PATH_LENGTH_|^HOSTNAME_MISMATCH$/.test(code)) {
    return 'certificate';
  }
  if (/^(ERR_SSL_|ERR_TLS_|EPROTO$)/.test(code)) return left ? 'closed' : 'tls';
  if (/^(E[A-Z]+|ERR_HTTP_CONTENT_LENGTH_MISMATCH|ERR_STREAM_[A-Z_]+)$/.test(code)) return 'closed';
  return null;
}

function addressOf(url: URL): string {
  return `${url.hostname}:${url.port || (url.protocol === 'https:' ? '443' : '80')}`;
}

function joined(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
    ),
  );
}
