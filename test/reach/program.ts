import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';

const program = path.resolve('bin/nube.js');

/** What the shipped program came to. */
export interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

export interface ProgramOptions {
  variables?: Record<string, string>;
  input?: string | Buffer;
  /** Called with the process once it runs. */
  during?: (child: ChildProcess) => void | Promise<void>;
}

/** A home of its own for runs of `bin/nube.js` in processes of their own. */
export class ProgramHome {
  /** Short, for a socket's path is. */
  readonly directory = mkdtempSync(path.join(os.tmpdir(), 'nube-reach-'));
  readonly variables: Record<string, string>;

  constructor(variables: Record<string, string> = {}) {
    this.variables = {
      PATH: process.env.PATH ?? '',
      HOME: path.join(this.directory, 'home'),
      NUBE_CONFIG_DIR: path.join(this.directory, 'config'),
      NUBE_DATA_DIR: path.join(this.directory, 'data'),
      NUBE_CACHE_DIR: path.join(this.directory, 'cache'),
      NUBE_SANDBOX_SPEED: '40',
      NUBE_SANDBOX_SEED: '1',
      ...variables,
    };
    mkdirSync(this.variables.HOME ?? '', { recursive: true });
    afterAll(() => rmSync(this.directory, { recursive: true, force: true }));
  }

  file(name: string): string {
    return path.join(this.directory, name);
  }

  /** The arguments that run nube in another program, such as `script`. */
  line(words: readonly string[]): string[] {
    return [process.execPath, program, ...words];
  }

  run(words: readonly string[], options: ProgramOptions = {}): Promise<Ended> {
    return this.start(process.execPath, [program, ...words], options);
  }

  /** Runs nube on the sandbox. */
  sandbox(words: readonly string[], options: ProgramOptions = {}): Promise<Ended> {
    return this.run(words, { ...options, variables: { NUBE_SANDBOX: '1', ...options.variables } });
  }

  start(command: string, words: readonly string[], options: ProgramOptions = {}): Promise<Ended> {
    const { variables, input, during } = options;
    return new Promise((resolve, reject) => {
      const child = spawn(command, words, { env: { ...this.variables, ...variables }, cwd: this.directory });
      const said = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
      child.stdout.on('data', (chunk) => said.stdout.push(chunk));
      child.stderr.on('data', (chunk) => said.stderr.push(chunk));
      child.stdin.on('error', () => undefined);
      if (input !== undefined || during === undefined) child.stdin.end(input ?? '');
      child.once('error', reject);
      let acting: void | Promise<void>;
      child.once('close', async (code) => {
        await acting;
        const text = (chunks: Buffer[]) => Buffer.concat(chunks).toString('utf8');
        resolve({ code: code ?? -1, stdout: text(said.stdout), stderr: text(said.stderr) });
      });
      acting = during?.(child);
    });
  }
}

/** What a program that stood in for ssh or scp was started with. */
export interface Recorded {
  program: string;
  words: string[];
  environment: Record<string, string>;
}

/**
 * Puts programs called ssh and scp in front of the real ones: they write down how they were started and end as the
 * variable FAKE_SSH says, a piece of a shell script.
 */
export function fakeOpenSsh(home: ProgramHome): { variables: Record<string, string>; calls(): Recorded[] } {
  const directory = home.file('fake');
  const log = home.file('calls.ndjson');
  mkdirSync(directory, { recursive: true });
  for (const name of ['ssh', 'scp']) {
    const file = path.join(directory, name);
    writeFileSync(
      file,
      [
        '#!/bin/sh',
        `'${process.execPath}' -e '`,
        `  const [program, ...words] = process.argv.slice(1);`,
        `  const line = JSON.stringify({ program, words, environment: process.env });`,
        `  require("fs").appendFileSync(${JSON.stringify(log)}, line + "\\n");`,
        `' -- ${name} "$@"`,
        'eval "$FAKE_SSH"',
        '',
      ].join('\n'),
    );
    chmodSync(file, 0o755);
  }
  return {
    variables: { PATH: `${directory}:${process.env.PATH}` },
    calls() {
      if (!existsSync(log)) return [];
      const lines = readFileSync(log, 'utf8').trim().split('\n');
      rmSync(log);
      return lines.map((line) => JSON.parse(line) as Recorded);
    },
  };
}
