import type { CompletionTable } from '../core/completion';
import type { KeptRow, KnownProfile } from '../core/keptNames';
import { clean } from '../core/text';
import type { Candidate } from './candidate';
import type { Names } from './names';
import type { Typed } from './readLine';

interface Found extends KeptRow {
  profile: KnownProfile;
}

/** Verbs that take destroyed but recoverable instances: only those, or those too. */
const goneOnly = ['recover', 'purge'];
const goneToo = ['get', 'wait', 'backups'];

/**
 * The instances that the word could name and the verb could act on: by name where that is enough, else with profile
 * or by id.
 */
export function offerReferences(table: CompletionTable, names: Names, typed: Typed, word: string): Candidate[] {
  const { command, options, words } = typed;
  const verb = command?.name ?? '';
  if (options.has('filter') || options.has('all')) return [];
  const [first = ''] = word.split('/');
  const named = word.includes('/') ? names.profiles().find(({ name }) => name === first) : undefined;
  const profiles = named === undefined ? names.looked(options.get('profile')) : [named];
  const states = verb === 'wait' ? undefined : table.states[verb];
  const all = profiles.flatMap((profile) =>
    names.kept(profile, 'instances', {}).map((row): Found => ({ ...row, profile })),
  );
  const fitting = all.filter(({ profile, state, gone = false }) => {
    if (goneOnly.includes(verb) ? !gone : gone && !goneToo.includes(verb)) return false;
    const from = states === undefined || gone ? true : states[profile.provider];
    return from === true || (from !== undefined && state !== undefined && (from as readonly string[]).includes(state));
  });
  const prefix = named === undefined ? '' : `${named.name}/`;
  const index = indexOf(all);
  const offered = fitting.map((one) => ({ one, word: wordFor(one, index, prefix, profiles.length > 1) }));
  const taken = new Set(words);
  const wanted = offered.filter((offer) => offer.word?.startsWith(word) === true && !taken.has(offer.word));
  if (wanted.length === 0 && word !== prefix) {
    return fitting
      .filter(({ id }) => `${prefix}${id}`.startsWith(word) && isPlain(id) && !taken.has(`${prefix}${id}`))
      .map((one) => ({ word: `${prefix}${one.id}`, note: noteOf(one, one.name ?? '') }));
  }
  return wanted.map((offer) => ({ word: offer.word ?? '', note: noteOf(offer.one) }));
}

/** All ids, and by name those of each profile: whoever has thousands of instances must not wait for each to ask all. */
interface Index {
  ids: ReadonlySet<string>;
  byName: ReadonlyMap<string, ReadonlyMap<KnownProfile, ReadonlySet<string>>>;
}

function indexOf(all: readonly Found[]): Index {
  const byName = new Map<string, Map<KnownProfile, Set<string>>>();
  for (const { id, name, profile } of all) {
    if (name === null) continue;
    const inProfiles = byName.get(name) ?? new Map<KnownProfile, Set<string>>();
    inProfiles.set(profile, (inProfiles.get(profile) ?? new Set()).add(id));
    byName.set(name, inProfiles);
  }
  return { ids: new Set(all.map(({ id }) => id)), byName };
}

/** What names one instance and no other, or null where nothing that is safe to type does. */
function wordFor(
  { id, name, profile }: Found,
  { ids, byName }: Index,
  prefix: string,
  several: boolean,
): string | null {
  const usable = name !== null && name !== '' && isPlain(name) && !/[/]/.test(name) && !name.startsWith('-');
  const inProfiles = byName.get(name ?? '');
  const alone = inProfiles?.get(profile)?.size === 1;
  const ambiguous = name !== id && ids.has(name ?? '');
  if (usable && alone && !ambiguous) {
    const elsewhere = inProfiles.size > 1;
    return elsewhere && prefix === '' ? `${profile.name}/${name}` : `${prefix}${name}`;
  }
  if (!isPlain(id)) return null;
  return several && prefix === '' ? `${profile.name}/${id}` : `${prefix}${id}`;
}

/** Safe on a line of a terminal and in the answer to a shell. */
export const isPlain = (text: string): boolean => text !== '' && clean(text) === text;

function noteOf({ profile, state, note }: Found, name = ''): string {
  return [name, profile.name, state ?? '', note ?? ''].filter((part) => part !== '').join(', ');
}
