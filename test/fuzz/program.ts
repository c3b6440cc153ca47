import { PassThrough } from 'node:stream';
import type { System } from '../../src/io/system';
import { main } from '../../src/main';

/** What a run of the program came to. */
export interface Ending {
  code: number;
  stdout: string;
  stderr: string;
}

/** Time as the program sees it. */
export interface Time {
  now(): Date;
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** Real time, but so many times faster. */
export function fastTime(speed: number): Time {
  const began = Date.now();
  return {
    now: () => new Date(began + (Date.now() - began) * speed),
    sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds / speed)),
  };
}

/** Time that passes only where somebody waits for it, and then at once. */
export function jumpingTime(start: Date): Time {
  let passed = 0;
  return {
    now: () => new Date(start.getTime() + passed),
    sleep: (milliseconds) =>
      new Promise((resolve) => {
        passed += Math.max(0, milliseconds);
        setImmediate(resolve);
      }),
  };
}

export interface Program {
  words: readonly string[];
  variables: Readonly<Record<string, string>>;
  time: Time;
  /** stdout is a terminal of this width, or none. */
  columns: number | null;
  directory: string;
  /** Where it is heard that the program must end. */
  interrupted?: AbortSignal;
}

/** Runs the program in this process; rejects only where it throws, which it never should. */
export async function runProgram({
  words,
  variables,
  time,
  columns,
  directory,
  interrupted,
}: Program): Promise<Ending> {
  const written = { stdout: '', stderr: '' };
  const input = new PassThrough();
  input.end('');
  const system: System = {
    variable: (name) => variables[name] || undefined,
    workingDirectory: directory,
    keychain: () => Promise.reject(new Error('There is no keychain')),
    input: input as never,
    output: {
      stream: undefined as never,
      isTerminal: columns !== null,
      columns,
      rows: columns === null ? null : 24,
      write: (text) => {
        written.stdout += text.toString();
      },
    },
    error: {
      stream: undefined as never,
      isTerminal: false,
      columns: null,
      write: (text) => {
        written.stderr += text;
      },
    },
    ...time,
    random: () => 0.5,
    onSignal(listener) {
      const interrupt = () => listener('SIGINT');
      interrupted?.addEventListener('abort', interrupt);
      return () => interrupted?.removeEventListener('abort', interrupt);
    },
    leave() {},
  };
  return { code: await main(words, system), ...written };
}
