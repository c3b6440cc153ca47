import { describe, expect, it } from 'vitest';
import { CliError } from '../../src/core/errors';
import { instanceView } from '../../src/core/views';
import { checkRender } from '../../src/render/checkRender';
import type { RenderSettings } from '../../src/render/settings';
import { database, plainSettings, printed, rowsOf, web } from './setting';

const given = (...columns: string[]): Partial<RenderSettings> => ({ columns, columnsGiven: true });

async function refusal(settings: Partial<RenderSettings>): Promise<CliError> {
  let read = false;
  async function* rows() {
    read = true;
    yield [web];
  }
  const check = checkRender(instanceView, { ...plainSettings, ...settings });
  const error = await check.then(
    () => null,
    (thrown) => thrown,
  );
  expect(error).toBeInstanceOf(CliError);
  await expect(printed(rowsOf(rows()), settings)).rejects.toEqual(error);
  expect(read).toBe(false);
  return error;
}

describe('--columns', () => {
  it.each([
    ['table', 'STATE    NAME\nrunning  web-1\n'],
    ['wide', 'STATE    NAME\nrunning  web-1\n'],
    ['csv', 'state,name\nrunning,web-1\n'],
    ['tsv', 'state\tname\nrunning\tweb-1\n'],
  ] as const)('shape %s', async (format, text) => {
    expect(await printed(rowsOf([web]), { format, ...given('state', 'name') })).toBe(text);
  });

  it('take headings too, in any case', async () => {
    expect(await printed(rowsOf([web]), given('NAME', 'memory', 'public-ip', 'createdat'))).toBe(
      'NAME   MEMORY  PUBLIC IP    CREATED\nweb-1   2 GiB  203.0.113.7  2026-02-26T12:00:00Z\n',
    );
    expect(await printed(rowsOf([web]), { format: 'csv', ...given('memory') })).toBe('memoryMiB\n2048\n');
  });

  it('that do not exist are refused with those that do, before a row is read', async () => {
    const error = await refusal(given('name', 'sise'));
    expect(error.code).toBe('unknown_column');
    expect(error.message).toBe(
      `There is no column "sise"; there are ${instanceView.columns.map(({ name }) => name).join(', ')}`,
    );
    expect(error.details.hint).toBe('Did you mean size?');
    expect((await refusal(given('qqqqqqqq'))).details.hint).toBe('The names are those of the fields in -o json.');
  });

  it('that are none are refused', async () => {
    expect((await refusal(given())).code).toBe('invalid_value');
  });

  it.each(['json', 'yaml', 'ndjson', 'id', 'ref'] as const)('do not go with %s', async (format) => {
    const error = await refusal({ format, ...given('name') });
    expect(error.code).toBe('conflicting_options');
    expect(error.kind).toBe('usage');
    expect(error.details.hint).toContain('--query');
  });

  it('do not go with a query', async () => {
    expect((await refusal({ format: 'csv', query: '[]', ...given('name') })).code).toBe('conflicting_options');
  });

  it('from elsewhere apply where they exist and are ignored where not', async () => {
    const columns = ['name', 'gone', 'state'];
    expect(await printed(rowsOf([web]), { columns })).toBe('NAME   STATE\nweb-1  running\n');
    expect(await printed(rowsOf([web]), { columns: ['gone'], format: 'tsv', headers: false })).toContain('g3.small');
    expect(await printed(rowsOf([web]), { columns, format: 'id' })).toBe('a1b2c3d4\n');
    expect(await printed(rowsOf([web]), { columns, query: 'length(@)' })).toBe('1\n');
  });

  it('choose the fields of an object', async () => {
    const object = { kind: 'object' as const, value: { ...web } };
    expect(await printed(object, given('state', 'name'))).toBe('STATE  running\nNAME   web-1\n');
    expect(await printed(object, { format: 'csv', ...given('name') })).toBe('name\nweb-1\n');
    await expect(printed(object, given('nme'))).rejects.toMatchObject({ code: 'unknown_column' });
    await expect(printed(object, { format: 'json', ...given('name') })).rejects.toMatchObject({
      code: 'conflicting_options',
    });
  });
});

describe('--sort', () => {
  const named = (...names: string[]) => rowsOf(names.map((name) => ({ ...web, name })));
  const names = (text: string): string[] => text.trim().split('\n');
  const settings = { ...given('name'), headers: false };

  it('counts numbers inside of names as numbers', async () => {
    const output = named('web-10', 'web-2', 'api', 'Web-1');
    expect(names(await printed(output, { ...settings, sort: 'name' }))).toEqual(['api', 'Web-1', 'web-2', 'web-10']);
    expect(names(await printed(output, { ...settings, sort: '-name' }))).toEqual(['web-10', 'web-2', 'Web-1', 'api']);
  });

  it('sorts numbers, times and lists by what they are, and puts what is absent last', async () => {
    const rows = [
      { ...web, id: 'a', cpus: 12, createdAt: '2026-01-01T00:00:00+02:00', publicAddresses: ['10.0.0.10'] },
      { ...web, id: 'b', cpus: null, createdAt: null, publicAddresses: [] },
      { ...web, id: 'c', cpus: 2, createdAt: '2025-12-31T23:00:00Z', publicAddresses: ['10.0.0.9'] },
    ];
    const order = async (sort: string) => names(await printed(rowsOf(rows), { format: 'id', sort })).join('');
    expect(await order('cpus')).toBe('cab');
    expect(await order('-cpus')).toBe('acb');
    expect(await order('createdAt')).toBe('acb');
    expect(await order('-created')).toBe('cab');
    expect(await order('publicAddresses')).toBe('cab');
  });

  it('leaves equals in their order, in both directions', async () => {
    const rows = ['c', 'a', 'b'].map((id) => ({ ...web, id }));
    expect(await printed(rowsOf(rows), { format: 'id', sort: 'state' })).toBe('c\na\nb\n');
    expect(await printed(rowsOf(rows), { format: 'id', sort: '-state' })).toBe('c\na\nb\n');
  });

  it('sorts by a column that is not printed, in every format', async () => {
    const settings = { ...given('name'), headers: false, sort: 'cpus' };
    expect(await printed(rowsOf([database, web]), settings)).toBe('web-1\ndb-10\n');
    for (const format of ['json', 'yaml', 'ndjson', 'csv', 'tsv', 'wide'] as const) {
      const text = await printed(rowsOf([database, web]), { format, sort: 'cpus' });
      expect(text.indexOf('web-1')).toBeLessThan(text.indexOf('db-10'));
    }
  });

  it('by what does not exist is refused before a row is read', async () => {
    const error = await refusal({ sort: '-crated' });
    expect(error.code).toBe('unknown_column');
    expect(error.details.hint).toBe('Did you mean createdAt?');
    expect((await refusal({ format: 'json', sort: 'nope' })).code).toBe('unknown_column');
  });

  it('that is a default counts where there is such a column', async () => {
    const unsorted = await printed(rowsOf([web, database]), { format: 'id' });
    expect(await printed(rowsOf([web, database]), { format: 'id', sort: 'nope', sortGiven: false })).toBe(unsorted);
    expect(await printed(rowsOf([web, database]), { format: 'id', sort: 'id', sortGiven: false })).toBe(
      '42\na1b2c3d4\n',
    );
    expect(await printed({ kind: 'object', value: { ...web } }, { sort: 'nope', format: 'id', sortGiven: false })).toBe(
      'a1b2c3d4\n',
    );
  });
});

describe('--query', () => {
  const both = rowsOf([web, database]);

  it('without a format prints JSON', async () => {
    expect(await printed(both, { query: '[].name' })).toBe('[\n  "web-1",\n  "db-10"\n]\n');
    expect(await printed(both, { query: '[?cpus > `2`] | [0].name' })).toBe('"db-10"\n');
    expect(await printed(both, { query: '[0].nothing' })).toBe('null\n');
    expect(await printed({ kind: 'object', value: { ...web } }, { query: 'tags' })).toBe('[\n  "prod",\n  "web"\n]\n');
  });

  it('as ndjson prints an element a line', async () => {
    expect(await printed(both, { format: 'ndjson', query: '[].{n: name}' })).toBe('{"n":"web-1"}\n{"n":"db-10"}\n');
    expect(await printed(both, { format: 'ndjson', query: 'length(@)' })).toBe('2\n');
  });

  it('as yaml prints a document', async () => {
    expect(await printed(both, { format: 'yaml', query: '[].{host: name}' })).toBe('- host: web-1\n- host: db-10\n');
    expect(await printed(both, { format: 'yaml', query: '[0].createdAt' })).toBe('"2026-02-26T12:00:00Z"\n');
  });

  it.each([
    ['[].{n: name, c: cpus}', 'n\tc\nweb-1\t2\ndb-10\t12\n'],
    ['[].[name, cpus]', 'web-1\t2\ndb-10\t12\n'],
    ['[].name', 'web-1\ndb-10\n'],
    ['[0].name', 'web-1\n'],
    ['[0].{n: name}', 'n\nweb-1\n'],
    ['[0].nothing', ''],
    ['[?name == `x`]', ''],
    ['[?name == `web-1`].name', 'web-1\n'],
    ['[?name == `"web-1"`].name', 'web-1\n'],
    ['[?cpus == `2`].name', 'web-1\n'],
  ])('%s as tsv is rows or bare values', async (query, text) => {
    expect(await printed(both, { format: 'tsv', query })).toBe(text);
  });

  it('as csv quotes like any other csv', async () => {
    expect(await printed(both, { format: 'csv', query: '[].{n: name, t: tags[0], s: join(`,`, tags)}' })).toBe(
      'n,t,s\nweb-1,prod,"prod,web"\ndb-10,,\n',
    );
    expect(await printed(both, { format: 'csv', query: '[].{n: name}', headers: false })).toBe('web-1\ndb-10\n');
  });

  it('sees the rows sorted and limited', async () => {
    const output = rowsOf([web, database], { limit: 1 });
    expect(await printed(output, { sort: '-cpus', query: '[].name', format: 'tsv' })).toBe('db-10\n');
  });

  it.each(['table', 'wide', 'id', 'ref'] as const)('does not go with %s', async (format) => {
    const error = await refusal({ format, query: '[].name' });
    expect(error.code).toBe('conflicting_options');
    expect(error.details.hint).toContain('json');
  });

  it.each(['[', '', '[].name.', '[].nofunction(@)', '[?contains(name, lengthy(`1`))]'])(
    'that is wrong (%s) is refused before a row is read',
    async (query) => {
      const error = await refusal({ query });
      expect(error.code).toBe('invalid_query');
      expect(error.details.reason).not.toBe('');
    },
  );

  it('that does not suit the data is refused', async () => {
    await expect(printed(both, { query: 'sum([].name)' })).rejects.toMatchObject({
      code: 'invalid_query',
      details: { reason: expect.stringContaining('sum()') },
    });
  });

  it('may hold what looks like a call in a literal', async () => {
    expect(await printed(both, { query: '`{"type":"Function","name":"nope"}`.type' })).toBe('"Function"\n');
  });
});

describe('the limit', () => {
  it('counts rows after sorting', async () => {
    const rows = [3, 1, 2].map((cpus) => ({ ...web, id: `c${cpus}`, cpus }));
    expect(await printed(rowsOf(rows, { limit: 2 }), { format: 'id' })).toBe('c3\nc1\n');
    expect(await printed(rowsOf(rows, { limit: 2 }), { format: 'id', sort: 'cpus' })).toBe('c1\nc2\n');
    expect(await printed(rowsOf(rows, { limit: 9 }), { format: 'id' })).toBe('c3\nc1\nc2\n');
    expect(await printed(rowsOf(rows, { limit: 0 }), { format: 'json' })).toBe('[]\n');
  });
});

describe('checkRender without a view', () => {
  it('checks what it can', async () => {
    const settings = { ...plainSettings, ...given('nope'), sort: 'nope' };
    await expect(checkRender(null, settings)).resolves.toBeUndefined();
    await expect(checkRender(null, { ...settings, format: 'json' })).rejects.toMatchObject({
      code: 'conflicting_options',
    });
    await expect(checkRender(null, { ...plainSettings, query: '[' })).rejects.toMatchObject({ code: 'invalid_query' });
  });
});
