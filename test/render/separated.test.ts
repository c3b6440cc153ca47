import { describe, expect, it } from 'vitest';
import { record } from '../../src/render/separated';

const awkward = [
  'plain',
  '',
  'a,b',
  'say "x"',
  '"',
  'two\nlines',
  'tab\there',
  'back\\slash',
  '\\n',
  '\\t\\',
  ' spaces ',
  'semi;colon',
  '東京 👩‍👩‍👧',
];

/** Reads CSV by RFC 4180. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, bare, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n)/g)) {
    row.push(quoted?.replaceAll('""', '"') ?? bare ?? '');
    if (end === '\n') {
      rows.push(row);
      row = [];
    }
  }
  return rows;
}

const unescapes: Readonly<Record<string, string>> = { t: '\t', n: '\n', '\\': '\\' };
const readTsv = (text: string): string[][] =>
  text
    .slice(0, -1)
    .split('\n')
    .map((line) =>
      line.split('\t').map((field) => field.replace(/\\([tn\\])/g, (_, letter) => unescapes[letter] ?? '')),
    );

describe('csv', () => {
  it('is read back as it was', () => {
    const text = record('csv', awkward) + record('csv', [...awkward].reverse());
    expect(readCsv(text)).toEqual([awkward, [...awkward].reverse()]);
  });

  it('never is an empty line', () => {
    expect(record('csv', [null])).toBe('""\n');
    expect(record('csv', [null, null])).toBe(',\n');
  });

  it('quotes nothing that need not be', () => {
    expect(record('csv', ['a b', 1.5, true, null, ['x', 'y'], "it's"])).toBe("a b,1.5,true,,x;y,it's\n");
  });

  it('writes what is deeper than a list as JSON', () => {
    expect(record('csv', [{ a: 1 }, [{ b: [] }], [[1]]])).toBe('"{""a"":1}","[{""b"":[]}]",[[1]]\n');
  });

  it('turns other line ends into plain ones and drops what steers a terminal', () => {
    expect(record('csv', ['a\r\nb\rc\u2028d\u001b[31me'])).toBe('"a\nb\nc\nde"\n');
  });
});

describe('tsv', () => {
  it('is read back as it was, a record a line', () => {
    const text = record('tsv', awkward) + record('tsv', [...awkward].reverse());
    expect(text.match(/\n/g)).toHaveLength(2);
    expect(readTsv(text)).toEqual([awkward, [...awkward].reverse()]);
  });

  it('escapes tabs, line breaks and backslashes', () => {
    expect(record('tsv', ['a\tb', 'c\r\nd', 'e\\f', null, 7])).toBe('a\\tb\tc\\nd\te\\\\f\t\t7\n');
  });
});
