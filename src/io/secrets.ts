import { readFileSync, statSync } from 'node:fs';
import { CliError } from '../core/errors';
import type { SecretSource } from '../core/profile';
import { clean } from '../core/text';
import type { Keychain } from './keychain';

const longest = 64 * 1024;
const patience = 30_000;

/** Where secrets can be. */
export interface SecretDoors {
  variable(name: string): string | undefined;
  keychain(): Promise<Keychain>;
}

/** Fetches a secret from where its source says, and from nowhere else. Throws `secret_unavailable`. */
export async function fetchSecret(source: SecretSource, { variable, keychain }: SecretDoors): Promise<string> {
  const at = source.indexOf(':');
  const value = source.slice(at + 1);
  switch (source.slice(0, at)) {
    case 'plain':
      return value;
    case 'keychain':
      return (await keychain()).read(value);
    case 'env':
      return variable(value) || refuse(`The variable ${value} is not set`, `export ${value}=…`);
    case 'file':
      return fromFile(value);
    case 'command':
      return fromCommand(parseWords(value));
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
  try {
    const { mode, size } = statSync(file);
    if ((mode & 0o077) !== 0) refuse(`Others can read the secret in ${file}`, `chmod 600 ${file}`);
    if (size > longest) refuse(`${file} is too large to be a secret`, 'Name the right file.');
    return readFileSync(file, 'utf8').trim() || refuse(`${file} is empty`, 'Put the secret into it.');
  } catch (error) {
    if (error instanceof CliError) throw error;
    return refuse(
      `The secret in ${file} cannot be read: ${(error as NodeJS.ErrnoException).code}`,
      'Name the right file.',
    );
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

/** Runs an argument list, without a shell. */
async function fromCommand(words: readonly string[]): Promise<string> {
  const { execFile } = await import('node:child_process');
  const [program = '', ...args] = words;
  return new Promise((resolve, reject) => {
    execFile(program, args, { timeout: patience, maxBuffer: longest, encoding: 'utf8' }, (error, stdout, stderr) => {
      const secret = stdout.trim();
      if (error === null && secret !== '') return resolve(secret);
      const what =
        error === null
          ? 'printed nothing'
          : error.killed
            ? 'took too long'
            : `failed: ${clean(stderr).slice(0, 300) || error.message}`;
      reject(
        new CliError('secret_unavailable', `The command ${program} for the secret ${what}`, {
          hint: `Try it: ${words.join(' ')}`,
        }),
      );
    });
  });
}
