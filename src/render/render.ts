import { jsonText } from '../core/jsonText';
import { clean } from '../core/text';
import type { ObjectOutput, Output, RowsOutput } from '../core/view';
import { checkRender } from './checkRender';
import { chosenNames, columnsOf } from './columns';
import { chunks, jsonArray, plain } from './json';
import { collect, readRows } from './readRows';
import { record, records, type Separated } from './separated';
import { type AnyView, formatOf, type RenderSettings, type Sink } from './settings';

/**
 * Writes what a command gave back, in the format asked for. Rows are written as they come with ndjson, csv, tsv, id
 * and ref, unless they are sorted or queried. Throws CliError, for a column, a sort or a query that is wrong before
 * the first row is read, and whatever reading the rows throws.
 */
export async function render(output: Output, settings: RenderSettings, sink: Sink): Promise<void> {
  if (output.kind === 'text') return write(sink, output.text);
  if (output.kind === 'bytes') {
    const other = output.onlyJson !== true && ['yaml', 'ndjson', 'csv', 'tsv'].includes(formatOf(settings));
    const query = settings.query ?? (other ? '@' : null);
    return query === null ? sink.write(output.bytes) : write(sink, await part(output, query, settings));
  }
  if (output.kind === 'object') return write(sink, await objectText(output, settings));
  if (output.kind === 'none' || output.kind === 'written') return;
  await checkRender(output.view, settings);
  for await (const text of rowsText(output, settings)) await write(sink, text);
}

/** The part of an answer that the query asks for; an answer that is no JSON stays as it is. */
async function part({ bytes }: Output & { kind: 'bytes' }, query: string, settings: RenderSettings): Promise<string> {
  const text = bytes.toString('utf8');
  try {
    JSON.parse(text);
  } catch {
    return text;
  }
  return queried(query, JSON.parse(text), settings);
}

async function write(sink: Sink, text: string): Promise<void> {
  if (text !== '') await sink.write(text);
}

async function* rowsText(output: RowsOutput, settings: RenderSettings): AsyncGenerator<string> {
  const { query, width } = settings;
  const format = formatOf(settings);
  const portions = readRows(output, settings);
  if (query !== null) {
    yield await queried(query, await collect(portions), settings);
    return;
  }
  switch (format) {
    case 'json':
      yield* jsonArray(await collect(portions));
      return;
    case 'yaml': {
      const { yamlList } = await import('./yaml');
      yield* yamlList(await collect(portions));
      return;
    }
    case 'csv':
    case 'tsv':
      yield* separatedRows(format, output.view, portions, settings);
      return;
    case 'table':
    case 'wide': {
      const rows = await collect(portions);
      if (rows.length === 0 && output.failures.length > 0 && output.failures.length >= output.attempted()) return;
      if (rows.length === 0 && width !== null && output.empty !== undefined) {
        yield `${clean(output.empty)}\n`;
        return;
      }
      const { table } = await import('./table');
      yield* table(tableColumns(output.view, rows, settings), rows, settings);
      return;
    }
    default:
      yield* lines(portions, lineOf(format, output.view));
  }
}

/** Those of the columns that say something; what was asked for by name is always shown. */
function tableColumns(view: AnyView, rows: readonly object[], settings: RenderSettings) {
  const columns = columnsOf(view, settings, formatOf(settings) === 'wide');
  if (settings.columns !== null) return columns;
  return columns.filter(
    ({ optional, value }) => optional !== true || rows.some((row) => (value(row) ?? null) !== null),
  );
}

/** What stands for one row in a format of a line each; null where there is none. */
function lineOf(format: 'ndjson' | 'id' | 'ref', view: AnyView): (row: object) => string | null {
  if (format === 'ndjson') return (row) => jsonText(row);
  return (row) => cleanOrNull(view[format](row));
}

const cleanOrNull = (text: string | null | undefined): string | null =>
  text === null || text === undefined ? null : clean(text);

async function* lines(
  portions: AsyncIterable<readonly object[]>,
  line: (row: object) => string | null,
): AsyncGenerator<string> {
  for await (const rows of portions) {
    for (const some of chunks(rows)) {
      yield some
        .map(line)
        .map((text) => (text === null ? '' : `${text}\n`))
        .join('');
    }
  }
}

async function* separatedRows(
  format: Separated,
  view: AnyView,
  portions: AsyncIterable<readonly object[]>,
  settings: RenderSettings,
): AsyncGenerator<string> {
  const columns = columnsOf(view, settings, true);
  const header = settings.headers
    ? record(
        format,
        columns.map(({ name }) => name),
      )
    : '';
  let first = true;
  for await (const rows of portions) {
    for (const some of chunks(rows)) {
      const text = some.map((row) =>
        record(
          format,
          columns.map((column) => column.value(row)),
        ),
      );
      yield (first ? header : '') + text.join('');
      first = false;
    }
  }
  if (first) yield header;
}

async function objectText({ value, id, ref, sheet: shown }: ObjectOutput, settings: RenderSettings): Promise<string> {
  await checkRender(null, settings);
  const { query, headers } = settings;
  const format = formatOf(settings);
  if (query !== null) return queried(query, value, settings);
  const all = Object.keys(value).filter((name) => value[name] !== undefined);
  if (format === 'id' || format === 'ref') {
    const own = format === 'id' ? (id ?? value.id) : (ref ?? refOf(value));
    return typeof own === 'string' ? `${clean(own)}\n` : '';
  }
  if (format === 'json' || format === 'yaml' || format === 'ndjson') return document(format, value);
  const names = chosenNames(all, settings) ?? all;
  if (format === 'csv' || format === 'tsv') {
    const row = record(
      format,
      names.map((name) => value[name]),
    );
    return headers ? record(format, names) + row : row;
  }
  const { sheet } = await import('./sheet');
  const read: Readonly<Record<string, unknown>> = { ...value, ...shown };
  // What a sheet leaves out is shown to who asks for it.
  const wanted = settings.columns === null ? names.filter((name) => read[name] !== undefined) : names;
  const told = Object.fromEntries(wanted.map((name) => [name, read[name] === undefined ? value[name] : read[name]]));
  return sheet(plain(told) as Record<string, unknown>, wanted, settings);
}

const refOf = ({ profile, id }: Readonly<Record<string, unknown>>): string | null =>
  typeof profile === 'string' && typeof id === 'string' ? `${profile}/${id}` : null;

async function queried(query: string, data: unknown, settings: RenderSettings): Promise<string> {
  const { compileQuery } = await import('./query');
  const found = (await compileQuery(query))(data) ?? null;
  const format = formatOf(settings);
  if (format === 'csv' || format === 'tsv') return [...records(format, found, settings.headers)].join('');
  if (format === 'ndjson' && Array.isArray(found)) return found.map((item) => `${jsonText(item)}\n`).join('');
  return document(format, found);
}

/** One value as a whole text. */
async function document(format: string, value: unknown): Promise<string> {
  if (format === 'yaml') return (await (await import('./yaml')).yamlWriter())(value);
  return `${format === 'ndjson' ? jsonText(value) : jsonText(value, 2)}\n`;
}
