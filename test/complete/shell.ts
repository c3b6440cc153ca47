import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';
import { sleep } from '../../src/io/system';

/** Names that mean something to a shell, each beginning in its own way. */
export const strangeNames = [
  'plain-1',
  'two words',
  "it's",
  'q"uote',
  'dollar$HOME',
  'exec$(touch harm)',
  'back\\slash',
  'semi;colon',
  'glob*',
  'colon:ed',
  'eq=ual',
  'at@home',
  'brace{a,b}',
  'hash#tag',
  'bang!bang',
  'paren(s)',
  'umläut',
  // Behind a backquote bash itself completes nothing more.
  'tick`touch harm`',
];

/** As much of a name as tells it from the others, and needs no quotes. */
export const beginning = (name: string): string => /^\p{L}{1,3}/u.exec(name)?.[0] ?? name;

/** A shell at a terminal of its own, where `nube` answers completion and otherwise writes down its words. */
export class Shell {
  readonly directory = mkdtempSync(path.join(os.tmpdir(), 'nube-shell-'));
  readonly #socket = path.join(this.directory, 'tmux');
  readonly #called = path.join(this.directory, 'called');

  constructor(command: string, start: readonly string[]) {
    const bin = path.join(this.directory, 'bin');
    mkdirSync(bin);
    const nube = path.resolve('bin/nube.js');
    writeFileSync(
      path.join(bin, 'nube'),
      `#!/bin/sh
if [ "$1" = __complete ]; then exec '${process.execPath}' '${nube}' "$@"; fi
: >'${this.#called}.new'
for word in "$@"; do printf '%s\\n' "$word" >>'${this.#called}.new'; done
mv '${this.#called}.new' '${this.#called}'
`,
    );
    chmodSync(path.join(bin, 'nube'), 0o755);
    this.#keep();
    const variables = {
      PATH: `${bin}:${process.env.PATH}`,
      HOME: this.directory,
      TERM: 'screen',
      LC_ALL: 'C.UTF-8',
      PS1: '$ ',
      NUBE_SANDBOX: '1',
      NUBE_SANDBOX_DIR: path.join(this.directory, 'sandbox'),
      NUBE_CONFIG_DIR: path.join(this.directory, 'config'),
      NUBE_CACHE_DIR: path.join(this.directory, 'cache'),
      NUBE_DATA_DIR: path.join(this.directory, 'data'),
    };
    const settings = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
    this.#tmux(
      '-f',
      '/dev/null',
      'new-session',
      '-d',
      '-x',
      '120',
      '-y',
      '40',
      '-c',
      this.directory,
      ['exec env -i', ...[...settings].map(quoted), command].join(' '),
    );
    for (const line of start) this.#tmux('send-keys', '-l', `${line}\r`);
    this.#tmux('send-keys', '-l', 'clear; nube ready\r');
    afterAll(() => {
      this.#tmux('kill-server');
      rmSync(this.directory, { recursive: true, force: true });
    });
  }

  /** Waits until the shell has read what it was started with. */
  async ready(): Promise<void> {
    await this.#until(() => this.#words().join(' ') === 'ready', 'a prompt');
    rmSync(this.#called);
  }

  /** Types keys; `\t` is the key that completes. */
  type(keys: string): void {
    this.#tmux('send-keys', '-l', keys);
  }

  /** What is on the screen once it shows all of these. */
  async shows(...texts: readonly string[]): Promise<string> {
    let screen = '';
    await this.#until(
      () => {
        screen = this.#tmux('capture-pane', '-p');
        return texts.every((text) => screen.includes(text));
      },
      `${texts.join(', ')} in\n${screen}`,
    );
    return screen;
  }

  /** Types, completes, runs the line, and tells the words that the program was called with. */
  async runs(keys: string): Promise<string[]> {
    this.type(keys);
    // What is completed has to be there before the line is sent off.
    await this.settled();
    this.type('\r');
    await this.#until(() => this.#words().length > 0, `a call by ${JSON.stringify(keys)}`);
    const words = this.#words();
    rmSync(this.#called);
    return words;
  }

  /** Waits until the screen has stood still for a while. */
  async settled(): Promise<void> {
    let before = '';
    let still = 0;
    await this.#until(() => {
      const now = this.#tmux('capture-pane', '-p');
      still = now === before ? still + 1 : 0;
      before = now;
      return still >= 12;
    }, 'a screen that stands still');
  }

  /** Leaves the line that is being typed. */
  async drop(): Promise<void> {
    this.type('\u0003');
    await this.settled();
    this.#tmux('send-keys', '-l', 'clear\r');
    await this.settled();
  }

  #words(): string[] {
    try {
      return readFileSync(this.#called, 'utf8').split('\n').slice(0, -1);
    } catch {
      return [];
    }
  }

  async #until(holds: () => boolean, what: string): Promise<void> {
    for (let tries = 0; !holds(); tries += 1) {
      if (tries > 400) throw new Error(`There never was ${what}; the screen:\n${this.#tmux('capture-pane', '-p')}`);
      await sleep(25);
    }
  }

  #tmux(...words: string[]): string {
    return execFileSync('tmux', ['-S', this.#socket, ...words], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  /** Keeps the names as if listed in an hour, so that they are not old before the tests have ended. */
  #keep(): void {
    const names = path.join(this.directory, 'sandbox', 'names');
    mkdirSync(names, { recursive: true });
    for (const profile of ['civo', 'cloudca', 'coxedge', 'cycle', 'morpheus']) {
      const rows =
        profile !== 'civo' ? [] : strangeNames.map((name, index) => ({ id: `id${index}`, name, state: 'running' }));
      const list = { account: JSON.stringify([profile, []]), at: Date.now() + 3_600_000, rows };
      writeFileSync(path.join(names, `${profile}%20instances.json`), JSON.stringify(list));
    }
  }
}

const quoted = (text: string): string => `'${text}'`;
