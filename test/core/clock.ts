import type { Context } from '../../src/core/context';

/** Time that moves only when a test moves it. */
export interface Clock {
  context: Context;
  /** Lets so many milliseconds pass; whoever wakes up in between goes on before time does. */
  pass(milliseconds: number): Promise<void>;
  now(): number;
  interrupt(): void;
}

export function createClock(start = 0): Clock {
  const abort = new AbortController();
  const sleepers: { until: number; wake(): void }[] = [];
  let time = start;
  const quiet = async () => {
    for (let turn = 0; turn < 3; turn += 1) await new Promise(setImmediate);
  };
  const pass = async (milliseconds: number) => {
    const end = time + milliseconds;
    await quiet();
    for (;;) {
      sleepers.sort((a, b) => a.until - b.until);
      const next = sleepers[0];
      if (next === undefined || next.until > end) break;
      sleepers.shift();
      time = next.until;
      next.wake();
      await quiet();
    }
    time = end;
  };
  const context = {
    elapsed: () => time,
    sleep: (milliseconds: number) =>
      new Promise<void>((wake) => {
        sleepers.push({ until: time + milliseconds, wake });
      }),
    interrupted: abort.signal,
  } as unknown as Context;
  return { context, pass, now: () => time, interrupt: () => abort.abort() };
}
