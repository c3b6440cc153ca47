import {
  closeSync,
  constants,
  fstatSync,
  futimesSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import type { PendingEvent } from './world';

/** What is on disk for one provider. Without `data` it is as it was seeded, and is made again from the recipe. */
export interface StateFile<Data> {
  provider: string;
  version: number;
  recipe: Recipe;
  random?: number;
  events?: PendingEvent[];
  data?: Data;
}

/** What a seeded state is made from. */
export interface Recipe {
  seed: number;
  /** null: the usual set. */
  instances: number | null;
  /** Milliseconds since 1970. */
  at: number;
}

/** Tells one content of a file from the next. */
export type Stamp = string;

let writes = 0;

/** The stamp of what is there now; undefined when there is nothing. Cheap enough for every request. */
export function stampOf(file: string): Stamp | undefined {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat && `${stat.ino} ${stat.size} ${stat.mtimeMs}`;
}

/** Content and stamp, belonging together; undefined when there is nothing. */
export function readStateFile(file: string): { content: string; stamp: Stamp } | undefined {
  let descriptor: number;
  try {
    // A pipe would make it wait for a writer.
    descriptor = openSync(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    const stat = fstatSync(descriptor);
    return {
      content: stat.isFile() ? readFileSync(descriptor, 'utf8') : '',
      stamp: `${stat.ino} ${stat.size} ${stat.mtimeMs}`,
    };
  } finally {
    closeSync(descriptor);
  }
}

/** The content as a state file, or undefined if it is none of this provider and version. */
export function parseStateFile<Data>(content: string, provider: string, version: number): StateFile<Data> | undefined {
  try {
    const found = JSON.parse(content) as Partial<StateFile<Data>> | null;
    const recipe = found?.recipe;
    const sound =
      found?.provider === provider &&
      found.version === version &&
      Number.isSafeInteger(recipe?.seed) &&
      Number.isFinite(new Date(recipe?.at ?? Number.NaN).getTime()) &&
      (recipe?.instances === null || Number.isInteger(recipe?.instances)) &&
      (found.data === undefined ||
        (typeof found.data === 'object' && found.data !== null && typeof found.random === 'number'));
    return sound ? (found as StateFile<Data>) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Writes it whole or not at all, readable by the owner only, and gives the new stamp. With `create` it writes only if
 * there is nothing yet, and gives undefined if there was.
 */
export function writeStateFile<Data>(file: string, state: StateFile<Data>, create = false): Stamp | undefined {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writes += 1;
  const temporary = `${file}.${process.pid}.${writes}.tmp`;
  const descriptor = openSync(temporary, 'w', 0o600);
  try {
    writeFileSync(descriptor, JSON.stringify(state));
    // File systems count time coarsely and use inode numbers again; a time that always grows keeps stamps apart.
    const before = statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    const written = new Date(Math.max(Date.now(), Math.floor(before) + 1));
    futimesSync(descriptor, written, written);
  } finally {
    closeSync(descriptor);
  }
  const stamp = stampOf(temporary);
  if (!create) {
    renameSync(temporary, file);
    return stamp;
  }
  try {
    linkSync(temporary, file);
    return stamp;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return undefined;
    // Some file systems have no hard links; there the last of several that begin at once wins.
    renameSync(temporary, file);
    return stamp;
  } finally {
    rmSync(temporary, { force: true });
  }
}
