import type { Driver } from './core/driver';
import { CliError } from './core/errors';
import { nearest } from './core/nearest';
import { type Profile, type SecretSource, type SettingName, type Settings, settingNames } from './core/profile';
import type { ProfileStore } from './core/store';

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
  const stored = await store.list();
  const { asked, variable, described, directory, directoryUsed } = sources;
  const named = async (names: readonly string[], from: string) =>
    byNames(names, stored, names.includes('env') ? await described() : null, from);
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
  return someOf(stored);
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

const settingVariables: Readonly<Partial<Record<SettingName, string>>> = {
  endpoint: 'NUBE_ENDPOINT',
  region: 'NUBE_REGION',
  service: 'NUBE_SERVICE',
  environment: 'NUBE_ENVIRONMENT',
  org: 'NUBE_ORG',
  hub: 'NUBE_HUB',
  container: 'NUBE_CONTAINER',
  group: 'NUBE_GROUP',
  cloud: 'NUBE_CLOUD',
  username: 'NUBE_USERNAME',
  'ca-file': 'NUBE_CA_FILE',
};

/** The profile `env` that variables describe once `NUBE_PROVIDER` is set, nube's own names first; null without. */
export async function describedProfile(
  variable: (name: string) => string | undefined,
  driverOf: (provider: string) => Promise<Driver>,
  warn: (code: string, message: string) => void,
): Promise<Profile | null> {
  const provider = variable('NUBE_PROVIDER');
  if (provider === undefined) return null;
  const { variables } = await driverOf(provider);
  const firstSet = (names: readonly (string | undefined)[]) =>
    names.find((name) => name !== undefined && variable(name) !== undefined);
  const source = (name: string | undefined): SecretSource | null => (name === undefined ? null : `env:${name}`);
  const token = source(firstSet(['NUBE_TOKEN', ...(variables.token ?? [])]));
  const password = source(firstSet(['NUBE_PASSWORD', ...(variables.password ?? [])]));
  const settings: Partial<Record<SettingName, string>> = {};
  for (const name of settingNames) {
    const found = firstSet([settingVariables[name], ...(variables[name] ?? [])]);
    if (found !== undefined) settings[name] = variable(found) ?? '';
  }
  if (token === null && (password === null || settings.username === undefined)) {
    warn(
      'env_profile_incomplete',
      'NUBE_PROVIDER is set without a credential (NUBE_TOKEN), so it describes no profile.',
    );
    return null;
  }
  return { name: 'env', provider, settings: settings as Settings, token, password, guards: {}, defaults: {} };
}
