import type { Call } from './call';
import type { CloudmcVolume } from './data';
import { invalid, wrongState } from './failure';
import { ownedBy } from './owned';

/** The data volume with this id, if it can be attached to an instance in a zone. */
export function requireFreeVolume(call: Call, id: string, zoneId: string): CloudmcVolume {
  const volume = ownedBy(call, call.data.volumes, id);
  if (!volume) throw invalid(`No volume with the id ${id} was found`);
  if (volume.type !== 'data') throw invalid(`The volume ${volume.name} is not a data volume`);
  if (volume.instanceId !== undefined) throw invalid(`The volume ${volume.name} is attached to an instance already`);
  if (volume.state !== 'Ready') throw wrongState('attach a volume', volume, 'volumes', ['Ready']);
  if (volume.zoneId !== zoneId) throw invalid(`The volume ${volume.name} is in another zone than the instance`);
  return volume;
}
