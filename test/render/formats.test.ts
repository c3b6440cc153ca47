import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Format } from '../../src/core/common';
import { CliError } from '../../src/core/errors';
import { Secret } from '../../src/core/secret';
import type { Output, View } from '../../src/core/view';
import { actionView, createdView, flatView } from '../../src/core/views';
import { database, plainSettings, printed, rowsOf, web } from './setting';

interface Disk {
  profile: string;
  id: string | null;
  name: string;
  sizeGiB: number | null;
  tags: string[];
}

const diskView: View<Disk> = {
  columns: [
    { name: 'profile', keep: true, value: ({ profile }) => profile },
    { name: 'id', wide: true, value: ({ id }) => id },
    { name: 'name', keep: true, value: ({ name }) => name },
    { name: 'sizeGiB', align: 'right', show: 'gibibytes', value: ({ sizeGiB }) => sizeGiB },
    { name: 'tags', value: ({ tags }) => tags },
  ],
  id: ({ id }) => id,
  ref: ({ profile, id }) => (id === null ? null : `${profile}/${id}`),
};

const boot: Disk = { profile: 'work', id: 'd-1', name: 'boot', sizeGiB: 25, tags: ['a', 'b'] };
const odd: Disk = { profile: 'work', id: null, name: 'say "no", yes', sizeGiB: null, tags: [] };
const rows = (disks: Disk[]): Output => rowsOf(disks, { view: diskView });
const object: Output = { kind: 'object', value: { ...boot } };

const expected: Readonly<Record<Format, readonly [empty: string, one: string, many: string, object: string]>> = {
  table: [
    'PROFILE  NAME  SIZE  TAGS\n',
    'PROFILE  NAME    SIZE  TAGS\nwork     boot  25 GiB  a, b\n',
    'PROFILE  NAME             SIZE  TAGS\nwork     boot           25 GiB  a, b\nwork     say "no", yes       -  -\n',
    'PROFILE  work\nID       d-1\nNAME     boot\nSIZE     25 GiB\nTAGS     a\n         b\n',
  ],
  wide: [
    'PROFILE  ID  NAME  SIZE  TAGS\n',
    'PROFILE  ID   NAME    SIZE  TAGS\nwork     d-1  boot  25 GiB  a, b\n',
    [
      'PROFILE  ID   NAME             SIZE  TAGS',
      'work     d-1  boot           25 GiB  a, b',
      'work     -    say "no", yes       -  -',
      '',
    ].join('\n'),
    'PROFILE  work\nID       d-1\nNAME     boot\nSIZE     25 GiB\nTAGS     a\n         b\n',
  ],
  json: [
    '[]\n',
    `${JSON.stringify([boot], null, 2)}\n`,
    `${JSON.stringify([boot, odd], null, 2)}\n`,
    `${JSON.stringify(boot, null, 2)}\n`,
  ],
  yaml: [
    '[]\n',
    '- profile: work\n  id: d-1\n  name: boot\n  sizeGiB: 25\n  tags:\n    - a\n    - b\n',
    [
      '- profile: work\n  id: d-1\n  name: boot\n  sizeGiB: 25\n  tags:\n    - a\n    - b',
      '- profile: work\n  id: null\n  name: say "no", yes\n  sizeGiB: null\n  tags: []\n',
    ].join('\n'),
    'profile: work\nid: d-1\nname: boot\nsizeGiB: 25\ntags:\n  - a\n  - b\n',
  ],
  ndjson: [
    '',
    `${JSON.stringify(boot)}\n`,
    `${JSON.stringify(boot)}\n${JSON.stringify(odd)}\n`,
    `${JSON.stringify(boot)}\n`,
  ],
  csv: [
    'profile,id,name,sizeGiB,tags\n',
    'profile,id,name,sizeGiB,tags\nwork,d-1,boot,25,a;b\n',
    'profile,id,name,sizeGiB,tags\nwork,d-1,boot,25,a;b\nwork,,"say ""no"", yes",,\n',
    'profile,id,name,sizeGiB,tags\nwork,d-1,boot,25,a;b\n',
  ],
  tsv: [
    'profile\tid\tname\tsizeGiB\ttags\n',
    'profile\tid\tname\tsizeGiB\ttags\nwork\td-1\tboot\t25\ta;b\n',
    'profile\tid\tname\tsizeGiB\ttags\nwork\td-1\tboot\t25\ta;b\nwork\t\tsay "no", yes\t\t\n',
    'profile\tid\tname\tsizeGiB\ttags\nwork\td-1\tboot\t25\ta;b\n',
  ],
  id: ['', 'd-1\n', 'd-1\n', 'd-1\n'],
  ref: ['', 'work/d-1\n', 'work/d-1\n', 'work/d-1\n'],
};

describe.each(Object.entries(expected) as [Format, (typeof expected)[Format]][])('%s', (format, texts) => {
  it.each([
    ['no row', rows([]), texts[0]],
    ['one row', rows([boot]), texts[1]],
    ['several rows', rows([boot, odd]), texts[2]],
    ['an object', object, texts[3]],
  ])('prints %s', async (_what, output, text) => {
    expect(await printed(output, { format })).toBe(text);
  });
});

describe('without headers', () => {
  it.each([
    ['table', 'work  boot  25 GiB  a, b\n'],
    ['csv', 'work,d-1,boot,25,a;b\n'],
    ['tsv', 'work\td-1\tboot\t25\ta;b\n'],
  ] as const)('%s begins with the first row', async (format, text) => {
    expect(await printed(rows([boot]), { format, headers: false })).toBe(text);
    expect(await printed(rows([]), { format, headers: false })).toBe('');
    expect(await printed(rows([]), { format, headers: false, width: 80 })).toBe('');
  });

  it('an object is its values alone', async () => {
    expect(await printed(object, { headers: false })).toBe('work\nd-1\nboot\n25 GiB\na\nb\n');
  });
});

describe('JSON', () => {
  it('never prints what is undefined, and masks secrets', async () => {
    const value = { name: 'a', gone: undefined, password: new Secret('hunter2', 'password') };
    expect(await printed({ kind: 'object', value }, { format: 'ndjson' })).toBe('{"name":"a","password":"********"}\n');
    for (const format of ['table', 'yaml', 'csv', 'tsv'] as const) {
      const text = await printed({ kind: 'object', value }, { format });
      expect(text).not.toContain('hunter2');
      expect(text).not.toContain('gone');
      expect(text).toContain('********');
    }
  });

  it('is one array however many rows there are', async () => {
    const many = Array.from({ length: 1203 }, (_, index) => ({ ...boot, name: `disk-${index}` }));
    const text = await printed(rows(many), { format: 'json' });
    expect(text).toBe(`${JSON.stringify(many, null, 2)}\n`);
    expect(parse(await printed(rows(many), { format: 'yaml' }))).toEqual(many);
    expect((await printed(rows(many), { format: 'csv' })).split('\n')).toHaveLength(1205);
  });
});

describe('YAML', () => {
  it('quotes strings that another reader would take for something else', async () => {
    const words = ['yes', 'no', 'on', 'null', '~', '1e3', '010', '0x1f', '1_000', '12:30:45', '2026-01-01', '=', '<<'];
    const value = Object.fromEntries(words.map((word, index) => [`k${index}`, word]));
    const text = await printed({ kind: 'object', value }, { format: 'yaml' });
    expect(text).toBe(words.map((word, index) => `k${index}: "${word}"\n`).join(''));
    expect(parse(text)).toEqual(value);
  });
});

describe('actions and new instances', () => {
  const error = { code: 'wrong_state', kind: 'conflict', message: 'It is stopped', hint: null };
  const action = {
    profile: 'work',
    provider: 'civo',
    id: 'a1',
    name: 'web-1',
    action: 'stop',
    status: 'failed' as const,
    state: null,
    operation: null,
    error,
    result: null,
  };

  it('show the message of an error in a table and the whole of it in JSON', async () => {
    const output = rowsOf([action], { view: actionView });
    expect(await printed(output)).toBe(
      'PROFILE  NAME   ACTION  STATUS  STATE  ERROR\nwork     web-1  stop    failed  -      It is stopped\n',
    );
    expect(JSON.parse(await printed(output, { format: 'json' }))).toEqual([action]);
  });

  it('print nothing as the id of what has none yet', async () => {
    const made = { ...web, id: null, action: 'create', status: 'accepted' as const, operation: 'job-1', error: null };
    const output = rowsOf([made, { ...made, id: 'n-2' }], { view: createdView });
    expect(await printed(output, { format: 'id' })).toBe('n-2\n');
    expect(await printed(output, { format: 'ref' })).toBe('work/n-2\n');
  });
});

describe('other outputs', () => {
  it('text stands as it is in every format, and nothing is nothing', async () => {
    expect(await printed({ kind: 'text', text: '# 1\ncurl' }, { format: 'json' })).toBe('# 1\ncurl');
    expect(await printed({ kind: 'none' }, { format: 'json' })).toBe('');
  });

  it('bytes come through unchanged', async () => {
    const { render } = await import('../../src/render/render');
    const bytes = Buffer.from([0, 255, 27]);
    const taken: unknown[] = [];
    const error = new CliError('provider_refused', 'no');
    await render({ kind: 'bytes', bytes, error }, plainSettings, { write: (chunk) => void taken.push(chunk) });
    expect(taken).toEqual([bytes]);
  });

  it('an object prints the id and reference that it was given, or none', async () => {
    const output: Output = { kind: 'object', value: { url: 'x' }, id: 'own', ref: 'p/own' };
    expect(await printed(output, { format: 'id' })).toBe('own\n');
    expect(await printed(output, { format: 'ref' })).toBe('p/own\n');
    expect(await printed({ kind: 'object', value: { url: 'x' } }, { format: 'ref' })).toBe('');
  });

  it('an empty object is empty', async () => {
    expect(await printed({ kind: 'object', value: {} }, { format: 'json' })).toBe('{}\n');
    expect(await printed({ kind: 'object', value: {} }, { format: 'yaml' })).toBe('{}\n');
    expect(await printed({ kind: 'object', value: {} })).toBe('');
  });

  it('a view without columns prints nothing as a table', async () => {
    expect(await printed(rowsOf([], { view: flatView([], []) }))).toBe('');
  });

  it('a terminal is told in words that there is nothing, a pipe is not', async () => {
    const output = rowsOf([], { empty: 'No instances.' });
    expect(await printed(output, { width: 80 })).toBe('No instances.\n');
    expect(await printed(output)).toBe('PROFILE  NAME  STATE  REGION  SIZE  PUBLIC IP  CREATED\n');
    expect(await printed(output, { width: 80, format: 'json' })).toBe('[]\n');
  });
});

describe('a list of instances', () => {
  it('is a quiet table in a pipe, with whole times', async () => {
    expect(await printed(rowsOf([web, database]))).toBe(
      [
        'PROFILE  NAME   STATE    REGION  SIZE      PUBLIC IP    CREATED',
        'work     web-1  running  LON1    g3.small  203.0.113.7  2026-02-26T12:00:00Z',
        'home     db-10  stopped  LON1    -         -            2024-01-01T00:00:00Z',
        '',
      ].join('\n'),
    );
  });

  it('has all columns as csv and tsv', async () => {
    const header = Object.keys(web).sort();
    expect((await printed(rowsOf([]), { format: 'csv' })).trim().split(',').sort()).toEqual(header);
    expect((await printed(rowsOf([]), { format: 'tsv' })).trim().split('\t').sort()).toEqual(header);
  });
});
