import { createServer, type IncomingMessage, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { commands } from '../../src/commands';
import type { Command } from '../../src/core/command';
import { startSandbox } from '../../src/sandbox';
import { fastTime, runProgram } from './program';

/** One request and what the emulator answered. */
export interface Exchange {
  method: string;
  /** Path and query. */
  target: string;
  status: number;
  headers: Readonly<Record<string, string>>;
  body: string;
}

/** A command line and all it was answered. */
export interface Scenario {
  provider: string;
  line: string;
  /** The variables that describe the profile, but for the endpoint. */
  variables: Readonly<Record<string, string>>;
  /** When it was recorded. */
  at: Date;
  exchanges: readonly Exchange[];
}

const speed = 400;

/** The words of a line, which agrees to everything and waits so long at most; an underscore stands for a space. */
export async function wordsOf(line: string, timeout = '60s'): Promise<string[]> {
  const words = line.split(' ').map((word) => word.replaceAll('_', ' '));
  const takes = (await commandOf(line)).takes.mutating;
  if (takes.includes('yes')) words.push('--yes');
  if (takes.includes('timeout')) words.push('--timeout', timeout);
  return words;
}

/** The definition of the command that a line calls. */
export async function commandOf(line: string): Promise<Command> {
  const [first = '', second = ''] = line.split(' ');
  const name = `${first} ${second}` in commands ? `${first} ${second}` : first;
  const load = commands[name as keyof typeof commands];
  if (load === undefined) throw new Error(`There is no command ${name}`);
  return load();
}

/** Runs a line on a sandbox of its own and keeps what it was answered. Throws where the line fails. */
export async function record(provider: string, line: string, directory: string): Promise<Scenario> {
  const sandbox = await startSandbox({
    directory: path.join(directory, 'state'),
    providers: [provider],
    seed: 1,
    speed,
  });
  const { endpoint = '', ...settings } = sandbox.providers[provider] ?? {};
  const exchanges: Exchange[] = [];
  const server = createServer((incoming, outgoing) => {
    forward(endpoint, incoming)
      .then((exchange) => {
        exchanges.push(exchange);
        outgoing.writeHead(exchange.status, exchange.headers).end(exchange.body);
      })
      .catch(() => outgoing.destroy());
  });
  const variables = Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [`NUBE_${name.toUpperCase().replaceAll('-', '_')}`, value]),
  );
  try {
    const at = new Date();
    const ended = await runProgram({
      // Its minutes are milliseconds here, and a busy machine needs some.
      words: ['-o', 'json', ...(await wordsOf(line, '2h'))],
      variables: { ...variables, ...homeIn(directory), NUBE_ENDPOINT: await listen(server) },
      time: fastTime(speed),
      columns: null,
      directory,
    });
    if (ended.code !== 0) throw new Error(`${provider}: nube ${line} ended with ${ended.code}: ${ended.stderr}`);
    return { provider, line, variables, at, exchanges };
  } finally {
    server.close();
    server.closeAllConnections();
    await sandbox.close();
  }
}

/** Where the program keeps its files. */
export const homeIn = (directory: string): Record<string, string> => ({
  NUBE_CONFIG_DIR: path.join(directory, 'config'),
  NUBE_DATA_DIR: path.join(directory, 'data'),
  NUBE_CACHE_DIR: path.join(directory, 'cache'),
});

/** The address of a server on a free port of this machine. */
export function listen(server: Server): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
  });
}

function forward(endpoint: string, incoming: IncomingMessage): Promise<Exchange> {
  const { method = 'GET', url: target = '/', headers } = incoming;
  return new Promise((resolve, reject) => {
    const onward = request(`${endpoint}${target}`, { method, headers }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part) => parts.push(part));
      answer.on('error', reject);
      answer.on('end', () => {
        const kept = ['content-type', 'location', 'retry-after'].flatMap((name) => {
          const value = answer.headers[name];
          return typeof value === 'string' ? [[name, value] as const] : [];
        });
        const status = answer.statusCode ?? 0;
        resolve({ method, target, status, headers: Object.fromEntries(kept), body: Buffer.concat(parts).toString() });
      });
    });
    onward.on('error', reject);
    incoming.pipe(onward);
  });
}
