import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { emulators } from '../../src/sandbox/emulators';
import { createChance } from './chance';
import { falsify } from './falsify';
import { createJudge } from './judge';
import { lines } from './lines';
import { jumpingTime, runProgram } from './program';
import { homeIn, record, type Scenario, wordsOf } from './record';
import { openReplay } from './replay';

export interface FuzzOptions {
  seed: number;
  /** How many cases to run. */
  cases: number;
  /** The number of the first. */
  first?: number;
  /** Only every so manieth line is recorded. */
  every?: number;
  /** For files of this run, and nothing else's. */
  directory: string;
  /** Told of each failure as it is found. */
  found(failure: Failure): void;
  /** Told how many cases are done, now and then. */
  progress?(done: number): void;
}

/** A case that is not as it should be. */
export interface Failure {
  index: number;
  what: string;
  provider: string;
  line: string;
  /** What is wrong with the answers. */
  how: string;
}

/** Milliseconds of real time after which a case counts as hanging. */
const patience = 60_000;

/** What all lines are answered, by the emulators; throws where one fails. */
export async function recordAll(directory: string, every = 1): Promise<Scenario[]> {
  const all = Object.entries(lines).flatMap(([provider, some]) => some.map((line) => ({ provider, line })));
  const scenarios: Scenario[] = [];
  for (const [index, { provider, line }] of all.entries()) {
    if (index % every !== 0) continue;
    const own = path.join(directory, `record-${index}`);
    mkdirSync(own, { recursive: true });
    scenarios.push(await record(provider, line, own));
    rmSync(own, { recursive: true, force: true });
  }
  return scenarios;
}

/** Runs the whole program on falsified answers, one case after another. */
export async function fuzz(scenarios: readonly Scenario[], options: FuzzOptions): Promise<Failure[]> {
  const { seed, cases, first = 0, directory, found, progress } = options;
  const judge = await createJudge();
  const replay = await openReplay();
  const bodies = new Map<string, (status: number) => unknown>();
  for (const [name, load] of Object.entries(emulators)) {
    const { errorBody } = await load();
    bodies.set(name, errorBody);
  }
  const failures: Failure[] = [];
  const home = path.join(directory, 'home');
  try {
    for (let index = first; index < first + cases; index += 1) {
      if (index % 100 === 0) rmSync(home, { recursive: true, force: true });
      mkdirSync(home, { recursive: true });
      const failure = await runCase(index);
      if (failure !== null) {
        failures.push(failure);
        found(failure);
      }
      if ((index + 1 - first) % 1000 === 0) progress?.(index + 1 - first);
    }
  } finally {
    replay.close();
  }
  return failures;

  async function runCase(index: number): Promise<Failure | null> {
    const chance = createChance(seed, index);
    const scenario = chance.one(scenarios);
    const falsified = falsify(scenario.exchanges, chance, bodies.get(scenario.provider) ?? (() => null));
    const format = chance.next() < 0.7 ? 'json' : chance.one(['table', 'wide', 'csv', 'tsv', 'yaml', 'ndjson', 'id']);
    const served = replay.tell(falsified.exchanges);
    const words = ['-o', format, ...(await wordsOf(scenario.line))];
    const failed = (what: string): Failure => ({
      index,
      what,
      provider: scenario.provider,
      line: words.join(' '),
      how: falsified.how,
    });
    const stop = new AbortController();
    let timer: NodeJS.Timeout | undefined;
    const hanging = new Promise<'hangs'>((resolve) => {
      timer = setTimeout(resolve, patience, 'hangs');
    });
    try {
      const running = runProgram({
        words,
        variables: { ...scenario.variables, ...homeIn(home), NUBE_ENDPOINT: replay.endpoint, NO_COLOR: '1' },
        time: jumpingTime(scenario.at),
        columns: format === 'table' && chance.next() < 0.5 ? 80 : null,
        directory: home,
        interrupted: stop.signal,
      });
      const ended = await Promise.race([running, hanging]);
      if (ended === 'hangs') {
        stop.abort();
        return failed('it hangs');
      }
      const what = await judge({ scenario, format, falsified, served, ended });
      return what === null ? null : failed(what);
    } catch (thrown) {
      return failed(`it throws: ${thrown instanceof Error ? thrown.stack : String(thrown)}`);
    } finally {
      clearTimeout(timer);
      replay.hangUp();
    }
  }
}
