import { escaped, hidden } from './hidden';

/**
 * The value as JSON. Beyond what JSON itself escapes, characters that would steer a terminal or can't be seen are
 * written as `\uXXXX`; absent is null.
 */
export function toJson(value: unknown, indent?: number): string {
  const text = JSON.stringify(value, null, indent) ?? 'null';
  return /[^\n -~]/.test(text) ? text.replace(hidden, units) : text;
}

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
    yield before + toJson(some, 2).slice(2, -2);
    before = ',\n';
  }
  yield '\n]\n';
}

/** Rows in portions that make a piece of text of a handy size. */
export function* chunks<T>(rows: readonly T[], size = 500): Generator<readonly T[]> {
  for (let start = 0; start < rows.length; start += size) yield rows.slice(start, start + size);
}

const units = (character: string): string =>
  Array.from({ length: character.length }, (_, index) => escaped(character.charCodeAt(index))).join('');
