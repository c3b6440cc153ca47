import type { World } from '../emulator';
import type { MorpheusData, MorpheusEnding, MorpheusInstance } from './data';
import { endProcess } from './operation';

/** Forgets an instance and what belongs to it, apart from what shall stay. */
export function removeInstance(
  world: World<MorpheusData>,
  instance: MorpheusInstance,
  { preserveVolumes, keepBackups }: NonNullable<MorpheusEnding['remove']>,
): void {
  const { data } = world;
  if (preserveVolumes) for (const volume of instance.volumes) data.volumes[volume.id] = volume;
  for (const snapshot of Object.values(data.snapshots)) {
    if (snapshot.instanceId === instance.id) delete data.snapshots[snapshot.id];
  }
  for (const backup of Object.values(data.backups)) {
    if (backup.instanceId === instance.id && !keepBackups) delete data.backups[backup.id];
  }
  for (const process of Object.values(data.processes)) {
    const unfinished = process.instanceId === instance.id && process.endDate === null;
    if (unfinished) endProcess(world, process.id, 'cancelled');
  }
  delete data.instances[instance.id];
  world.cancel(String(instance.id));
}
