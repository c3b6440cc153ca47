import type { Reply } from '../reply';
import type { Call } from './call';
import { diskOfferings } from './catalog';
import type { CloudmcInstance, CloudmcVolume } from './data';
import { readDisk } from './diskOrder';
import { defineEntity } from './entity';
import { invalid, notFound, wrongState } from './failure';
import { instanceGiven } from './instanceTask';
import { ownedBy, ownedIn } from './owned';
import { requireQuota } from './quota';
import { requireFreeVolume } from './requireFreeVolume';
import { takeSnapshot } from './snapshots';
import { beginTask } from './task';
import { views } from './views';

/** Volumes: one `os` volume for each instance, `data` volumes attached to one instance at most. */
export const volumes = defineEntity<CloudmcVolume>({
  type: 'volumes',
  items: (call) => ownedIn(call, call.data.volumes),
  find: (call, id) => ownedBy(call, call.data.volumes, id),
  view: views.volumes,
  filters: {
    type: (volume, value) => volume.type === value.toLowerCase(),
    instance_id: (volume, value) => volume.instanceId === value,
  },
  create,
  remove,
  onOne: {
    attachToInstance,
    detachFromInstance,
    resize,
    createSnapshotFromVolume: (call) => {
      const volume = volumeOf(call, 'take a snapshot of');
      return takeSnapshot(call, volume, call.fields.within('snapshot'));
    },
  },
});

/** Made and attached in one go. */
function create(call: Call): Reply {
  const { data, environment, fields, world } = call;
  const name = fields.text('name');
  if (name === undefined) throw invalid('name is required');
  const disk = readDisk(call, { size: 'sizeInGb', iops: 'iops' });
  const instance = instanceGiven(call, 'attach a volume to');
  const zoneId = zoneOfInstance(call, instance);
  const wanted = fields.text('zoneId');
  if (wanted !== undefined && wanted !== zoneId) throw invalid('The volume must be in the zone of the instance');
  requireQuota(call, 'volumes', 1);
  const id = world.random.uuid();
  data.volumes[id] = {
    id,
    environment: environment.id,
    name,
    type: 'data',
    state: 'Creating',
    created: world.now(),
    zoneId,
    ...disk,
  };
  return beginTask(call, {
    success: change(id, { state: 'Ready', instanceId: instance.id }),
    failure: { kind: 'remove', collection: 'volumes', id },
  });
}

function attachToInstance(call: Call): Reply {
  if (!ownedBy(call, call.data.volumes, call.id)) throw notFound('volumes', call.id);
  const instance = instanceGiven(call, 'attach a volume to');
  const volume = requireFreeVolume(call, call.id, zoneOfInstance(call, instance));
  volume.state = 'Attaching';
  return beginTask(call, {
    success: change(volume.id, { state: 'Ready', instanceId: instance.id }),
    failure: change(volume.id, { state: 'Ready' }),
  });
}

function detachFromInstance(call: Call): Reply {
  const volume = volumeOf(call, 'detach');
  if (volume.type === 'os') throw invalid('The root volume of an instance cannot be detached');
  if (volume.instanceId === undefined) throw invalid('The volume is not attached to an instance');
  volume.state = 'Detaching';
  return beginTask(call, {
    success: change(volume.id, { state: 'Ready', instanceId: null }),
    failure: change(volume.id, { state: 'Ready' }),
  });
}

/** Upwards only: a data volume to the size that its (new) disk offering has or allows, a root volume to any. */
function resize(call: Call): Reply {
  const { fields } = call;
  const volume = volumeOf(call, 'resize');
  const wanted = fields.number('sizeInGb');
  const offeringId = fields.text('diskOfferingId') ?? volume.diskOfferingId;
  const offering = diskOfferings.find(({ id }) => id === offeringId);
  let size = wanted;
  if (volume.type === 'os') {
    if (fields.has('diskOfferingId')) throw invalid('diskOfferingId cannot be given for a root volume');
  } else {
    if (!offering) throw invalid(`No disk offering with the id ${offeringId} was found`);
    if (!offering.customSize && wanted !== undefined && wanted !== offering.gbSize) {
      throw invalid(`sizeInGb cannot be chosen with the disk offering ${offering.name}`);
    }
    size = offering.customSize ? wanted : offering.gbSize;
  }
  if (size === undefined) throw invalid('sizeInGb is required');
  if (!(size > volume.sizeInGb && size <= 4096)) {
    throw invalid(`The volume has ${volume.sizeInGb} GB and can only become larger, up to 4096 GB`);
  }
  volume.state = 'Resizing';
  const iops = offering?.customIops ? (fields.number('iops') ?? volume.iops ?? offering.minIops) : null;
  const disk = offering ? { diskOfferingId: offering.id, iops } : {};
  return beginTask(call, {
    success: change(volume.id, { state: 'Ready', sizeInGb: size, ...disk }),
    failure: change(volume.id, { state: 'Ready' }),
  });
}

function remove(call: Call): Reply {
  const volume = volumeOf(call, 'delete');
  if (volume.type === 'os') throw invalid('The root volume of an instance cannot be deleted');
  if (volume.instanceId !== undefined) throw invalid('The volume must be detached before it is deleted');
  volume.state = 'Expunging';
  return beginTask(call, {
    success: { kind: 'remove', collection: 'volumes', id: volume.id },
    failure: change(volume.id, { state: 'Ready' }),
  });
}

function change(id: string, fields: Record<string, unknown>) {
  return { kind: 'change', collection: 'volumes', id, fields, shown: true } as const;
}

function volumeOf(call: Call, what: string): CloudmcVolume {
  const volume = ownedBy(call, call.data.volumes, call.id);
  if (!volume) throw notFound('volumes', call.id);
  if (volume.state !== 'Ready') throw wrongState(`${what} a volume`, volume, 'volumes', ['Ready']);
  return volume;
}

function zoneOfInstance({ data }: Call, instance: CloudmcInstance): string {
  return data.networks[instance.nics[0]?.networkId ?? '']?.zoneId ?? '';
}
