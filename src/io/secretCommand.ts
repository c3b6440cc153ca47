import { spawn } from 'node:child_process';
import os from 'node:os';
import { CliError } from '../core/errors';
import { fileTrouble } from '../core/fileTrouble';
import { clean } from '../core/text';
import { findProgram } from './findProgram';

/** A secret as a command printed it. */
export interface PrintedSecret {
  value: string;
  /** Milliseconds since 1970; null where it did not say. */
  expiresAt: number | null;
}

export interface SecretCommandOptions {
  patienceMs: number;
  /** Shows a line that the command says, where it takes long: it may be waiting for a person. */
  say(line: string): void;
  now(): Date;
}

const longest = 64 * 1024;
/** What the command says is shown once it has not ended so long after. */
const quietMs = 1000;
const tokenNames = ['token', 'access_token', 'accessToken', 'password', 'secret'];
const expiryNames = ['expiresAt', 'expires_at', 'expirationTimestamp', 'expiration', 'Expiration', 'expiry'];

/**
 * Runs an argument list, without a shell and outside of the working directory, and reads the secret that it prints:
 * the text itself, or JSON with `token` and perhaps `expiresAt`, as credential helpers of other tools print it. Throws
 * `secret_unavailable`.
 */
export async function runSecretCommand(
  words: readonly string[],
  options: SecretCommandOptions,
): Promise<PrintedSecret> {
  const [name = ''] = words;
  const refuse = (what: string, reason?: string) =>
    new CliError('secret_unavailable', `The command ${clean(name, 100)} for the secret ${what}`, {
      hint: `Try it: ${clean(words.join(' '), 200)}`,
      reason,
    });
  const program = findProgram(name, process.env.PATH);
  if (program === null) throw refuse('was not found in PATH');
  const { text, said, ended } = await run(program, words.slice(1), options);
  if (ended !== 'well') throw refuse(ended, lastOf(said));
  const printed = readPrinted(text.trim(), options.now());
  if (printed === null) throw refuse(text.trim() === '' ? 'printed nothing' : 'printed JSON without a token in it');
  const { expiresAt } = printed;
  if (expiresAt !== null && expiresAt <= options.now().getTime()) {
    throw refuse(`gave one that ended at ${new Date(expiresAt).toISOString()}`);
  }
  return printed;
}

interface Ran {
  text: string;
  said: readonly string[];
  /** `well`, or what went wrong. */
  ended: string;
}

function run(program: string, words: readonly string[], { patienceMs, say }: SecretCommandOptions): Promise<Ran> {
  return new Promise((resolve) => {
    const child = spawn(program, words, { cwd: os.homedir(), stdio: ['ignore', 'pipe', 'pipe'] });
    const said: string[] = [];
    const waiting: NodeJS.Timeout[] = [];
    let rest = '';
    let text = '';
    // Nothing of what it prints for nube is said to anybody.
    const show = (line: string) => {
      if (text.trim() === '' || !line.includes(text.trim())) say(line);
    };
    const finish = (ended: string) => {
      clearTimeout(timer);
      for (const one of waiting) clearTimeout(one);
      if (rest.trim() !== '') said.push(clean(rest, 300));
      // A process that it left behind may hold on to the pipes.
      child.stdout.destroy();
      child.stderr.destroy();
      resolve({ text, said, ended });
    };
    const stop = (ended: string) => {
      child.kill('SIGKILL');
      finish(ended);
    };
    const timer = setTimeout(() => stop(`took longer than ${patienceMs / 1000} s`), patienceMs);
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      if (text.length > longest) stop('printed too much');
    });
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      if (said.length > 100) return;
      const lines = `${rest}${chunk.slice(0, longest)}`.split('\n');
      rest = (lines.pop() ?? '').slice(0, longest);
      for (const line of lines.filter((one) => one.trim() !== '').map((one) => clean(one, 300))) {
        said.push(line);
        waiting.push(setTimeout(show, quietMs, line));
      }
    });
    child.once('error', (error: NodeJS.ErrnoException) =>
      finish(`could not be started: ${fileTrouble(error, 'read')}`),
    );
    child.once('exit', (code, signal) => {
      const ended = code === 0 ? 'well' : `failed (${signal ?? code})`;
      child.once('close', () => finish(ended));
      setTimeout(() => finish(ended), 500).unref();
    });
  });
}

const lastOf = (said: readonly string[]): string | undefined => said.at(-1);

function readPrinted(text: string, now: Date): PrintedSecret | null {
  const parts = readObject(text);
  if (parts === null) return text === '' ? null : { value: text, expiresAt: null };
  // As kubectl's credential plug-ins have it, one level down.
  const inner = typeof parts.status === 'object' && parts.status !== null ? (parts.status as typeof parts) : parts;
  const value = tokenNames.map((name) => inner[name]).find((one) => typeof one === 'string' && one.trim() !== '');
  return typeof value === 'string' ? { value: value.trim(), expiresAt: expiryOf(inner, now) } : null;
}

function readObject(text: string): Record<string, unknown> | null {
  if (!text.startsWith('{')) return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The nearest that a date can hold, in milliseconds. */
const asMoment = (milliseconds: number): number => Math.max(0, Math.min(8.64e15, milliseconds));

function expiryOf(parts: Record<string, unknown>, now: Date): number | null {
  const seconds = parts.expires_in;
  if (typeof seconds === 'number') return asMoment(now.getTime() + seconds * 1000);
  const moment = expiryNames
    .map((name) => parts[name])
    .find((one) => typeof one === 'string' || typeof one === 'number');
  // Ten digits are seconds, thirteen milliseconds.
  if (typeof moment === 'number') return asMoment(moment < 1e11 ? moment * 1000 : moment);
  const read = typeof moment === 'string' ? Date.parse(moment) : Number.NaN;
  return Number.isNaN(read) ? null : read;
}
