import type { Plan, Session } from '../../core/driver';
import { CliError } from '../../core/errors';
import { fieldsOf, isFields, text } from '../../core/fields';
import { groupBy } from '../../core/group';
import { type Body, path } from '../../core/http';
import type { Located } from '../../core/instance';
import { ended } from '../../core/operation';
import { change } from './change';
import { type Container, readContainer, refuseOwn } from './containers';
import { stateOf } from './fields';
import { operation } from './job';
import { containerOf, readInstances, type Seen } from './read';

/** One task of a container, which is for every instance that it has. */
export interface ContainerTask {
  /** Cycle's name for it. */
  action: 'start' | 'stop' | 'restart' | 'reconfigure';
  /** What a person calls it: `stop`. */
  verb: string;
  /** States of instances that it leaves alone. */
  spares: readonly string[];
  /** States in which the instances are done. */
  until: readonly string[];
  /** They are in such a state from the beginning. */
  back: boolean;
  contents?: Body;
  loses?: readonly string[];
  skip?: string;
}

/**
 * One plan for each container of the targets. It touches all instances that the container has, but for those that
 * are as they should be already or due to be purged; `taskFor` may refuse.
 */
export async function planTasks(
  session: Session,
  targets: readonly Located[],
  wholeContainer: boolean,
  taskFor: (container: Container, instances: readonly Seen[]) => ContainerTask,
): Promise<readonly Plan[]> {
  const groups = [...groupBy(targets, containerOf)];
  return Promise.all(
    groups.map(async ([id, some]) => {
      const [container, all] = await Promise.all([readContainer(session, id), readInstances(session, id)]);
      const instances = all.filter(({ fields }) => !['deleted', 'deleting'].includes(stateOf(fields)));
      const task = taskFor(container, instances);
      refuseOwn(container, task.verb);
      refusePurged(some, instances, task.verb);
      return planOne(session, container, task, some, instances, wholeContainer);
    }),
  );
}

function planOne(
  session: Session,
  container: Container,
  task: ContainerTask,
  targets: readonly Located[],
  instances: readonly Seen[],
  allowed: boolean,
): Plan {
  const active = instances.filter(isActive);
  const touched = active.filter(({ fields }) => !task.spares.includes(stateOf(fields)));
  if (touched.length === 0) return { targets, skip: 'it is as asked already', run: async () => ended() };
  const named = new Map(targets.map((target) => [target.instance.id, target]));
  const names = active.map(({ located }) => located.instance.name).join(', ');
  const sentence = `${task.verb} is for the whole container ${container.label}, which has ${active.length} instances: ${names}.`;
  const { action, contents, until, back } = task;
  const waitFor = (job: string | null) =>
    operation(session, job, 'instances', {
      container: container.id,
      ids: touched.map(({ located }) => located.instance.id),
      changed: touched.map(({ fields }) => text(fieldsOf(fields.state).changed) ?? ''),
      until,
      back,
    });
  return {
    targets: touched.map(({ located }) => named.get(located.instance.id) ?? located),
    ...(task.skip === undefined ? {} : { skip: task.skip }),
    ...(task.loses === undefined ? {} : { loses: task.loses }),
    ...(active.length > 1 && !allowed ? { wholeContainer: sentence } : {}),
    run: () =>
      change(
        session,
        {
          method: 'POST',
          path: path`/v1/containers/${container.id}/tasks`,
          body: contents === undefined ? { action } : { action, contents },
        },
        waitFor,
        // The state of one instance alone is looked at by those who follow a lost answer anyway.
        touched.length === 1 && !back ? null : undefined,
      ),
  };
}

/** The instance that a migration has left behind is due to be purged and does not run any more. */
function isActive({ fields }: Seen): boolean {
  return fields.ready_state !== 'purge';
}

function refusePurged(targets: readonly Located[], instances: readonly Seen[], verb: string): void {
  const purged = instances.find((one) => !isActive(one) && targets.some(({ instance }) => instance.id === idOf(one)));
  if (purged === undefined) return;
  const { name, profile } = purged.located.instance;
  const moved = isFields(fieldsOf(purged.fields.migration).to);
  throw new CliError('wrong_state', `${name} is due to be purged, and can't ${verb} any more`, {
    hint: moved
      ? `nube migrate ${profile}/${idOf(purged)} --revert brings it back.`
      : `nube get ${profile}/${idOf(purged)}`,
  });
}

const idOf = ({ located }: Seen): string => located.instance.id;
