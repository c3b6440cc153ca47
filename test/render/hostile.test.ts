import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { formats } from '../../src/core/common';
import { CliError } from '../../src/core/errors';
import { flatView } from '../../src/core/views';
import { renderNote, renderWarning } from '../../src/render/notice';
import { renderError } from '../../src/render/renderError';
import { printed, rowsOf, web } from './setting';

const attacks: readonly (readonly [what: string, text: string])[] = [
  ['colours', 'a\u001b[31mb\u001b[0m'],
  ['cursor movements', 'a\u001b[2J\u001b[1;1Hb'],
  ['a link', '\u001b]8;;http://evil.test\u001b\\a\u001b]8;;\u001b\\b'],
  ['a title', '\u001b]0;owned\u0007ab'],
  ['a clipboard write', '\u001b]52;c;ZXZpbA==\u0007ab'],
  ['C1 sequences', 'a\u009b31mb\u009d0;x\u009c'],
  ['a carriage return', 'safe\rEVIL'],
  ['backspaces', 'safe\b\b\b\bEVIL'],
  ['line breaks', 'a\nprod  web-9  running'],
  ['other line breaks', 'a\u2028b\u2029c\u0085d\vd\fe'],
  ['text direction', 'a\u202ebmoc\u202c\u2066x\u2069'],
  ['invisible characters', 'a\u200bb\u200d\u2060\ufeffc\u{e0041}'],
  ['null and delete', 'a\u0000b\u007f'],
  ['half a surrogate pair', 'a\ud800b'],
];

/** What no output may hold but as part of its own layout. */
const dangerous =
  /[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e0fff}]|\p{Cs}/u;

describe.each(attacks)('%s in what a server sent', (_what, attack) => {
  it.each(formats)('do no harm as %s', async (format) => {
    const rows = rowsOf([{ ...web, id: attack, name: attack, size: attack, tags: [attack] }, web]);
    const object = {
      kind: 'object' as const,
      value: { ...web, id: attack, name: attack, tags: [attack], [attack]: 1 },
    };
    for (const width of [null, 80]) {
      for (const output of [rows, object]) {
        const text = await printed(output, { format, width });
        expect(text).not.toMatch(dangerous);
        expect(text).not.toBe('');
      }
    }
    const own = [{ [attack]: attack }];
    expect(await printed(rowsOf(own, { view: flatView(own, []) }), { format })).not.toMatch(dangerous);
  });

  it('keep a row on one line', async () => {
    const rows = rowsOf([{ ...web, id: attack, name: attack }, web]);
    for (const format of ['table', 'wide', 'tsv'] as const) {
      expect((await printed(rows, { format })).split('\n')).toHaveLength(4);
    }
    for (const format of ['id', 'ref', 'ndjson'] as const) {
      expect((await printed(rows, { format })).split('\n')).toHaveLength(3);
    }
  });

  it('are read back as they were from JSON, and but for half pairs from YAML', async () => {
    const row = { ...web, name: attack };
    expect(JSON.parse(await printed(rowsOf([row]), { format: 'json' }))).toEqual([row]);
    expect(JSON.parse(await printed(rowsOf([row]), { format: 'ndjson' }))).toEqual(row);
    const name = attack.replace('\ud800', '\ufffd');
    expect(parse(await printed(rowsOf([row]), { format: 'yaml' }))).toEqual([{ ...row, name }]);
  });

  it('do no harm in errors, warnings and notes', () => {
    const inner = new CliError('unreachable', attack, { profile: attack, reason: attack });
    const error = new CliError('some_failed', attack, { reason: attack, hint: attack, errors: [inner] });
    for (const json of [true, false]) {
      const text = renderError(error, { json, colour: false, exitCode: 12 });
      expect(text).not.toMatch(dangerous);
      expect(text.split('\n')).toHaveLength(json ? 2 : 5);
      expect(renderWarning('odd', attack, json)).not.toMatch(dangerous);
    }
    expect(renderNote(attack)).not.toMatch(dangerous);
    expect(renderNote(attack).split('\n')).toHaveLength(2);
  });
});

describe('a text of hundreds of thousands of characters', () => {
  it.each([
    ['x', 1],
    ['東', 1],
    ['👩‍👩‍👧', 6],
    ['\u001b[31m', 0],
    ['東 ', 2],
    ['\u202e', 0],
    ["'\t", 2],
    ['"', 1],
    ['\n', 1],
  ])(
    // Work that grew with the square of the length would not end: the time limit is there for that alone.
    'of %j is printed whole where nothing is cut, of each %i characters, and short where it is',
    async (part, left) => {
      const times = Math.ceil(300_000 / part.length);
      const big = part.repeat(times);
      const rows = rowsOf([{ ...web, name: big, size: big }, web]);
      const object = { kind: 'object' as const, value: { ...web, name: big } };
      expect(JSON.parse(await printed(rows, { format: 'json' }))[0].name === big).toBe(true);
      expect(parse(await printed(rows, { format: 'yaml' }))[0].size === big).toBe(true);
      for (const format of ['csv', 'tsv'] as const) {
        const { length } = await printed(rows, { format });
        expect(length).toBeGreaterThan(2 * left * times);
        if (left === 0) expect(length).toBeLessThan(1000);
      }
      for (const width of [null, 80]) {
        const lines = (await printed(rows, { width })).split('\n');
        expect(lines).toHaveLength(4);
        if (width === 80) for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(80);
      }
      expect(await printed(object, { width: 80 })).toContain('\nSTATE           running\n');
    },
    600_000,
  );

  it('takes little room on a terminal', async () => {
    const big = { ...web, size: 'x'.repeat(300_000) };
    expect((await printed(rowsOf([big, web]), { width: 80 })).length).toBeLessThan(300);
    expect(renderNote('x'.repeat(300_000)).length).toBeLessThan(3000);
  });
});
