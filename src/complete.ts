import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { Candidate } from './complete/candidate';
import { candidates } from './complete/candidates';
import type { Names } from './complete/names';
import table from './complete/table.json';
import type { CompletionTable } from './core/completion';
import { isOpen } from './core/journal';
import { accountOf, type KeptNames, type KnownProfile, keptKind } from './core/keptNames';
import type { Profile } from './core/profile';
import { clean } from './core/text';
import { readDirectoryFile } from './directoryFile';
import { findDirectories } from './io/directories';
import { readEntryFile } from './io/journal/readEntryFile';
import { openKeptNames } from './io/keptNames';
import type { System } from './io/system';
import { readTextFile } from './io/textFile';
import { isOn } from './isOn';

/** Lists older than this are read anew, in the background, once somebody asks. */
const freshMs = { instances: 60_000, other: 3_600_000 };
/** Older ones are not offered. */
const longestMs = 86_400_000;
/** After an attempt that brought nothing there is none for so long, lest a wrong password lock an account. */
const pauseMs = 600_000;
const longestNote = 60;

const sandboxProfiles = ['civo', 'cloudca', 'coxedge', 'cycle', 'morpheus'];

type StoredProfile = Pick<Profile, 'name' | 'provider' | 'settings' | 'token' | 'password'>;

/**
 * What `__complete` answers: a line for each word that can stand where the cursor is, with a tab and a description.
 * Never waits for a provider, asks or fails; lists that are old are read anew by `refresh`.
 */
export function complete(line: readonly string[], system: System, refresh: (words: string[]) => void): number {
  try {
    const words = line[0] === '--' ? line.slice(1) : line;
    const stale = new Map<string, string[]>();
    const names = openNames(words, system, stale);
    const found = candidates(table as unknown as CompletionTable, names, words);
    system.output.write(textOf(found));
    for (const refreshing of stale.values()) refresh(refreshing);
  } catch {
    // A shell that asks in the middle of a line has no use for anything but words.
  }
  return 0;
}

function textOf(found: readonly Candidate[]): string {
  const lines = new Map(found.map(({ word, note }) => [word, `${word}\t${clean(note, longestNote)}\n`]));
  return [...lines.values()].join('');
}

function openNames(line: readonly string[], { variable, workingDirectory, now }: System, stale: Map<string, string[]>) {
  const typed = line.includes('--sandbox');
  const sandbox = typed || isOn(variable('NUBE_SANDBOX'));
  const directories = findDirectories(variable);
  const { profiles, selected } = readProfiles(sandbox ? directories.sandbox : directories.config, sandbox);
  const described = sandbox ? null : describedProfile(variable);
  const all = described === null ? profiles : [...profiles, described];
  const list = openKeptNames(path.join(sandbox ? directories.sandbox : directories.cache, 'names'));
  const named = (some: readonly string[]) =>
    some.includes('all') ? profiles : all.filter(({ name }) => some.includes(name));

  const names: Names = {
    profiles: () => all,
    looked(asked) {
      if (asked !== undefined) return named(asked.flatMap((one) => one.split(',')));
      const chosen = sandbox ? undefined : variable('NUBE_PROFILE');
      if (chosen !== undefined) return named(chosen.split(',').map((one) => one.trim()));
      if (described !== null) return [described];
      const directory = sandbox ? null : readDirectoryFile(workingDirectory)?.profile;
      if (directory) return named([directory]);
      return selected === null ? profiles : named(selected);
    },
    kept(profile, kind, scopes) {
      const stored = all.find(({ name }) => name === profile.name);
      if (stored === undefined) return [];
      const whole = keptKind(kind, scopes);
      const found = list.read(profile.name, whole);
      const own = found?.account === accountOf(stored, variable) ? found : null;
      const age = own === null ? Number.POSITIVE_INFINITY : now().getTime() - own.at;
      const fresh = kind === 'instances' ? freshMs.instances : freshMs.other;
      if (age > fresh && (sandbox || canRefresh(stored)) && isTime(list, profile.name, whole, own?.at ?? 0, now())) {
        list.ask(profile.name, whole);
        const words = stale.get(whole) ?? [...(typed ? ['--sandbox'] : []), ...commandFor(kind, scopes), '-qp', ''];
        words.push([words.pop(), profile.name].filter((one) => one !== '').join(','));
        if (kind !== 'backups' && kind !== 'offers') stale.set(whole, words);
      }
      return age > longestMs ? [] : (own?.rows ?? []);
    },
    operations: () => openChanges(path.join(sandbox ? directories.sandbox : directories.data, 'journal')),
  };
  return names;
}

/** More files than this are not read while a shell waits. */
const mostEntries = 200;

/** The changes in a journal that have not ended. */
function openChanges(directory: string): { id: string; title: string }[] {
  const files = readdirSync(directory).filter((name) => name.endsWith('.jsonl'));
  const newest = files.sort().reverse().slice(0, mostEntries);
  const entries = newest.flatMap((name) => readEntryFile(path.join(directory, name)) ?? []);
  return entries.filter(isOpen);
}

function isTime(list: KeptNames, profile: string, kind: string, at: number, now: Date): boolean {
  const asked = list.asked(profile, kind);
  return asked <= at || now.getTime() - asked > pauseMs;
}

/** A credential that may have to be typed or confirmed is not asked for behind somebody's back. */
function canRefresh({ token, password }: StoredProfile): boolean {
  return password === null && token !== null && /^(env|file|plain):/.test(token);
}

function commandFor(kind: string, scopes: Readonly<Record<string, string>>): string[] {
  if (kind === 'instances') return ['list', '--all-states', '-o', 'ref'];
  const narrowing = Object.entries(scopes).map(([name, value]) => `--${name}=${value}`);
  return ['catalog', kind.replace('catalog ', ''), '-o', 'id', ...narrowing];
}

/** The profiles as they are stored, read without all that a change of them needs. */
function readProfiles(
  directory: string,
  sandbox: boolean,
): { profiles: readonly StoredProfile[]; selected: readonly string[] | null } {
  try {
    const { profiles = {}, selected = null } = JSON.parse(readTextFile(path.join(directory, 'config.json')));
    return {
      profiles: Object.entries(profiles).map(([name, stored]) => ({ name, ...(stored as object) }) as never),
      selected,
    };
  } catch {
    const ready = (name: string) => ({ name, provider: name, settings: {}, token: null, password: null });
    return { profiles: sandbox ? sandboxProfiles.map(ready) : [], selected: null };
  }
}

/** The profile `env`, where variables describe one. */
function describedProfile(variable: (name: string) => string | undefined): (StoredProfile & KnownProfile) | null {
  const provider = variable('NUBE_PROVIDER');
  const token = variable('NUBE_TOKEN') === undefined ? null : ('env:NUBE_TOKEN' as const);
  if (provider === undefined || (token === null && variable('NUBE_PASSWORD') === undefined)) return null;
  return { name: 'env', provider, settings: {}, token, password: token === null ? 'env:NUBE_PASSWORD' : null };
}
