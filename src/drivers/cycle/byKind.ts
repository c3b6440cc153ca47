import type { Changing, Plan, Session } from '../../core/driver';
import { CliError } from '../../core/errors';
import type { Located } from '../../core/instance';
import { isMachine } from './machine';

type Planner<I> = Changing<I>['plan'];

/** Plans containers' instances and virtual machines each in their way; a sentence says why not for one of them. */
export function byKind<I>(
  action: string,
  ofInstances: Planner<I> | string,
  ofMachines: Planner<I> | string,
): Planner<I> {
  const planSome = async (
    session: Session,
    targets: readonly Located[],
    input: I,
    planner: Planner<I> | string,
  ): Promise<readonly Plan[]> => {
    const [first] = targets;
    if (first === undefined) return [];
    if (typeof planner === 'function') return planner(session, targets, input);
    throw new CliError('not_supported', `Cycle can't ${action} ${first.instance.name}: ${planner}`, {
      hint: 'nube providers shows what each provider can do.',
    });
  };
  return async (session, targets, input) => {
    const machines = targets.filter(isMachine);
    const instances = targets.filter((target) => !isMachine(target));
    const plans = await Promise.all([
      planSome(session, instances, input, ofInstances),
      planSome(session, machines, input, ofMachines),
    ]);
    return plans.flat();
  };
}
