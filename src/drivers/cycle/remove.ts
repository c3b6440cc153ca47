import type { Changing, DeleteInput, Plan, Session } from '../../core/driver';
import { CliError } from '../../core/errors';
import { groupBy } from '../../core/group';
import { type Mutation, path } from '../../core/http';
import type { Located } from '../../core/instance';
import { byKind } from './byKind';
import { change } from './change';
import { readContainer, refuseOwn } from './containers';
import { operation } from './job';
import { containerOf, readMachine } from './read';

/** Several instances of one container go in one request, which always names them: without ids it might mean all. */
export const remove: Changing<DeleteInput> = {
  limit:
    'Where the container’s strategy is manual; elsewhere Cycle picks what goes: nube create --container C --scale N.',
  options: [],
  plan: byKind('delete', planInstances, planMachines),
};

async function planInstances(session: Session, targets: readonly Located[]): Promise<readonly Plan[]> {
  const plans = await Promise.all(
    [...groupBy(targets, containerOf)].map(async ([id, all]) => {
      const container = await readContainer(session, id);
      const { label, strategy, wanted, locked } = container;
      refuseOwn(container, 'delete');
      if (strategy !== 'manual') {
        const left = Math.max(0, wanted - all.length);
        throw new CliError(
          'not_supported',
          `The container ${label} has the strategy ${strategy ?? 'of the platform'}: Cycle picks which of its instances go`,
          { hint: `nube create --container ${label} --scale ${left}` },
        );
      }
      if (locked) {
        throw new CliError('provider_conflict', `The container ${label} is locked against deletion`, {
          hint: `nube api PATCH /v1/containers/${id} --field lock=false takes that back.`,
        });
      }
      const going = all.filter(({ instance }) => instance.state === 'deleting');
      const here = all.filter(({ instance }) => instance.state !== 'deleting');
      return [
        ...(here.length > 0 ? [planSome(session, id, here)] : []),
        // Nothing to send while it is going: only to wait until it is gone.
        ...(going.length > 0 ? [{ targets: going, run: async () => untilGone(session, id, going, null) }] : []),
      ];
    }),
  );
  return plans.flat();
}

function planSome(session: Session, container: string, targets: readonly Located[]): Plan {
  const ids = targets.map(({ instance }) => instance.id);
  const [only = ''] = ids;
  const mutation: Mutation =
    ids.length === 1
      ? { method: 'DELETE', path: path`/v1/containers/${container}/instances/${only}` }
      : { method: 'DELETE', path: path`/v1/containers/${container}/instances`, body: { instances_ids: ids } };
  return {
    targets,
    run: () =>
      change(
        session,
        mutation,
        (job) => untilGone(session, container, targets, job),
        // A lost answer about one instance is settled by those who follow it anyway.
        ids.length === 1 ? null : undefined,
      ),
  };
}

function untilGone(session: Session, container: string, targets: readonly Located[], job: string | null) {
  return operation(session, job, 'gone', { container, ids: targets.map(({ instance }) => instance.id) });
}

function planMachines(session: Session, targets: readonly Located[]): Promise<readonly Plan[]> {
  return Promise.all(
    targets.map(async (target): Promise<Plan> => {
      const { id, name, state } = target.instance;
      const untilMachineGone = (job: string | null) => operation(session, job, 'machine-gone', { instance: id });
      if (state === 'deleting') return { targets: [target], run: async () => untilMachineGone(null) };
      const { fields } = await readMachine(session, id);
      if (fields.lock === true) {
        throw new CliError('provider_conflict', `The virtual machine ${name} is locked against deletion`, {
          hint: `nube api PATCH /v1/virtual-machines/${id} --field lock=false takes that back.`,
        });
      }
      return {
        targets: [target],
        run: () =>
          change(session, { method: 'DELETE', path: path`/v1/virtual-machines/${id}` }, untilMachineGone, null),
      };
    }),
  );
}
