import type { World } from '../emulator';
import type { CycleContainer, CycleData, CycleNotification } from './data';

const KEPT = 500;

/** Tells whoever listens to the hub what has happened, to which thing, and in which container. */
export function notify(
  world: World<CycleData>,
  topic: string,
  object: CycleNotification['object'],
  container?: CycleContainer,
): void {
  const { data } = world;
  const environment = container && data.environments[container.environment_id];
  const cluster = Object.values(data.clusters).find(({ identifier }) => identifier === environment?.cluster);
  data.notifications.push({
    number: (data.notifications.at(-1)?.number ?? 0) + 1,
    topic,
    object,
    environment_id: environment?.id ?? '',
    cluster_id: cluster?.id ?? '',
    container_id: container?.id ?? '',
    virtual_machine_id: container?.virtual_machine_id ?? '',
  });
  if (data.notifications.length > KEPT) data.notifications.shift();
}
