import { toCliError } from './errors';

/** Where things are found: page by page, or one by one. */
export interface Findable<T> {
  /** One page of a listing, from 1, and how many pages there are; null where that is not told. */
  page(number: number): Promise<{ items: readonly T[]; pages: number | null }>;
  idOf(item: T): string | null;
  /** One by its id, or null when it is gone. */
  one(id: string): Promise<T | null>;
}

/** A list of so few is not worth its size. */
const few = 2;
const pagesAtOnce = 8;

/**
 * Finds several things that are asked about at the same time: through the pages of a listing for as long as these are
 * fewer than what is still to be found, and the rest one by one. Only `one` can say that something is gone: between two
 * pages a listing may lose what moves from the second to the first.
 */
export function findTogether<T>(
  ids: ReadonlySet<string>,
  { page, idOf, one }: Findable<T>,
): (id: string) => Promise<T | null> {
  let listed: Promise<ReadonlyMap<string, T>> | null = null;

  async function list(): Promise<ReadonlyMap<string, T>> {
    const found = new Map<string, T>();
    let next = 1;
    let count = 1;
    for (;;) {
      const before = found.size;
      const first = next;
      const pages = await Promise.all(Array.from({ length: count }, (_, index) => page(first + index)));
      next += count;
      for (const item of pages.flatMap(({ items }) => items)) {
        const id = idOf(item);
        if (id !== null && ids.has(id)) found.set(id, item);
      }
      const last = pages[count - 1] as (typeof pages)[number];
      if (last.items.length === 0) return found;
      // Where nobody tells the number of pages, one that held something is worth another.
      const ahead = last.pages === null ? Number(found.size > before) : last.pages - next + 1;
      if (ahead <= 0 || ahead >= ids.size - found.size) return found;
      count = Math.min(pagesAtOnce, ahead);
    }
  }

  return async (id) => {
    if (ids.size > few && ids.has(id)) {
      listed ??= list().catch((error) => {
        // A key may be allowed to see each and not the list of all.
        if (['unavailable', 'rate_limited', 'interrupted', 'internal'].includes(toCliError(error).kind)) throw error;
        return new Map();
      });
      const found = (await listed).get(id);
      if (found !== undefined) return found;
    }
    return one(id);
  };
}
