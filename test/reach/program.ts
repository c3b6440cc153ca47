import type { ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';
import { type Ended, type StartOptions, shipped, startProgram } from '../startProgram';

export interface ProgramOptions extends Pick<StartOptions, 'input' | 'during'> {
  variables?: Record<string, string>;
}

/** What is shown, and what is typed then. */
export type Answer = readonly [asked: string, typed: string];

/** What a terminal shows of a text, without colours and movements. */
const plain = (text: string): string => text.replace(/\x1b\[[0-9;?]*[A-Za-z]/g, '');

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

  run(words: readonly string[], options: ProgramOptions = {}): Promise<Ended> {
    return this.start(shipped(words), options);
  }

  /** Runs nube on the sandbox. */
  sandbox(words: readonly string[], options: ProgramOptions = {}): Promise<Ended> {
    return this.run(words, { ...options, variables: { NUBE_SANDBOX: '1', ...options.variables } });
  }

  /**
   * Runs a line of shell at a terminal of its own, and types each answer once what it answers is shown: a question takes
   * nothing that was typed before it. An answer that is empty is only waited for.
   */
  async atTerminal(line: string, answers: readonly Answer[] = []): Promise<Ended & { lines: string[] }> {
    let screen = '';
    let from = 0;
    let left = answers;
    const look = (child: ChildProcess): void => {
      const [asked = '', typed = ''] = left[0] ?? [];
      const at = plain(screen).indexOf(asked, from);
      if (left.length === 0 || at < 0) return;
      from = at + asked.length;
      left = left.slice(1);
      if (typed === '') look(child);
      // A prompt that has just been drawn may not listen yet.
      else setTimeout(() => child.stdin?.write(typed), 200);
    };
    const ended = await this.start(['script', '-qec', line, '/dev/null'], {
      during: (child) => {
        child.stdout?.on('data', (chunk) => {
          screen += chunk;
          look(child);
        });
      },
    });
    return { ...ended, lines: plain(ended.stdout).replaceAll('\r', '').split('\n') };
  }

  start(command: readonly [string, ...string[]], { variables, ...options }: ProgramOptions = {}): Promise<Ended> {
    return startProgram(command, {
      ...options,
      variables: { ...this.variables, ...variables },
      directory: this.directory,
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
