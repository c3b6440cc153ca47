import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Home, type Run, type RunOptions } from '../nube';

/** Secrets that a person gives, by what they are; each stands in lines and files where one can be. */
export const planted = {
  'user data': 'canary-user-data-1',
  'a header': 'canary-header-2',
  'a field': 'canary-field-3',
  'a parameter': 'canary-parameter-4',
  data: 'canary-data-5',
  'a foreign token': 'canary-foreign-token-9',
  'a private key': 'canary-private-key-6',
  'a token of the environment': 'canary-token-7',
  'a password of the environment': 'canary-password-8',
} as const;

const secretKey =
  /^(password|initial_?password|root_?password|secret|token|script|user_?script|user_?data|private_?key|api_?key|access_?token|refresh_?token|vnc_?token|env_?value)$/i;

/**
 * A home in which everything that nube prints, keeps and hands to other programs is searched for secrets: the planted
 * ones, and those that the emulator made up. Programs called ssh, scp and browser write down what they were given.
 */
export class Canary {
  readonly home: Home;
  readonly userData: string;
  readonly identity: string;
  readonly data: string;
  readonly foreign: string;
  readonly #own: readonly string[];
  readonly #log: string;
  readonly #temporary: string;
  readonly #said: { where: string; text: string }[] = [];

  constructor() {
    this.home = new Home();
    const { directory } = this.home;
    const own = path.join(directory, 'own');
    this.#temporary = path.join(directory, 'temporary');
    this.#log = path.join(directory, 'programs');
    for (const each of [own, this.#temporary]) mkdirSync(each);
    const keep = (name: string, text: string, mode = 0o600): string => {
      const file = path.join(own, name);
      writeFileSync(file, text);
      chmodSync(file, mode);
      return file;
    };
    this.userData = keep('user-data', `#!/bin/sh\necho ${planted['user data']}\n`);
    this.identity = keep('identity', planted['a private key']);
    this.data = keep('data', JSON.stringify({ access_token: planted.data }));
    this.foreign = keep('foreign', JSON.stringify({ apikeys: { home: planted['a foreign token'] }, meta: {} }));
    const record = `{ echo "$0 $*"; env; find "$TMPDIR" -type f -exec cat {} +; } >> '${this.#log}'`;
    for (const name of ['ssh', 'scp']) keep(name, `#!/bin/sh\n${record}\n`, 0o755);
    const fetch = `'${process.execPath}' -e 'require("http").get(process.argv[1])' "$1"`;
    const browser = keep('browser', `#!/bin/sh\n${record}\n${fetch}\n`, 0o755);
    this.#own = [own, path.join(directory, 'requests.ndjson'), this.#log];
    Object.assign(process.env, {
      PATH: `${own}:${process.env.PATH}`,
      TMPDIR: this.#temporary,
      NUBE_TOKEN: planted['a token of the environment'],
      NUBE_TOKEN_WORK: planted['a token of the environment'],
      CIVO_TOKEN: planted['a token of the environment'],
      NUBE_PASSWORD: planted['a password of the environment'],
    });
    Object.assign(this.home.variables, {
      BROWSER: browser,
      NUBE_TOKEN: planted['a token of the environment'],
      NUBE_PASSWORD: planted['a password of the environment'],
    });
  }

  /** Runs a line on the sandbox with `--debug`, and keeps what it says; but not what it was asked to show. */
  async sandbox(line: string, options: RunOptions = {}): Promise<Run> {
    const given: Readonly<Record<string, string>> = {
      USER_DATA: this.userData,
      IDENTITY: this.identity,
      '@DATA': `@${this.data}`,
      FOREIGN: this.foreign,
      IMAGE: 'Ubuntu 22.04 HVM base (64bit)',
    };
    const words = line.split(' ').map((word) => given[word] ?? word);
    const run = await this.home.sandbox(['--debug', ...words], options);
    this.keep(line, line.includes('--show-secrets') ? { ...run, stdout: '' } : run);
    return run;
  }

  keep(line: string, { stdout, stderr }: Pick<Run, 'stdout' | 'stderr'>): void {
    this.#said.push({ where: `the output of ${line}`, text: `${stdout}\n${stderr}` });
  }

  /** What other programs were given: their words, their environments, and the temporary files of that moment. */
  programs(): string {
    return existsSync(this.#log) ? readFileSync(this.#log, 'utf8') : '';
  }

  /** Where a secret was found; `allowed` are pieces of the names of files that hold it with good reason. */
  leaks(secrets: Readonly<Record<string, string>>, allowed: readonly string[] = []): string[] {
    const files = filesIn(this.home.directory).filter(
      (file) => ![...this.#own, ...allowed].some((one) => file.includes(one)),
    );
    const places = [
      ...this.#said,
      { where: 'what other programs were given', text: this.programs() },
      ...files.map((file) => ({ where: file, text: readFileSync(file, 'latin1') })),
    ];
    return places.flatMap(({ where, text }) =>
      Object.entries(secrets).flatMap(([what, secret]) => (text.includes(secret) ? [`${what} in ${where}`] : [])),
    );
  }

  /** Temporary files that are still there. */
  left(): string[] {
    return filesIn(this.#temporary);
  }
}

/** The secrets that an emulator holds, by where they stand in its state. */
export function secretsOf(home: Home, provider: string): Record<string, string> {
  const found: Record<string, string> = {};
  const walk = (value: unknown, where: string, secret: boolean): void => {
    if (typeof value === 'string') {
      // Whoever calls a password like the provider has none.
      if (secret && value.length >= 8 && value !== provider) found[where] = value;
    } else if (typeof value === 'object' && value !== null) {
      const masked = 'masked' in value && value.masked === true;
      for (const [name, inner] of Object.entries(value)) {
        walk(inner, `${where}.${name}`, secretKey.test(name) || (masked && name === 'value'));
      }
    }
  };
  walk(JSON.parse(readFileSync(path.join(home.directory, `data/sandbox/${provider}.json`), 'utf8')), provider, false);
  return found;
}

function filesIn(directory: string): string[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(directory, name))
    .filter((file) => statSync(file).isFile());
}
