import { onTestFinished } from 'vitest';
import { type RunningSandbox, type SandboxOptions, startSandbox } from '../../../src/sandbox';
import { type Received, temporaryDirectory } from '../sandboxClient';
import { betweenLooks, createStillClock } from '../stillClock';

type Body = Received['body'];

export interface MorpheusClient {
  sandbox: RunningSandbox;
  /** Lets that many milliseconds go by; time stands still otherwise, but between looks. */
  pass(milliseconds: number): void;
  endpoint: string;
  /** A request as it stands: text as it is, URLSearchParams as a form, whatever else as JSON. */
  raw(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Received>;
  /** A request with the right token, below /api. */
  ask(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Received>;
  /** Has the appliance behave otherwise. */
  set(settings: Record<string, unknown>): Promise<Body>;
  /** The instance of that name, as a list shows it. */
  find(name: string): Promise<Body>;
  idOf(name: string): Promise<number>;
  /** Asks again until the body fits. */
  until(path: string, fits: (body: Body) => boolean): Promise<Body>;
  /** Waits for an instance to have a status. */
  reach(id: number, status: string): Promise<Body>;
  /** Every status that the instance shows until it has the last one. */
  watch(id: number, last: string): Promise<string[]>;
  /** Waits until there is no such instance. */
  gone(id: number): Promise<void>;
}

/** A sandbox with Morpheus alone, closed after the test; quick unless said. */
export async function startMorpheus(options: Partial<SandboxOptions> = {}): Promise<MorpheusClient> {
  const directory = options.directory ?? temporaryDirectory();
  const clock = createStillClock(options.speed ?? 20);
  const sandbox = await startSandbox({ providers: ['morpheus'], clock, ...options, directory });
  onTestFinished(() => sandbox.close());
  const { pass } = clock;
  const { endpoint = '', token = '' } = sandbox.providers.morpheus ?? {};

  const raw: MorpheusClient['raw'] = async (method, path, body, headers = {}) => {
    const isForm = body instanceof URLSearchParams;
    const plain = isForm || typeof body === 'string';
    const response = await fetch(endpoint + path, {
      method,
      headers: { ...(body === undefined || plain ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: plain ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json');
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : undefined, text };
  };

  const ask: MorpheusClient['ask'] = (method, path, body, headers = {}) =>
    raw(method, `/api${path}`, body, { authorization: `Bearer ${token}`, ...headers });

  async function set(settings: Record<string, unknown>) {
    const answer = await raw('PUT', '/sandbox/settings', settings);
    if (answer.status !== 200) throw new Error(answer.text);
    return answer.body;
  }

  async function find(name: string) {
    const { body } = await ask('GET', `/instances?name=${encodeURIComponent(name)}&showDeleted=true`);
    return body.instances[0];
  }

  async function repeat<T>(look: () => Promise<{ done: boolean; value: T }>): Promise<T> {
    for (let looks = 0; ; looks += 1) {
      const { done, value } = await look();
      if (done) return value;
      if (looks === 1000) throw new Error(`still ${JSON.stringify(value)}`);
      pass(betweenLooks);
    }
  }

  const until: MorpheusClient['until'] = (path, fits) =>
    repeat(async () => {
      const { body } = await ask('GET', path);
      return { done: fits(body), value: body };
    });

  return {
    sandbox,
    pass,
    endpoint,
    raw,
    ask,
    set,
    find,
    idOf: async (name) => (await find(name)).id,
    until,
    reach: async (id, status) =>
      (await until(`/instances/${id}`, ({ instance }) => instance?.status === status)).instance,
    async watch(id, last) {
      const seen: string[] = [];
      await until(`/instances/${id}`, ({ instance }) => {
        if (seen.at(-1) !== instance.status) seen.push(instance.status);
        return instance.status === last;
      });
      return seen;
    },
    async gone(id) {
      await repeat(async () => {
        const { status, text } = await ask('GET', `/instances/${id}`);
        return { done: status === 404, value: text };
      });
    },
  };
}

/** The smallest body that makes an instance, and more on request. */
export function creation(name: string, more: Record<string, unknown> = {}, instance: Record<string, unknown> = {}) {
  return {
    zoneId: 6,
    instance: {
      name,
      site: { id: 3 },
      instanceType: { code: 'ubuntu' },
      layout: { id: 105 },
      plan: { id: 75 },
      ...instance,
    },
    config: {},
    ...more,
  };
}
