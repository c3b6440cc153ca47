import type { NoInput, Reading, Row } from '../../core/driver';
import { readInstance } from './get';
import { attachedTo, readVolumes, type Volume } from './lookups';
import { regionOf } from './regions';

/** The volumes attached to an instance; its own disk is not one. */
export const volumes: Reading<NoInput, readonly Row[]> = {
  options: [],
  async read(session, target) {
    const region = regionOf(target);
    const { id } = target.instance;
    const [fields, all] = await Promise.all([readInstance(session, region, id), readVolumes(session, region)]);
    return attachedTo(fields, all).map((attached) => {
      const volume = all.find((one) => one.id === attached.id);
      if (volume !== undefined) return { ...toRow(volume, region), instanceId: id };
      return { ...attached, instanceId: id, region };
    });
  },
};

/** A volume as a row of a listing. */
export function toRow(volume: Volume, region: string): Row {
  const { id, name, instance, sizeGiB, state, type, mountpoint, bootable, createdAt } = volume;
  return { id, name, instanceId: instance, sizeGiB, state, type, mountpoint, bootable, region, createdAt };
}
