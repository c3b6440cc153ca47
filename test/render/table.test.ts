import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { flatView } from '../../src/core/views';
import { label } from '../../src/render/columns';
import { measureFor } from '../../src/render/measure';
import { paddedTable } from '../../src/render/paddedTable';
import { paint } from '../../src/render/paint';
import { smallTable } from '../../src/render/smallTable';
import { database, printed, rowsOf, web } from './setting';

const lines = (text: string): string[] => text.trimEnd().split('\n');

describe('a table on a terminal', () => {
  it('shows how long ago', async () => {
    expect(await printed(rowsOf([web, database]), { width: 120 })).toBe(
      [
        'PROFILE  NAME   STATE    REGION  SIZE      PUBLIC IP    CREATED',
        'work     web-1  running  LON1    g3.small  203.0.113.7  3d',
        'home     db-10  stopped  LON1    -         -            2y',
        '',
      ].join('\n'),
    );
  });

  it('cuts the widest column first', async () => {
    const long = { ...web, size: 'a-size-with-a-very-long-name-indeed', region: 'a-region-of-middle-size' };
    expect(await printed(rowsOf([long, database]), { width: 80 })).toBe(
      [
        'PROFILE  NAME   STATE    REGION           SIZE              PUBLIC IP    CREATED',
        'work     web-1  running  a-region-of-mi…  a-size-with-a-v…  203.0.113.7  3d',
        'home     db-10  stopped  LON1             -                 -            2y',
        '',
      ].join('\n'),
    );
  });

  it('leaves out columns from the last on before it cuts to nonsense', async () => {
    expect(await printed(rowsOf([web, database]), { width: 60 })).toBe(
      [
        'PROFILE  NAME   STATE    REGION  SIZE      PUBLIC IP',
        'work     web-1  running  LON1    g3.small  203.0.113.7',
        'home     db-10  stopped  LON1    -         -',
        '',
      ].join('\n'),
    );
    expect(lines(await printed(rowsOf([web, database]), { width: 40 }))[0]).toBe('PROFILE  NAME   STATE    PUBLIC IP');
  });

  it('leaves out the columns of wide before the usual ones', async () => {
    const heading = lines(await printed(rowsOf([web]), { width: 110, format: 'wide' }))[0] ?? '';
    for (const word of ['PROFILE', 'NAME', 'STATE', 'REGION', 'SIZE', 'PUBLIC IP', 'CREATED']) {
      expect(heading).toContain(word);
    }
    expect(heading).not.toContain('UPDATED');
    expect(heading).not.toContain('TAGS');
  });

  it.each([40, 80, 120])('fits %i cells', async (width) => {
    const rows = Array.from({ length: 30 }, (_, index) => ({
      ...web,
      name: `${'w東👩‍👩‍👧'.repeat((index % 3) + 1)}`,
      size: 'サイズ'.repeat(index),
      region: 'éé'.repeat(index),
      publicAddresses: Array.from({ length: index }, () => '203.0.113.7'),
    }));
    for (const format of ['table', 'wide'] as const) {
      const text = await printed(rowsOf(rows), { width, format });
      for (const line of lines(text)) expect(stringWidth(line)).toBeLessThanOrEqual(width);
    }
  });

  it('never leaves out what identifies a row, and cuts it only where the line would break', async () => {
    const name = 'a-name-that-is-longer-than-the-whole-terminal';
    const text = await printed(rowsOf([{ ...web, name }]), { width: 40 });
    expect(text).toBe(
      ['PROFILE  NAME                    STATE', 'work     a-name-that-is-longer…  running', ''].join('\n'),
    );
    expect(await printed(rowsOf([{ ...web, name }]), { width: 63 })).toContain(`work     ${name}  running`);
  });

  it('cuts columns asked for by name rather than leave them out', async () => {
    const columns = ['hostname', 'image', 'size', 'name', 'privateAddresses'];
    expect(await printed(rowsOf([web, database]), { width: 40, columns, columnsGiven: true })).toBe(
      [
        'HOSTN…  IMAGE    SIZE     NAME   PRIVAT…',
        'web-1…  ubuntu…  g3.sma…  web-1  10.0.0…',
        '-       ubuntu…  -        db-10  10.0.0…',
        '',
      ].join('\n'),
    );
  });

  it('never cuts a number', async () => {
    const rows = [{ name: 'a', count: 1_234_567_890_123, note: 'something longer than that' }];
    const text = await printed(rowsOf(rows, { view: flatView(rows, ['name']) }), { width: 32 });
    expect(lines(text)[1]).toBe('a     1234567890123  something …');
  });

  it('colours states and headings only when asked', async () => {
    const text = await printed(rowsOf([web, database, { ...web, state: 'error' }, { ...web, state: 'pending' }]), {
      width: 80,
      colour: true,
      columns: ['state', 'size'],
      columnsGiven: true,
    });
    expect(text).toBe(
      [
        '\u001b[2mSTATE\u001b[22m    \u001b[2mSIZE\u001b[22m',
        '\u001b[32mrunning\u001b[39m  g3.small',
        '\u001b[33mstopped\u001b[39m  \u001b[2m-\u001b[22m',
        '\u001b[31merror\u001b[39m    g3.small',
        '\u001b[36mpending\u001b[39m  g3.small',
        '',
      ].join('\n'),
    );
    expect(await printed(rowsOf([web]), { colour: true })).toContain('\u001b[32mrunning\u001b[39m');
  });
});

describe('wide characters', () => {
  it('stay in line, in a pipe and on a terminal', async () => {
    const rows = [
      { ...web, name: '東京-サーバー', region: '👩‍👩‍👧 home' },
      { ...web, name: 'café', region: '🇳🇱' },
      { ...web, name: 'web-1', region: '한국어' },
    ];
    const columns = ['name', 'region', 'state'];
    const text = [
      'NAME           REGION   STATE',
      '東京-サーバー  👩‍👩‍👧 home  running',
      'café           🇳🇱       running',
      'web-1          한국어   running',
      '',
    ].join('\n');
    expect(await printed(rowsOf(rows), { columns, columnsGiven: true })).toBe(text);
    expect(await printed(rowsOf(rows), { columns, columnsGiven: true, width: 80 })).toBe(text);
  });

  it('are cut between characters', async () => {
    const rows = [{ ...web, name: 'x', region: '東京東京東京東京東京東京' }];
    const settings = { columns: ['name', 'region'], columnsGiven: true, width: 12 };
    expect(lines(await printed(rowsOf(rows), settings))[1]).toBe('x     東京…');
    expect(lines(await printed(rowsOf(rows), { ...settings, width: 13 }))[1]).toBe('x     東京東…');
    const flags = [{ ...web, name: 'x', region: '👩‍👩‍👧🇳🇱1️⃣ｶﾞe\u0301각각' }];
    expect(lines(await printed(rowsOf(flags), settings))[1]).toBe('x     👩‍👩‍👧🇳🇱…');
    expect(lines(await printed(rowsOf(flags), { ...settings, width: 15 }))[1]).toBe('x     👩‍👩‍👧🇳🇱1️⃣ｶﾞ…');
  });
});

describe('a table in a pipe', () => {
  it('cuts nothing and ends no line in spaces', async () => {
    const long = { ...web, size: 's'.repeat(300), publicAddresses: [] };
    const text = await printed(rowsOf([long, database]), { format: 'wide' });
    expect(text).toContain('s'.repeat(300));
    expect(text).not.toMatch(/ $/m);
    expect(text).not.toContain('…');
  });

  it('does not let one long text push all other rows apart', async () => {
    const text = await printed(rowsOf([{ ...web, size: 's'.repeat(10_000) }, database]));
    expect(lines(text)[2]?.length).toBeLessThan(120);
  });

  it('puts numbers to the right, with their units', async () => {
    const columns = ['name', 'cpus', 'memoryMiB', 'diskGiB'];
    expect(await printed(rowsOf([web, database]), { columns, columnsGiven: true })).toBe(
      ['NAME   CPUS   MEMORY    DISK', 'web-1     2    2 GiB  25 GiB', 'db-10    12  512 MiB  25 GiB', ''].join('\n'),
    );
  });

  it('reads units from the names of fields that have no column of their own', async () => {
    const rows = [
      { name: 'a', sizeGiB: 2048, memoryMiB: 1536, usedPercent: 12.345, inBytesPerSecond: 1_500_000, on: true },
      { name: 'b', sizeGiB: 0.5, memoryMiB: null, usedPercent: 0, inBytesPerSecond: 12, on: false },
    ];
    expect(await printed(rowsOf(rows, { view: flatView(rows, ['name']) }))).toBe(
      [
        'NAME     SIZE   MEMORY   USED         IN  ON',
        'a       2 TiB  1.5 GiB  12.3%  1.4 MiB/s  true',
        'b     512 MiB        -     0%     12 B/s  false',
        '',
      ].join('\n'),
    );
  });
});

describe('times on a terminal', () => {
  it.each([
    ['2026-03-01T12:00:00Z', '0s'],
    ['2026-03-01T11:59:15Z', '45s'],
    ['2026-03-01T11:55:00Z', '5m'],
    ['2026-03-01T07:00:00Z', '5h'],
    ['2026-02-26T12:00:00Z', '3d'],
    ['2024-01-01T00:00:00Z', '2y'],
    ['2026-03-04T12:00:00Z', 'in 3d'],
    ['2026-03-01T12:14:59Z', '0s'],
    ['2026-03-01T12:15:00Z', 'in 15m'],
    ['not a time', 'not a time'],
  ])('%s is %s', async (createdAt, text) => {
    const settings = { columns: ['createdAt'], columnsGiven: true, width: 80 };
    expect(await printed(rowsOf([{ ...web, createdAt }]), settings)).toBe(`CREATED\n${text}\n`);
  });
});

describe('both ways of laying out', () => {
  it.each([false, true])('give the same text, colours %s', async (colour) => {
    const lanes = [
      { heading: 'A', texts: ['one', 'two'], styles: ['good' as const, null], right: false, solid: false, width: 5 },
      { heading: 'NUM', texts: ['1', '1234'], styles: [], right: true, solid: true, width: 4 },
      { heading: 'LAST', texts: ['x…', '-'], styles: [null, 'faint' as const], right: false, solid: false, width: 9 },
    ].map((lane) => ({ ...lane, width: Math.max(...[lane.heading, ...lane.texts].map((text) => text.length)) }));
    const measure = await measureFor(lanes);
    const painter = colour ? paint : (text: string) => text;
    for (const headers of [true, false]) {
      const padded = [...paddedTable(lanes, 2, headers, measure, painter)].join('');
      expect(smallTable(lanes, 2, headers, painter)).toBe(padded);
    }
  });

  it('agree on instances whether there are few or many', async () => {
    const many = Array.from({ length: 101 }, (_, index) => ({ ...web, name: `web-${index % 7}` }));
    const few = await printed(rowsOf(many.slice(0, 100)), { width: 70, colour: true });
    const all = await printed(rowsOf(many), { width: 70, colour: true });
    expect(all.startsWith(few)).toBe(true);
  });
});

describe('label', () => {
  it.each([
    ['profile', 'PROFILE'],
    ['providerState', 'PROVIDER STATE'],
    ['publicAddresses', 'PUBLIC IP'],
    ['memoryMiB', 'MEMORY'],
    ['diskGiB', 'DISK'],
    ['createdAt', 'CREATED'],
    ['cpuPercent', 'CPU'],
    ['instanceId', 'INSTANCE ID'],
    ['constructor', 'CONSTRUCTOR'],
    ['At', 'AT'],
    ['a\u001b[31m\nb', 'A B'],
  ])('of %j is %s', (name, heading) => {
    expect(label(name)).toBe(heading);
  });
});

describe('an object as a sheet', () => {
  const value = {
    name: 'web-1',
    state: 'running',
    createdAt: '2026-02-26T12:00:00Z',
    description: 'first line\n\tsecond line',
    volumes: [
      { id: 'v1', name: 'boot', sizeGiB: 25 },
      { id: 'v2', name: null, sizeGiB: 2048 },
    ],
    tags: [],
    guards: { readOnly: true, protect: ['prod-*'] },
    userData: null,
  };

  it('has a line a field in a pipe', async () => {
    expect(await printed({ kind: 'object', value })).toBe(
      [
        'NAME         web-1',
        'STATE        running',
        'CREATED      2026-02-26T12:00:00Z',
        'DESCRIPTION  first line',
        '               second line',
        'VOLUMES      id: v1, name: boot, size: 25 GiB',
        '             id: v2, size: 2 TiB',
        'TAGS         -',
        'GUARDS       read only: true, protect: prod-*',
        'USER DATA    -',
        '',
      ].join('\n'),
    );
  });

  it('breaks lines to fit a terminal and says how long ago', async () => {
    expect(await printed({ kind: 'object', value }, { width: 40 })).toBe(
      [
        'NAME         web-1',
        'STATE        running',
        'CREATED      2026-02-26T12:00:00Z (3d',
        '             ago)',
        'DESCRIPTION  first line',
        '               second line',
        'VOLUMES      id: v1, name: boot, size:',
        '             25 GiB',
        '             id: v2, size: 2 TiB',
        'TAGS         -',
        'GUARDS       read only: true, protect:',
        '             prod-*',
        'USER DATA    -',
        '',
      ].join('\n'),
    );
  });

  it('breaks long words too, loses nothing of them and fits wide characters', async () => {
    const long = { token: 'abc'.repeat(50), title: '東京'.repeat(30) };
    const text = await printed({ kind: 'object', value: long }, { width: 40 });
    for (const line of lines(text)) expect(stringWidth(line)).toBeLessThanOrEqual(40);
    expect(text.replace(/\s|TITLE|TOKEN/g, '')).toBe(long.token + long.title);
  });

  it('is coloured when asked', async () => {
    const settings = { columns: ['name', 'state'], columnsGiven: true, colour: true };
    expect(await printed({ kind: 'object', value }, settings)).toBe(
      '\u001b[2mNAME\u001b[22m   web-1\n\u001b[2mSTATE\u001b[22m  \u001b[32mrunning\u001b[39m\n',
    );
  });
});
