import { mkdirSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Clock } from './clock';
import type { Emulator } from './emulator';
import { holdState } from './holdState';
import { Refusal } from './reply';
import { parseStateFile, readStateFile, type Stamp, type StateFile, stampOf, writeStateFile } from './stateFile';
import type { Held } from './world';

/** One provider's state: a file that several processes may use at once, and its copy in memory. */
export interface Store<Data> {
  /** Looks at the state as it is now. */
  read<T>(look: (held: Held<Data>) => T): T;
  /** Changes the state under the lock and saves it, then resolves. When `apply` throws nothing of it is saved. */
  change<T>(apply: (held: Held<Data>) => T): Promise<T>;
}

export interface StoreOptions<Data> {
  file: string;
  emulator: Emulator<Data>;
  clock: Clock;
  /** Both as asked for; undefined leaves it to what is stored. */
  seed: number | undefined;
  instances: number | undefined;
  /** Applies what has become due. */
  settle(held: Held<Data>): void;
  onWarning(message: string): void;
}

/** A change that waits for its turn. */
interface Change<Data> {
  apply(held: Held<Data>): unknown;
  resolve(result: unknown): void;
  reject(error: unknown): void;
}

/** Nothing is generated before the first look, and nothing but the recipe is written before the first change. */
export function openStore<Data>(options: StoreOptions<Data>): Store<Data> {
  const { file, emulator, clock } = options;
  let stamp: Stamp | undefined;
  let state: StateFile<Data> | undefined;
  let held: Held<Data> | undefined;
  const waiting: Change<Data>[] = [];
  let working = false;

  function take(found: StateFile<Data>, from: Stamp): void {
    stamp = from;
    state = found;
    held = undefined;
  }

  /** Brings memory in line with the file, making the file if it is missing. */
  function refresh(): void {
    const current = stampOf(file);
    if (current !== undefined && current === stamp) return;
    const found = readStateFile(file);
    const parsed = found && parseStateFile<Data>(found.content, emulator.name, emulator.version);
    if (parsed) {
      take(parsed, found.stamp);
    } else {
      if (found && stampOf(file) === found.stamp) putAside();
      begin(true);
    }
  }

  function begin(create: boolean): void {
    const fresh: StateFile<Data> = {
      provider: emulator.name,
      version: emulator.version,
      recipe: { seed: options.seed ?? 1, instances: options.instances ?? null, at: clock.now() },
    };
    const written = writeStateFile(file, fresh, create);
    if (written === undefined) refresh();
    else take(fresh, written);
  }

  function putAside(): void {
    const aside = `${file}.broken-${clock.now()}`;
    renameSync(file, aside);
    options.onWarning(
      `The sandbox state of ${emulator.name} could not be read. It was put aside as ${aside}, and begun anew.`,
    );
  }

  /** Options that contradict what is stored win as long as nothing was changed there. */
  function open(): void {
    refresh();
    const { seed, instances } = options;
    const recipe = state?.recipe;
    const same =
      (seed === undefined || seed === recipe?.seed) && (instances === undefined || instances === recipe?.instances);
    if (same) return;
    if (state?.data !== undefined) {
      options.onWarning(
        `The sandbox state of ${emulator.name} has been changed and keeps its own seed and number of instances. Reset the sandbox to begin anew.`,
      );
    } else {
      begin(false);
    }
  }

  function present(): Held<Data> {
    refresh();
    held ??= holdState(emulator, state as StateFile<Data>);
    options.settle(held);
    return held;
  }

  async function takeLock(): Promise<() => Promise<void>> {
    const { lock } = await import('proper-lockfile');
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    return lock(file, {
      realpath: false,
      lockfilePath: `${file}.lock`,
      stale: 10_000,
      retries: { retries: 2000, factor: 1.1, minTimeout: 1, maxTimeout: 25, randomize: true },
      onCompromised: () => options.onWarning(`The lock on the sandbox state of ${emulator.name} was taken away.`),
    });
  }

  function save(): void {
    const { data, random, events } = held as Held<Data>;
    state = { ...(state as StateFile<Data>), random: random.state, events, data };
    stamp = writeStateFile(file, state);
  }

  /** Makes the changes in turn, saves them all at once, and gives how to tell each what has become of it. */
  function make(changes: readonly Change<Data>[]): (() => void)[] {
    const outcomes: (() => void)[] = [];
    let changed = false;
    for (const [index, change] of changes.entries()) {
      try {
        const result = change.apply(present());
        changed = true;
        held?.memo.clear();
        outcomes.push(() => change.resolve(result));
      } catch (error) {
        outcomes.push(() => change.reject(error));
        // A refusal has changed nothing; whatever else was thrown may have left half a change behind.
        if (error instanceof Refusal) continue;
        stamp = undefined;
        // The others begin again from what is stored, for none of them was told anything.
        waiting.unshift(...changes.slice(0, index), ...changes.slice(index + 1));
        return outcomes.slice(-1);
      }
    }
    if (changed) save();
    return outcomes;
  }

  /** Makes the changes that wait until none does; those that come meanwhile share a lock and a write of the state. */
  async function work(): Promise<void> {
    if (working) return;
    working = true;
    while (waiting.length > 0) {
      let taken: Change<Data>[] = [];
      try {
        const release = await takeLock();
        let outcomes: (() => void)[];
        try {
          taken = waiting.splice(0);
          outcomes = make(taken);
        } finally {
          await release().catch(() => undefined);
        }
        for (const tell of outcomes) tell();
      } catch (error) {
        stamp = undefined;
        for (const { reject } of [...taken, ...waiting.splice(0)]) reject(error);
      }
    }
    working = false;
  }

  open();
  return {
    read: (look) => look(present()),
    change<T>(apply: (held: Held<Data>) => T) {
      return new Promise<T>((resolve, reject) => {
        waiting.push({ apply, resolve: resolve as (result: unknown) => void, reject });
        void work();
      });
    },
  };
}
