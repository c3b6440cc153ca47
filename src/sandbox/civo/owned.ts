import type { Call } from './civoRoute';
import type { CivoData, CivoInstance } from './data';
import { failure } from './failure';

/** What the account has of one kind in the region of the request, in the order it was made. */
export function ownedIn<Item extends { region: string }>(items: Record<string, Item>, region: string): Item[] {
  return Object.values(items).filter((item) => item.region === region);
}

/** The one with this id in this region, if there is one. */
export function ownedBy<Item extends { region: string }>(
  items: Record<string, Item>,
  id: string,
  region: string,
): Item | undefined {
  const item = Object.hasOwn(items, id) ? items[id] : undefined;
  return item?.region === region ? item : undefined;
}

/** The instance that the path names; throws when the region has none of that id. */
export function instanceOf(call: Call, id = call.param('id')): CivoInstance {
  const instance = ownedBy(call.data.instances, id, call.region);
  if (!instance) throw failure('database_instance_find');
  return instance;
}

/** The same, for whatever changes it: one that is being deleted takes no more orders. */
export function livingInstanceOf(call: Call, id = call.param('id')): CivoInstance {
  const instance = instanceOf(call, id);
  if (instance.status === 'DELETING') throw failure('instance_state_must_be_active_or_shutoff');
  return instance;
}

/** The instances of a region. Remembered between changes, since there may be very many. */
export function instancesIn(call: Call): CivoInstance[] {
  return call.world.memo(`instances ${call.region}`, () => ownedIn(call.data.instances, call.region));
}

/** The volumes attached to an instance. */
export function volumesOf(data: CivoData, instanceId: string) {
  return Object.values(data.volumes).filter((volume) => volume.instance_id === instanceId);
}
