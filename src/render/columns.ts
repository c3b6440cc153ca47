import { entryOf } from '../core/entryOf';
import { CliError } from '../core/errors';
import { nearest } from '../core/nearest';
import { clean } from '../core/text';
import type { AnyColumn, AnyView, RenderSettings } from './settings';

/** The longest heading: the fields of a provider's own answer have the names that it gives them. */
const longest = 60;

const labels: Readonly<Record<string, string>> = {
  publicAddresses: 'PUBLIC IP',
  privateAddresses: 'PRIVATE IP',
  publicIps: 'PUBLIC IP',
  networkReceiveBytesPerSecond: 'NETWORK IN',
  networkTransmitBytesPerSecond: 'NETWORK OUT',
};

const suffixes: readonly (readonly [string, NonNullable<AnyColumn['show']>])[] = [
  ['MiB', 'mebibytes'],
  ['GiB', 'gibibytes'],
  ['BytesPerSecond', 'rate'],
  ['Percent', 'percent'],
  ['At', 'age'],
];

/** The heading of a field for people, the same everywhere: `memoryMiB` is MEMORY, for its value says the unit. */
export function label(name: string): string {
  const own = entryOf(labels, name);
  if (own !== undefined) return own;
  const suffix = suffixes.find(([end]) => name.endsWith(end) && name.length > end.length)?.[0] ?? '';
  return clean(name.slice(0, name.length - suffix.length), longest)
    .replace(/([a-z\d])(?=[A-Z])/g, '$1 ')
    .toUpperCase();
}

/** How a field is shown where its column doesn't say: by the unit in its name. */
export function showOf(name: string): AnyColumn['show'] {
  if (name === 'state' || name === 'status') return name;
  if (name === 'expiresAt') return 'due';
  return suffixes.find(([end]) => name.endsWith(end) && name.length > end.length)?.[1];
}

/** The columns to print: those asked for, in that order, else all of them or those of a plain table. */
export function columnsOf(view: AnyView, settings: RenderSettings, all: boolean): readonly AnyColumn[] {
  const names = view.columns.map(({ name }) => name);
  const chosen = chosenNames(names, settings);
  if (chosen !== null) return chosen.flatMap((name) => view.columns.filter((column) => column.name === name));
  return all ? view.columns : view.columns.filter(({ wide }) => wide !== true);
}

/** Those of `names` that --columns or its kin choose; null where they choose none. Throws `unknown_column`. */
export function chosenNames(names: readonly string[], { columns, columnsGiven }: RenderSettings): string[] | null {
  if (columns === null) return null;
  const found = columns.flatMap((word) => {
    const name = named(word, names);
    if (name === undefined && columnsGiven) throw unknownColumn(word, names);
    return name ?? [];
  });
  if (found.length === 0 && columnsGiven) throw new CliError('invalid_value', '--columns names no column');
  return found.length === 0 ? null : found;
}

/** The column to sort by, and whether from the greatest down; null for none. Throws `unknown_column`. */
export function sortOf(
  names: readonly string[],
  { sort, sortGiven }: Pick<RenderSettings, 'sort' | 'sortGiven'>,
): { name: string; descending: boolean } | null {
  if (sort === null) return null;
  const descending = sort.startsWith('-');
  const word = descending ? sort.slice(1) : sort;
  const name = named(word, names);
  if (name === undefined && sortGiven) throw unknownColumn(word, names);
  return name === undefined ? null : { name, descending };
}

/** The field that a word means: its name, or its heading as `memory` or `public-ip`, in any case. */
function named(word: string, names: readonly string[]): string | undefined {
  const wanted = word.toLowerCase();
  return (
    names.find((name) => name === word) ??
    names.find((name) => name.toLowerCase() === wanted) ??
    names.find((name) => label(name).toLowerCase().replaceAll(' ', '-') === wanted)
  );
}

function unknownColumn(word: string, names: readonly string[]): CliError {
  const guess = nearest(word, names);
  return new CliError('unknown_column', `There is no column ${JSON.stringify(word)}; there are ${names.join(', ')}`, {
    hint: guess === null ? 'The names are those of the fields in -o json.' : `Did you mean ${guess}?`,
  });
}
