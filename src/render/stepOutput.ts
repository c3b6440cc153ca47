import { jsonText } from '../core/jsonText';
import { clean } from '../core/text';
import type { Output, View } from '../core/view';
import { plain } from './json';
import { compileQuery } from './query';

/** What a step hands on to the next: names and values of one line each. */
export type StepOutput = Readonly<Record<string, string>>;

/**
 * The result of a command for the next step: `result` is what `-o json` prints, on one line, or what the query asks
 * for; beside it `count`, `ids` and `refs` of rows, and the plain fields of a single one. Rows must have been read.
 */
export async function stepOutput(output: Output, query: string | null): Promise<StepOutput> {
  if (output.kind !== 'rows' && output.kind !== 'object') return {};
  const data = output.kind === 'rows' ? output.rows : output.value;
  if (query !== null) return { result: wordOf((await compileQuery(query))(data) ?? null) };
  if (output.kind === 'object') {
    const { id = '', ref = '' } = output;
    const one = id === '' && ref === '' ? {} : { count: '1', ids: clean(id), refs: clean(ref) };
    return { ...fieldsOf(output.value), ...one, result: jsonText(data) };
  }
  const rows = output.rows as readonly object[];
  const { id, ref } = output.view as View<object>;
  const words = (read: (row: object) => string | null) => rows.flatMap((row) => read(row) ?? []).join(' ');
  const [only, ...others] = rows;
  return {
    ...(only !== undefined && others.length === 0 ? fieldsOf(only) : {}),
    count: String(rows.length),
    ids: clean(words(id)),
    refs: clean(words(ref)),
    result: jsonText(data),
  };
}

function fieldsOf(row: object): Record<string, string> {
  const entries = Object.entries(plain(row) as object).filter(([, value]) => isPlain(value));
  return Object.fromEntries(entries.map(([name, value]) => [name, wordOf(value)]));
}

const isScalar = (value: unknown): boolean => typeof value !== 'object' || value === null;
const isPlain = (value: unknown): boolean => isScalar(value) || (Array.isArray(value) && value.every(isScalar));

function wordOf(value: unknown): string {
  if (value === null) return '';
  if (typeof value === 'string') return clean(value);
  return Array.isArray(value) && value.every(isScalar) ? value.map(wordOf).join(' ') : jsonText(value);
}

/** As GitHub Actions reads the file that `GITHUB_OUTPUT` names. */
export function stepOutputLines(output: StepOutput): string {
  return Object.entries(output)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}

/** GitLab refuses a dotenv report that is larger than this as a whole. */
const largest = 5 * 1024;

/** As a dotenv report: `NUBE_ID=…`. What would make it too large is left out, and named. */
export function stepOutputVariables(output: StepOutput): { text: string; leftOut: string[] } {
  const lines = Object.entries(output).map(([name, value]) => `NUBE_${variableName(name)}=${value}\n`);
  const leftOut: string[] = [];
  const kept: string[] = [];
  let size = 0;
  for (const line of [...lines].sort((a, b) => a.length - b.length)) {
    size += Buffer.byteLength(line);
    if (size <= largest) kept.push(line);
    else leftOut.push(line.slice(0, line.indexOf('=')));
  }
  return { text: lines.filter((line) => kept.includes(line)).join(''), leftOut };
}

/** `memoryMiB` is MEMORY_MIB: units are words of their own. */
const variableName = (name: string): string =>
  name
    .replace(/(?<=[a-z0-9])(?=[A-Z])/g, '_')
    .toUpperCase()
    .replace(/_(MI|GI)_B$/, '_$1B');
