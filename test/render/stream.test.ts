import { describe, expect, it } from 'vitest';
import { render } from '../../src/render/render';
import type { RenderSettings } from '../../src/render/settings';
import { plainSettings, printed, rowsOf, web } from './setting';

/** Three portions of two rows; `log` tells reading and writing apart. */
function stream(log: string[]) {
  async function* rows() {
    try {
      for (const portion of [0, 1, 2]) {
        log.push(`read ${portion}`);
        yield [0, 1].map((index) => ({ ...web, id: `r${portion}${index}` }));
      }
    } finally {
      log.push('closed');
    }
  }
  return rows();
}

async function logOf(settings: Partial<RenderSettings>, limit?: number): Promise<string[]> {
  const log: string[] = [];
  const output = rowsOf(stream(log), limit === undefined ? {} : { limit });
  await render(output, { ...plainSettings, ...settings }, { write: () => void log.push('write') });
  return log;
}

describe('a stream of rows', () => {
  it.each(['ndjson', 'csv', 'tsv', 'id', 'ref'] as const)('is written as it comes as %s', async (format) => {
    expect(await logOf({ format })).toEqual(['read 0', 'write', 'read 1', 'write', 'read 2', 'write', 'closed']);
  });

  it.each(['table', 'wide', 'json', 'yaml'] as const)('is read whole before %s is written', async (format) => {
    const log = await logOf({ format });
    expect(log.slice(0, 4)).toEqual(['read 0', 'read 1', 'read 2', 'closed']);
    expect(log[4]).toBe('write');
  });

  it('is read whole before it is sorted or queried', async () => {
    expect(await logOf({ format: 'id', sort: 'id' })).toEqual(['read 0', 'read 1', 'read 2', 'closed', 'write']);
    expect(await logOf({ format: 'tsv', query: '[].id' })).toEqual(['read 0', 'read 1', 'read 2', 'closed', 'write']);
  });

  it('is read no further than the limit', async () => {
    expect(await logOf({ format: 'id' }, 2)).toEqual(['read 0', 'write', 'closed']);
    expect(await logOf({ format: 'csv' }, 3)).toEqual(['read 0', 'write', 'read 1', 'write', 'closed']);
    expect(await logOf({ format: 'json' }, 1)).toEqual(['read 0', 'closed', 'write', 'write']);
    expect(await logOf({ format: 'id' }, 0)).toEqual([]);
  });

  it('is read whole where the limit comes after sorting', async () => {
    expect(await printed(rowsOf(stream([]), { limit: 1 }), { format: 'id', sort: '-id' })).toBe('r21\n');
  });

  it('is the same text in the end as a list', async () => {
    const list: object[] = [];
    for await (const some of stream([])) list.push(...some);
    for (const format of ['table', 'json', 'yaml', 'ndjson', 'csv', 'tsv', 'id', 'ref'] as const) {
      expect(await printed(rowsOf(stream([])), { format })).toBe(await printed(rowsOf(list), { format }));
    }
  });

  it('without rows is a header alone as csv', async () => {
    async function* none() {}
    expect(await printed(rowsOf(none()), { format: 'csv', columns: ['name'], columnsGiven: true })).toBe('name\n');
    expect(await printed(rowsOf(none()), { format: 'json' })).toBe('[]\n');
  });

  it('that breaks keeps what was written and throws', async () => {
    async function* broken() {
      yield [web];
      throw new Error('broken');
    }
    let text = '';
    const sink = {
      write(chunk: string | Uint8Array) {
        text += chunk;
      },
    };
    await expect(render(rowsOf(broken()), { ...plainSettings, format: 'id' }, sink)).rejects.toThrow('broken');
    expect(text).toBe('a1b2c3d4\n');
    text = '';
    await expect(render(rowsOf(broken()), { ...plainSettings, format: 'json' }, sink)).rejects.toThrow('broken');
    expect(text).toBe('');
  });

  it('is closed where writing fails', async () => {
    const log: string[] = [];
    const sink = {
      write() {
        throw new Error('nobody reads');
      },
    };
    await expect(render(rowsOf(stream(log)), { ...plainSettings, format: 'id' }, sink)).rejects.toThrow('nobody reads');
    expect(log).toEqual(['read 0', 'closed']);
  });

  it('waits for a slow reader', async () => {
    const log: string[] = [];
    let waiting = false;
    await render(
      rowsOf(stream(log)),
      { ...plainSettings, format: 'id' },
      {
        async write() {
          expect(waiting).toBe(false);
          waiting = true;
          await new Promise((resolve) => setTimeout(resolve, 5));
          waiting = false;
          log.push('written');
        },
      },
    );
    expect(log).toEqual(['read 0', 'written', 'read 1', 'written', 'read 2', 'written', 'closed']);
  });
});
