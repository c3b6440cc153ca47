import type { Driver } from './core/driver';
import { CliError } from './core/errors';
import { nearest } from './core/nearest';
import type { Profile } from './core/profile';
import type { ProfileStore } from './core/store';
import { readVariables } from './core/variables';

/** Where the choice of profiles comes from, strongest first. */
export interface ChoiceSources {
  /** `-p` */
  asked: readonly string[] | undefined;
  /** `NUBE_PROFILE` */
  variable: string | undefined;
  /** The profile that variables describe. */
  described(): Promise<Profile | null>;
  /** The `profile` of a `.nube` file, and what is to be said when it is used. */
  directory: string | null;
  directoryUsed(): void;
}

/** The profiles that a call looks at. Throws `no_profile` or `unknown_profile`. */
export async function chooseProfiles(store: ProfileStore, sources: ChoiceSources): Promise<readonly Profile[]> {
  const { asked, variable, described, directory, directoryUsed } = sources;
  const named = async (names: readonly string[], from: string) => {
    const own = names.includes('env') ? await described() : null;
    // What the variables describe needs nothing of the file, and does not fail with it.
    const others = own === null || names.some((name) => name !== 'env');
    return byNames(names, others ? await store.list() : [], own, from);
  };
  if (asked !== undefined) return named(asked, '-p');
  if (variable !== undefined)
    return named(
      variable.split(',').map((name) => name.trim()),
      'NUBE_PROFILE',
    );
  const own = await described();
  if (own !== null) return [own];
  if (directory !== null && directory !== '') {
    directoryUsed();
    return named([directory], 'the .nube file');
  }
  const selected = await store.selected();
  if (selected !== null) return named(selected, 'profile use');
  return someOf(await store.list());
}

function byNames(
  names: readonly string[],
  stored: readonly Profile[],
  described: Profile | null,
  from: string,
): readonly Profile[] {
  if (names.length === 1 && names[0] === 'all') return someOf(stored);
  const all = described === null ? stored : [...stored, described];
  return [...new Set(names)].map((name) => {
    const found = all.find((profile) => profile.name === name);
    if (found !== undefined) return found;
    const guess = nearest(
      name,
      all.map((profile) => profile.name),
    );
    throw new CliError('unknown_profile', `There is no profile ${JSON.stringify(name)} (${from})`, {
      hint:
        guess === null
          ? 'nube profile list shows those there are; nube profile add makes one.'
          : `Did you mean ${guess}?`,
    });
  });
}

function someOf(stored: readonly Profile[]): readonly Profile[] {
  if (stored.length > 0) return stored;
  throw new CliError('no_profile', 'No profile is set up', {
    hint: 'nube profile add connects an account; nube --sandbox list tries it without one.',
  });
}

/** The profile `env` that variables describe once `NUBE_PROVIDER` is set, nube's own names first; null without. */
export async function describedProfile(
  variable: (name: string) => string | undefined,
  driverOf: (provider: string) => Promise<Driver>,
  warn: (code: string, message: string) => void,
): Promise<Profile | null> {
  const provider = variable('NUBE_PROVIDER');
  if (provider === undefined) return null;
  const { settings, token, password } = readVariables(await driverOf(provider), variable);
  if (token === null && (password === null || settings.username === undefined)) {
    warn(
      'env_profile_incomplete',
      'NUBE_PROVIDER is set without a credential (NUBE_TOKEN), so it describes no profile.',
    );
    return null;
  }
  return { name: 'env', provider, settings, token, password, guards: {}, defaults: {} };
}
