import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';

/** What a program came to; the code is null where a signal ended it. */
export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export interface StartOptions {
  /** Everything that its environment holds. */
  variables: Record<string, string | undefined>;
  directory: string;
  input?: string | Buffer;
  /** Called with the process once it runs; without `input`, its standard input stays open for this. */
  during?: (child: ChildProcess) => void | Promise<void>;
}

/** The words that run the shipped program. */
export function shipped(words: readonly string[]): [string, ...string[]] {
  return [process.execPath, path.resolve('bin/nube.js'), ...words];
}

/** Starts a program in a process of its own, and waits until it has ended and all that it wrote is here. */
export function startProgram(
  [command, ...words]: readonly [string, ...string[]],
  { variables, directory, input, during }: StartOptions,
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, words, { env: variables, cwd: directory });
    const said = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
    child.stdout.on('data', (chunk) => said.stdout.push(chunk));
    child.stderr.on('data', (chunk) => said.stderr.push(chunk));
    child.stdin.on('error', () => undefined);
    if (input !== undefined || during === undefined) child.stdin.end(input ?? '');
    child.once('error', reject);
    let acting: void | Promise<void>;
    child.once('close', (code, signal) => {
      const text = (chunks: Buffer[]) => Buffer.concat(chunks).toString('utf8');
      Promise.resolve(acting).then(
        () => resolve({ code, signal, stdout: text(said.stdout), stderr: text(said.stderr) }),
        reject,
      );
    });
    acting = during?.(child);
  });
}
