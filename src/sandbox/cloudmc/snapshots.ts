import type { Reply } from '../reply';
import type { Call } from './call';
import type { CloudmcSnapshot, CloudmcVolume } from './data';
import { stampDate } from './dates';
import { defineEntity } from './entity';
import { invalid, notFound, wrongState } from './failure';
import type { Fields } from './fields';
import { ownedBy, ownedIn } from './owned';
import { requireQuota } from './quota';
import { beginTask } from './task';
import { views } from './views';

/** Snapshots of volumes, which outlive them. There is no way back from one. */
export const snapshots = defineEntity<CloudmcSnapshot>({
  type: 'snapshots',
  items: (call) => ownedIn(call, call.data.snapshots),
  find: (call, id) => ownedBy(call, call.data.snapshots, id),
  view: views.snapshots,
  filters: { volume_id: (snapshot, value) => snapshot.volumeId === value },
  create,
  remove,
});

function create(call: Call): Reply {
  const { data, fields } = call;
  const volumeId = fields.text('volumeId');
  if (volumeId === undefined) throw invalid('volumeId is required');
  const volume = ownedBy(call, data.volumes, volumeId);
  if (!volume) throw invalid(`No volume with the id ${volumeId} was found`);
  if (volume.state !== 'Ready') throw wrongState('take a snapshot of a volume', volume, 'volumes', ['Ready']);
  return takeSnapshot(call, volume, fields);
}

/** A snapshot of a volume that is Ready; without a name it is made of the instance's, the volume's and the time. */
export function takeSnapshot(call: Call, volume: CloudmcVolume, fields: Fields): Reply {
  const { data, environment, world } = call;
  const owner = volume.instanceId ? data.instances[volume.instanceId]?.name : undefined;
  const name = fields.text('name') ?? `${owner ?? 'detached'}_${volume.name}_${stampDate(world.now())}`;
  if (ownedIn(call, data.snapshots).some((snapshot) => snapshot.name === name)) {
    throw invalid(`There is a snapshot with the name ${name} already`);
  }
  requireQuota(call, 'snapshots', 1);
  const id = world.random.uuid();
  data.snapshots[id] = {
    id,
    environment: environment.id,
    name,
    state: 'Creating',
    volumeId: volume.id,
    volume: volume.name,
    volumeType: volume.type,
  };
  volume.state = 'Snapshotting';
  return beginTask(call, {
    success: { kind: 'snapshot taken', id, volumeId: volume.id },
    failure: { kind: 'snapshot failed', id, volumeId: volume.id },
  });
}

function remove(call: Call): Reply {
  const snapshot = ownedBy(call, call.data.snapshots, call.id);
  if (!snapshot) throw notFound('snapshots', call.id);
  if (snapshot.state !== 'BackedUp' && snapshot.state !== 'Error') {
    throw wrongState('delete a snapshot', snapshot, 'snapshots', ['BackedUp', 'Error']);
  }
  const { id, state } = snapshot;
  snapshot.state = 'Destroying';
  return beginTask(call, {
    success: { kind: 'remove', collection: 'snapshots', id },
    failure: { kind: 'change', collection: 'snapshots', id, fields: { state } },
  });
}
