import type { RowsOutput } from '../core/view';
import { sortOf } from './columns';
import type { RenderSettings } from './settings';

/**
 * The rows in portions: as they come, or all together once they are sorted. The limit counts what is left after
 * sorting: no more rows are held than it takes, and without a sort no more are read.
 */
export async function* readRows(
  output: RowsOutput,
  settings: Pick<RenderSettings, 'sort' | 'sortGiven'>,
): AsyncGenerator<readonly object[]> {
  const { rows, limit, view } = output;
  const names = view.columns.map(({ name }) => name);
  const sort = sortOf(names, settings);
  if (sort !== null) {
    yield await sortRows(output, sort);
    return;
  }
  let left = limit ?? Number.POSITIVE_INFINITY;
  if (left <= 0) return;
  for await (const some of portions(rows)) {
    if (some.length >= left) {
      yield some.slice(0, left);
      return;
    }
    left -= some.length;
    yield some;
  }
}

/** All portions as one list. */
export async function collect(some: AsyncIterable<readonly object[]>): Promise<object[]> {
  const all: object[] = [];
  for await (const rows of some) for (const row of rows) all.push(row);
  return all;
}

async function* portions(rows: RowsOutput['rows']): AsyncGenerator<readonly object[]> {
  if (Symbol.asyncIterator in rows) yield* rows;
  else yield rows;
}

/** So many rows more than a limit are held before those that can't be among the first are let go. */
const spare = 1000;

/**
 * The first rows, sorted by one column: what has no value comes last in both directions, equals stand in their place
 * and then as they came.
 */
async function sortRows(
  { rows, view, limit, place }: RowsOutput,
  { name, descending }: { name: string; descending: boolean },
): Promise<object[]> {
  const column = view.columns.find((one) => one.name === name);
  const compare = comparison(descending);
  let held: Keyed[] = [];
  const settle = () => {
    held = held.sort(compare).slice(0, limit);
  };
  for await (const some of portions(rows)) {
    for (const row of some) held.push({ row, key: sortKey(column?.value(row)), place: place?.(row) ?? 0 });
    if (limit !== undefined && held.length > 2 * limit + spare) settle();
  }
  settle();
  return held.map(({ row }) => row);
}

interface Keyed {
  row: object;
  key: number | string | null;
  place: number;
}

function comparison(descending: boolean): (a: Keyed, b: Keyed) => number {
  // Numbers inside of words count as numbers: web-2 stands before web-10. The language is fixed, so that the order is.
  const words = new Intl.Collator('en', { numeric: true });
  const compare = (a: number | string, b: number | string): number => {
    if (typeof a === 'number' && typeof b === 'number') return a - b;
    if (typeof a === 'number') return -1;
    if (typeof b === 'number') return 1;
    return words.compare(a, b);
  };
  return (a, b) => {
    if (a.key === null || b.key === null) return Number(a.key === null) - Number(b.key === null) || a.place - b.place;
    return (descending ? compare(b.key, a.key) : compare(a.key, b.key)) || a.place - b.place;
  };
}

function sortKey(value: unknown): number | string | null {
  if (value === null || value === undefined || (Array.isArray(value) && value.length === 0)) return null;
  if (typeof value === 'number') return value;
  if (Array.isArray(value)) return value.map((item) => sortKey(item) ?? '').join(' ');
  if (typeof value === 'object') return JSON.stringify(value);
  const text = String(value);
  return /^\d{4}-\d{2}-\d{2}T.*(Z|[+-]\d{2}:\d{2})$/.test(text) ? Date.parse(text) || text : text;
}
