import type { Call } from './call';
import type { CloudmcData, CloudmcInstance, CloudmcVolume, Owned } from './data';

/** What an environment has of one kind, in the order it was made. */
export function ownedIn<Item extends Owned>(call: Call, items: Record<string, Item>): Item[] {
  return Object.values(items).filter((item) => item.environment === call.environment.id);
}

/** The one with this id in the environment, if there is one. */
export function ownedBy<Item extends Owned>(
  call: Call,
  items: Record<string, Item>,
  id: string | undefined,
): Item | undefined {
  const item = id !== undefined && Object.hasOwn(items, id) ? items[id] : undefined;
  return item?.environment === call.environment.id ? item : undefined;
}

export function volumesOf(data: CloudmcData, instanceId: string): CloudmcVolume[] {
  return Object.values(data.volumes).filter((volume) => volume.instanceId === instanceId);
}

/** Whether it counts against the quota and takes part in anything. */
export function isAlive(instance: CloudmcInstance): boolean {
  return instance.state !== 'Destroyed' && instance.state !== 'Expunging';
}
