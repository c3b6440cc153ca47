import { onTestFinished } from 'vitest';
import { type RunningSandbox, type SandboxOptions, startSandbox } from '../../../src/sandbox';
import { type Received, temporaryDirectory } from '../sandboxClient';
import { betweenLooks, createStillClock } from '../stillClock';

export interface CycleClient {
  sandbox: RunningSandbox;
  directory: string;
  /** Lets that many milliseconds go by; time stands still otherwise, but between looks. */
  pass(milliseconds: number): void;
  endpoint: string;
  hub: string;
  /** A request with the right token and hub; a header that is undefined is left out. */
  send(method: string, path: string, body?: unknown, headers?: Record<string, string | undefined>): Promise<Received>;
  /** The `data` of a GET that must succeed. */
  get(path: string): Promise<Received['body']>;
  /** Asks again until the data fits. */
  until(path: string, fits: (data: Received['body']) => boolean): Promise<Received['body']>;
  /** Changes the emulator's own settings. */
  set(settings: Record<string, unknown>): Promise<void>;
  /** The container with this name. */
  container(name: string): Promise<Received['body']>;
  /** The path of an instance by its hostname. */
  instancePath(hostname: string): Promise<string>;
  /** Follows the job of a 202 until it has ended. */
  finish(answer: Received): Promise<Received['body']>;
}

/** A sandbox with Cycle alone, closed after the test; quick unless said. */
export async function startCycle(options: Partial<SandboxOptions> = {}): Promise<CycleClient> {
  const directory = options.directory ?? temporaryDirectory();
  const clock = createStillClock(options.speed ?? 50);
  const sandbox = await startSandbox({ providers: ['cycle'], clock, ...options, directory });
  onTestFinished(() => sandbox.close());
  const { pass } = clock;
  const { endpoint = '', token = '', hub = '' } = sandbox.providers.cycle ?? {};

  async function send(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string | undefined> = {},
  ): Promise<Received> {
    const all = {
      authorization: `Bearer ${token}`,
      'x-hub-id': hub,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    };
    const response = await fetch(endpoint + path, {
      method,
      headers: Object.entries(all).filter((header): header is [string, string] => header[1] !== undefined),
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: parse(text), text };
  }

  async function get(path: string) {
    const answer = await send('GET', path);
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${answer.text}`);
    return answer.body.data;
  }

  async function until(path: string, fits: (data: Received['body']) => boolean) {
    for (let looks = 0; ; looks += 1) {
      const data = await get(path);
      if (fits(data)) return data;
      if (looks === 1000) throw new Error(`still ${JSON.stringify(data)}`);
      pass(betweenLooks);
    }
  }

  async function container(name: string) {
    const [found] = await get(`/v1/containers?filter[identifier]=${name}`);
    return found;
  }

  return {
    sandbox,
    pass,
    directory,
    endpoint,
    hub,
    send,
    get,
    until,
    container,
    async set(settings) {
      const answer = await send('PUT', '/sandbox/settings', settings, { authorization: undefined });
      if (answer.status !== 200) throw new Error(answer.text);
    },
    async instancePath(hostname) {
      for (const { id } of await get('/v1/containers')) {
        const [found] = await get(`/v1/containers/${id}/instances?filter[search]=${hostname}`);
        if (found) return `/v1/containers/${id}/instances/${found.id}`;
      }
      throw new Error(`no ${hostname}`);
    },
    async finish(answer) {
      if (answer.status !== 202) throw new Error(`${answer.status} ${answer.text}`);
      return until(`/v1/jobs/${answer.body.data.job.id}`, ({ state }) =>
        ['completed', 'error', 'expired'].includes(state.current),
      );
    },
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
