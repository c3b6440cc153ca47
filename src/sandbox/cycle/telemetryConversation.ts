import type { Conversation, World } from '../emulator';
import type { CycleData } from './data';
import { intervalOf, snapshotAt } from './snapshot';

/** The figures of an instance, one snapshot a frame, at the interval of its container. It ends when the instance stops. */
export function telemetryConversation(world: World<CycleData>, instanceId: string): Conversation<CycleData> {
  const container = world.data.containers[world.data.instances[instanceId]?.container_id ?? ''];
  const interval = container && intervalOf(container);
  return {
    open(session) {
      function tick(later: World<CycleData>): void {
        const instance = later.data.instances[instanceId];
        const runs = instance && ['running', 'migrating'].includes(instance.state);
        const snapshot = runs ? snapshotAt(later, instance, later.now()) : undefined;
        if (snapshot) session.send(JSON.stringify(snapshot));
        else session.close(1000);
      }

      session.read(tick);
      if (interval !== undefined) session.every(interval, tick);
    },
  };
}
