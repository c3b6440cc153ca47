import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CliError } from '../core/errors';
import type { Secret } from '../core/secret';
import { findProgram } from './findProgram';

/** What opening a page needs to know of this machine. */
export interface BrowserOptions {
  variable(name: string): string | undefined;
  platform: NodeJS.Platform;
  /** What the browser is started with. */
  environment: NodeJS.ProcessEnv;
  signal: AbortSignal;
  /** So long a browser may take to fetch a page that is there once. */
  patienceMs: number;
}

/**
 * Opens an address in the browser of this machine. One that holds a secret is handed over by a page on loopback that
 * is there once, so that the secret is in no argument list. Throws `command_failed` where no browser can be started.
 */
export async function openBrowser(link: string | Secret, options: BrowserOptions): Promise<void> {
  if (typeof link === 'string') return start(checked(link), options);
  const target = checked(link.reveal());
  const path = `/${randomBytes(24).toString('base64url')}`;
  let served: () => void = () => {};
  const fetched = new Promise<void>((resolve) => {
    served = resolve;
  });
  let given = false;
  const server = createServer((request, response) => {
    const mine = !given && request.method === 'GET' && request.url === path;
    if (!mine) {
      response.writeHead(404, { connection: 'close' }).end();
      return;
    }
    given = true;
    response.writeHead(302, {
      location: target,
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      connection: 'close',
    });
    response.end(served);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const { port } = server.address() as AddressInfo;
    await start(`http://127.0.0.1:${port}${path}`, options);
    await inTime(fetched, options);
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

/** Only what a browser shows: a server's text must not become another kind of argument. */
function checked(link: string): string {
  if (URL.canParse(link) && /^https?:$/.test(new URL(link).protocol)) return new URL(link).href;
  throw new CliError('unexpected_answer', 'The link is not an address of a page');
}

function start(address: string, { variable, platform, environment }: BrowserOptions): Promise<void> {
  const [name = '', ...words] = commandFor(address, variable, platform);
  const program = findProgram(name, environment.PATH);
  const refusal = (code: string) =>
    new CliError(
      'command_failed',
      `No browser could be started: ${name} ${code === 'ENOENT' ? 'is not installed' : `(${code})`}`,
      {
        hint: 'Leave --open out and open the address yourself.',
      },
    );
  if (program === null) return Promise.reject(refusal('ENOENT'));
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, { stdio: 'ignore', env: environment, detached: platform !== 'win32' });
    child.once('error', (error: NodeJS.ErrnoException) => reject(refusal(error.code ?? 'failed')));
    child.once('spawn', () => {
      child.unref();
      resolve();
    });
  });
}

function commandFor(address: string, variable: BrowserOptions['variable'], platform: NodeJS.Platform): string[] {
  const [own = ''] = (variable('BROWSER') ?? '').split(':');
  if (own.trim() !== '') {
    const words = own.trim().split(/\s+/);
    return words.includes('%s') ? words.map((word) => (word === '%s' ? address : word)) : [...words, address];
  }
  if (platform === 'darwin') return ['open', address];
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler', address];
  return ['xdg-open', address];
}

function inTime(fetched: Promise<void>, { signal, patienceMs }: BrowserOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      done();
      reject(new CliError('command_failed', 'The browser did not ask for the page', { hint: 'Try again.' }));
    }, patienceMs);
    const interrupt = () => {
      done();
      reject(new CliError('interrupted', 'Interrupted while the browser was opening'));
    };
    function done() {
      clearTimeout(timer);
      signal.removeEventListener('abort', interrupt);
    }
    signal.addEventListener('abort', interrupt, { once: true });
    void fetched.then(() => {
      done();
      resolve();
    });
  });
}
