import { describe, expect, it } from 'vitest';
import { CliError, type ErrorCode } from '../../src/core/errors';
import { readPages } from '../../src/drivers/civo/pages';
import { reading, settled } from '../core/streams';
import { rejected } from '../core/thrown';

type Answer = { items: readonly string[]; pages: number };

/** Pages that a test answers one by one; what is under way is named `A2` for page 2 of part A. */
function setting(parts: readonly string[], concurrency: number) {
  const started: string[] = [];
  const open = new Map<string, { resolve(page: Answer): void; reject(error: Error): void; arrived(): void }>();
  const failed: string[] = [];
  const pages = readPages(
    parts,
    (part, page, arrived) =>
      new Promise<Answer>((resolve, reject) => {
        started.push(`${part}${page}`);
        open.set(`${part}${page}`, { resolve, reject, arrived });
      }),
    concurrency,
    (part, error) => failed.push(`${part} ${error.code}`),
  );
  const take = (name: string) => {
    const one = open.get(name);
    if (one === undefined) throw new Error(`${name} is not under way`);
    open.delete(name);
    return one;
  };
  return {
    pages,
    started,
    failed,
    underWay: () => [...open.keys()],
    arrive: (name: string) => open.get(name)?.arrived(),
    answer: async (name: string, count: number, items: readonly string[] = [name]) => {
      take(name).resolve({ items, pages: count });
      await settled();
    },
    fail: async (name: string, code: ErrorCode) => {
      take(name).reject(new CliError(code, 'no'));
      await settled();
    },
  };
}

describe('the pages of several parts', () => {
  it('are read side by side, so many at once, and given in order', async () => {
    const { pages, underWay, answer } = setting(['A', 'B', 'C'], 2);
    const { got, end } = reading(pages);
    await settled();
    expect(underWay()).toEqual(['A1', 'B1']);
    await answer('B1', 2);
    expect(underWay()).toEqual(['A1', 'B2']);
    expect(got).toEqual([]);
    await answer('A1', 3);
    expect(got).toEqual([['A1']]);
    expect(underWay()).toEqual(['B2', 'A2']);
    await answer('A2', 3);
    await answer('A3', 3);
    expect(got).toEqual([['A1'], ['A2'], ['A3'], ['B1']]);
    await answer('B2', 2);
    await answer('C1', 1);
    expect(got.slice(4)).toEqual([['B2'], ['C1']]);
    expect(end()).toBe('ended');
  });

  it('are not begun before anybody asks, and at least one at a time is', async () => {
    const { pages, started, answer } = setting(['A', 'B'], 0);
    await settled();
    expect(started).toEqual([]);
    const { got } = reading(pages);
    await settled();
    expect(started).toEqual(['A1']);
    await answer('A1', 1);
    await answer('B1', 1);
    expect(got).toEqual([['A1'], ['B1']]);
  });

  it('are asked for once another has come, before that one is read', async () => {
    const { pages, started, arrive, answer } = setting(['A', 'B', 'C', 'D'], 1);
    const { got, end } = reading(pages);
    await settled();
    arrive('A1');
    arrive('A1');
    expect(started).toEqual(['A1', 'B1']);
    await answer('A1', 1);
    expect(started).toEqual(['A1', 'B1']);
    for (const name of ['B1', 'C1', 'D1']) await answer(name, 1);
    expect([got, end()]).toEqual([[['A1'], ['B1'], ['C1'], ['D1']], 'ended']);
  });

  it('are held ready twice as many as may be under way, and no more', async () => {
    const { pages, started, answer } = setting(['A'], 2);
    const first = pages.next();
    await settled();
    await answer('A1', 9);
    expect(await first).toEqual({ done: false, value: ['A1'] });
    for (const name of ['A2', 'A3', 'A4', 'A5']) await answer(name, 9);
    expect(started).toEqual(['A1', 'A2', 'A3', 'A4', 'A5']);
    await pages.next();
    await settled();
    expect(started.slice(5)).toEqual(['A6']);
  });

  it('are not read on when the reader leaves', async () => {
    const { pages, started, answer } = setting(['A', 'B', 'C'], 1);
    const first = pages.next();
    await settled();
    await answer('A1', 3);
    await first;
    await pages.return(undefined);
    await answer('A2', 3);
    expect(started).toEqual(['A1', 'A2']);
  });

  it('end at an empty page of their part, whatever was said before', async () => {
    const { pages, started, answer } = setting(['A', 'B'], 1);
    const { got, end } = reading(pages);
    await settled();
    await answer('A1', 4);
    await answer('A2', 4, []);
    await answer('B1', 2, []);
    expect(got).toEqual([['A1']]);
    expect([started, end()]).toEqual([['A1', 'A2', 'B1'], 'ended']);
  });

  it('end for good: what was under way beyond the end counts no more', async () => {
    const { pages, started, answer } = setting(['A'], 3);
    const { got, end } = reading(pages);
    await settled();
    await answer('A1', 4);
    await answer('A4', 9, []);
    await answer('A3', 9, []);
    await answer('A2', 9);
    expect(started).toEqual(['A1', 'A2', 'A3', 'A4']);
    expect([got, end()]).toEqual([[['A1'], ['A2']], 'ended']);
  });

  it('may become more while they are read, and never fewer', async () => {
    const { pages, answer } = setting(['A'], 1);
    const { got, end } = reading(pages);
    await settled();
    await answer('A1', 2);
    await answer('A2', 3);
    await answer('A3', 1);
    expect([got, end()]).toEqual([[['A1'], ['A2'], ['A3']], 'ended']);
    const again = setting(['A'], 1);
    const read = reading(again.pages);
    await settled();
    await again.answer('A1', 3);
    await again.answer('A2', 1);
    await again.answer('A3', 3);
    expect([read.got, read.end()]).toEqual([[['A1'], ['A2'], ['A3']], 'ended']);
  });

  it('of one part go on where another has ended', async () => {
    const { pages, answer } = setting(['A', 'B'], 2);
    const { got, end } = reading(pages);
    await settled();
    await answer('B1', 3);
    await answer('A1', 1, []);
    await answer('B2', 3);
    await answer('B3', 3);
    expect([got, end()]).toEqual([[['B1'], ['B2'], ['B3']], 'ended']);
  });

  it('that fail are told once another part has answered, and no page more of theirs is read', async () => {
    const { pages, started, failed, answer, fail } = setting(['A', 'B', 'C'], 1);
    const { got, end } = reading(pages);
    await settled();
    await fail('A1', 'provider_unavailable');
    expect(failed).toEqual([]);
    await answer('B1', 3);
    expect(failed).toEqual(['A provider_unavailable']);
    await fail('B2', 'rate_limited');
    await answer('C1', 1);
    expect(failed).toEqual(['A provider_unavailable', 'B rate_limited']);
    expect(started).toEqual(['A1', 'B1', 'B2', 'C1']);
    expect([got, end()]).toEqual([[['B1'], ['C1']], 'ended']);
  });

  it('that fail last are told too, also where the answers were empty', async () => {
    const { pages, failed, answer, fail } = setting(['A', 'B'], 2);
    const { got, end } = reading(pages);
    await settled();
    await answer('A1', 1, []);
    await fail('B1', 'not_allowed');
    expect([got, failed, end()]).toEqual([[], ['B not_allowed'], 'ended']);
  });

  it('fail where every part fails, and the only one with its own error', async () => {
    const several = setting(['A', 'B'], 2);
    const ended = rejected(several.pages.next());
    await settled();
    await several.fail('B1', 'rate_limited');
    await several.fail('A1', 'rate_limited');
    expect(await ended).toMatchObject({ code: 'rate_limited', message: '2 of 2 regions failed' });
    expect(several.failed).toEqual([]);
    const one = setting(['A'], 2);
    const alone = rejected(one.pages.next());
    await settled();
    await one.fail('A1', 'not_allowed');
    expect(await alone).toEqual({ code: 'not_allowed', message: 'no' });
    expect(one.failed).toEqual([]);
    const half = setting(['A'], 1);
    const { got, end } = reading(half.pages);
    await settled();
    await half.answer('A1', 2);
    await half.fail('A2', 'rate_limited');
    expect([got, half.failed]).toEqual([[['A1']], []]);
    expect(end()).toMatchObject({ code: 'rate_limited' });
  });

  it('are none where there is no part', async () => {
    const { got, end } = reading(setting([], 2).pages);
    await settled();
    expect([got, end()]).toEqual([[], 'ended']);
  });
});
