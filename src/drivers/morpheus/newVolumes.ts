import type { Session } from '../../core/driver';
import { CliError } from '../../core/errors';
import { type Fields, fieldsOf, listOf, number, reference } from '../../core/fields';
import type { Body, Query } from '../../core/http';
import { toId, truth } from './fields';
import type { Plan } from './lookups';
import { isGone } from './readInstance';
import { parseVolumeSize, type VolumeSize } from './volumeSize';

const rootName = 'root';

/** Where and of which kind new volumes are. */
export interface VolumePlace {
  rootStorageType: number | string | null;
  storageType: number | string | null;
  /** A number or a word such as `auto`; undefined where the cloud has no datastores. */
  datastoreId?: number | string;
}

/**
 * The volumes of a new instance: those that were asked for, with a root volume of the plan's size unless one called
 * `root` is among them. Null where none was asked for and the cloud does not need to be told.
 */
export function newVolumes(words: readonly string[], plan: Plan, place: VolumePlace): readonly Body[] | null {
  const asked = words.map((word) => absolute(parseVolumeSize(word, 'volume'), word));
  if (asked.length === 0 && place.datastoreId === undefined) return null;
  const roots = asked.filter(({ volume }) => volume === rootName);
  if (roots.length > 1) throw new CliError('conflicting_options', 'The root volume is given two sizes');
  const size = roots[0]?.sizeGiB ?? (plan.diskGiB === null ? null : Math.ceil(plan.diskGiB));
  if (size === null && asked.length === 0) return null;
  if (size === null) {
    throw new CliError('missing_argument', `The plan ${plan.name} does not say how large the root volume is`, {
      hint: 'Say it: --volume root=GB',
    });
  }
  const data = asked.filter(({ volume }) => volume !== rootName);
  return [toBody(rootName, size, true, place), ...data.map((one) => toBody(one.volume, one.sizeGiB, false, place))];
}

/** The usual storage types of the plan, and the datastore that the appliance would choose itself. */
export async function volumePlaceOf(
  session: Session,
  plan: Plan,
  provisionType: Fields,
  where: { zoneId: string; siteId: string; resourcePoolId: string | null },
): Promise<VolumePlace> {
  const { fields } = plan;
  const datastoreId =
    truth(provisionType.hasDatastore) === true ? await datastoreFor(session, fields, provisionType, where) : null;
  return {
    rootStorageType: usualType(listOf(fields.rootStorageTypes)) ?? usualType(listOf(fields.storageTypes)),
    storageType: usualType(listOf(fields.storageTypes)),
    ...(datastoreId === null ? {} : { datastoreId }),
  };
}

async function datastoreFor(
  session: Session,
  plan: Fields,
  provisionType: Fields,
  where: { zoneId: string; siteId: string; resourcePoolId: string | null },
): Promise<number | string | null> {
  const automatic = listOf(plan.autoOptions).map(({ id }) => reference(id));
  if (automatic.includes('auto') || truth(plan.supportsAutoDatastore ?? provisionType.supportsAutoDatastore) === true) {
    return 'auto';
  }
  if (automatic[0] !== undefined && automatic[0] !== null) return automatic[0];
  const { clusters, datastores } = await readDatastores(session, where);
  const free = ({ freeSpace }: Fields) => number(freeSpace) ?? 0;
  const [most] = [...listOf(datastores), ...listOf(clusters)].toSorted((a, b) => free(b) - free(a));
  const id = reference(most?.id);
  return id === null ? null : toId(id);
}

/** Who may not look at the datastores leaves it to the appliance to say what it misses. */
async function readDatastores(session: Session, where: Query): Promise<Fields> {
  try {
    return fieldsOf((await session.http.get('/api/data-stores', where)).body);
  } catch (error) {
    if (isGone(error) || (error instanceof CliError && error.code === 'not_allowed')) return {};
    throw error;
  }
}

function usualType(types: readonly Fields[]): number | string | null {
  const usual = types.find(({ defaultType }) => truth(defaultType) === true) ?? types[0];
  const id = reference(usual?.id);
  return id === null ? null : toId(id);
}

function absolute(size: VolumeSize, word: string): VolumeSize {
  if (!size.more) return size;
  throw new CliError('invalid_value', `A new volume has a size, not a growth: --volume ${word}`);
}

function toBody(name: string, size: number, root: boolean, place: VolumePlace): Body {
  return {
    id: -1,
    rootVolume: root,
    name,
    size,
    sizeId: null,
    storageType: root ? place.rootStorageType : place.storageType,
    datastoreId: place.datastoreId,
  };
}
