import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll } from 'vitest';
import { CliError } from '../src/core/errors';
import type { Keychain } from '../src/io/keychain';
import { type System, sleep } from '../src/io/system';
import { main } from '../src/main';
import { checkPrinted } from './checkPrinted';

/** What one command line came to. */
export interface Run {
  code: number;
  stdout: string;
  stderr: string;
  /** stdout as JSON. */
  json: () => any;
  /** The last line of stderr as the error object of product section 8. */
  error: () => any;
  /** What the emulators were sent by this run: `METHOD /path?query`, bodies beside them. */
  requests: Sent[];
  /** Of the requests those that change something, each as `METHOD /path`. */
  changes: string[];
}

export interface Sent {
  provider: string;
  method: string;
  path: string;
  query: Record<string, string>;
  body: unknown;
  status: number | null;
}

export interface RunOptions {
  variables?: Record<string, string>;
  input?: string;
  /** stdout is a terminal of this width. */
  columns?: number;
  /** Called once the run is under way, with a way to interrupt it. */
  during?: (interrupt: (signal?: 'SIGINT' | 'SIGTERM') => void) => void;
  /** Asked whenever something has been written: once it is true of what was written so far, the run is interrupted. */
  interruptWhen?: (stdout: string, stderr: string) => boolean;
  workingDirectory?: string;
  /** So many times faster does this process sleep. */
  haste?: number;
}

/** A home of its own for some runs: configuration, data and sandbox state that end with the test file. */
export class Home {
  readonly directory = mkdtempSync(path.join(os.tmpdir(), 'nube-test-'));
  readonly variables: Record<string, string>;
  /** What lies in the keychain that stands in for the machine's. */
  readonly keychain = new Map<string, string>();
  keychainLocked = false;
  readonly #requestLog = path.join(this.directory, 'requests.ndjson');

  constructor(variables: Record<string, string> = {}) {
    this.variables = {
      NUBE_CONFIG_DIR: path.join(this.directory, 'config'),
      NUBE_DATA_DIR: path.join(this.directory, 'data'),
      NUBE_CACHE_DIR: path.join(this.directory, 'cache'),
      NUBE_SANDBOX_SPEED: '40',
      NUBE_SANDBOX_SEED: '1',
      NUBE_SANDBOX_REQUESTS: this.#requestLog,
      ...variables,
    };
    afterAll(() => rmSync(this.directory, { recursive: true, force: true }));
  }

  /** Runs a command line on the sandbox. */
  sandbox(line: string | readonly string[], options: RunOptions = {}): Promise<Run> {
    return this.run(line, { ...options, variables: { NUBE_SANDBOX: '1', ...options.variables } });
  }

  /** Runs a command line; a string is split at spaces. Throws where its JSON is not as the schemas say. */
  async run(line: string | readonly string[], options: RunOptions = {}): Promise<Run> {
    const words = typeof line === 'string' ? line.split(' ').filter((word) => word !== '') : [...line];
    rmSync(this.#requestLog, { force: true });
    const written = { stdout: '', stderr: '' };
    const listeners = new Set<(signal: 'SIGINT' | 'SIGTERM') => void>();
    const environment: Record<string, string | undefined> = { ...this.variables, ...options.variables };
    const interrupt = (signal: 'SIGINT' | 'SIGTERM' = 'SIGINT') => {
      for (const listener of listeners) listener(signal);
    };
    let reached = false;
    const wrote = () => {
      if (reached || options.interruptWhen?.(written.stdout, written.stderr) !== true) return;
      reached = true;
      setImmediate(interrupt);
    };
    const input = new PassThrough();
    input.end(options.input ?? '');
    const columns = options.columns ?? null;
    const system: System = {
      variable: (name) => environment[name] || undefined,
      workingDirectory: options.workingDirectory ?? this.directory,
      keychain: async () => this.#keychain(),
      input: input as never,
      output: {
        stream: undefined as never,
        isTerminal: columns !== null,
        columns,
        rows: columns === null ? null : 24,
        write: (text) => {
          written.stdout += text.toString();
          wrote();
        },
      },
      error: {
        stream: undefined as never,
        isTerminal: false,
        columns: null,
        write: (text) => {
          written.stderr += text;
          wrote();
        },
      },
      now: () => new Date(),
      random: () => 0.5,
      sleep: (milliseconds, signal) => sleep(milliseconds / (options.haste ?? 1), signal),
      onSignal(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      leave() {
        throw new Error('The program wanted to leave at once');
      },
    };
    const running = main(words, system);
    options.during?.(interrupt);
    const code = await running;
    await checkPrinted(words, environment.NUBE_OUTPUT, written);
    const requests = this.#requests();
    return {
      code,
      ...written,
      json: () => JSON.parse(written.stdout),
      error: () => JSON.parse(written.stderr.trim().split('\n').at(-1) ?? '').error,
      requests,
      changes: requests.filter(({ method }) => method !== 'GET').map(({ method, path }) => `${method} ${path}`),
    };
  }

  #keychain(): Keychain {
    const locked = () => {
      if (!this.keychainLocked) return;
      throw new CliError('secret_unavailable', 'The keychain did not answer within 30 s', { hint: 'Unlock it.' });
    };
    return {
      read: async (account) => {
        locked();
        const found = this.keychain.get(account);
        if (found === undefined) throw new CliError('secret_unavailable', `The keychain holds nothing for ${account}`);
        return found;
      },
      write: async (account, secret) => {
        locked();
        this.keychain.set(account, secret);
      },
      remove: async (account) => {
        locked();
        this.keychain.delete(account);
      },
    };
  }

  #requests(): Sent[] {
    try {
      return readFileSync(this.#requestLog, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Sent);
    } catch {
      return [];
    }
  }
}
