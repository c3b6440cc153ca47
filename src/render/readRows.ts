import type { RowsOutput } from '../core/view';
import { sortOf } from './columns';
import type { AnyView } from './settings';

/**
 * The rows in portions: as they come, or all together once they are sorted. The limit counts what is left after
 * sorting. Rows that have their place are put there unless they are streamed; of a stream no more is read than it takes.
 */
export async function* readRows(
  output: RowsOutput,
  sort: string | null,
  streamed: boolean,
): AsyncGenerator<readonly object[]> {
  const { rows, view, limit, place } = output;
  if (sort === null && place !== undefined && !streamed) {
    const placed = (await collect(portions(rows))).sort((a, b) => place(a) - place(b));
    yield limit === undefined ? placed : placed.slice(0, limit);
    return;
  }
  if (sort !== null) {
    const sorted = sortRows(await collect(portions(rows)), view, sort);
    yield limit === undefined ? sorted : sorted.slice(0, limit);
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

/** Sorted by one column; what has no value comes last in both directions, equals keep their order. */
function sortRows(rows: readonly object[], view: AnyView, sort: string): object[] {
  const { name, descending } = sortOf(
    view.columns.map((column) => column.name),
    sort,
  );
  const column = view.columns.find((one) => one.name === name);
  const keyed = rows.map((row) => ({ row, key: sortKey(column?.value(row)) }));
  // Numbers inside of words count as numbers: web-2 stands before web-10. The language is fixed, so that the order is.
  const words = new Intl.Collator('en', { numeric: true });
  const compare = (a: number | string, b: number | string): number => {
    if (typeof a === 'number' && typeof b === 'number') return a - b;
    if (typeof a === 'number') return -1;
    if (typeof b === 'number') return 1;
    return words.compare(a, b);
  };
  return keyed
    .sort((a, b) => {
      if (a.key === null || b.key === null) return Number(a.key === null) - Number(b.key === null);
      return descending ? compare(b.key, a.key) : compare(a.key, b.key);
    })
    .map(({ row }) => row);
}

function sortKey(value: unknown): number | string | null {
  if (value === null || value === undefined || (Array.isArray(value) && value.length === 0)) return null;
  if (typeof value === 'number') return value;
  if (Array.isArray(value)) return value.map((item) => sortKey(item) ?? '').join(' ');
  if (typeof value === 'object') return JSON.stringify(value);
  const text = String(value);
  return /^\d{4}-\d{2}-\d{2}T.*(Z|[+-]\d{2}:\d{2})$/.test(text) ? Date.parse(text) || text : text;
}
