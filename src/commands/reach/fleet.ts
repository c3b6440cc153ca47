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
  const reached = new Map<Target, Way | null>();
  const ways = inTurn(context, targets, async (target) => {
    const handsOut = sshOf(target.connection).expire !== undefined && !context.options.dryRun;
    return { target, way: handsOut ? null : await requireWay(context, target, reaching) };
  });
  for await (const { target, way } of ways) reached.set(target, way);
  return targets.map((target) => ({ target, way: reached.get(target) ?? null }));
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
export function inTurn<T extends Target | Reached, R>(
  context: Context,
  items: readonly T[],
  work: (item: T) => Promise<R>,
): AsyncGenerator<R> {
  const providerOf = (item: T) => ('target' in item ? item.target : item).located.instance.provider;
  return asTheyEnd(items, providerOf, () => context.options.concurrency, work);
}

function stepsOf(targets: readonly Target[]): Step[] {
  return targets.map(({ connection, located }) => ({
    connection,
    plan: { targets: [located], run: () => Promise.resolve(ended()) },
  }));
}
