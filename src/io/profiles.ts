import path from 'node:path';
import { entryOf } from '../core/entryOf';
import { CliError } from '../core/errors';
import type { Profile } from '../core/profile';
import type { ProfileChange, ProfileStore } from '../core/store';
import { type Configuration, configurationVersion, parseConfiguration, type StoredProfile } from './configuration';
import { openStoredFile } from './storedFile';

export interface ProfilesOptions {
  /** Those that are there while the file is not. */
  ready?: readonly Profile[];
  warn(code: string, message: string): void;
}

/**
 * The profiles in `config.json` of a directory. Reading a broken file throws `broken_configuration`; adding a profile
 * keeps it aside and begins a new one.
 */
export function openProfiles(
  directory: string,
  { ready = [], warn }: ProfilesOptions,
): ProfileStore & { /** Back to those that are ready. */ reset(): Promise<void> } {
  const file = path.join(directory, 'config.json');
  const stock = openStoredFile<Configuration>({
    file,
    parse: (text) => parseConfiguration(text, file),
    keptAside(copy, broken) {
      if (broken === null) warn('configuration_migrated', `The configuration as it was before is kept in ${copy}.`);
      else warn('broken_configuration', `${file} was broken (${broken}); it is kept in ${copy}.`);
    },
  });
  const initial = (): Configuration => ({
    version: configurationVersion,
    profiles: Object.fromEntries(ready.map(stored)),
    selected: null,
  });

  const broken = (why: string) =>
    new CliError('broken_configuration', `${file} cannot be read: ${why}`, {
      hint: 'Mend it in an editor, or add a profile: nube profile add keeps this file aside and begins a new one.',
    });

  const read = (): Configuration => {
    const reading = stock.read();
    if (reading === null) return initial();
    if ('broken' in reading) throw broken(reading.broken);
    return reading.value;
  };

  const write = (change: (file: Configuration) => void, anew = false): Promise<void> =>
    stock.write((current) => {
      if (current === null && !anew) read();
      const next = current ?? initial();
      change(next);
      return next;
    });

  const required = (next: Configuration, name: string): StoredProfile => {
    const found = entryOf(next.profiles, name);
    if (found === undefined) throw new CliError('unknown_profile', `There is no profile ${JSON.stringify(name)}`);
    return found;
  };

  return {
    file,
    list: async () => Object.entries(read().profiles).map(([name, profile]) => ({ ...profile, name })),
    async has(name) {
      const reading = stock.read();
      return Object.hasOwn(reading === null || 'broken' in reading ? initial().profiles : reading.value.profiles, name);
    },
    selected: async () => read().selected,
    defaults: async () => read().defaults ?? {},
    async changeDefaults(change) {
      let changed: Record<string, string> = {};
      await write((next) => {
        changed = withoutNull({ ...next.defaults, ...change });
        next.defaults = changed;
      }, true);
      return changed;
    },
    async add(profile) {
      await write((next) => {
        if (Object.hasOwn(next.profiles, profile.name)) {
          throw new CliError('name_taken', `A profile called ${profile.name} exists already`);
        }
        next.profiles[profile.name] = stored(profile)[1];
      }, true);
      return profile;
    },
    async change(name, change) {
      let changed: StoredProfile | undefined;
      await write((next) => {
        changed = merged(required(next, name), change);
        next.profiles[name] = changed;
      });
      if (changed === undefined) throw new Error('The change was not made');
      return { ...changed, name };
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
        next.profiles = initial().profiles;
        next.selected = null;
        next.defaults = {};
      }, true),
    select: (names) =>
      write((next) => {
        for (const name of names ?? []) required(next, name);
        next.selected = names === null ? null : [...names];
      }),
  };
}

const stored = ({ name, ...profile }: Profile): [string, StoredProfile] => [name, profile];

function merged(profile: StoredProfile, { settings, token, password, defaults, guards }: ProfileChange): StoredProfile {
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
