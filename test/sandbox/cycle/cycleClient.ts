import { onTestFinished } from 'vitest';
import { type RunningSandbox, type SandboxOptions, startSandbox } from '../../../src/sandbox';
import { type Received, temporaryDirectory } from '../sandboxClient';

export interface CycleClient {
  sandbox: RunningSandbox;
  directory: string;
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
  const sandbox = await startSandbox({ providers: ['cycle'], speed: 50, ...options, directory });
  onTestFinished(() => sandbox.close());
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
    const end = Date.now() + 8000;
    for (;;) {
      const data = await get(path);
      if (fits(data)) return data;
      if (Date.now() > end) throw new Error(`still ${JSON.stringify(data)}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  async function container(name: string) {
    const [found] = await get(`/v1/containers?filter[identifier]=${name}`);
    return found;
  }

  return {
    sandbox,
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
