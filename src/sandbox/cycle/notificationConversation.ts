import type { Conversation, World } from '../emulator';
import type { CycleData, CycleNotification } from './data';

const LOOK_TIME = 250;

/** Everything that happens in the hub from now on, one event a frame. */
export function notificationConversation(world: World<CycleData>): Conversation<CycleData> {
  let last = world.data.notifications.at(-1)?.number ?? 0;
  return {
    open(session) {
      session.every(LOOK_TIME, ({ data }) => {
        for (const notification of data.notifications) {
          if (notification.number <= last) continue;
          last = notification.number;
          session.send(JSON.stringify(notificationView(data, notification)));
        }
      });
    },
  };
}

function notificationView(data: CycleData, notification: CycleNotification): Record<string, unknown> {
  return {
    topic: notification.topic,
    object: notification.object,
    context: {
      hub_id: data.hub.id,
      account_id: null,
      environments: listOf(notification.environment_id),
      dns_zones: null,
      clusters: listOf(notification.cluster_id),
      containers: listOf(notification.container_id),
      virtual_machines: listOf(notification.virtual_machine_id),
    },
    flags: {},
  };
}

function listOf(id: string): string[] | null {
  return id === '' ? null : [id];
}
