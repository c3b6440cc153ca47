import { cpSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { Home } from '../nube';
import { invocations, type ProviderLines } from './invocations';

/** A request as the emulator saw it. */
export interface Seen {
  method: string;
  path: string;
  query: Readonly<Record<string, unknown>>;
  body: unknown;
  /** Null where no whole answer was given. */
  status: number | null;
  fault?: string;
}

/** What one command line of the matrix came to. */
export interface Outcome {
  code: number;
  stdout: string;
  stderr: string;
  seen: readonly Seen[];
}

/** One provider's sandbox as it stands before each case; every case has a copy of its own. */
export class Cloud {
  readonly lines: ProviderLines;
  readonly #home = new Home({ NUBE_SANDBOX_SPEED: '1000' });
  readonly #template = path.join(this.#home.directory, 'template');
  #count = 0;
  #backup = '';

  constructor(readonly provider: string) {
    const lines = invocations[provider];
    if (lines === undefined) throw new Error(`test/faults/invocations.ts has no command lines for ${provider}`);
    this.lines = lines;
  }

  /** Seeds the sandbox and makes what the lines need. */
  async prepare(): Promise<void> {
    mkdirSync(this.#template, { recursive: true, mode: 0o700 });
    for (const line of ['list', ...this.lines.before]) await this.#mustRun(line, this.#template);
    this.#backup = (await this.#mustRun(`backups ${this.lines.keeps} --query [0].id`, this.#template)).slice(1, -1);
  }

  /** Makes a copy for one case, after the lines that prepare for it; with variables these go where they lead. */
  async copy(before: readonly string[] = [], variables: Record<string, string> = {}): Promise<string> {
    this.#count += 1;
    const directory = path.join(this.#home.directory, `case-${this.#count}`);
    cpSync(this.#template, directory, { recursive: true });
    for (const line of before) await this.#mustRun(line, directory, variables);
    return directory;
  }

  /** Throws a copy away. */
  drop(directory: string): void {
    rmSync(directory, { recursive: true, force: true });
  }

  /** Runs a line on a copy, with JSON asked for; `more` are further options that every command has. */
  async run(
    line: string,
    directory: string,
    { variables = {}, more = [] }: { variables?: Record<string, string>; more?: readonly string[] } = {},
  ): Promise<Outcome> {
    const away = variables.NUBE_PROVIDER !== undefined;
    const profile = away ? 'env' : this.provider;
    if (line.includes('OPERATION')) {
      const open = await this.#mustRun('op list --query [0].id', directory, away ? variables : {});
      return this.run(line.replace('OPERATION', JSON.parse(open)), directory, { variables, more });
    }
    const words = line.replace('BACKUP', this.#backup).replace('PROFILE', profile).split(' ');
    const { code, stdout, stderr, requests } = await this.#home.run(['-p', profile, '-o', 'json', ...more, ...words], {
      variables: { ...(away ? {} : { NUBE_SANDBOX: '1', NUBE_SANDBOX_DIR: directory }), ...variables },
      workingDirectory: process.cwd(),
      haste: away ? 1000 : 1,
      ...(this.isEndless(line) && { during: (interrupt) => setTimeout(interrupt, 1500) }),
    });
    return { code, stdout, stderr, seen: requests };
  }

  /** True for a line that goes on until it is interrupted. */
  isEndless(line: string): boolean {
    return this.lines.endless.includes(line.split(' ')[0] ?? '');
  }

  async #mustRun(line: string, directory: string, variables: Record<string, string> = {}): Promise<string> {
    const { code, stdout, stderr } = await this.run(line, directory, { variables });
    if (code !== 0) throw new Error(`nube ${line}: ${stderr}`);
    return stdout.trim();
  }
}
