import { commands } from '../../src/commands';
import { type DriverVerb, isUnsupported } from '../../src/core/driver';
import { drivers } from '../../src/drivers';
import { Cloud, type Outcome } from './cloud';
import { leftOut } from './invocations';
import { judge } from './judge';
import { type Kind, kinds, type Stage } from './kinds';
import { Places } from './places';

/** One row of the matrix: a verb of one provider and how it is called. */
export interface Entry {
  provider: string;
  /** The driver's verb, or the command with what tells it apart. */
  verb: string;
  before: readonly string[];
  line: string;
}

export interface Result {
  provider: string;
  verb: string;
  kind: string;
  stage: Stage;
  /** Null where the fault has nothing to strike. */
  problems: readonly string[] | null;
  milliseconds: number;
}

/** The commands that are a verb of the drivers under another name. */
const commandOf = (verb: string): string => (verb === 'delete-backup' ? 'backups' : verb);

/** What comes after the first reading is another program's. */
const startsProgram = ['exec', 'cp'];

/** Whether a verb's command waits, and so takes a time-out. */
async function waits(verb: string): Promise<boolean> {
  const load = commands[commandOf(verb)];
  return load !== undefined && (await load()).takes.mutating.includes('timeout');
}

/** Everything that a provider's driver can do and every command that sends requests. Throws where no line is known. */
export async function entriesOf(provider: string): Promise<Entry[]> {
  const load = drivers[provider];
  if (load === undefined) throw new Error(`There is no driver ${provider}`);
  const { verbs } = await load();
  const { lines } = new Cloud(provider);
  const can = (Object.keys(verbs) as DriverVerb[]).filter((verb) => !isUnsupported(verbs[verb]));
  const byVerb = new Set<string>(Object.keys(verbs).map(commandOf));
  const others = Object.keys(commands)
    .filter((name) => !byVerb.has(name) && !leftOut.includes(name))
    .map((name) => ({
      name,
      keys: Object.keys(lines.commands).filter((key) => key === name || key.startsWith(`${name} `)),
    }));
  const missing = [
    ...can.filter((verb) => lines.verbs[verb] === undefined),
    ...others.filter(({ keys }) => keys.length === 0).map(({ name }) => name),
  ];
  if (missing.length > 0) {
    throw new Error(
      `test/faults/invocations.ts does not say how to call ${missing.join(', ')} on ${provider}; a command that sends no request of its own is named in leftOut`,
    );
  }
  const entry = (verb: string, given: string | readonly string[] | undefined): Entry => {
    const all = typeof given === 'string' ? [given] : (given ?? []);
    return { provider, verb, before: all.slice(0, -1), line: all.at(-1) ?? '' };
  };
  return [
    ...can.map((verb) => entry(verb, lines.verbs[verb])),
    ...Object.entries(lines.commands).map(([key, line]) => entry(key, line)),
  ];
}

/** Every fault at every stage. */
export const pairs: readonly { kind: Kind; stage: Stage }[] = kinds.flatMap((kind) =>
  kind.stages.map((stage) => ({ kind, stage })),
);

/** Runs cases of one provider. */
export class Matrix {
  readonly #cloud: Cloud;
  readonly #places: Places;
  readonly #calm = new Map<string, Promise<{ outcome: Outcome; view: string; later(): Promise<string> }>>();

  constructor(readonly provider: string) {
    this.#cloud = new Cloud(provider);
    this.#places = new Places(provider);
  }

  async open(): Promise<void> {
    await this.#cloud.prepare();
    await this.#places.open();
  }

  /** One case: the line with the fault, measured by the line without it. */
  async run(entry: Entry, kind: Kind, stage: Stage): Promise<Result> {
    const began = performance.now();
    const problems = await this.#try(entry, kind, stage);
    const { provider, verb } = entry;
    return { provider, verb, kind: kind.name, stage, problems, milliseconds: performance.now() - began };
  }

  async #try(entry: Entry, kind: Kind, stage: Stage): Promise<readonly string[] | null> {
    const calm = await this.#calmOf(entry);
    const { seen } = calm.outcome;
    const endless = this.#isEndless(entry);
    const first = seen.findIndex(({ method }) => method !== 'GET');
    const reads = stage === 'first' || stage === 'first once';
    const away = this.#places.variables[kind.name];
    if (reads ? first === 0 : first < 0) return null;
    if (endless && stage !== 'first') return null;
    if (kind.name === 'down' && stage === 'change' && first === 0) return null;
    if (stage.startsWith('following') && !seen.slice(first).some(({ method }) => method === 'GET')) return null;
    // What stands in a variable is no stored profile that could be tested by its name.
    if (away !== undefined && entry.verb === 'profile test') return null;
    const directory = await this.#cloud.copy(entry.before, away === undefined ? {} : this.#places.here);
    try {
      const variables = away ?? { NUBE_SANDBOX_FAULT: grammarOf(kind, stage, first) };
      const more = kind.name === 'slow' ? ['--request-timeout', '250ms'] : [];
      const line = await this.#patient(entry, stage);
      const outcome = await this.#cloud.run(line, directory, { variables, more });
      if (!reads && kind.name !== 'down' && !outcome.seen.some(({ fault }) => fault !== undefined)) return null;
      return await judge({
        stage,
        kind,
        command: entry.verb.split(' ')[0] ?? '',
        outcome,
        calm: calm.outcome,
        secrets: this.#places.secrets,
        // Time changes what there is: what a migration has left, say, goes after an hour.
        holds: async () =>
          (await this.#view(directory)) === calm.view || (await this.#view(directory)) === (await calm.later()),
      });
    } finally {
      this.#cloud.drop(directory);
    }
  }

  /** The line with time enough: its minutes are milliseconds here, and a busy machine needs some. */
  async #patient({ verb, line }: Entry, stage: Stage = 'first'): Promise<string> {
    if (!(await waits(verb))) return line;
    return `${line} --timeout ${stage === 'operation' ? '10m' : '20h'}`;
  }

  /** It goes on, or another program does, once everything is read. */
  #isEndless({ verb, line }: Entry): boolean {
    return startsProgram.includes(verb) || this.#cloud.isEndless(line);
  }

  #calmOf(entry: Entry) {
    const known = this.#calm.get(entry.verb);
    if (known !== undefined) return known;
    const calm = (async () => {
      const nothing: Outcome = { code: 0, stdout: '', stderr: '', seen: [] };
      if (this.#isEndless(entry)) return { outcome: nothing, view: '', later: async () => '' };
      const directory = await this.#cloud.copy(entry.before);
      const outcome = await this.#cloud.run(await this.#patient(entry), directory);
      if (outcome.code !== 0) throw new Error(`nube ${entry.line}: ${outcome.stderr}`);
      const later = () => this.#view(directory);
      return { outcome, view: await later(), later };
    })();
    this.#calm.set(entry.verb, calm);
    return calm;
  }

  /** What a fresh look shows of all instances, without what differs from run to run. */
  async #view(directory: string): Promise<string> {
    const { stdout } = await this.#cloud.run('list --all-states', directory);
    const rows = JSON.parse(stdout) as Record<string, unknown>[];
    const told = rows.map(({ name, hostname, state, size, cpus, memoryMiB, diskGiB, tags, group }) =>
      JSON.stringify({ name, hostname, state, size, cpus, memoryMiB, diskGiB, tags, group }),
    );
    return told.sort().join('\n');
  }
}

/** The fault as the sandbox is told; `first` is the place of the first change among the requests. */
function grammarOf({ name }: Kind, stage: Stage, first: number): string {
  switch (stage) {
    case 'first':
      return name;
    case 'first once':
      return `${name}x1`;
    case 'change':
      return name === 'down' ? `down#${first}x1` : `${name}@MUTATING`;
    case 'following':
      return name === 'down' ? 'down@MUTATINGx1' : `${name}@FOLLOWING`;
    case 'following once':
      return `${name}@FOLLOWINGx1`;
    case 'operation':
      return name;
  }
}
