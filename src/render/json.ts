import { jsonText } from '../core/jsonText';

/** The value as JSON would have it: nothing undefined, no classes, secrets masked. */
export function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value) ?? 'null');
}

/** A JSON array of rows, a piece at a time. */
export function* jsonArray(rows: readonly object[]): Generator<string> {
  if (rows.length === 0) {
    yield '[]\n';
    return;
  }
  let before = '[\n';
  for (const some of chunks(rows)) {
    yield before + jsonText(some, 2).slice(2, -2);
    before = ',\n';
  }
  yield '\n]\n';
}

/** Rows in portions that make a piece of text of a handy size. */
export function* chunks<T>(rows: readonly T[], size = 500): Generator<readonly T[]> {
  for (let start = 0; start < rows.length; start += size) yield rows.slice(start, start + size);
}
