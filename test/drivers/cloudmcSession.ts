import type { Changing, Driver, ListQuery, Plan, Reading, Session } from '../../src/core/driver';
import { CliError, type ErrorCode, toCliError } from '../../src/core/errors';
import type { Answer, Body, Query } from '../../src/core/http';
import type { Located, State } from '../../src/core/instance';
import type { Operation, Progress } from '../../src/core/operation';
import type { Settings } from '../../src/core/profile';
import { Secret } from '../../src/core/secret';
import { cloudca } from '../../src/drivers/cloudca';
import { cloudmc } from '../../src/drivers/cloudmc';
import { coxedge } from '../../src/drivers/coxedge';

export const installations: Readonly<Record<string, Driver>> = { cloudca, coxedge, cloudmc };

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
  /** The connection breaks before this answer arrives. */
  lost?: boolean;
}

export interface FakeOptions {
  driver?: Driver;
  settings?: Settings;
  dryRun?: boolean;
}

export interface Fake {
  driver: Driver;
  session: Session;
  sent: Sent[];
  warnings: string[];
}

const byStatus: Readonly<Record<number, ErrorCode>> = {
  401: 'credential_refused',
  403: 'not_allowed',
  404: 'resource_not_found',
  429: 'rate_limited',
};

/** The paths of an environment begin so. */
export const at = '/services/compute-qc/prod';

/** A session whose requests are answered by a function, as the real one would read those answers. */
export function fakeSession(reply: (sent: Sent) => Reply, options: FakeOptions = {}): Fake {
  const { driver = cloudca, settings = { service: 'compute-qc', environment: 'prod' }, dryRun = false } = options;
  const sent: Sent[] = [];
  const warnings: string[] = [];
  const known = new Map<string, Promise<unknown>>();
  let variables = 0;
  const ask = async (one: Sent): Promise<Answer> => {
    sent.push(one);
    const { status = 200, body, lost = false } = reply(one);
    if (lost) throw new CliError('answer_lost', 'the answer was lost');
    const answer = { status, headers: {}, body };
    const refusal = driver.wire.readRefusal(answer);
    if (refusal !== null) {
      const { code, message, ...details } = refusal;
      throw new CliError(code, message, { ...details, httpStatus: status });
    }
    if (status < 300) return answer;
    const code = byStatus[status] ?? (status >= 500 ? 'provider_unavailable' : 'provider_refused');
    throw new CliError(code, `status ${status}`, { httpStatus: status });
  };
  const session: Session = {
    profile: 'work',
    provider: driver.provider,
    settings,
    concurrency: 8,
    now: () => new Date('2026-01-31T12:00:00Z'),
    warn: (code) => warnings.push(code),
    once: <T>(key: string, fetch: () => Promise<T>) => {
      const promise = known.get(key) ?? fetch();
      known.set(key, promise);
      return promise as Promise<T>;
    },
    settle: async (operation) =>
      dryRun ? { status: 'succeeded' } : last(await followed({ driver, session, sent, warnings }, operation)),
    http: {
      get: (path, query) => ask({ method: 'GET', path, query: textual(query), body: null }),
      send: async ({ method, path, query, body = null }, read, planned) => {
        const one = { method, path, query: textual(query), body: revealed(body) };
        if (!dryRun) return read(await ask(one));
        sent.push(one);
        variables += 1;
        return planned(`$ID_${variables}`);
      },
      raw: () => Promise.reject(new Error('a driver never asks for raw answers')),
    },
  };
  return { driver, session, sent, warnings };
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

/** Answers from a table: `METHOD /path` or, for readings, `/path`; a list becomes `data` with its count. */
export function account(
  answers: Readonly<Record<string, unknown>>,
  options: FakeOptions = {},
  prefix: string = at,
): Fake {
  return fakeSession(({ method, path }) => {
    const short = path.startsWith(prefix) ? path.slice(prefix.length) : path;
    const answer = answers[`${method} ${short}`] ?? (method === 'GET' ? answers[short] : undefined);
    const given = typeof answer === 'function' ? answer() : answer;
    if (Array.isArray(given)) return { body: { data: given, metadata: { recordCount: given.length } } };
    if (given instanceof Answered) return given.reply;
    if (given !== undefined) return { body: method === 'GET' && !path.startsWith('/tasks') ? { data: given } : given };
    if (method === 'GET') return { status: 404, body: { errors: [] } };
    return { body: { taskId: 'task-1', taskStatus: 'SUCCESS', data: {} } };
  }, options);
}

/** An answer with a status, a body as it stands, or none at all. */
class Answered {
  constructor(readonly reply: Reply) {}
}
export const answer = (body: unknown, status = 200): Answered => new Answered({ body, status });
export const lost = (): Answered => new Answered({ body: null, lost: true });

/** What each look at an operation said, until it ended. */
export async function followed(fake: Fake, operation: Operation): Promise<Progress[]> {
  const seen: Progress[] = [];
  let { wait } = operation;
  if (wait === null) return [{ status: 'succeeded', ...(operation.instances && { instances: operation.instances }) }];
  for (let looks = 0; looks < 20; looks += 1) {
    const progress = await fake.driver.follow(fake.session, { ...operation, wait });
    seen.push(progress);
    if (progress.status !== 'running') break;
    wait = progress.wait ?? wait;
  }
  return seen;
}

/** The last look, which must be the end. */
export function last(seen: readonly Progress[]): Progress {
  const end = seen.at(-1);
  if (end === undefined) throw new Error('nobody looked');
  return end;
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

export async function listed(fake: Fake, over: Partial<ListQuery> = {}): Promise<Located[]> {
  const found: Located[] = [];
  for await (const page of fake.driver.list(fake.session, { ...query, ...over })) found.push(...page);
  return found;
}

export const id = '9db8ff2f-b49b-466d-a2f3-c1e6def408f4';

/** The platform's object for an instance. */
export const instance = (over: object = {}): Record<string, unknown> => ({
  id,
  name: 'web-1',
  state: 'Running',
  zoneId: 'zone-1',
  zoneName: 'QC-1',
  templateId: 'image-1',
  templateName: 'CentOS',
  computeOfferingId: 'size-1',
  computeOfferingName: '1vCPU.512MB',
  cpuCount: 1,
  memoryInMB: 512,
  networkId: 'net-1',
  networkName: 'Web',
  vpcId: 'vpc-1',
  vpcName: 'prod-VPC',
  ipAddress: '10.0.0.5',
  hostname: 'web-1',
  username: 'cca-user',
  affinityGroupIds: [],
  isPasswordEnabled: true,
  ...over,
});

/** An instance as a listing found it. */
export function target(over: { id?: string; name?: string; state?: State } = {}): Located {
  const name = over.name ?? 'web-1';
  return {
    instance: {
      profile: 'work',
      provider: 'cloudca',
      id: over.id ?? id,
      name,
      hostname: name,
      state: over.state ?? 'running',
      providerState: 'Running',
      region: 'QC-1',
      group: 'prod',
      size: '1vCPU.512MB',
      image: 'CentOS',
      cpus: 1,
      memoryMiB: 512,
      diskGiB: null,
      publicAddresses: [],
      privateAddresses: ['10.0.0.5'],
      tags: [],
      createdAt: null,
      updatedAt: null,
    },
    at: { service: 'compute-qc', environment: 'prod' },
  };
}

/** The sent requests that change something. */
export function changes({ sent }: Fake): Sent[] {
  return sent.filter(({ method }) => method !== 'GET');
}

/** The requests in short: `GET /volumes?instance_id=1`, below the environment. */
export function lines({ sent }: Fake): string[] {
  return sent.map(({ method, path, query }) => {
    const search = new URLSearchParams(query).toString();
    return `${method} ${path.replace(at, '')}${search === '' ? '' : `?${search}`}`;
  });
}

export type Verb = keyof Driver['verbs'];

/** The plan of one verb for one target. */
export async function plan(fake: Fake, verb: Verb, input: object = {}, located = target()): Promise<Plan> {
  const [first] = await (fake.driver.verbs[verb] as Changing<object>).plan(fake.session, [located], input);
  if (first === undefined) throw new Error('no plan');
  return first;
}

/** Plans and sends one verb. */
export async function change(fake: Fake, verb: Verb, input: object = {}, located = target()): Promise<Operation> {
  return (await plan(fake, verb, input, located)).run();
}

/** What a reading verb tells of one target. */
export function read<R>(fake: Fake, verb: Verb, input: object = {}, located = target()): Promise<R> {
  return (fake.driver.verbs[verb] as Reading<object, R>).read(fake.session, located, input);
}

/** Code, message and hint of what work throws. */
export async function refusal(work: Promise<unknown>): Promise<{ code: string; message: string; hint: unknown }> {
  try {
    await work;
  } catch (thrown) {
    const { code, message, details } = toCliError(thrown);
    return { code, message, hint: details.hint };
  }
  throw new Error('nothing was refused');
}
