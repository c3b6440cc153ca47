import { isFields } from '../core/fields';
import { clean, cleanLines } from '../core/text';

/** Formats of one record a line. */
export type Separated = 'csv' | 'tsv';

/**
 * One record with its line end. CSV follows RFC 4180 but ends lines with `\n`; TSV writes tab, line break and
 * backslash as `\t`, `\n` and `\\`. Null is empty, a list of plain values is joined by `;`, anything deeper is JSON.
 */
export function record(format: Separated, values: readonly unknown[]): string {
  if (format === 'tsv') return `${values.map((value) => tsvField(fieldText(value))).join('\t')}\n`;
  const fields = values.map((value) => csvField(fieldText(value)));
  return fields.length === 1 && fields[0] === '' ? '""\n' : `${fields.join(',')}\n`;
}

/** What a query found: rows with a header, or bare values a line each. */
export function* records(format: Separated, found: unknown, headers: boolean): Generator<string> {
  const items = Array.isArray(found) ? found : found === null ? [] : [found];
  if (!items.some(isFields)) {
    for (const item of items) yield record(format, Array.isArray(item) ? item : [item]);
    return;
  }
  const names = [...new Set(items.flatMap((item) => (isFields(item) ? Object.keys(item) : [])))];
  if (headers) yield record(format, names);
  for (const item of items)
    yield record(
      format,
      names.map((name) => (isFields(item) ? item[name] : null)),
    );
}

/** A value in full for another program. */
function fieldText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'object') return String(value);
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object' || item === null)) {
    return value.map(fieldText).join(';');
  }
  const text = JSON.stringify(value) ?? '';
  return text.startsWith('"') ? JSON.parse(text) : text;
}

const csvField = (text: string): string => {
  const safe = cleanLines(text);
  return /[",\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

const tsvField = (text: string): string =>
  /[\\\t\r\n\x85\u2028\u2029]/.test(text)
    ? cleanLines(text).replaceAll('\\', '\\\\').replaceAll('\t', '\\t').replaceAll('\n', '\\n')
    : clean(text);
