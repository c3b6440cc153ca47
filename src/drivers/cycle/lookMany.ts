import type { Session } from '../../core/driver';
import { findTogether } from '../../core/findTogether';
import { groupBy } from '../../core/group';
import type { Located } from '../../core/instance';
import { stateOf } from './fields';
import { isMachine } from './machine';
import { containerOf, lookAtInstance, readInstances, type Seen } from './read';
import { readTogether } from './together';

/** Several instances as they are now, each null when it is gone: through the lists of their containers where that is shorter. */
export function lookMany(session: Session, targets: readonly Located[]): readonly Promise<Located | null>[] {
  const [machines, instances] = [targets.filter(isMachine), targets.filter((target) => !isMachine(target))];
  const reads = readTogether(
    session,
    [],
    machines.map(({ instance }) => instance.id),
  );
  const readers = new Map(
    [...groupBy(instances, containerOf)].map(([container, some]) => [
      container,
      findTogether<Seen>(new Set(some.map(({ instance }) => instance.id)), {
        async page() {
          const all = await readInstances(session, container);
          return { items: all.filter(({ fields }) => stateOf(fields) !== 'deleted'), pages: 1 };
        },
        idOf: ({ located }) => located.instance.id,
        one: (id) => lookAtInstance(session, container, id),
      }),
    ]),
  );
  return targets.map(async (target) => {
    const { id } = target.instance;
    const seen = isMachine(target) ? await reads.machine(id) : await readers.get(containerOf(target))?.(id);
    return seen?.located ?? null;
  });
}
