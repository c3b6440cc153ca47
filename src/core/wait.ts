import pMap from 'p-map';
import type { Connection, Context } from './context';
import { CliError, toCliError } from './errors';
import { groupBy } from './group';
import type { Operation, Progress } from './operation';
import { createRounds } from './rounds';
import { alone, type Seat } from './seat';

/** How following an operation ended. `timed_out` and `interrupted` leave it going on at the provider. */
export type End = Exclude<Progress, { status: 'running' }> | { status: 'timed_out' } | { status: 'interrupted' };

/** What one look at something that goes on tells. */
export type Running = Extract<Progress, { status: 'running' }>;

/** So many looks in a row may fail for want of an answer before the outcome counts as unknown. */
const patience = 5;

/**
 * Follows one operation to its end, one look at a time: the first after a second, later ones further apart, never
 * more often than the provider's facts advise. All that is followed over one connection is looked at together, where
 * its driver can.
 */
export async function follow(
  context: Context,
  connection: Connection,
  operation: Operation,
  timeout: number,
  report: (progress: Running) => void = () => {},
): Promise<End> {
  if (operation.wait === null) {
    const { result, instances } = operation;
    return { status: 'succeeded', ...(result && { result }), ...(instances && { instances }) };
  }
  const seat = await followerOf(context, connection);
  let wait: Operation['wait'] = operation.wait;
  const end = await keepLooking(context, seat, timeout, {
    question: () => ({ ...operation, wait }),
    settle: async (progress) => {
      if (progress.status !== 'running') return progress;
      if (progress.wait !== undefined) wait = progress.wait;
      report(progress);
      return null;
    },
  });
  if (end.status !== 'lost') return end;
  if (end.error.kind === 'internal') throw end.error;
  return { status: 'unknown', text: `looking failed: ${end.error.message}` };
}

/** Why looking ended without an answer that settles it. */
export type Unsettled = { status: 'timed_out' } | { status: 'interrupted' } | { status: 'lost'; error: CliError };

/**
 * Asks from a seat until `settle` makes something of an answer, and leaves the seat. A few looks in a row may fail for
 * want of an answer; any other failure, or a longer silence, is `lost`.
 */
export async function keepLooking<Q, A, E>(
  context: Context,
  seat: Seat<Q, A>,
  timeout: number,
  { question, settle }: { question(): Q; settle(answer: A): Promise<E | null> },
): Promise<E | Unsettled> {
  const until = context.elapsed() + timeout;
  let silent = 0;
  try {
    for (;;) {
      if (context.elapsed() >= until) return { status: 'timed_out' };
      try {
        const asked = await seat.ask(question(), until);
        if (asked === null) return { status: 'interrupted' };
        silent = 0;
        const settled = await settle(asked.answer);
        if (settled !== null) return settled;
      } catch (thrown) {
        if (context.interrupted.aborted) return { status: 'interrupted' };
        const error = toCliError(thrown);
        if (!['unavailable', 'rate_limited'].includes(error.kind) || ++silent >= patience) {
          return { status: 'lost', error };
        }
      }
    }
  } finally {
    seat.leave();
  }
}

async function followerOf(context: Context, { driver, session }: Connection): Promise<Seat<Operation, Progress>> {
  const { pollEveryMs } = driver;
  const followMany = driver.followMany?.bind(driver);
  if (followMany === undefined) return alone(context, pollEveryMs, (one) => driver.follow(session, one));
  const rounds = await session.once('rounds of operations', async () =>
    createRounds(context, pollEveryMs, (operations: readonly Operation[]) => followMany(session, operations)),
  );
  return rounds.join();
}

/**
 * How many targets of a connection may be under way at once. Requests are limited for all of them together; where
 * waiting for many costs no more requests than waiting for one, only `--concurrency` limits the targets, too. What
 * takes long takes much of the provider, and is done a few at a time.
 */
export function targetsAtOnce({ options }: Context, { driver }: Connection, takesLong: boolean): number {
  return options.concurrencyGiven || takesLong || driver.followMany === undefined
    ? options.concurrency
    : Number.POSITIVE_INFINITY;
}

/**
 * Runs `work` for each item, so many at a time for each provider, and keeps the order. `limitOf` is asked about the
 * first item of each provider.
 */
export async function inParallel<T, R>(
  items: readonly T[],
  providerOf: (item: T) => string,
  limitOf: (item: T) => number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const byProvider = groupBy(
    items.map((item, index) => ({ item, index })),
    ({ item }) => providerOf(item),
  );
  await Promise.all(
    [...byProvider.values()].map((some) =>
      pMap(
        some,
        async ({ item, index }) => {
          results[index] = await work(item);
        },
        { concurrency: limitOf((some[0] as { item: T }).item) },
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
