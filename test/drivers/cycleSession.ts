import type { Changing, ListQuery, Plan, Session } from '../../src/core/driver';
import { CliError, type ErrorCode } from '../../src/core/errors';
import type { Answer, Body, Query } from '../../src/core/http';
import type { Located, State } from '../../src/core/instance';
import type { Operation, Progress } from '../../src/core/operation';
import { Secret } from '../../src/core/secret';
import { cycle } from '../../src/drivers/cycle';
import { instance as listed } from '../core/instance';

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

/** An answer, a function of the request, or an error that stands for having none. */
export type Answering = Reply | CliError | ((sent: Sent) => Reply | CliError);

export interface Fake {
  session: Session;
  sent: Sent[];
  warnings: string[];
  /** The moment that the session takes for now; each look at an operation moves it on. */
  clock: { now: number };
}

export const zero = '0001-01-01T00:00:00Z';

/** Cycle's refusal with a code, which begins with its status. */
export function refusal(code: string, extra: object = {}): Reply {
  const status = Number(code.slice(0, 3));
  return { status, body: { error: { status, code, title: 'No', ...extra }, data: null } };
}

/** What the door to the network says when the answer to a change was lost. */
export const lost = new CliError('answer_lost', 'Whether it was carried out is not known');

/** Shortens writing an answer with data. */
export const data = (value: unknown, includes?: object): Reply => ({
  body: { data: value, ...(includes === undefined ? {} : { includes }) },
});

const byStatus: Readonly<Record<number, ErrorCode>> = { 401: 'credential_refused', 404: 'resource_not_found' };

/**
 * A session whose requests are answered by `METHOD /path`, a GET by its path alone. What is not listed is unknown to
 * Cycle. Reads answers and follows operations as the real one does, only without waiting.
 */
export function fakeSession(answers: Readonly<Record<string, Answering>>, settings: Session['settings'] = {}): Fake {
  const sent: Sent[] = [];
  const warnings: string[] = [];
  const known = new Map<string, Promise<unknown>>();
  const clock = { now: Date.parse('2026-01-31T12:00:00Z') };
  const ask = async (one: Sent): Promise<Answer> => {
    sent.push(one);
    const listed = answers[one.method === 'GET' ? one.path : `${one.method} ${one.path}`] ?? refusal('404.uri');
    const reply = typeof listed === 'function' ? listed(one) : listed;
    if (reply instanceof CliError) throw reply;
    const { status = 200, body } = reply;
    const answer = { status, headers: {}, body };
    const refused = cycle.wire.readRefusal(answer);
    if (refused !== null) {
      const { code, message, ...details } = refused;
      throw new CliError(code, message, { ...details, httpStatus: status });
    }
    if (status >= 300) throw new CliError(byStatus[status] ?? 'provider_unavailable', `status ${status}`);
    return answer;
  };
  const session: Session = {
    profile: 'work',
    provider: 'cycle',
    settings: { hub: 'h', ...settings },
    concurrency: 8,
    now: () => new Date(clock.now),
    warn: (_code, message) => {
      if (!warnings.includes(message)) warnings.push(message);
    },
    once: <T>(key: string, fetch: () => Promise<T>) => {
      const promise = known.get(key) ?? fetch();
      known.set(key, promise);
      return promise as Promise<T>;
    },
    settle: (operation) => followToEnd(fake, operation),
    http: {
      get: (path, query) => ask({ method: 'GET', path, query: textual(query), body: null }),
      send: async ({ method, path, query, body = null }, read) =>
        read(await ask({ method, path, query: textual(query), body: revealed(body) })),
      raw: () => Promise.reject(new Error('a driver never asks for raw answers')),
    },
  };
  const fake: Fake = { session, sent, warnings, clock };
  return fake;
}

/** Looks until it has ended, two seconds apart by the session's clock; a hundred looks at most. */
export async function followToEnd(fake: Fake, operation: Operation, seen: Progress[] = []): Promise<Progress> {
  if (operation.wait === null) {
    return { status: 'succeeded', ...(operation.instances && { instances: operation.instances }) };
  }
  let { wait } = operation;
  for (let count = 0; count < 100; count += 1) {
    fake.clock.now += 2000;
    const progress = await cycle.follow(fake.session, { ...operation, wait });
    seen.push(progress);
    if (progress.status !== 'running') return progress;
    if (progress.wait !== undefined) wait = progress.wait;
  }
  throw new Error('It never ends');
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

/** Every instance that a listing gives. */
export async function listAll(fake: Fake, over: Partial<ListQuery> = {}): Promise<Located[]> {
  const found: Located[] = [];
  for await (const page of cycle.list(fake.session, { ...query, ...over })) found.push(...page);
  return found;
}

/** Cycle's object for an instance. */
export function instance(id: string, state = 'running', over: object = {}): Record<string, unknown> {
  return {
    id,
    hostname: `host-${id}`,
    container_id: 'c1',
    server_id: 's1',
    location_id: 'l1',
    environment: { id: 'e1', ipv6: { ip: 'fd00::1', cidr: 'fd00::/96' }, legacy: null },
    ready_state: 'active',
    state: { current: state, changed: '2026-01-31T11:00:00.123456789Z' },
    events: { created: '2026-01-01T00:00:00.123456789Z', updated: zero, deleted: zero },
    ...over,
  };
}

/** Cycle's object for a container. */
export function container(id: string, over: { strategy?: string | null; [field: string]: unknown } = {}): object {
  const { strategy = 'manual', ...rest } = over;
  return {
    id,
    identifier: 'api',
    name: 'The API',
    image: { id: 'i1', extension: null, service: null },
    environment: { id: 'e1' },
    config: { network: { public: 'disable' }, deploy: { instances: 2, strategy } },
    state: { current: 'running', desired: 'running' },
    ...rest,
  };
}

/** An instance of the container `c1` as a listing found it. */
export function target(id = 'a', state: State = 'running', over: Partial<Located['at']> = {}): Located {
  return {
    instance: listed({
      ...{
        provider: 'cycle',
        id,
        name: `host-${id}`,
        hostname: `host-${id}`,
        state,
        providerState: state,
        group: 'api',
      },
    }),
    at: { kind: 'container', container: 'c1', ...over } as Located['at'],
  };
}

/** The plans of one verb. */
export function plans(
  fake: Fake,
  verb: keyof typeof cycle.verbs,
  targets: readonly Located[],
  input: object = {},
): Promise<readonly Plan[]> {
  return (cycle.verbs[verb] as Changing<object>).plan(fake.session, targets, input);
}

/** The sent requests that change something. */
export function changes({ sent }: Fake): Sent[] {
  return sent.filter(({ method }) => method !== 'GET');
}
