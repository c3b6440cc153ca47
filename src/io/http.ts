import { setMaxListeners } from 'node:events';
import type { Wire } from '../core/driver';
import { CliError, toCliError } from '../core/errors';
import type { Answer, Http, Mutation, RawAnswer } from '../core/http';
import type { Settings } from '../core/profile';
import { clean } from '../core/text';
import { addressOf, type Pairs, parseEndpoint, queryPairs } from './http/address';
import { createRoutes } from './http/agents';
import { conceal } from './http/conceal';
import type { RecordedRequest } from './http/curl';
import { createDebugLog } from './http/debugLog';
import { createExchange, type Received } from './http/exchange';
import type { Gate } from './http/gate';
import { type Headers, headersOf } from './http/headers';
import { judge, judgeRaw } from './http/judge';
import { encodePayload, type Payload, readPayload, types } from './http/payload';
import { createRedaction } from './http/redaction';
import { type Asked, detailsOf, lost } from './http/refusals';
import { createSender, type Outgoing } from './http/sender';
import type { Recorder } from './recorder';

export { createGate, type Gate } from './http/gate';

export interface HttpOptions {
  profile: string;
  provider: string;
  /** The API's base URL; its own path stays in front of every request's. */
  endpoint: string;
  settings: Settings;
  wire: Wire;
  /** `nube/` and the version. */
  userAgent: string;
  /** The credential as it is now; asked for before each try. */
  credential(): Promise<string>;
  /** Signs in again after a 401 and gives the new credential; for each old one it is called once. */
  renew?: () => Promise<string>;
  /** Shared by all connections to one account. */
  gate: Gate;
  connectTimeoutMs: number;
  /** For one try, from the moment the connection stands to the last byte of the answer. */
  requestTimeoutMs: number;
  /** So long one reading may wait in all because the provider asks to. */
  readTimeBudgetMs: number;
  /** The same for a change. */
  changeTimeBudgetMs: number;
  /** Bytes of one answer at most; 64 MiB unless said. */
  sizeLimit?: number;
  /** PEM texts of authorities trusted beside the usual ones. */
  ca: readonly string[] | null;
  /** Accept any certificate. */
  insecure: boolean;
  /** Looks up HTTPS_PROXY, HTTP_PROXY and NO_PROXY, in either case. */
  variable(name: string): string | undefined;
  signal: AbortSignal;
  sleep(milliseconds: number): Promise<void>;
  /** From 0 to 1. */
  random(): number;
  now(): Date;
  debug: ((line: string) => void) | null;
  /** Told the moment that an answer bears. */
  heard?: (date: Date) => void;
  /** Set in a dry run: changes are written down there and not sent. */
  recorder: Recorder | null;
  /** Told of each change just before it leaves. */
  sending?: (change: Pick<Mutation, 'method' | 'path' | 'ifLost'>) => void;
}

/** Tells the moment that each answer bears; a redirect's and a cache's own are no different. */
function listening(exchange: ReturnType<typeof createExchange>, heard: HttpOptions['heard']): typeof exchange {
  if (heard === undefined) return exchange;
  return async (attempt) => {
    const outcome = await exchange(attempt);
    const date = 'status' in outcome ? Date.parse(outcome.headers.date ?? '') : Number.NaN;
    if (!Number.isNaN(date)) heard(new Date(date));
    return outcome;
  };
}

/** Makes what drivers talk through, for one connection. Opens nothing before the first request. */
export function createHttp(options: HttpOptions): Http {
  const { profile, provider, settings, wire, recorder, signal, connectTimeoutMs } = options;
  // Each request under way listens; Node would warn of a leak at the eleventh.
  setMaxListeners(0, signal);
  const times = {
    connectTimeoutMs,
    requestTimeoutMs: options.requestTimeoutMs,
    sizeLimit: options.sizeLimit ?? 2 ** 26,
  };
  const redaction = createRedaction([...wire.secretFields, ...(wire.hiddenInDebug ?? [])]);
  const routes = createRoutes({ ...options, proxy: settings.proxy });
  const log = options.debug === null ? null : createDebugLog(options.debug, redaction);
  const show = (text: string) => clean(redaction.text(clean(text)), 1000);
  const send = createSender({
    ...options,
    times,
    redaction,
    log,
    exchange: listening(createExchange({ ...times, routes, signal }), options.heard),
  });

  const urlOf = (path: string, own: Pairs) =>
    addressOf(parseEndpoint(options.endpoint, profile), path, own, wire.query?.(settings) ?? {});

  function outgoing(
    method: string,
    path: string,
    own: Pairs,
    kind: Outgoing['kind'],
    payload: Payload | null,
  ): Outgoing {
    const asked: Asked = {
      what: clean(redaction.text(`${method} ${path.split('?')[0]}`), 200),
      changes: kind !== 'reading',
      profile,
      provider,
      show,
    };
    return { method, url: urlOf(path, own), kind, asked, payload, headers: {}, meaning: payload?.text };
  }

  /** Runs one request; whatever it throws knows profile and provider and holds no secret. */
  async function guarded<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (thrown) {
      const error = toCliError(thrown);
      throw error.kind === 'internal' ? thrown : withoutSecrets(error, redaction.text).with({ profile, provider });
    }
  }

  function recorded(
    method: string,
    url: URL,
    content: RecordedRequest['content'],
    more: Headers = {},
    { secretHeaders, secretQuery }: Pick<RecordedRequest, 'secretHeaders' | 'secretQuery'> = {},
  ): string {
    if (recorder === null) throw new Error('There is no dry run');
    const type = content === null ? null : 'form' in content ? types.form : types.json;
    return recorder.request({
      ...(secretHeaders === undefined ? {} : { secretHeaders }),
      ...(secretQuery === undefined ? {} : { secretQuery }),
      profile,
      method,
      url,
      headers: (token) => headersOf(wire, settings, token, type, more),
      content,
      caFile: settings['ca-file'] ?? null,
      insecure: options.insecure,
      proxy: settings.proxy ?? null,
    });
  }

  return {
    get: (path, query, arrived) =>
      guarded(async () => {
        const request = outgoing('GET', path, queryPairs(query), 'reading', null);
        return judge(await send({ ...request, arrived }), request.asked, wire);
      }),

    send: (mutation, read, planned) =>
      guarded(async () => {
        const { method, path, query } = mutation;
        const own = queryPairs(query);
        if (recorder !== null) return planned(recorded(method, urlOf(path, own), contentOf(mutation)));
        const request = outgoing(method, path, own, 'change', encodePayload(mutation));
        const leaving = () => options.sending?.(mutation);
        const received = await send({ ...request, meaning: mutation.form ?? mutation.body, leaving });
        return readWith(read, judge(received, request.asked, wire), received, request.asked);
      }),

    raw: (request) =>
      guarded(async (): Promise<RawAnswer> => {
        const method = request.method.toUpperCase();
        const reading = method === 'GET' || method === 'HEAD';
        const { path, query, headers, body } = request;
        if (method === 'HEAD' && body !== null) throw new CliError('conflicting_options', 'HEAD takes no body');
        const hidden = conceal(request, redaction);
        if (recorder !== null && !reading) {
          recorded(method, urlOf(path, hidden.query), hidden.content, hidden.headers, hidden);
          return { status: 0, headers: {}, body: Buffer.alloc(0), error: null };
        }
        const kind = reading ? 'reading' : 'raw change';
        for (const secret of hidden.secrets) redaction.hide(secret);
        const payload = body === null ? null : { text: body, type: types.json, secrets: [] };
        const leaving = reading
          ? undefined
          : () => options.sending?.({ method: method as Mutation['method'], path: path.split('?')[0] ?? path });
        const sent = { ...outgoing(method, path, query, kind, payload), headers, meaning: meaningOf(body), leaving };
        const received = await send(sent);
        const { status, bytes } = received;
        const error = judgeRaw(received, sent.asked, wire);
        return {
          status,
          headers: received.headers,
          body: bytes,
          error: error && withoutSecrets(error, redaction.text),
        };
      }),
  };
}

/** What a raw body says, for the debug log. */
function meaningOf(body: Buffer | string | null): unknown {
  if (body === null) return null;
  const reading = readPayload(Buffer.from(body));
  return 'body' in reading ? reading.body : body.toString();
}

function contentOf({ body, form }: Mutation): RecordedRequest['content'] {
  if (form !== undefined) return { form };
  return body === undefined ? null : { json: body };
}

/** Reads the answer to a change. One that can't be read leaves open what became of it. */
function readWith<T>(read: (answer: Answer) => T, answer: Answer, received: Received, asked: Asked): T {
  try {
    return read(answer);
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    const details = detailsOf(received, asked);
    if (error.code === 'unexpected_answer') throw lost(asked, error.message, details);
    throw error.with(details);
  }
}

function withoutSecrets(error: CliError, hide: (text: string) => string): CliError {
  const { reason } = error.details;
  const shown = reason === undefined ? undefined : hide(reason);
  return new CliError(error.code, hide(error.message), { ...error.details, reason: shown });
}
