import type { Changing, Driver, ListQuery, Plan, Reading, Session } from '../../src/core/driver';
import { CliError, type ErrorCode } from '../../src/core/errors';
import { parseFilter } from '../../src/core/filter';
import type { Answer, Body, Query } from '../../src/core/http';
import type { Located, State } from '../../src/core/instance';
import type { Operation, Progress } from '../../src/core/operation';
import type { Settings } from '../../src/core/profile';
import { Secret } from '../../src/core/secret';
import { morpheus } from '../../src/drivers/morpheus';

/** One request as the driver made it; secrets in the body are revealed. */
export interface Sent {
  method: string;
  path: string;
  query: Readonly<Record<string, string>>;
  body: unknown;
}

export interface Reply {
  status?: number;
  body: unknown;
}

export interface Fake {
  session: Session;
  sent: Sent[];
  warnings: string[];
  /** The moment that the session takes for now; it stands still unless moved. */
  clock: { now: number };
}

/** The appliance's answer for what it does not know. */
export const notFound: Reply = { status: 404, body: { success: false, msg: 'Instance not found' } };

const byStatus: Readonly<Record<number, ErrorCode>> = {
  401: 'credential_refused',
  403: 'not_allowed',
  404: 'resource_not_found',
};

export const start = Date.parse('2026-01-31T12:00:00Z');

/** A session whose requests are answered by a function, as the real one would read those answers. */
export function fakeSession(
  reply: (sent: Sent) => Reply | Promise<Reply>,
  settings: Settings = {},
  concurrency = 8,
): Fake {
  const sent: Sent[] = [];
  const warnings: string[] = [];
  const known = new Map<string, Promise<unknown>>();
  const clock = { now: start };
  const ask = async (one: Sent): Promise<Answer> => {
    sent.push(one);
    const { status = 200, body } = await reply(one);
    const answer = { status, headers: {}, body };
    const refusal = morpheus.wire.readRefusal(answer);
    if (refusal !== null) {
      const { code, message, ...details } = refusal;
      throw new CliError(code, message, { ...details, httpStatus: status });
    }
    if (status >= 300) {
      const code = byStatus[status] ?? (status >= 500 ? 'provider_unavailable' : 'provider_refused');
      throw new CliError(code, `status ${status}`, { httpStatus: status });
    }
    return answer;
  };
  const session: Session = {
    profile: 'work',
    provider: 'morpheus',
    settings,
    concurrency,
    now: () => new Date(clock.now),
    warn: (code, message) => warnings.push(`${code}: ${message}`),
    once: <T>(key: string, fetch: () => Promise<T>) => {
      const promise = known.get(key) ?? fetch();
      known.set(key, promise);
      return promise as Promise<T>;
    },
    settle: async () => ({ status: 'succeeded' }),
    http: {
      get: (path, query) => ask({ method: 'GET', path, query: textual(query), body: null }),
      send: async ({ method, path, query, body = null }, read) =>
        read(await ask({ method, path, query: textual(query), body: revealed(body) })),
      raw: () => Promise.reject(new Error('a driver never asks for raw answers')),
    },
  };
  return { session, sent, warnings, clock };
}

/** Answers each path (a change as `PUT /path`) with its body, and what is not listed with 404. */
export function appliance(answers: Readonly<Record<string, unknown>>, settings: Settings = {}): Fake {
  return fakeSession(({ method, path }) => {
    const key = method === 'GET' ? path : `${method} ${path}`;
    const answer = answers[key];
    if (answer !== undefined) return { body: answer };
    return method === 'GET' ? notFound : { body: { success: true } };
  }, settings);
}

function textual(query: Query = {}): Record<string, string> {
  const pairs = Object.entries(query).filter(([, value]) => value !== undefined && value !== null);
  return Object.fromEntries(pairs.map(([name, value]) => [name, String(value)]));
}

function revealed(body: Body | undefined): unknown {
  if (body instanceof Secret) return body.reveal();
  if (Array.isArray(body)) return body.map(revealed);
  if (body === null || typeof body !== 'object') return body;
  return Object.fromEntries(Object.entries(body).map(([key, value]) => [key, revealed(value)]));
}

export function listQuery(over: Partial<Omit<ListQuery, 'filters'>> & { filters?: readonly string[] } = {}): ListQuery {
  return {
    allStates: false,
    updatedSince: null,
    pageSize: null,
    raw: false,
    server: null,
    kind: null,
    search: null,
    include: [],
    partFailed: () => {},
    ...over,
    filters: (over.filters ?? []).map(parseFilter),
  };
}

/** An instance as a listing found it. */
export function target(state: State = 'running', over: Partial<Located['instance']> = {}): Located {
  return {
    instance: {
      profile: 'work',
      provider: 'morpheus',
      id: '42',
      name: 'erp-1',
      hostname: 'erp-1',
      state,
      providerState: state,
      region: 'East',
      group: 'Production',
      size: 'Small',
      image: 'Ubuntu',
      cpus: 1,
      memoryMiB: 1024,
      diskGiB: 10,
      publicAddresses: [],
      privateAddresses: [],
      tags: [],
      createdAt: null,
      updatedAt: null,
      ...over,
    },
    at: {},
  };
}

/** The sent requests that change something. */
export function changes({ sent }: Fake): Sent[] {
  return sent.filter(({ method }) => method !== 'GET');
}

/** The requests in short: `GET /api/instances?max=100`. */
export function lines({ sent }: Fake): string[] {
  return sent.map(({ method, path, query }) => {
    const search = decodeURIComponent(new URLSearchParams(query).toString().replaceAll('+', ' '));
    return `${method} ${path}${search === '' ? '' : `?${search}`}`;
  });
}

export type Verb = keyof Driver['verbs'];

/** The plan of one verb for one target. */
export async function plan(fake: Fake, verb: Verb, input: object = {}, located = target()): Promise<Plan> {
  const [first] = await (morpheus.verbs[verb] as Changing<object>).plan(fake.session, [located], input);
  if (first === undefined) throw new Error('no plan');
  return first;
}

/** Runs one verb; what it waits for has gone through JSON, as it may in a file between two calls. */
export async function run(fake: Fake, verb: Verb, input: object = {}, located = target()): Promise<Operation> {
  const operation = await (await plan(fake, verb, input, located)).run();
  return JSON.parse(JSON.stringify(operation)) as Operation;
}

/** What a reading verb tells of one target. */
export function read<R>(fake: Fake, verb: Verb, input: object = {}, located = target()): Promise<R> {
  return (morpheus.verbs[verb] as Reading<object, R>).read(fake.session, located, input);
}

/** Looks at an operation every five seconds until it has ended, at most so often. */
export async function looks(fake: Fake, operation: Operation, most = 40): Promise<{ seen: string[]; end: Progress }> {
  const seen: string[] = [];
  let { wait } = operation;
  for (let count = 0; count < most; count += 1) {
    const progress = await morpheus.follow(fake.session, { ...operation, wait });
    if (progress.status !== 'running') return { seen, end: progress };
    seen.push(progress.text ?? '');
    wait = JSON.parse(JSON.stringify(progress.wait ?? wait));
    fake.clock.now += 5_000;
  }
  throw new Error(`still going on: ${seen.at(-1)}`);
}
