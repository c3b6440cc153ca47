import { type CliError, summarise, toCliError } from '../../core/errors';

/** One page of one part of a listing. */
export interface Page<T> {
  items: readonly T[];
  /** How many pages this part has, as far as the provider knows. */
  pages: number;
}

interface Part {
  name: string;
  pages: number;
  /** It has failed, or has no page more than those that are waited for. */
  ended: boolean;
}

type Outcome<T> = { page: Page<T> } | { error: CliError };

interface Slot<T> {
  part: Part;
  page: number;
  started: boolean;
  settle(outcome: Outcome<T>): void;
  outcome: Promise<Outcome<T>>;
}

/** Reads one page; `arrived` may be called as soon as another can be asked for, and before this one is read. */
export type ReadPage<T> = (part: string, page: number, arrived: () => void) => Promise<Page<T>>;

/**
 * Reads the pages of several parts (regions) side by side, at most `concurrency` at once, and gives them in order: all
 * pages of the first part, then the next. No more than twice as many pages as may be under way are held ready. A
 * part that fails goes to `partFailed` once another has answered; if none does, or there is only one, it is thrown.
 */
export async function* readPages<T>(
  parts: readonly string[],
  read: ReadPage<T>,
  concurrency: number,
  partFailed: (part: string, error: CliError) => void,
): AsyncGenerator<readonly T[]> {
  const queue: Slot<T>[] = parts.map((name) => slot({ name, pages: 1, ended: false }, 1));
  const failures: { part: string; error: CliError }[] = [];
  let answered = false;
  let stopped = false;
  let underWay = 0;

  const startNext = (): void => {
    for (const next of queue.slice(0, 2 * Math.max(1, concurrency))) {
      if (stopped || underWay >= Math.max(1, concurrency)) return;
      if (!next.started) void start(next);
    }
  };
  const start = async (next: Slot<T>): Promise<void> => {
    next.started = true;
    underWay += 1;
    let inside = true;
    const arrived = (): void => {
      if (!inside) return;
      inside = false;
      underWay -= 1;
      startNext();
    };
    try {
      const page = await read(next.part.name, next.page, arrived);
      // An empty page ends its part: what was counted as further pages is gone by now.
      if (page.items.length === 0) endAfter(next);
      else lengthen(next.part, page.pages);
      next.settle({ page });
    } catch (error) {
      endAfter(next);
      next.settle({ error: toCliError(error) });
    }
    arrived();
    startNext();
  };
  const lengthen = (part: Part, pages: number): void => {
    if (part.ended || pages <= part.pages) return;
    const more = Array.from({ length: pages - part.pages }, (_, index) => slot<T>(part, part.pages + index + 1));
    part.pages = pages;
    queue.splice(queue.findLastIndex((waiting) => waiting.part === part) + 1, 0, ...more);
  };
  const endAfter = ({ part, page }: Slot<T>): void => {
    part.ended = true;
    const rest = queue.filter((waiting) => waiting.part !== part || waiting.page <= page);
    queue.splice(0, queue.length, ...rest);
  };
  const report = (): void => {
    for (const { part, error } of failures.splice(0)) partFailed(part, error);
  };

  try {
    startNext();
    for (let next = queue[0]; next !== undefined; next = queue[0]) {
      const outcome = await next.outcome;
      queue.shift();
      startNext();
      if ('error' in outcome) {
        if (parts.length === 1) throw outcome.error;
        failures.push({ part: next.part.name, error: outcome.error });
        continue;
      }
      answered = true;
      report();
      if (outcome.page.items.length > 0) yield outcome.page.items;
    }
    if (!answered && failures.length > 0) {
      throw summarise(
        failures.map(({ error }) => error),
        parts.length,
        'regions',
      );
    }
    report();
  } finally {
    stopped = true;
  }
}

function slot<T>(part: Part, page: number): Slot<T> {
  const one = { part, page, started: false } as Slot<T>;
  one.outcome = new Promise((resolve) => {
    one.settle = resolve;
  });
  return one;
}
