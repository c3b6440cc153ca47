import { type CompletionTable, optionWordsOf, type Place } from '../core/completion';
import type { KeptRow, KnownProfile } from '../core/keptNames';
import { scopeNames } from '../core/profile';
import type { Candidate } from './candidate';
import type { Names } from './names';
import { isPlain, offerReferences } from './offerReferences';
import { membersOf, readLine, type Spot, type Typed } from './readLine';

/** Catalogs whose ids are what people type; elsewhere a name is. */
const byId = ['catalog regions', 'catalog services', 'catalog hubs'];

/** What can stand where the cursor is: the last of the words. */
export function candidates(table: CompletionTable, names: Names, line: readonly string[]): readonly Candidate[] {
  const spot = readLine(table, line);
  if (spot === null) return [];
  const word = line.at(-1) ?? '';
  const found =
    spot.kind === 'value' ? valuesAt(table, names, spot, word) : spot.kind === 'option' ? optionsAt(table, spot) : [];
  const all = spot.kind === 'command' ? commandsAt(table, spot) : found;
  return all.filter((one) => one.word.startsWith(word));
}

function commandsAt(table: CompletionTable, { family }: Extract<Spot, { kind: 'command' }>): Candidate[] {
  if (family !== null) {
    return membersOf(table, family).map(({ name, summary }) => ({
      word: name.slice(family.length + 1),
      note: summary,
    }));
  }
  const found = table.commands.flatMap(({ name, aliases, summary }): Candidate[] => {
    const [first = '', second] = name.split(' ');
    if (second === undefined) return [name, ...aliases].map((word) => ({ word, note: summary }));
    const members = membersOf(table, first).map((one) => one.name.slice(first.length + 1));
    return [{ word: first, note: members.join(', ') }];
  });
  return [...new Map(found.reverse().map((one) => [one.word, one])).values()].reverse();
}

/** Those that were not given yet, or can be given again. */
function optionsAt(table: CompletionTable, { typed: { command, options } }: Extract<Spot, { kind: 'option' }>) {
  return optionWordsOf(table, command)
    .filter(({ name, list }) => list === true || !options.has(name))
    .map(({ name, summary }): Candidate => ({ word: `--${name}`, note: summary }));
}

function valuesAt(
  table: CompletionTable,
  names: Names,
  { place, lead, typed }: Extract<Spot, { kind: 'value' }>,
  word: string,
): Candidate[] {
  const text = word.slice(lead.length);
  const kept = place.splits === true ? text.slice(0, text.lastIndexOf(',') + 1) : '';
  const taken = new Set(kept.split(','));
  return placeAt(table, names, { place, typed, word: text.slice(kept.length) })
    .filter((one) => place.splits !== true || !taken.has(one.word))
    .map(({ word: own, note }) => ({ word: `${lead}${kept}${own}`, note }));
}

function placeAt(
  table: CompletionTable,
  names: Names,
  { place, typed, word }: { place: Place; typed: Typed; word: string },
): Candidate[] {
  const fixed = shown(place.words ?? [], word).map((one) => ({ word: one, note: '' }));
  const { asks } = place;
  if (asks === undefined) return fixed;
  if (asks === 'operation') {
    const open = names.operations().filter(({ id }) => isPlain(id) && !typed.words.includes(id));
    return [...fixed, ...open.map(({ id, title }) => ({ word: id, note: title }))];
  }
  return [...fixed, ...asked(table, names, { asks, files: place.files === true, typed, word })];
}

/** A word that begins with a dash, or goes on behind an equals sign, is there for whoever has typed as far. */
export function shown(words: readonly string[], typed: string): readonly string[] {
  return words.filter(
    (one) => (!one.startsWith('-') || typed.startsWith('-')) && (!/=./.test(one) || typed.includes('=')),
  );
}

interface Asked {
  asks: Exclude<Place['asks'], undefined | 'operation'>;
  files: boolean;
  typed: Typed;
  word: string;
}

function asked(table: CompletionTable, names: Names, { asks, files, typed, word }: Asked): Candidate[] {
  const { options, words } = typed;
  if (asks === 'profile') {
    const many = typed.command?.places.some((place) => place.many === true) === true;
    const known = names.profiles().filter(({ name }) => isPlain(name) && !(many && words.includes(name)));
    return known.map(({ name, provider }) => ({ word: name, note: provider }));
  }
  if (asks === 'reference') {
    // On the instance's own side of a path nothing is known, and one side is enough.
    if (files && (/[:]/.test(word) || /^[./~]/.test(word) || words.some((one) => /^[^./~][^:]*:/.test(one)))) return [];
    const found = offerReferences(table, names, typed, word);
    return files ? found.map((one) => ({ ...one, word: `${one.word}:` })) : found;
  }
  if (asks === 'backup') return keptOf(table, names, typed, 'backups');
  if (asks === 'offer') return keptOf(table, names, typed, 'offers');
  if (asks === 'tag') return tagsOf(names, typed);
  const scopes = Object.fromEntries(
    scopeNames.flatMap((name) => {
      const value = options.get(name)?.at(-1);
      return value === undefined ? [] : [[name, value]];
    }),
  );
  const rows = names.looked(options.get('profile')).map((profile) => names.kept(profile, asks, scopes));
  return rows.flat().flatMap((row) => named(row, [row], byId.includes(asks)));
}

/** What is kept of the instance that stands before: its backups, what was offered for it. */
function keptOf(table: CompletionTable, names: Names, typed: Typed, kind: 'backups' | 'offers'): Candidate[] {
  const verb = kind === 'offers' ? 'upgrade' : kind;
  const [reference = ''] = typed.words;
  return names.profiles().flatMap((profile) => {
    const ids = new Set(instancesCalled(names, profile, reference).map(({ id }) => id));
    const name = within(profile, reference);
    const some = names
      .kept(profile, kind, {})
      .filter(({ instanceId = '' }) => ids.has(instanceId) || instanceId === name);
    return table.states[verb]?.[profile.provider] === undefined ? [] : some.flatMap((row) => named(row, some, false));
  });
}

/** The tags of the instances that stand before. */
function tagsOf(names: Names, { words }: Typed): Candidate[] {
  const some = names.profiles().flatMap((profile) => words.flatMap((word) => instancesCalled(names, profile, word)));
  const tags = new Set(some.flatMap(({ tags = [] }) => tags));
  return [...tags].filter((tag) => isPlain(tag) && !tag.includes(',')).map((word) => ({ word, note: '' }));
}

const within = ({ name }: KnownProfile, reference: string): string =>
  reference.startsWith(`${name}/`) ? reference.slice(name.length + 1) : reference;

function instancesCalled(names: Names, profile: KnownProfile, reference: string): readonly KeptRow[] {
  const called = within(profile, reference);
  return names.kept(profile, 'instances', {}).filter(({ id, name }) => id === called || name === called);
}

/** By name where that is one thing alone and safe to type, else by id. */
function named({ id, name, note = '' }: KeptRow, all: readonly KeptRow[], preferId: boolean): Candidate[] {
  const single =
    name !== null &&
    isPlain(name) &&
    !name.startsWith('-') &&
    all.every((other) => other.name !== name || other.id === id);
  if (single && (!preferId || /^\d+$/.test(id) || !isPlain(id))) return [{ word: name, note }];
  return isPlain(id) ? [{ word: id, note: [name ?? '', note].filter((part) => part !== '').join(', ') }] : [];
}
