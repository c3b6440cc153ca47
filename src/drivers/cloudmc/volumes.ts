import type { NoInput, Reading, Row } from '../../core/driver';
import type { Volume } from './lookups';
import { placeAt } from './place';
import { readAttached } from './readAttached';

/** The volumes of an instance, its root volume first. */
export const volumes: Reading<NoInput, readonly Row[]> = {
  options: [],
  read: async (session, target) =>
    (await readAttached(session, placeAt(target), target.instance.id)).map((volume) => toRow(volume)),
};

/** A volume as a row of a listing. */
export function toRow({ id, name, instanceId, instance, sizeGiB, state, type, ...rest }: Volume): Row {
  const { offering, iops, zone, createdAt } = rest;
  return {
    id,
    name,
    instanceId,
    instance,
    sizeGiB,
    state,
    type,
    diskOffering: offering,
    iops,
    region: zone,
    createdAt,
  };
}
