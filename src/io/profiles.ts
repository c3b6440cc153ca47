import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import Conf from 'conf';
import lockfile from 'proper-lockfile';
import { CliError } from '../core/errors';
import type { Profile } from '../core/profile';
import type { ProfileChange, ProfileStore } from '../core/store';

type Stored = Omit<Profile, 'name'>;

interface File {
  version: number;
  profiles: Record<string, Stored>;
  selected: string[] | null;
}

const version = 1;

/**
 * The profiles in `config.json` of a directory. `ready` are those that are there while the file is not. The file is
 * 0600 and its directory 0700 from birth; a change takes a lock, so that several writers lose nothing.
 */
export function openProfiles(
  directory: string,
  ready: readonly Profile[] = [],
): ProfileStore & { /** Back to those that are ready. */ reset(): Promise<void> } {
  const file = path.join(directory, 'config.json');

  const open = (): Conf<File> | null => {
    if (!existsSync(file)) return null;
    try {
      const conf = new Conf<File>({ cwd: directory, configName: 'config', configFileMode: 0o600, projectName: 'nube' });
      const found = conf.get('version');
      if (typeof found !== 'number' || found > version) {
        throw new CliError('broken_configuration', `${file} was written by a newer nube`, {
          hint: 'Update nube, or point NUBE_CONFIG_DIR elsewhere.',
        });
      }
      return conf;
    } catch (error) {
      if (error instanceof CliError) throw error;
      throw new CliError('broken_configuration', `${file} cannot be read: ${(error as Error).message}`, {
        hint: 'Mend it, or move it away and add the profiles again. It was left as it is.',
      });
    }
  };

  const read = (): File => {
    const conf = open();
    if (conf === null) return { version, profiles: Object.fromEntries(ready.map(stored)), selected: null };
    return { version, profiles: conf.get('profiles') ?? {}, selected: conf.get('selected') ?? null };
  };

  const write = async (change: (file: File) => void): Promise<void> => {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    chmodSync(directory, 0o700);
    const release = await lockfile.lock(directory, {
      lockfilePath: path.join(directory, 'config.lock'),
      retries: { retries: 200, minTimeout: 10, maxTimeout: 100 },
    });
    try {
      const next = read();
      change(next);
      const conf = new Conf<File>({ cwd: directory, configName: 'config', configFileMode: 0o600, projectName: 'nube' });
      conf.store = next;
    } finally {
      await release();
    }
  };

  const required = (next: File, name: string): Stored => {
    const found = Object.hasOwn(next.profiles, name) ? next.profiles[name] : undefined;
    if (found === undefined) throw new CliError('unknown_profile', `There is no profile ${JSON.stringify(name)}`);
    return found;
  };

  return {
    file,
    list: async () => Object.entries(read().profiles).map(([name, profile]) => ({ name, ...profile })),
    selected: async () => read().selected,
    async add(profile) {
      await write((next) => {
        if (Object.hasOwn(next.profiles, profile.name)) {
          throw new CliError('name_taken', `A profile called ${profile.name} exists already`);
        }
        next.profiles[profile.name] = stored(profile)[1];
      });
      return profile;
    },
    async change(name, change) {
      let changed: Stored | undefined;
      await write((next) => {
        changed = merged(required(next, name), change);
        next.profiles[name] = changed;
      });
      if (changed === undefined) throw new Error('The change was not made');
      return { name, ...changed };
    },
    rename: (name, to) =>
      write((next) => {
        required(next, name);
        if (Object.hasOwn(next.profiles, to)) throw new CliError('name_taken', `A profile called ${to} exists already`);
        next.profiles = Object.fromEntries(
          Object.entries(next.profiles).map(([key, profile]) => [key === name ? to : key, profile]),
        );
        next.selected = next.selected?.map((one) => (one === name ? to : one)) ?? null;
      }),
    remove: (name) =>
      write((next) => {
        required(next, name);
        delete next.profiles[name];
        const selected = next.selected?.filter((one) => one !== name) ?? [];
        next.selected = selected.length === 0 ? null : selected;
      }),
    reset: () =>
      write((next) => {
        next.profiles = Object.fromEntries(ready.map(stored));
        next.selected = null;
      }),
    select: (names) =>
      write((next) => {
        for (const name of names ?? []) required(next, name);
        next.selected = names === null ? null : [...names];
      }),
  };
}

const stored = ({ name, ...profile }: Profile): [string, Stored] => [name, profile];

function merged(profile: Stored, { settings, token, password, defaults, guards }: ProfileChange): Stored {
  return {
    ...profile,
    settings: withoutNull({ ...profile.settings, ...settings }),
    defaults: withoutNull({ ...profile.defaults, ...defaults }),
    ...(token === undefined ? {} : { token }),
    ...(password === undefined ? {} : { password }),
    ...(guards === undefined ? {} : { guards }),
  };
}

function withoutNull<T>(values: Readonly<Record<string, T | null | undefined>>): Record<string, T> {
  const entries = Object.entries(values).filter(
    (entry): entry is [string, T] => entry[1] !== null && entry[1] !== undefined,
  );
  return Object.fromEntries(entries);
}
