import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { CliError } from '../core/errors';
import { clean } from '../core/text';

/** The keychain of the operating system. Each call throws `secret_unavailable` where it does not answer as it should. */
export interface Keychain {
  read(account: string): Promise<string>;
  write(account: string, secret: string): Promise<void>;
  /** What is not there is no failure. */
  remove(account: string): Promise<void>;
}

export interface KeychainOptions {
  /** A file beside which the optional package is looked for. */
  from?: string;
  /** So long a locked keychain may take, in milliseconds. */
  patienceMs?: number;
}

const service = 'nube';
const optional = '@napi-rs/keyring';

/**
 * What the process that talks to the keychain runs: the call blocks, and only a process of its own can be given up.
 * On Linux the package would else fall back to the kernel's keyring, which forgets.
 */
const script = `
let text = '';
process.stdin.on('data', (chunk) => { text += chunk; });
process.stdin.on('end', () => {
  const { action, service, account, secret } = JSON.parse(text);
  try {
    const { Entry } = require(process.argv[1]);
    const entry = new Entry(service, account, { linux: { store: 'secret-service' } });
    const acts = {
      read: () => entry.getPassword(),
      write: () => void entry.setPassword(secret),
      remove: () => void entry.deletePassword(),
    };
    process.stdout.write(JSON.stringify({ found: acts[action]() ?? null }));
  } catch (error) {
    process.stdout.write(JSON.stringify({ error: String(error && error.message) }));
  }
});
`;

interface Asked {
  action: 'read' | 'write' | 'remove';
  account: string;
  secret?: string;
}

/** Opens nothing before the first call. */
export function openKeychain({ from = import.meta.url, patienceMs = 30_000 }: KeychainOptions = {}): Keychain {
  const ask = (asked: Asked) => call(findPackage(from), asked, patienceMs);
  return {
    async read(account) {
      const found = await ask({ action: 'read', account });
      if (found !== null && found !== '') return found;
      return refuse(
        `The keychain holds nothing for ${account} of ${service}`,
        'Remove the profile and add it again, with --token-keychain.',
      );
    },
    async write(account, secret) {
      await ask({ action: 'write', account, secret });
    },
    async remove(account) {
      await ask({ action: 'remove', account });
    },
  };
}

function refuse(message: string, hint: string, reason?: string): never {
  throw new CliError('secret_unavailable', message, { hint, reason });
}

/** Whether what talks to the keychain is installed; whether there is one, and it is unlocked, only a call can tell. */
export function hasKeychain(from: string = import.meta.url): boolean {
  try {
    return createRequire(from).resolve(optional) !== '';
  } catch {
    return false;
  }
}

function findPackage(from: string): string {
  try {
    return createRequire(from).resolve(optional);
  } catch {
    return refuse(
      `The keychain cannot be reached, for the optional package ${optional} is not installed`,
      'Install nube anew, with what is optional, or keep the token elsewhere (--token-env, --token-file, --token-command).',
    );
  }
}

/** Asks in a process of its own, over pipes: the secret is in no argument list and no file. */
function call(module: string, asked: Asked, patienceMs: number): Promise<string | null> {
  return new Promise((resolve, reject) => {
    // What is set for other programs must not load code into the one that sees the secret.
    const { NODE_OPTIONS: _options, ...environment } = process.env;
    const child = spawn(process.execPath, ['-e', script, module], {
      cwd: '/',
      env: environment,
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    let text = '';
    const fail = (message: string, hint: string, reason?: string) => {
      clearTimeout(timer);
      reject(new CliError('secret_unavailable', message, { hint, reason }));
    };
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      fail(
        `The keychain did not answer within ${patienceMs / 1000} s`,
        'Unlock it, or keep the token elsewhere (--token-env, --token-file, --token-command).',
      );
    }, patienceMs);
    child.stdin.on('error', () => undefined);
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
    child.once('error', (error) => fail('The keychain cannot be asked', 'See nube doctor.', error.message));
    child.once('close', () => {
      const answer = answerOf(text);
      if ('found' in answer) {
        clearTimeout(timer);
        return resolve(answer.found);
      }
      return fail(
        'The keychain of this machine did not do it',
        'Look whether it runs and is unlocked, or keep the token elsewhere (--token-env, --token-file, --token-command).',
        clean(answer.error, 300),
      );
    });
    child.stdin.end(JSON.stringify({ ...asked, service }));
  });
}

function answerOf(text: string): { found: string | null } | { error: string } {
  try {
    return JSON.parse(text);
  } catch {
    return { error: 'it ended without an answer' };
  }
}
