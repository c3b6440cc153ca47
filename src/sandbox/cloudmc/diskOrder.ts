import type { Call } from './call';
import { diskOfferings } from './catalog';
import { invalid } from './failure';

/** What a data volume is to be like. */
export interface DiskOrder {
  diskOfferingId: string;
  sizeInGb: number;
  iops?: number;
}

/** Reads `diskOfferingId` and what it allows to choose; `names` are those of the two other fields. */
export function readDisk({ fields }: Call, names: { size: string; iops: string }): DiskOrder {
  const id = fields.text('diskOfferingId');
  if (id === undefined) throw invalid('diskOfferingId is required');
  const offering = diskOfferings.find((known) => known.id === id);
  if (!offering) throw invalid(`No disk offering with the id ${id} was found`);
  const size = fields.number(names.size);
  const iops = fields.number(names.iops);
  if (offering.customSize) {
    if (size === undefined) throw invalid(`${names.size} is required for the disk offering ${offering.name}`);
    if (!(size <= 4096)) throw invalid(`${names.size} must be from 1 to 4096`);
  } else if (size !== undefined) {
    throw invalid(`${names.size} cannot be given for the disk offering ${offering.name}`);
  }
  if (offering.customIops) {
    const { minIops = 1, maxIops = Number.POSITIVE_INFINITY } = offering;
    if (iops === undefined) throw invalid(`${names.iops} is required for the disk offering ${offering.name}`);
    if (!(iops >= minIops && iops <= maxIops)) throw invalid(`${names.iops} must be from ${minIops} to ${maxIops}`);
  } else if (iops !== undefined) {
    throw invalid(`${names.iops} cannot be given for the disk offering ${offering.name}`);
  }
  return { diskOfferingId: id, sizeInGb: size ?? offering.gbSize, ...(iops === undefined ? {} : { iops }) };
}
