import type { Changing, Driver, ListQuery, Plan, Reading, Session } from '../../src/core/driver';
import { CliError, type ErrorCode } from '../../src/core/errors';
import type { Answer, Body, Query } from '../../src/core/http';
import type { Located, State } from '../../src/core/instance';
import { Secret } from '../../src/core/secret';
import { civo } from '../../src/drivers/civo';
import { instance } from '../core/instance';

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

export interface FakeOptions {
  region?: string;
  concurrency?: number;
  dryRun?: boolean;
  /** How long reading an answer takes that has come, by its query. */
  read?: (query: Readonly<Record<string, string>>) => Promise<void>;
}

export interface Fake {
  session: Session;
  sent: Sent[];
  warnings: string[];
  /** The moment that the session takes for now; it stands still unless moved. */
  clock: { now: number };
}

/** Civo's answer for an instance that it does not know. */
export const notFound: Reply = { status: 404, body: { code: 'database_instance_find', reason: 'Failed to find it' } };

const byStatus: Readonly<Record<number, ErrorCode>> = {
  401: 'credential_refused',
  403: 'not_allowed',
  404: 'resource_not_found',
  429: 'rate_limited',
};

/** A session whose requests are answered by a function, as the real one would read those answers. */
export function fakeSession(reply: (sent: Sent) => Reply | Promise<Reply>, options: FakeOptions = {}): Fake {
  const sent: Sent[] = [];
  const warnings: string[] = [];
  const known = new Map<string, Promise<unknown>>();
  const clock = { now: Date.parse('2026-01-31T12:00:00Z') };
  const ask = async (one: Sent): Promise<Answer> => {
    sent.push(one);
    const { status = 200, body } = await reply(one);
    const answer = { status, headers: {}, body };
    const refusal = civo.wire.readRefusal(answer);
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
  let variables = 0;
  const session: Session = {
    profile: 'work',
    provider: 'civo',
    settings: options.region === undefined ? {} : { region: options.region },
    concurrency: options.concurrency ?? 8,
    now: () => new Date(clock.now),
    warn: (code) => warnings.push(code),
    once: <T>(key: string, fetch: () => Promise<T>) => {
      const promise = known.get(key) ?? fetch();
      known.set(key, promise);
      return promise as Promise<T>;
    },
    settle: async () => ({ status: 'succeeded' }),
    http: {
      get: async (path, query, arrived) => {
        const answer = await ask({ method: 'GET', path, query: textual(query), body: null });
        arrived?.();
        await options.read?.(textual(query));
        return answer;
      },
      send: async ({ method, path, query, body = null }, read, planned) => {
        const one = { method, path, query: textual(query), body: revealed(body) };
        if (options.dryRun === true) {
          sent.push(one);
          variables += 1;
          return planned(`$ID_${variables}`);
        }
        return read(await ask(one));
      },
      raw: () => Promise.reject(new Error('a driver never asks for raw answers')),
    },
  };
  return { session, sent, warnings, clock };
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

export const query: ListQuery = {
  allStates: false,
  filters: [],
  updatedSince: null,
  pageSize: null,
  raw: false,
  server: null,
  kind: null,
  search: null,
  include: [],
  partFailed: () => {},
};

/** An instance as a listing found it. */
export function target(over: { id?: string; name?: string; state?: State; size?: string } = {}): Located {
  const name = over.name ?? 'web-1';
  return {
    instance: instance({
      ...{ id: over.id ?? 'i-1', name, hostname: name, state: over.state ?? 'running', region: 'LON1' },
      ...{ size: over.size ?? 'g3.small', image: 'ubuntu-jammy', cpus: 1, memoryMiB: 2048, diskGiB: 25 },
    }),
    at: { region: 'LON1' },
  };
}

/** The sent requests that change something, without their answers. */
export function changes({ sent }: Fake): Sent[] {
  return sent.filter(({ method }) => method !== 'GET');
}

/** The requests in short: `GET /v2/sizes?region=LON1`. */
export function lines({ sent }: Fake): string[] {
  return sent.map(({ method, path, query }) => {
    const search = new URLSearchParams(query).toString();
    return `${method} ${path}${search === '' ? '' : `?${search}`}`;
  });
}

export type Verb = keyof Driver['verbs'];

/** The plan of one verb for one target. */
export async function plan(fake: Fake, verb: Verb, input: object = {}, located = target()): Promise<Plan> {
  const [first] = await (civo.verbs[verb] as Changing<object>).plan(fake.session, [located], input);
  if (first === undefined) throw new Error('no plan');
  return first;
}

/** What a reading verb tells of one target. */
export function read<R>(fake: Fake, verb: Verb, input: object = {}, located = target()): Promise<R> {
  return (civo.verbs[verb] as Reading<object, R>).read(fake.session, located, input);
}

/** Answers each path with its body, changes with success, and what is not listed with 404. */
export function account(answers: Readonly<Record<string, unknown>>, options: FakeOptions = {}): Fake {
  return fakeSession(({ method, path }: Sent): Reply => {
    const answer = answers[method === 'GET' ? path : `${method} ${path}`];
    if (answer !== undefined) return { body: answer };
    return method === 'GET' ? notFound : { body: { result: 'success' } };
  }, options);
}
