import { closeSync, constants, fstatSync, openSync, readFileSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { CliError } from '../core/errors';
import { fileTrouble } from '../core/fileTrouble';
import type { SecretSource } from '../core/profile';
import type { Keychain } from './keychain';
import type { PrintedSecret } from './secretCommand';

/** Where secrets can be. */
export interface SecretDoors {
  variable(name: string): string | undefined;
  keychain(): Promise<Keychain>;
  /** A remark for people. */
  note(message: string): void;
  now(): Date;
  /** So long a command may take, in milliseconds; half a minute unless said. */
  patienceMs?: number;
}

/** Fetches secrets; what it has fetched it remembers for as long as this call and the secret last. */
export interface Secrets {
  /** Fetches a secret from where its source says, and from nowhere else. Throws `secret_unavailable`. */
  fetch(source: SecretSource): Promise<string>;
  /** When it ends, where it has been fetched and that is known. */
  end(source: SecretSource): Promise<Date | null>;
}

const longest = 64 * 1024;
/** A secret that ends within this is fetched anew. */
const margin = 10_000;

/** Opens nothing before the first secret. */
export function createSecrets(doors: SecretDoors): Secrets {
  const fetched = new Map<SecretSource, Promise<PrintedSecret>>();
  const anew = (source: SecretSource) => {
    const secret = fetchOnce(source, doors);
    fetched.set(source, secret);
    return secret;
  };
  return {
    async end(source) {
      const { expiresAt = null } = (await fetched.get(source)?.catch(() => null)) ?? {};
      return expiresAt === null ? null : new Date(expiresAt);
    },
    async fetch(source) {
      const known = fetched.get(source);
      const secret = await (known ?? anew(source));
      const ends = secret.expiresAt !== null && secret.expiresAt - margin <= doors.now().getTime();
      if (known === undefined || !ends) return secret.value;
      const other = fetched.get(source);
      return (await (other === known || other === undefined ? anew(source) : other)).value;
    },
  };
}

async function fetchOnce(source: SecretSource, doors: SecretDoors): Promise<PrintedSecret> {
  const at = source.indexOf(':');
  const value = source.slice(at + 1);
  const lasting = (secret: string) => ({ value: secret, expiresAt: null });
  switch (source.slice(0, at)) {
    case 'plain':
      return lasting(value);
    case 'keychain':
      return lasting(await (await doors.keychain()).read(value));
    case 'env':
      return lasting(doors.variable(value) || refuse(`The variable ${value} is not set`, `export ${value}=…`));
    case 'file':
      return lasting(fromFile(value));
    case 'command':
      return (await import('./secretCommand')).runSecretCommand(parseWords(value), {
        patienceMs: doors.patienceMs ?? 30_000,
        say: doors.note,
        now: doors.now,
      });
    default:
      return refuse(
        `The profile keeps its secret in ${source.slice(0, at)}, which this nube does not know`,
        'Update nube.',
      );
  }
}

function refuse(message: string, hint: string): never {
  throw new CliError('secret_unavailable', message, { hint });
}

function fromFile(file: string): string {
  if (!path.isAbsolute(file)) {
    refuse(`The secret in ${file} depends on the directory that nube is called in`, 'Name the file by its whole path.');
  }
  try {
    checkDirectories(file);
    // A pipe would make it wait for a writer.
    const descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const stats = fstatSync(descriptor);
      if (!stats.isFile()) refuse(`${file} is not a file`, 'Name the right file.');
      if ((stats.mode & 0o077) !== 0) refuse(`Others can read the secret in ${file}`, `chmod 600 ${file}`);
      if (stats.size > longest) refuse(`${file} is too large to be a secret`, 'Name the right file.');
      return readFileSync(descriptor, 'utf8').trim() || refuse(`${file} is empty`, 'Put the secret into it.');
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    if (error instanceof CliError) throw error;
    return refuse(`The secret in ${file} cannot be read: ${fileTrouble(error, 'read')}`, 'Name the right file.');
  }
}

/** Whoever can rename things in a directory above can put another file in its place. */
function checkDirectories(file: string): void {
  let directory = path.dirname(realpathSync(file));
  for (;;) {
    const { mode } = statSync(directory);
    const sticky = (mode & 0o1000) !== 0;
    if ((mode & 0o002) !== 0 && !sticky) {
      refuse(`Others can put another file in the place of ${file}`, `chmod o-w ${directory}`);
    }
    if (path.dirname(directory) === directory) return;
    directory = path.dirname(directory);
  }
}

function parseWords(text: string): readonly string[] {
  try {
    const words: unknown = JSON.parse(text);
    if (Array.isArray(words) && words.length > 0 && words.every((word) => typeof word === 'string')) return words;
  } catch {
    // Said below.
  }
  return refuse('The command for the secret is not a JSON list of words', 'For example ["pass", "show", "civo"].');
}
