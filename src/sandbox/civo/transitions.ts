import type { Emulator, World } from '../emulator';
import type { CivoData, CivoInstance } from './data';
import type { Ending } from './operation';
import { ownedBy, volumesOf } from './owned';

/** What comes about by itself. A subject that has gone meanwhile is passed over. */
export const transitions: Emulator<CivoData>['transitions'] = {
  operation(world, subject, detail) {
    const instance = world.data.instances[subject];
    if (instance) endOperation(world, instance, detail as Ending);
  },
  removal(world, subject) {
    const { data } = world;
    for (const volume of volumesOf(data, subject)) {
      volume.instance_id = '';
      volume.mountpoint = '';
      volume.status = 'available';
    }
    for (const ip of Object.values(data.ips)) {
      if (ip.instance_id === subject) ip.instance_id = '';
    }
    delete data.instances[subject];
    delete data.consoles[subject];
  },
  address(world, subject, detail) {
    const instance = world.data.instances[subject];
    if (instance) instance.public_ip = detail as string | null;
  },
  volume(world, subject, detail) {
    const volume = world.data.volumes[subject];
    if (!volume) return;
    // A new volume isn't made before there is a machine in its network.
    if (volume.status === 'creating' && !hasInstances(world.data, volume.network_id)) return;
    volume.status = detail as string;
    if (volume.status === 'available') {
      volume.instance_id = '';
      volume.mountpoint = '';
    }
  },
  volumeRemoval(world, subject) {
    delete world.data.volumes[subject];
  },
  ip(world, subject, detail) {
    const ip = world.data.ips[subject];
    if (ip) ip.ip = detail as string;
  },
  snapshot(world, subject, detail) {
    const snapshot = world.data.snapshots[subject];
    if (snapshot) snapshot.state = detail as string;
  },
};

function endOperation(world: World<CivoData>, instance: CivoInstance, ending: Ending): void {
  const { data } = world;
  const built = instance.status === 'BUILDING';
  instance.status = ending.status;
  if (ending.size !== undefined) instance.size = ending.size;
  if (ending.privateIp !== undefined) instance.private_ip = ending.privateIp;
  if (ending.publicIp !== undefined) instance.public_ip = ending.publicIp;
  if (ending.status !== 'ACTIVE') return;
  for (const volume of volumesOf(data, instance.id)) {
    if (volume.status === 'attaching') volume.status = 'attached';
  }
  if (!built) return;
  for (const volume of Object.values(data.volumes)) {
    const waits = volume.status === 'creating' && volume.network_id === instance.network_id;
    if (waits && ownedBy(data.volumes, volume.id, instance.region)) volume.status = 'available';
  }
}

function hasInstances(data: CivoData, networkId: string): boolean {
  return Object.values(data.instances).some((instance) => instance.network_id === networkId);
}
