import { entryOf } from '../core/entryOf';
import { CliError } from '../core/errors';
import { type Fields, isFields } from '../core/fields';
import type { Guards, Profile } from '../core/profile';
import type { Reading } from './storedFile';

export type StoredProfile = Omit<Profile, 'name'>;

/** What `config.json` holds; whatever else stands in it is kept. */
export interface Configuration extends Record<string, unknown> {
  version: number;
  profiles: Record<string, StoredProfile>;
  selected: string[] | null;
  /** Defaults for options, whatever profile is used; absent while there are none. */
  defaults?: Record<string, string>;
}

/** At each place what leads from the version of that number to the next. */
const migrations: readonly ((old: Fields) => Fields)[] = [(old) => ({ profiles: {}, ...old })];

export const configurationVersion = migrations.length;

/**
 * Reads the text of a configuration of this version or an older one. Throws `newer_configuration`, and
 * `broken_configuration` where a part is not what it should be: what only its owner can mend stays where it is.
 */
export function parseConfiguration(text: string, file: string): Reading<Configuration> {
  const parts = readJson(text);
  if (typeof parts === 'string') return { broken: parts };
  const { version = 0 } = parts;
  const wrong = (what: string, should: string): CliError =>
    new CliError('broken_configuration', `In ${file} ${what} is not ${should}`, { hint: 'Mend it in an editor.' });
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 0) throw wrong('version', 'a number');
  if (version > configurationVersion) {
    throw new CliError('newer_configuration', `${file} was written by a newer nube`, {
      hint: 'Update nube, or point NUBE_CONFIG_DIR elsewhere.',
    });
  }
  const now = migrations.slice(version).reduce((old, migrate) => migrate(old), parts);
  if (!isFields(now.profiles)) throw wrong('profiles', 'an object');
  const profiles = Object.entries(now.profiles).map(([name, profile]) => [
    name,
    readProfile(profile, (part, should) => wrong(`profiles.${name}${part}`, should)),
  ]);
  const selected = now.selected ?? null;
  if (selected !== null && !isListOfText(selected)) throw wrong('selected', 'a list of names');
  const { defaults } = now;
  if (defaults !== undefined && !isTexts(defaults)) throw wrong('defaults', 'an object of texts');
  const value = {
    ...now,
    ...(defaults === undefined ? {} : { defaults }),
    version: configurationVersion,
    profiles: Object.fromEntries(profiles),
    selected,
  };
  return { value, olderVersion: version < configurationVersion ? version : null };
}

/** The object in a text, or what is wrong with it in words that hold nothing of it: it may be a secret. */
function readJson(text: string): Fields | string {
  try {
    const found: unknown = JSON.parse(text);
    return isFields(found) ? found : 'it is not a JSON object';
  } catch (error) {
    if (text.trim() === '') return 'it is empty';
    const at = /at position (\d+)/.exec((error as Error).message)?.[1];
    return at === undefined ? 'it is not JSON' : `it is not JSON, from line ${lineOf(text, Number(at))} on`;
  }
}

const lineOf = (text: string, position: number): number => text.slice(0, position).split('\n').length;

function readProfile(profile: unknown, wrong: (part: string, should: string) => CliError): StoredProfile {
  if (!isFields(profile)) throw wrong('', 'an object');
  const { provider, settings = {}, token = null, password = null, guards = {}, defaults = {} } = profile;
  if (typeof provider !== 'string') throw wrong('.provider', 'the name of a provider');
  if (!isTexts(settings)) throw wrong('.settings', 'an object of texts');
  if (!isTexts(defaults)) throw wrong('.defaults', 'an object of texts');
  for (const [name, source] of Object.entries({ token, password })) {
    if (source !== null && !(typeof source === 'string' && /^[a-z]+:/.test(source))) {
      throw wrong(`.${name}`, 'like env:NAME, file:PATH, command:[…], keychain:… or plain:…');
    }
  }
  if (!isFields(guards)) throw wrong('.guards', 'an object');
  // A guard that is not understood must not be taken for one that is not there.
  for (const [name, guard] of Object.entries(guards)) {
    const should = entryOf(guardForms, name);
    if (should === undefined) throw wrong(`.guards.${name}`, 'a guard that this nube knows');
    if (!should.fits(guard)) throw wrong(`.guards.${name}`, should.words);
  }
  return { ...profile, provider, settings, token, password, guards, defaults } as StoredProfile;
}

interface GuardForm {
  fits(value: unknown): boolean;
  words: string;
}

const guardForms: Readonly<Record<string, GuardForm>> = {
  readOnly: { fits: (value) => typeof value === 'boolean', words: 'true or false' },
  protect: { fits: isListOfText, words: 'a list of patterns' },
  maxTargets: { fits: (value) => Number.isInteger(value) && Number(value) >= 0, words: 'a whole number' },
  confirm: { fits: (value) => value === 'typed', words: '"typed"' },
} satisfies Record<keyof Guards, GuardForm>;

function isTexts(value: unknown): value is Record<string, string> {
  return isFields(value) && Object.values(value).every((one) => typeof one === 'string');
}

function isListOfText(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}
