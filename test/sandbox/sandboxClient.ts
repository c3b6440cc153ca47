import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type RunningSandbox, type SandboxOptions, startSandbox } from '../../src/sandbox';
import { betweenLooks, createStillClock } from './stillClock';

/** What came back, the body parsed if it is JSON. */
export interface Received {
  status: number;
  headers: Headers;
  body: any;
  text: string;
}

export interface SandboxClient {
  sandbox: RunningSandbox;
  directory: string;
  /** Lets that many milliseconds go by; time stands still otherwise, but between looks. */
  pass(milliseconds: number): void;
  endpoint: string;
  /** A request with the right token; an object is sent as JSON, URLSearchParams as a form. */
  send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Received>;
  /** Asks again until the body fits. */
  until(path: string, fits: (body: Received['body']) => boolean): Promise<Received>;
}

/** A directory that is gone after the test. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'nube-sandbox-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** A sandbox with Civo alone, closed after the test; quick unless said. */
export async function startClient(options: Partial<SandboxOptions> = {}): Promise<SandboxClient> {
  const directory = options.directory ?? temporaryDirectory();
  const clock = createStillClock(options.speed ?? 20);
  const sandbox = await startSandbox({ providers: ['civo'], clock, ...options, directory });
  onTestFinished(() => sandbox.close());
  const { pass } = clock;
  const { endpoint = '', token = '' } = sandbox.providers.civo ?? {};

  async function send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    const form = body instanceof URLSearchParams;
    const response = await fetch(endpoint + path, {
      method,
      headers: {
        authorization: `bearer ${token}`,
        ...(body === undefined || form ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: form ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const parsed = response.headers.get('content-type')?.includes('json') ? parse(text) : undefined;
    return { status: response.status, headers: response.headers, body: parsed, text };
  }

  async function until(path: string, fits: (body: Received['body']) => boolean) {
    for (let looks = 0; ; looks += 1) {
      const received = await send('GET', path);
      if (fits(received.body)) return received;
      if (looks === 1000) throw new Error(`still ${received.text}`);
      pass(betweenLooks);
    }
  }

  return { sandbox, directory, pass, endpoint, send, until };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
