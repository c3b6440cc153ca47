import { onTestFinished } from 'vitest';
import { type RunningSandbox, type SandboxOptions, startSandbox } from '../../../src/sandbox';
import { temporaryDirectory } from '../sandboxClient';
import { betweenLooks, createStillClock } from '../stillClock';

export type Json = any;

export interface Received {
  status: number;
  headers: Headers;
  body: Json;
  text: string;
}

export interface CloudmcClient {
  sandbox: RunningSandbox;
  directory: string;
  /** Lets that many milliseconds go by; time stands still otherwise, but between looks. */
  pass(milliseconds: number): void;
  profile: Readonly<Record<string, string>>;
  /** A path below the endpoint, with the right key; the body as JSON, text as it is. */
  send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Received>;
  /** A path within the environment of the profile. */
  ask(method: string, path: string, body?: unknown): Promise<Received>;
  /** The same, and waits for the task. Gives what the last poll brought. */
  run(method: string, path: string, body?: unknown): Promise<Received>;
  /** Waits until a task is no longer pending. */
  poll(taskId: string): Promise<Received>;
  /** Of something that has a name. */
  named(type: string, name: string): Promise<Json>;
  /** One instance, by its name. */
  instance(name: string): Promise<Json>;
  /** What every create needs, of the usual things. */
  order(rest?: Record<string, unknown>): Promise<Record<string, unknown>>;
  set(settings: Record<string, unknown>): Promise<void>;
}

/** A sandbox with one of the two, closed after the test; quick unless said. */
export async function startCloudmc(
  name: 'cloudca' | 'coxedge',
  options: Partial<SandboxOptions> = {},
): Promise<CloudmcClient> {
  const directory = options.directory ?? temporaryDirectory();
  const clock = createStillClock(options.speed ?? 50);
  const sandbox = await startSandbox({ providers: [name], clock, ...options, directory });
  onTestFinished(() => sandbox.close());
  const { pass } = clock;
  const profile = sandbox.providers[name] ?? {};

  const send: CloudmcClient['send'] = async (method, path, body, headers = {}) => {
    const response = await fetch(profile.endpoint + path, {
      method,
      headers: { 'mc-api-key': profile.token ?? '', 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text === '' ? undefined : JSON.parse(text),
      text,
    };
  };

  const ask: CloudmcClient['ask'] = (method, path, body) =>
    send(method, `/services/${profile.service}/${profile.environment}${path}`, body);

  const poll: CloudmcClient['poll'] = async (taskId) => {
    for (let looks = 0; ; looks += 1) {
      const received = await send('GET', `/tasks/${taskId}`);
      if (received.body.data?.status !== 'PENDING') return received;
      if (looks === 1000) throw new Error(`still ${received.text}`);
      pass(betweenLooks);
    }
  };

  const run: CloudmcClient['run'] = async (method, path, body) => {
    const answer = await ask(method, path, body);
    if (answer.body.taskStatus !== 'PENDING') throw new Error(`${answer.status} ${answer.text}`);
    return poll(answer.body.taskId);
  };

  const named: CloudmcClient['named'] = async (type, wanted) => {
    const { body } = await ask('GET', `/${type}`);
    return body.data.find((item: Json) => item.name === wanted);
  };

  return {
    sandbox,
    pass,
    directory,
    profile,
    send,
    ask,
    poll,
    run,
    named,
    async instance(wanted) {
      return (await ask('GET', `/instances/${(await named('instances', wanted)).id}`)).body.data;
    },
    async order(rest = {}) {
      return {
        name: 'new_1',
        templateId: (await named('templates', 'Ubuntu 22.04 HVM base (64bit)')).id,
        computeOfferingId: (await named('computeofferings', '1vCPU.1GB')).id,
        networkId: (await named('networks', 'Web-prod')).id,
        ...rest,
      };
    },
    async set(settings) {
      const { status, text } = await send('PUT', '/sandbox/settings', settings);
      if (status !== 200) throw new Error(text);
    },
  };
}

/** The refusal's status and its first error. */
export function refusal({ status, body }: Received): [number, number, string] {
  return [status, body.errors[0].code, body.errors[0].message];
}

export const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
