import type { IncomingMessage } from 'node:http';
import type { RunningSandbox } from '../src/sandbox';

/**
 * The variables that describe a profile, called `env`, for a provider of a running sandbox; `origin` is another way to it
 * than straight there.
 */
export function variablesOf(sandbox: RunningSandbox, provider: string, origin?: string): Record<string, string> {
  const settings = { ...sandbox.providers[provider], provider };
  const { endpoint = '' } = settings as { endpoint?: string };
  const led = origin === undefined ? endpoint : endpoint.replace(new URL(endpoint).origin, origin);
  return Object.fromEntries(
    Object.entries({ ...settings, endpoint: led }).map(([name, value]) => [`NUBE_${name.toUpperCase()}`, value]),
  );
}

/** Sends a request on to a provider of a running sandbox as it came, and gives the answer. */
export async function passOn(
  sandbox: RunningSandbox,
  provider: string,
  { method = 'GET', url = '/', headers }: IncomingMessage,
  body: Buffer,
): Promise<{ status: number; type: string; text: string }> {
  const { origin } = new URL(sandbox.providers[provider]?.endpoint ?? '');
  // These are between two neighbours, and fetch has its own.
  const {
    host: _host,
    connection: _connection,
    'content-length': _length,
    'transfer-encoding': _encoding,
    ...rest
  } = headers;
  const answer = await fetch(`${origin}${url}`, {
    method,
    headers: rest as Record<string, string>,
    ...(body.length === 0 ? {} : { body }),
  });
  return {
    status: answer.status,
    type: answer.headers.get('content-type') ?? 'application/json',
    text: await answer.text(),
  };
}
