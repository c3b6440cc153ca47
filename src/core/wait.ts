import pMap from 'p-map';
import type { Connection, Context } from './context';
import { CliError, toCliError } from './errors';
import { groupBy } from './group';
import type { Operation, Progress } from './operation';

/** How following an operation ended. `timed_out` and `interrupted` leave it going on at the provider. */
export type End = Exclude<Progress, { status: 'running' }> | { status: 'timed_out' } | { status: 'interrupted' };

const firstLook = 1000;
const slowest = 5000;
/** So many looks in a row may fail for want of an answer before the outcome counts as unknown. */
const patience = 5;

/**
 * Follows one operation to its end, one look at a time: the first after a second, later ones further apart, never
 * more often than the provider's facts advise.
 */
export async function follow(
  context: Context,
  { driver, session }: Connection,
  operation: Operation,
  timeout: number,
  report: (progress: Progress) => void = () => {},
): Promise<End> {
  if (operation.wait === null) {
    const { result, instances } = operation;
    return { status: 'succeeded', ...(result && { result }), ...(instances && { instances }) };
  }
  const until = context.elapsed() + timeout;
  let wait: Operation['wait'] = operation.wait;
  let pause = firstLook;
  let silent = 0;
  for (;;) {
    const left = until - context.elapsed();
    if (left <= 0) return { status: 'timed_out' };
    await context.sleep(Math.min(pause, left));
    if (context.interrupted.aborted) return { status: 'interrupted' };
    pause = Math.max(driver.pollEveryMs, Math.min(slowest, pause * 1.5));
    try {
      const progress = await driver.follow(session, { ...operation, wait });
      silent = 0;
      if (progress.status !== 'running') return progress;
      if (progress.wait !== undefined) wait = progress.wait;
      report(progress);
    } catch (thrown) {
      if (context.interrupted.aborted) return { status: 'interrupted' };
      const error = toCliError(thrown);
      if (!['unavailable', 'rate_limited'].includes(error.kind) || ++silent >= patience) {
        if (error.kind === 'internal') throw error;
        return { status: 'unknown', text: `looking failed: ${error.message}` };
      }
    }
  }
}

/** Runs `work` for each item, so many at a time for each provider, and keeps the order. */
export async function inParallel<T, R>(
  items: readonly T[],
  providerOf: (item: T) => string,
  limitOf: (provider: string) => number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = new Array(items.length);
  const byProvider = groupBy(
    items.map((item, index) => ({ item, index })),
    ({ item }) => providerOf(item),
  );
  await Promise.all(
    [...byProvider].map(([provider, some]) =>
      pMap(
        some,
        async ({ item, index }) => {
          results[index] = await work(item);
        },
        { concurrency: limitOf(provider) },
      ),
    ),
  );
  return results;
}

/**
 * The error that an end other than success stands for, for the action called `what`. `entry` is what the journal calls
 * it, null where it is not written down.
 */
export function endError(
  end: Exclude<End, { status: 'succeeded' }>,
  what: string,
  look: string,
  entry: string | null,
): CliError {
  const resume = entry === null ? look : `nube op resume ${entry}`;
  switch (end.status) {
    case 'failed':
      return new CliError(end.failure.code, end.failure.message, {
        hint: end.failure.hint ?? `Look at it with ${look}`,
        providerCode: end.failure.providerCode,
      });
    case 'held':
      return new CliError('held', `${what} was accepted and waits: ${end.text}`, { hint: `Look again with ${resume}` });
    case 'unknown':
      return new CliError('answer_lost', `How ${what} ended is not known: ${end.text}`, {
        hint: entry === null ? `Look with ${look}` : `Look with ${look}, or later with ${resume}`,
      });
    case 'timed_out':
      return new CliError('timed_out', `${what} was still going on when the time was up`, {
        hint:
          entry === null
            ? `It goes on; look again with ${look}, or give --timeout.`
            : `It goes on: follow it with ${resume}, or look with ${look}`,
      });
    case 'interrupted':
      return new CliError('interrupted', `Stopped waiting; ${what} goes on`, { hint: `Follow it with ${resume}` });
  }
}
