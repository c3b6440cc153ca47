import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { jsonText } from '../../src/core/jsonText';
import { flatView } from '../../src/core/views';
import { fitWidths, gap, type Strip } from '../../src/render/fitWidths';
import { record } from '../../src/render/separated';
import { yamlWriter } from '../../src/render/yaml';
import { readCsv, readTsv, readYaml } from '../formats/read';
import { printed, rowsOf, web } from '../render/setting';
import { anyText, eventuallyHolds, holds } from './holds';

const control = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/;

describe('the widths of columns', () => {
  const strip: fc.Arbitrary<Strip> = fc
    .record({
      natural: fc.integer({ min: 1, max: 80 }),
      heading: fc.integer({ min: 1, max: 20 }),
      keep: fc.boolean(),
      solid: fc.boolean(),
      whole: fc.boolean(),
      wide: fc.boolean(),
    })
    .map((one) => ({ ...one, natural: Math.max(one.natural, one.heading) }));
  const strips = fc.array(strip, { minLength: 1, maxLength: 20 });
  const total = (sizes: readonly number[]) => {
    const shown = sizes.filter((size) => size > 0);
    return shown.reduce((sum, size) => sum + size, Math.max(0, shown.length - 1) * gap);
  };

  it('keep what must be kept, and make no column wider than its texts', () => {
    holds(
      fc.property(strips, fc.integer({ min: 1, max: 200 }), fc.boolean(), (all, width, named) => {
        const sizes = fitWidths(all, width, named);
        all.forEach(({ natural, keep, solid, whole }, index) => {
          const size = sizes[index] ?? -1;
          expect(size).toBeGreaterThanOrEqual(keep || named ? 1 : 0);
          expect(size).toBeLessThanOrEqual(natural);
          if (solid || whole) expect([0, natural]).toContain(size);
        });
      }),
      1000,
    );
  });

  it('fit the line wherever the columns that must stay can', () => {
    holds(
      fc.property(strips, fc.integer({ min: 1, max: 200 }), (all, width) => {
        const least = all
          .filter(({ keep }) => keep)
          .map(({ natural, heading, solid, whole }) =>
            solid || whole ? natural : Math.min(natural, Math.max(heading, 20)),
          );
        fc.pre(total(least) <= width);
        expect(total(fitWidths(all, width, false))).toBeLessThanOrEqual(width);
      }),
      1000,
    );
  });

  it('leave everything as it is where there is room', () => {
    holds(
      fc.property(strips, (all) => {
        const natural = all.map((one) => one.natural);
        expect(fitWidths(all, total(natural), false)).toEqual(natural);
      }),
    );
  });
});

describe('a table on a terminal', () => {
  const instance = fc
    .record({ name: anyText, region: fc.option(anyText), size: fc.option(anyText), tags: fc.array(anyText) })
    .map((some) => ({ ...web, ...some }));

  it('is never wider than the terminal, and holds no character that steers it', async () => {
    await eventuallyHolds(
      fc.asyncProperty(fc.array(instance, { maxLength: 4 }), fc.integer({ min: 60, max: 160 }), async (rows, width) => {
        for (const format of ['table', 'wide'] as const) {
          const text = await printed(rowsOf(rows), { width, format });
          expect(text).not.toMatch(control);
          for (const line of text.split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(width);
          if (rows.length > 0) expect(text.trimEnd().split('\n')).toHaveLength(rows.length + 1);
        }
      }),
    );
  });
});

describe('rows for another program', () => {
  const plain = fc.stringMatching(/^[ -~é日\n"',;\t\\]*$/);

  it('are read back from CSV as they were', () => {
    holds(
      fc.property(fc.array(fc.array(plain, { minLength: 3, maxLength: 3 }), { minLength: 1 }), (rows) => {
        const text = rows.map((row) => record('csv', row)).join('');
        const sheet = readCsv(text);
        expect([sheet.header, ...sheet.rows]).toEqual(rows);
      }),
    );
  });

  it('are read back from TSV as they were', () => {
    const plainly = (cell: string) =>
      cell.replace(/\\(.)/g, (_whole, letter: string) => (letter === 't' ? '\t' : letter === 'n' ? '\n' : letter));
    holds(
      fc.property(fc.array(fc.array(plain, { minLength: 3, maxLength: 3 }), { minLength: 1 }), (rows) => {
        const sheet = readTsv(rows.map((row) => record('tsv', row)).join(''));
        expect([sheet.header, ...sheet.rows].map((row) => row.map(plainly))).toEqual(rows);
      }),
    );
  });

  it('have as many cells as columns and no control character, whatever they hold', () => {
    holds(
      fc.property(fc.array(fc.oneof(anyText, fc.jsonValue()), { minLength: 2, maxLength: 5 }), (row) => {
        const [csv, tsv] = [record('csv', row), record('tsv', row)];
        expect(readCsv(csv).header).toHaveLength(row.length);
        expect(readTsv(tsv).header).toHaveLength(row.length);
        expect(csv + tsv).not.toMatch(control);
      }),
      1000,
    );
  });

  it('are read back from JSON and YAML as they were', async () => {
    const write = await yamlWriter();
    const whole = (value: unknown): unknown =>
      JSON.parse(JSON.stringify(value).replaceAll(/\\ud[89a-f]../g, '\\ufffd'));
    const value = fc.jsonValue({ noUnicodeString: false }).map((any) => whole(any));
    const odd = fc.constantFrom(
      '=',
      '~',
      'null',
      'yes',
      'No',
      '0x1F',
      '1e3',
      '1_000',
      '12:30:45',
      '2026-01-01',
      '<<',
      '',
    );
    holds(
      fc.property(fc.oneof(value, anyText.map(whole), odd, fc.dictionary(odd, odd)), (any) => {
        const [json, yaml] = [jsonText(any, 2), write(any)];
        expect(json + yaml).not.toMatch(control);
        expect(JSON.parse(json)).toEqual(any);
        expect(readYaml(yaml)).toEqual(JSON.parse(JSON.stringify(any)));
      }),
      300,
    );
  });
});

describe('sorted rows', () => {
  const value = fc.oneof(
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.string(),
    fc.constant(null),
  );
  const sorted = async (rows: object[], sort: string) =>
    JSON.parse(
      await printed(rowsOf(rows as never, { view: flatView([{ n: 0, key: '' }], []) as never }), {
        sort,
        format: 'json',
      }),
    );

  it('are the same rows, in order, with what has no value last in both directions', async () => {
    await eventuallyHolds(
      fc.asyncProperty(fc.array(value), async (values) => {
        const rows = values.map((key, n) => ({ n, key: Object.is(key, -0) ? 0 : key }));
        for (const sort of ['key', '-key']) {
          const found = (await sorted(rows, sort)) as typeof rows;
          expect(found.map(({ n }) => n).sort((a, b) => a - b)).toEqual(rows.map(({ n }) => n));
          const keys = found.map(({ key }) => key);
          const empty = keys.indexOf(null);
          if (empty >= 0) expect(keys.slice(empty).every((key) => key === null)).toBe(true);
          const numbers = keys.filter((key) => typeof key === 'number') as number[];
          const wanted = [...numbers].sort((a, b) => (sort === 'key' ? a - b : b - a));
          expect(numbers).toEqual(wanted);
        }
      }),
    );
  });

  it('keep their order where they are equal', async () => {
    await eventuallyHolds(
      fc.asyncProperty(fc.array(fc.constantFrom('a', 'b', null)), async (values) => {
        const rows = values.map((key, n) => ({ n, key }));
        for (const sort of ['key', '-key']) {
          const found = (await sorted(rows, sort)) as typeof rows;
          for (const one of ['a', 'b', null]) {
            const own = found.filter(({ key }) => key === one).map(({ n }) => n);
            expect(own).toEqual([...own].sort((a, b) => a - b));
          }
        }
      }),
    );
  });
});
