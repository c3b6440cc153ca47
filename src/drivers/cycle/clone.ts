import type { Changing, CloneInput, Plan, Session } from '../../core/driver';
import { CliError } from '../../core/errors';
import { text } from '../../core/fields';
import { groupBy } from '../../core/group';
import type { Located } from '../../core/instance';
import { byKind } from './byKind';
import { readContainer, refuseOwn } from './containers';
import { chooseUsable, placeInstances, scaleTo } from './place';
import { containerOf, readInstance } from './read';

/** One more instance of the container: on the same server where the strategy is manual, else where Cycle puts it. */
export const clone: Changing<CloneInput> = {
  limit: 'One more instance of the container, which names it; nothing of its volumes is copied.',
  options: ['shapeOnly'],
  plan: byKind('clone', planInstances, 'virtual machines are not copied'),
};

async function planInstances(session: Session, targets: readonly Located[]): Promise<readonly Plan[]> {
  return Promise.all(
    [...groupBy(targets, containerOf)].map(async ([id, some]): Promise<Plan> => {
      const container = await readContainer(session, id);
      refuseOwn(container, 'clone');
      if (container.deprecated) {
        throw new CliError(
          'provider_conflict',
          `The container ${container.label} is deprecated and gets no new instances`,
        );
      }
      if (container.strategy !== 'manual') {
        return { targets: some, run: () => scaleTo(session, container, container.wanted + some.length) };
      }
      const servers = await Promise.all(
        some.map(async ({ instance }) => {
          const { fields } = await readInstance(session, id, instance.id);
          return chooseUsable(session, container, text(fields.server_id) ?? '');
        }),
      );
      const placements = [...groupBy(servers, (server) => server)].map(([server, same]) => ({
        server,
        count: same.length,
      }));
      return { targets: some, run: () => placeInstances(session, container, placements) };
    }),
  );
}
