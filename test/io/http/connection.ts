import type { Wire } from '../../../src/core/driver';
import { CliError } from '../../../src/core/errors';
import type { Answer, Http, Refusal } from '../../../src/core/http';
import { createGate, createHttp, type HttpOptions } from '../../../src/io/http';

export const token = 'tok-3f9a1c';
export const start = Date.UTC(2026, 0, 1);

/** A provider that puts its errors under `error`, with `code` and `text`, in any status. */
export const wire: Wire = {
  headers: (_settings, credential) => ({ Authorization: `bearer ${credential}` }),
  secretFields: ['hush'],
  readRefusal: ({ body }: Answer): Refusal | null => {
    const { error } = (body ?? {}) as { error?: { code?: Refusal['code']; text?: string; id?: string } };
    if (error === undefined) return null;
    return { code: error.code ?? 'provider_refused', message: error.text ?? '', providerCode: error.id };
  },
};

export interface TestConnection {
  http: Http;
  /** The pauses that were made, in milliseconds. */
  slept: number[];
  /** What the debug log said. */
  lines: string[];
  abort: AbortController;
}

/** A connection whose clock moves only by sleeping. */
export function connect(endpoint: string, overrides: Partial<HttpOptions> = {}): TestConnection {
  const slept: number[] = [];
  const lines: string[] = [];
  const abort = new AbortController();
  let time = start;
  const now = () => new Date(time);
  const sleep = async (milliseconds: number) => {
    slept.push(milliseconds);
    time += milliseconds;
  };
  const http = createHttp({
    profile: 'prod',
    provider: 'civo',
    endpoint,
    settings: {},
    wire,
    userAgent: 'nube/1.2.3',
    credential: async () => token,
    gate: createGate({ limit: 8, now, sleep }),
    connectTimeoutMs: 5000,
    requestTimeoutMs: 5000,
    readTimeBudgetMs: 60_000,
    changeTimeBudgetMs: 600_000,
    ca: null,
    insecure: false,
    variable: () => undefined,
    signal: abort.signal,
    sleep,
    random: () => 1,
    now,
    debug: (line) => lines.push(line),
    recorder: null,
    ...overrides,
  });
  return { http, slept, lines, abort };
}

/** The error that a promise ends with. */
export async function failure(promise: Promise<unknown>): Promise<CliError> {
  const ended = await promise.then(
    (value) => new Error(`it did not fail: ${JSON.stringify(value)}`),
    (error: unknown) => error,
  );
  if (ended instanceof CliError) return ended;
  throw ended;
}

/** What a test wants to know of an error. */
export function told(error: CliError): Record<string, unknown> {
  const { hint, reason, httpStatus, providerCode, requestId } = error.details;
  const details = Object.entries({ hint, reason, httpStatus, providerCode, requestId });
  return {
    code: error.code,
    message: error.message,
    ...Object.fromEntries(details.filter(([, value]) => value !== undefined)),
  };
}

/** Sends a change and gives the answer's body. */
export function post(http: Http, path = '/v2/instances', body: object = { name: 'web-1' }): Promise<unknown> {
  return http.send(
    { method: 'POST', path, body: body as never },
    (answer) => answer.body,
    (variable) => variable,
  );
}
