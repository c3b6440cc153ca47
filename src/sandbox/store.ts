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
  /** Changes the state under the lock and saves it. When `apply` throws nothing is saved. */
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

/** Nothing is generated before the first look, and nothing but the recipe is written before the first change. */
export function openStore<Data>(options: StoreOptions<Data>): Store<Data> {
  const { file, emulator, clock } = options;
  let stamp: Stamp | undefined;
  let state: StateFile<Data> | undefined;
  let held: Held<Data> | undefined;
  let queue: Promise<unknown> = Promise.resolve();

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

  async function locked<T>(apply: (held: Held<Data>) => T): Promise<T> {
    const { lock } = await import('proper-lockfile');
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    const release = await lock(file, {
      realpath: false,
      lockfilePath: `${file}.lock`,
      stale: 10_000,
      retries: { retries: 2000, factor: 1.1, minTimeout: 1, maxTimeout: 25, randomize: true },
      onCompromised: () => options.onWarning(`The lock on the sandbox state of ${emulator.name} was taken away.`),
    });
    try {
      const current = present();
      const result = apply(current);
      state = {
        ...(state as StateFile<Data>),
        random: current.random.state,
        events: current.events,
        data: current.data,
      };
      stamp = writeStateFile(file, state);
      current.memo.clear();
      return result;
    } catch (error) {
      // A refusal has changed nothing; whatever else was thrown may have left half a change behind.
      if (!(error instanceof Refusal)) stamp = undefined;
      throw error;
    } finally {
      await release().catch(() => undefined);
    }
  }

  open();
  return {
    read: (look) => look(present()),
    change(apply) {
      const run = queue.then(() => locked(apply));
      queue = run.catch(() => undefined);
      return run;
    },
  };
}
