import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
} from 'node:fs';
import path from 'node:path';
import Conf from 'conf';
import { CliError } from '../core/errors';
import { fileTrouble } from '../core/fileTrouble';
import { writeNewPrivateFile } from './privateFile';
import { assertFile } from './textFile';

/** What the text of a file means: its value, or why it means nothing. */
export type Reading<T> = { value: T; olderVersion: number | null } | { broken: string };

export interface StoredFileOptions<T> {
  file: string;
  /** Reads the text of the file. What it throws keeps the file from being read and from being written. */
  parse(text: string): Reading<T>;
  /** Told where an old or broken file was kept, once a new one has taken its place. */
  keptAside(copy: string, broken: string | null): void;
}

/** A JSON file with secrets in it: 0600 in a directory of 0700 from birth, and never seen half written. */
export interface StoredFile<T> {
  /** What is there, null where there is no file. Never writes. */
  read(): Reading<T> | null;
  /**
   * Writes what `change` makes of what is there, null for no file and for a broken one. It takes a lock, so that
   * several writers lose nothing; when `change` throws, nothing is written. Throws `configuration_not_written`.
   */
  write(change: (current: T | null) => T): Promise<void>;
}

/** A writer that was killed holds up the next for so long at most. */
const staleMs = 5000;

/** Opens nothing before the first reading. */
export function openStoredFile<T extends Record<string, unknown>>(options: StoredFileOptions<T>): StoredFile<T> {
  const { file, parse, keptAside } = options;

  const read = (): Reading<T> | null => {
    if (!existsSync(file)) return null;
    let reading: Reading<T> | null = null;
    try {
      assertFile(statSync(file), file);
      openConf<T>(file, (text) => {
        reading = parse(text.replace(/^\ufeff/, ''));
        return {} as T;
      });
    } catch (error) {
      if (error instanceof CliError) throw error;
      throw new CliError('broken_configuration', `${file} cannot be read: ${reasonOf(error, 'read')}`, {
        hint: 'Look whose it is and who may read it.',
      });
    }
    return reading;
  };

  const replace = (target: string, change: (current: T | null) => T): void => {
    const found = read();
    const broken = found !== null && 'broken' in found ? found.broken : null;
    const current = found !== null && 'value' in found ? found : null;
    const next = change(current?.value ?? null);
    forgetUnfinished(target);
    const suffix = broken !== null ? `broken-${timestamp()}` : `version-${current?.olderVersion}`;
    const old = broken !== null || (current?.olderVersion ?? null) !== null;
    const copy = old ? writeNewPrivateFile(`${file}.${suffix}`, readFileSync(file)) : null;
    writeWhole(target, next);
    if (copy !== null) keptAside(copy, broken);
  };

  return {
    read,
    async write(change) {
      try {
        mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
        const target = targetOf(file);
        const around = path.dirname(target);
        mkdirSync(around, { recursive: true, mode: 0o700 });
        // The lock would be tried for again and again where nothing can be written at all.
        accessSync(around, constants.W_OK);
        const { default: lockfile } = await import('proper-lockfile');
        const release = await lockfile.lock(around, {
          lockfilePath: `${target}.lock`,
          stale: staleMs,
          retries: { retries: 200, minTimeout: 10, maxTimeout: 100 },
          onCompromised: () => undefined,
        });
        try {
          replace(target, change);
        } finally {
          await release().catch(() => undefined);
        }
      } catch (error) {
        if (error instanceof CliError || !(error instanceof Error && 'code' in error)) throw error;
        const locked = error.code === 'ELOCKED';
        throw new CliError(
          'configuration_not_written',
          `${file} cannot be written: ${locked ? 'it is locked' : reasonOf(error, 'written')}`,
          {
            hint: locked ? 'Another nube is at it; try again.' : 'Look whose it is, and whether the disk is full.',
          },
        );
      }
    },
  };
}

function openConf<T extends Record<string, unknown>>(file: string, deserialize: (text: string) => T): Conf<T> {
  return new Conf<T>({
    cwd: path.dirname(file),
    configName: path.basename(file),
    fileExtension: '',
    configFileMode: 0o600,
    projectName: 'nube',
    accessPropertiesByDotNotation: false,
    deserialize,
  });
}

/** Writes a new file beside it and renames that. */
function writeWhole<T extends Record<string, unknown>>(target: string, next: T): void {
  const conf = openConf<T>(target, () => ({}) as T);
  // Inside of a snap, which a terminal of one passes on, conf writes over the file in place.
  const { SNAP } = process.env;
  delete process.env.SNAP;
  try {
    conf.store = next;
  } finally {
    if (SNAP !== undefined) process.env.SNAP = SNAP;
  }
}

/** The file that a chain of links leads to, whether it is there or not; the links stay. */
function targetOf(file: string): string {
  let target = file;
  for (let links = 0; links < 40; links += 1) {
    try {
      target = path.resolve(path.dirname(target), readlinkSync(target));
    } catch {
      break;
    }
  }
  return target;
}

/** Removes what writers left that were killed: only who holds the lock has one. */
function forgetUnfinished(target: string): void {
  const beginning = `${path.basename(target)}.tmp-`;
  for (const name of readdirSync(path.dirname(target))) {
    if (name.startsWith(beginning)) rmSync(path.join(path.dirname(target), name), { force: true });
  }
}

const timestamp = () => new Date().toISOString().replace(/\.\d+/, '').replaceAll(':', '-');

const reasonOf = (error: unknown, verb: 'read' | 'written'): string =>
  fileTrouble(error, verb) ?? (error as Error).message;
