import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { CliError } from '../core/errors';
import { findProgram } from './findProgram';
import type { System } from './system';

export interface Child {
  program: string;
  words: readonly string[];
  environment: NodeJS.ProcessEnv;
  /** A descriptor to read from, a stream, these bytes, or nothing. */
  input: number | NodeJS.ReadableStream | Buffer | null;
  /** A descriptor to write to, or who takes what is written. */
  output: number | ((chunk: Buffer) => void);
  error(chunk: Buffer): void;
  onSignal: System['onSignal'];
  /** Milliseconds after which it is ended. */
  timeout: number | undefined;
}

export interface ChildEnd {
  /** The exit code; 128 and the number of the signal where a signal ended it or interrupted nube. */
  code: number;
  timedOut: boolean;
  interrupted: boolean;
}

/** A program that went to the background may hold on to the pipes; so long they are still read. */
const grace = 500;
const patience = 5000;

/**
 * Runs a program, without a shell, and waits for its end. What interrupts nube is passed on to it. Throws
 * `program_missing` where it is not installed.
 */
export function runChild(child: Child): Promise<ChildEnd> {
  return new Promise((resolve, reject) => {
    const { program, words, environment, input, output } = child;
    const inherits = typeof input === 'number';
    const found = findProgram(program, environment.PATH);
    if (found === null) return reject(programMissing(program));
    const process = spawn(found, words, {
      env: environment,
      stdio: [
        inherits ? input : input === null ? 'ignore' : 'pipe',
        typeof output === 'number' ? output : 'pipe',
        'pipe',
      ],
    });
    let timedOut = false;
    let stopped: 'SIGINT' | 'SIGTERM' | null = null;
    const timers: NodeJS.Timeout[] = [];
    const later = (milliseconds: number, act: () => void) => timers.push(setTimeout(act, milliseconds));
    const stopListening = child.onSignal((signal) => {
      stopped ??= signal;
      process.kill(signal);
    });
    if (child.timeout !== undefined) {
      later(child.timeout, () => {
        timedOut = true;
        process.kill('SIGTERM');
        later(patience, () => process.kill('SIGKILL'));
      });
    }
    const done = (): void => {
      for (const timer of timers) clearTimeout(timer);
      stopListening();
      process.stdout?.destroy();
      process.stderr?.destroy();
    };
    process.once('error', (error: NodeJS.ErrnoException) => {
      done();
      reject(
        error.code === 'ENOENT'
          ? programMissing(program)
          : new CliError('command_failed', `${program} could not be started: ${error.message}`),
      );
    });
    if (typeof output !== 'number') process.stdout?.on('data', output);
    process.stderr?.on('data', child.error);
    if (process.stdin !== null) {
      // It may end without having read everything.
      process.stdin.on('error', () => undefined);
      if (Buffer.isBuffer(input)) process.stdin.end(input);
      else if (input !== null && typeof input !== 'number') input.pipe(process.stdin);
    }
    process.once('exit', (code, signal) => {
      const end = () => {
        done();
        const ended = stopped ?? signal;
        resolve({
          code: ended === null ? (code ?? 255) : 128 + constants.signals[ended],
          timedOut,
          interrupted: stopped !== null,
        });
      };
      process.once('close', end);
      later(grace, end);
    });
  });
}

function programMissing(program: string): CliError {
  return new CliError('program_missing', `There is no ${program} on this machine`, {
    hint: 'Install OpenSSH’s client; nube uses the system’s own.',
  });
}
