import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { RenderSettings } from '../../src/render/settings';
import { printed, rowsOf, web } from './setting';

const loaded = new Set<string>();

beforeEach(() => {
  loaded.clear();
  vi.resetModules();
  for (const name of ['chalk', 'cli-table3', 'yaml', 'string-width', '@jmespath-community/jmespath']) {
    vi.doMock(name, (original) => {
      loaded.add(name);
      return original();
    });
  }
});

describe('a package is loaded only for what needs it', () => {
  it.each<[what: string, settings: Partial<RenderSettings>, name: string, packages: string[]]>([
    ['JSON', { format: 'json' }, 'web', []],
    ['CSV', { format: 'csv' }, '東京', []],
    ['a table in a pipe', {}, 'web', []],
    ['a table on a terminal', { width: 80 }, 'web', ['cli-table3']],
    ['a coloured table', { width: 80, colour: true }, 'web', ['chalk', 'cli-table3']],
    ['wide characters', {}, '東京', ['string-width']],
    ['YAML', { format: 'yaml' }, 'web', ['yaml']],
    ['a query', { query: '[]' }, 'web', ['@jmespath-community/jmespath']],
  ])('%s', async (_what, settings, name, packages) => {
    const output = rowsOf([{ ...web, name }]);
    const { render } = await import('../../src/render/render');
    const { plainSettings } = await import('./setting');
    await render(output, { ...plainSettings, ...settings }, { write: () => {} });
    expect([...loaded].sort()).toEqual(packages);
    expect(await printed(output, settings)).not.toBe('');
  });
});
