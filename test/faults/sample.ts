import { beforeAll, describe, expect, it, vi } from 'vitest';
import { type Entry, entriesOf, Matrix, pairs, type Result } from './matrix';

/**
 * A part of the matrix that takes seconds: every verb of a provider once, and every kind of fault at least once.
 * `npm run test:faults` runs all of it.
 */
export async function sample(provider: string): Promise<void> {
  const entries = await entriesOf(provider);
  const matrix = new Matrix(provider);
  const rare = ['operation', 'following once', 'following', 'change', 'first once', 'first'];
  const left = [...pairs].sort((a, b) => rare.indexOf(a.stage) - rare.indexOf(b.stage));
  const met = new Set<string>();

  /** Runs the first case that is left and fits, one with a new kind of fault if there is one. */
  async function next(entry: Entry, wanted: (kind: string) => boolean): Promise<Result | null> {
    const order = [...left.filter(({ kind }) => !met.has(kind.name)), ...left.filter(({ kind }) => met.has(kind.name))];
    for (const pair of order.filter(({ kind }) => wanted(kind.name))) {
      const result = await matrix.run(entry, pair.kind, pair.stage);
      if (result.problems === null) continue;
      left.splice(left.indexOf(pair), 1);
      met.add(pair.kind.name);
      return result;
    }
    return null;
  }

  vi.setConfig({ testTimeout: 120_000 });
  beforeAll(() => matrix.open());

  describe(`on ${provider}`, () => {
    it.each(entries.map((entry) => [entry.verb, entry] as const))(
      '%s keeps its promises where something fails',
      async (_verb, entry) => {
        const result = await next(entry, () => true);
        expect(result?.problems, `${result?.kind}, ${result?.stage}`).toEqual([]);
      },
    );

    it('every kind of fault was met', async () => {
      const kinds = [...new Set(pairs.map(({ kind }) => kind.name))];
      for (const kind of kinds.filter((one) => !met.has(one))) {
        for (const entry of entries) {
          const result = await next(entry, (name) => name === kind);
          if (result === null) continue;
          expect(result.problems, `${entry.verb}, ${kind}, ${result.stage}`).toEqual([]);
          break;
        }
      }
      expect([...met].sort()).toEqual([...kinds].sort());
    });
  });
}
