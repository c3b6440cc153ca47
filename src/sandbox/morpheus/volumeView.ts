import { GIB } from './catalog';
import type { MorpheusVolume } from './data';

/** A volume as instances and servers show it. It has no id before it is there. */
export function volumeView(volume: MorpheusVolume, index: number, made: boolean): Record<string, unknown> {
  return {
    id: made ? volume.id : -1,
    uuid: volume.uuid,
    name: volume.name,
    size: volume.size,
    maxStorage: volume.size * GIB,
    rootVolume: volume.rootVolume,
    storageType: volume.storageType,
    datastoreId: volume.datastoreId,
    resizeable: true,
    planResizable: false,
    displayOrder: index,
    controllerMountPoint: `0:0:4:${index}`,
  };
}
