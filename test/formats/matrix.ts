import path from 'node:path';
import { expect, it } from 'vitest';
import { commands } from '../../src/commands';
import type { Action } from '../../src/core/action';
import type { CommandGroup } from '../../src/core/command';
import { type Format, formats } from '../../src/core/common';
import { shapes } from '../../src/core/shapes';
import { Home, type Run } from '../nube';
import { check, schemaOf } from '../schemaCheck';
import { cases, type State, type StateName, without } from './cases';
import { linesOf, readCsv, readNdjson, readTsv, readYaml, type Sheet } from './read';

const all = await Promise.all(Object.values(commands).map((load) => load()));
/** Of the test file that is running. */
let home: Home;
let runs = 0;

/** The verbs that print Actions, all by the same view: `stop` stands for the rest where only the view is at stake. */
const alike = new Set(
  all.filter(({ name, output }) => output === 'actions' && name !== 'stop').map(({ name }) => name),
);
/** A format of each kind: for people, for programs, for sheets, and for streams. */
const ofEachKind: readonly Format[] = ['table', 'json', 'csv', 'ndjson'];

function formatsOf(name: string, { only, refused }: State): readonly Format[] {
  return only ?? (alike.has(name) && refused === undefined ? ofEachKind : formats);
}

/** Runs a command line; one that changes something in a sandbox of its own, as it is at the beginning. */
async function run(
  { line, before, changes, endless, refused: _refused, only: _only, ...given }: State,
  ...more: readonly string[]
): Promise<Run> {
  runs += 1;
  const own = changes === true ? `sandbox-${runs}` : 'sandbox';
  const variables = { WORK: 'token', ...given.variables, NUBE_SANDBOX_DIR: path.join(home.directory, own) };
  let words = typeof line === 'string' ? line.split(' ') : [...line];
  if (before !== undefined) {
    const { code, json } = await home.sandbox(`${before} -o json`, { variables });
    expect(code).toBe(0);
    words = words.flatMap((word) => (word === 'OPERATION' ? json().map((row: Action) => row.operation) : word));
  }
  const during = (interrupt: () => void) => {
    if (endless === true) setTimeout(interrupt, 0);
  };
  return home.sandbox([...more, ...words], { ...given, variables, workingDirectory: process.cwd(), during });
}

const usual: readonly StateName[] = ['one', 'many', 'empty', 'failure'];

/** The usual states in which a command is neither run nor said why it cannot be in them. */
export function untested(): string[] {
  return all.flatMap(({ name, output }) => {
    const rows = [output].flat().some((shape) => shapes[shape].prints === 'array');
    const wanted = rows ? usual : usual.filter((state) => state === 'one' || state === 'failure');
    return wanted
      .filter((state) => cases[name]?.[state] === undefined && without[name]?.[state] === undefined)
      .map((state) => `${name}: ${state}`);
  });
}

/** Tests every command of the groups in its formats and each of its states. */
export function testFormats(groups: readonly CommandGroup[], needs: 'ssh' | null = null): void {
  home = new Home();
  const some = all.filter(({ group }) => groups.includes(group));
  const tests = some.flatMap(({ name }) =>
    Object.entries(cases[name] ?? {})
      .filter(([, state]) => (state.needs ?? null) === needs)
      .map(([which, state]) => [name, which, state] as const),
  );
  it.each(tests)('nube %s prints %s in its formats', testState, 60_000);
}

/** What was printed, by format. */
type Printed = Partial<Record<Format, string>>;

async function testState(name: string, which: string, state: State): Promise<void> {
  const code = state.code ?? 0;
  const text: Printed = {};
  for (const format of formatsOf(name, state)) {
    const ran = await run(state, '-o', format);
    const how = `${which}, -o ${format}: ${ran.stdout}${ran.stderr}`;
    text[format] = ran.stdout;
    if (state.refused?.includes(format)) {
      expect({ code: ran.code, stdout: ran.stdout }).toEqual({ code: 2, stdout: '' });
      continue;
    }
    expect(ran.code, how).toBe(code);
    expect(ran.stdout, how).not.toContain('\u001b');
    checkStderr(ran.stderr, isJson(format), code, how);
  }
  const { rows, changes } = state;
  if (rows === undefined) {
    expect(Object.values(text).join('')).toBe('');
  } else if (rows === 'text' || rows === 'json') {
    expect([...new Set(Object.values(text))]).toHaveLength(1);
    expect(text.table).not.toBe('');
    if (rows !== 'json') return;
    expect(check(schemaOf(name).whole, JSON.parse(text.json ?? ''))).toEqual([]);
    await checkQueries(state, 'type(@)', 'object');
  } else if (rows === 'answer') {
    const value: object = JSON.parse(text.json ?? '');
    for (const format of ['table', 'wide', 'id', 'ref'] as const) expect(text[format]).toBe(text.json);
    expect(readYaml(text.yaml ?? '')).toEqual(value);
    expect(readNdjson(text.ndjson ?? '')).toEqual([value]);
    for (const sheet of [readCsv(text.csv ?? ''), readTsv(text.tsv ?? '')]) {
      expect(sheet).toMatchObject({ header: Object.keys(value), rows: { length: 1 } });
    }
    await checkQueries(state, 'type(@)', 'object');
  } else if (rows === 'line') {
    for (const format of formats) {
      const printed = text[format] ?? '';
      if (!isJson(format)) expect(linesOf(printed).length).toBeGreaterThan(1);
      else expect(readNdjson(printed).flatMap((line) => check(schemaOf(name).row, line))).toEqual([]);
    }
  } else if (rows === 'object') {
    checkObject(name, text, changes !== true);
    await checkQueries(state, 'keys(@)', Object.keys(JSON.parse(text.json ?? '')));
  } else {
    checkRows(name, text, rows, changes !== true);
    if (which !== 'one' || alike.has(name)) return;
    await checkQueries(state, 'length(@)', rows);
    await checkColumns(state, readCsv(text.csv ?? '').header, rows);
  }
}

const isJson = (format: string): boolean => ['json', 'yaml', 'ndjson'].includes(format);

/** With JSON each line is an object of a known schema, the last an error if the command failed; else all is text. */
function checkStderr(stderr: string, json: boolean, code: number, how: string): void {
  const lines = linesOf(stderr);
  if (!json) {
    expect(
      lines.some((line) => line.startsWith('error: ')),
      how,
    ).toBe(code !== 0);
    return;
  }
  const objects = lines.map((line) => JSON.parse(line) as object);
  objects.forEach((object, index) => {
    const last = code !== 0 && index === objects.length - 1;
    expect(check(schemaOf(last ? 'error' : 'warning').whole, object), how).toEqual([]);
    if (last) expect(object, how).toMatchObject({ error: { exitCode: code } });
  });
  if (code !== 0) expect(objects.length, how).toBeGreaterThan(0);
}

/** The sheets among what was printed. */
const sheetsOf = ({ csv, tsv }: Printed): Sheet[] => [
  ...(csv === undefined ? [] : [readCsv(csv)]),
  ...(tsv === undefined ? [] : [readTsv(tsv)]),
];

function checkObject(name: string, text: Printed, same: boolean): void {
  const value = JSON.parse(text.json ?? '') as Record<string, unknown>;
  const { whole, row } = schemaOf(name);
  expect(check(whole, value)).toEqual([]);
  const fields = Object.keys(value);
  const [line, ...others] = readNdjson(text.ndjson ?? '');
  expect(others).toEqual([]);
  expect(check(row, line)).toEqual([]);
  expect(Object.keys(line as object)).toEqual(fields);
  expect(Object.keys(readYaml(text.yaml ?? '') as object)).toEqual(fields);
  for (const sheet of sheetsOf(text)) {
    expect(sheet.header).toEqual(fields);
    expect(sheet.rows).toHaveLength(1);
  }
  expect(text.table).not.toBe('');
  const ids = linesOf(text.id ?? '');
  expect(ids.length).toBeLessThanOrEqual(1);
  if (same && typeof value.id === 'string') expect(ids).toEqual([value.id]);
  expect(linesOf(text.ref ?? '')).toHaveLength(ids.length);
}

function checkRows(name: string, text: Printed, count: number, same: boolean): void {
  const values = JSON.parse(text.json ?? '') as Record<string, unknown>[];
  const { whole, row } = schemaOf(name);
  expect(values).toHaveLength(count);
  expect(check(whole, values)).toEqual([]);
  const lines = readNdjson(text.ndjson ?? '') as object[];
  expect(lines.flatMap((line) => check(row, line))).toEqual([]);
  const yaml = text.yaml === undefined ? [] : [readYaml(text.yaml) as object[]];
  for (const others of [lines, ...yaml]) {
    expect(others.map((one) => Object.keys(one))).toEqual(values.map((one) => Object.keys(one)));
  }
  for (const sheet of sheetsOf(text)) {
    expect(sheet.header.length).toBeGreaterThan(0);
    expect(sheet.rows).toHaveLength(count);
    if (same && sheet.header.includes('name')) {
      const names = sheet.rows.map((cells) => cells[sheet.header.indexOf('name')]);
      expect(names.sort()).toEqual(values.map((value) => value.name ?? '').sort());
    }
  }
  for (const printed of [text.table, text.wide]) {
    if (printed === undefined) continue;
    const [header = '', ...rows] = linesOf(printed);
    expect(header).toBe(header.toUpperCase());
    expect(rows).toHaveLength(count);
  }
  const ids = linesOf(text.id ?? '');
  expect(ids.length).toBeLessThanOrEqual(count);
  expect([0, ids.length]).toContain(linesOf(text.ref ?? '').length);
  expect(ids).not.toContain('');
}

async function checkQueries(state: State, query: string, wanted: unknown): Promise<void> {
  const code = state.code ?? 0;
  const [bare, csv, broken, table] = await inTurn(
    [
      ['--query', query],
      ['--query', query, '-o', 'csv', '--no-headers'],
      ['--query', '['],
      ['--query', query, '-o', 'table'],
    ],
    (words) => run(state, ...words),
  );
  expect({ code: bare?.code, value: bare?.json() }).toEqual({ code, value: wanted });
  expect({ code: csv?.code, rows: linesOf(csv?.stdout ?? '') }).toEqual({ code, rows: [wanted].flat().map(String) });
  expect({ code: broken?.code, stdout: broken?.stdout, changes: broken?.changes }).toEqual({
    code: 2,
    stdout: '',
    changes: [],
  });
  expect({ code: table?.code, stdout: table?.stdout, changes: table?.changes }).toEqual({
    code: 2,
    stdout: '',
    changes: [],
  });
}

async function checkColumns(state: State, header: readonly string[], count: number): Promise<void> {
  const code = state.code ?? 0;
  const chosen = [header.at(-1) ?? '', header[0] ?? ''];
  const [csv, bare, table, wrong, json] = await inTurn(
    [
      ['-o', 'csv', '--columns', chosen.join(',')],
      ['-o', 'tsv', '--columns', chosen.join(','), '--no-headers', '--sort', `-${chosen[0]}`],
      ['-o', 'table', '--columns', chosen.join(',')],
      ['-o', 'csv', '--columns', 'nothing-of-this-name'],
      ['-o', 'json', '--columns', chosen.join(',')],
    ],
    (words) => run(state, ...words),
  );
  const sheet: Sheet = readCsv(csv?.stdout ?? '');
  expect({ code: csv?.code, header: sheet.header, rows: sheet.rows.length }).toEqual({
    code,
    header: chosen,
    rows: count,
  });
  expect(linesOf(bare?.stdout ?? '').map((line) => line.split('\t').length)).toEqual(Array(count).fill(2));
  expect({ code: table?.code, lines: linesOf(table?.stdout ?? '').length }).toEqual({ code, lines: count + 1 });
  const names = /There is no column "nothing-of-this-name"; there are ([\w, ]+)\n/.exec(wrong?.stderr ?? '')?.[1];
  expect({ code: wrong?.code, stdout: wrong?.stdout, names: names?.split(', ') }).toEqual({
    code: 2,
    stdout: '',
    names: header,
  });
  expect({ code: json?.code, stdout: json?.stdout, kind: json?.error().code }).toEqual({
    code: 2,
    stdout: '',
    kind: 'conflicting_options',
  });
}

async function inTurn<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (const item of items) results.push(await work(item));
  return results;
}
