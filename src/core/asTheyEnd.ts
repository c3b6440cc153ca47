import { inParallel } from './wait';

/** Runs `work` for each item, so many at a time for each provider, and gives what comes of it as it comes. */
export async function* asTheyEnd<T, R>(
  items: readonly T[],
  providerOf: (item: T) => string,
  limitOf: (item: T) => number,
  work: (item: T) => Promise<R>,
): AsyncGenerator<R> {
  const ready: R[] = [];
  let ended = false;
  let wake = () => {};
  const all = inParallel(items, providerOf, limitOf, async (item) => {
    ready.push(await work(item));
    wake();
  });
  const end = () => {
    ended = true;
    wake();
  };
  all.then(end, end);
  while (!ended || ready.length > 0) {
    const [result] = ready.splice(0, 1);
    if (result !== undefined) yield result;
    else {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  }
  await all;
}
