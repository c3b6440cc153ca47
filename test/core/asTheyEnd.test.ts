import { describe, expect, it } from 'vitest';
import { asTheyEnd } from '../../src/core/asTheyEnd';
import { reading, settled } from './streams';

/** Work on letters and numbers that ends when a test says so; the letter is the provider. */
function setting(items: readonly string[], limit = 8) {
  const ends = new Map<string, { resolve(): void; reject(error: Error): void }>();
  const work = (item: string) =>
    new Promise<string>((resolve, reject) => {
      ends.set(item, { resolve: () => resolve(item.toUpperCase()), reject });
    });
  const providerOf = (item: string) => item.charAt(0);
  return { ends, ...reading(asTheyEnd(items, providerOf, () => limit, work)) };
}

describe('work whose results come as it ends', () => {
  it('is begun at once, so much at a time for each provider, and gives each result when there is one', async () => {
    const { ends, got, end } = setting(['a1', 'a2', 'b1'], 1);
    await settled();
    expect([...ends.keys()]).toEqual(['a1', 'b1']);
    ends.get('b1')?.resolve();
    await settled();
    expect(got).toEqual(['B1']);
    ends.get('a1')?.resolve();
    await settled();
    expect([...ends.keys()]).toEqual(['a1', 'b1', 'a2']);
    expect(got).toEqual(['B1', 'A1']);
    expect(end()).toBe('open');
    ends.get('a2')?.resolve();
    await settled();
    expect([got, end()]).toEqual([['B1', 'A1', 'A2'], 'ended']);
  });

  it('gives all that ended at one time', async () => {
    const { ends, got, end } = setting(['a1', 'a2', 'a3']);
    await settled();
    for (const name of ['a3', 'a1', 'a2']) ends.get(name)?.resolve();
    await settled();
    expect([got, end()]).toEqual([['A3', 'A1', 'A2'], 'ended']);
  });

  it('waits for whoever reads slowly', async () => {
    const work = async (item: string) => item.toUpperCase();
    const slowly = asTheyEnd(
      ['a1', 'a2', 'a3'],
      () => 'a',
      () => 8,
      work,
    );
    const got: string[] = [];
    for await (const item of slowly) {
      got.push(item);
      await settled();
    }
    expect(got).toEqual(['A1', 'A2', 'A3']);
  });

  it('fails with what fails, after what had ended before', async () => {
    const { ends, got, end } = setting(['a1', 'a2']);
    await settled();
    const broken = new Error('broken');
    ends.get('a1')?.resolve();
    ends.get('a2')?.reject(broken);
    await settled();
    expect([got, end()]).toEqual([['A1'], broken]);
  });

  it('is over at once where there is none', async () => {
    const { got, end } = setting([]);
    await settled();
    expect([got, end()]).toEqual([[], 'ended']);
  });
});
