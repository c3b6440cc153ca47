import { asTheyEnd } from '../../core/asTheyEnd';
import { confirm, refuseTooMany } from '../../core/confirm';
import type { Context } from '../../core/context';
import { checkGuards } from '../../core/guard';
import { ended } from '../../core/operation';
import type { Step } from '../../core/step';
import type { Target } from '../../core/targets';
import { through } from '../../core/through';
import type { Reaching } from './reachOptions';
import { checkAsked, requireAlive, requireWay, sshOf, type Way } from './way';

/** A target with the way to it; null where asking would hand out a password that may never be used. */
export interface Reached {
  target: Target;
  way: Way | null;
}

/** Resolves and refuses for all targets before anything is started on one. */
export async function reachAll(
  context: Context,
  action: string,
  targets: readonly Target[],
  reaching: Reaching,
): Promise<Reached[]> {
  for (const { connection, located } of targets) {
    await through(connection, async () => {
      checkAsked(context, connection, reaching);
      requireAlive(located.instance);
    });
  }
  checkGuards(
    targets.map(({ connection, located }) => ({ profile: connection.profile, instances: [located.instance] })),
    action,
  );
  refuseTooMany(context, stepsOf(targets), action);
  return findWays(context, targets, reaching);
}

/** The ways to all targets, but for those that cost a password. */
export async function findWays(context: Context, targets: readonly Target[], reaching: Reaching): Promise<Reached[]> {
  const reached = targets.map((target): Reached => ({ target, way: null }));
  const ways = inTurn(context, reached, async (one) => {
    const handsOut = sshOf(one.target.connection).expire !== undefined && !context.options.dryRun;
    if (!handsOut) one.way = await requireWay(context, one.target, reaching);
    return one;
  });
  for await (const _ of ways);
  return reached;
}

/** Asks before something is done to more than one instance. */
export async function confirmAll(
  context: Context,
  action: string,
  targets: readonly Target[],
  question: string,
): Promise<void> {
  await confirm(context, stepsOf(targets), { action, asks: false, question });
}

/** Runs `work` for each target, so many at a time for each provider, and gives what comes of it as it comes. */
export function inTurn<R>(
  context: Context,
  reached: readonly Reached[],
  work: (one: Reached) => Promise<R>,
): AsyncGenerator<R> {
  const providerOf = ({ target }: Reached) => target.connection.profile.provider;
  return asTheyEnd(reached, providerOf, () => context.options.concurrency, work);
}

function stepsOf(targets: readonly Target[]): Step[] {
  return targets.map(({ connection, located }) => ({
    connection,
    plan: { targets: [located], run: () => Promise.resolve(ended()) },
  }));
}
