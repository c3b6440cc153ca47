import { type InterfaceOrder, type Shape, usualStorageType, type VolumeOrder } from './buildInstance';
import { GIB, type MorpheusCloud, type MorpheusPlan, provisionTypeOf, securityGroups } from './catalog';
import type { MorpheusVariable } from './data';
import type { FieldErrors } from './failure';
import { createFields, type Fields, isRecord } from './fields';
import { datastores, networkOfReference, networkTypes, storageTypes } from './infrastructure';

/** Below this a size of memory is taken for one in MB. */
const SMALLEST_IN_BYTES = 1_048_576;

/** The volumes of a request to make an instance, the root one first; undefined when it names none. */
export function readVolumes(
  fields: Fields,
  cloud: MorpheusCloud,
  plan: MorpheusPlan,
  errors: FieldErrors,
): VolumeOrder[] | undefined {
  const wanted = fields.records('volumes');
  if (wanted === undefined || wanted.length === 0) return undefined;
  const roots = wanted.filter((volume) => volume.flag('rootVolume'));
  if (roots.length !== 1) errors.volumes = 'Exactly one root volume is required';
  const ordered = [...roots, ...wanted.filter((volume) => !volume.flag('rootVolume'))];
  return ordered.map((volume, index) => readVolume(volume, cloud, plan.maxStorage / GIB, index, errors));
}

/** One volume that shall be made. */
export function readVolume(
  volume: Fields,
  cloud: MorpheusCloud,
  usualSize: number,
  index: number,
  errors: FieldErrors,
): VolumeOrder {
  const size = volume.number('size') ?? usualSize;
  if (!Number.isInteger(size) || size < 1) errors.volumes = 'Volume size must be a whole number of GB';
  const storageType = volume.number('storageType') ?? usualStorageType(cloud.id);
  if (!storageTypes.some((type) => type.id === storageType && type.cloudId === cloud.id)) {
    errors.volumes = 'Storage type not found';
  }
  const datastoreId = readDatastore(volume, cloud, errors);
  return { name: volume.text('name') ?? (index === 0 ? 'root' : `data-${index}`), size, storageType, datastoreId };
}

function readDatastore(volume: Fields, cloud: MorpheusCloud, errors: FieldErrors): number | null {
  if (!provisionTypeOf(cloud.id).hasDatastore) return null;
  const own = datastores.filter((store) => store.cloudId === cloud.id);
  const wanted = volume.text('datastoreId');
  const store =
    wanted === 'auto' || wanted === 'autoCluster'
      ? own.find(({ cluster }) => cluster === (wanted === 'autoCluster'))
      : own.find(({ id }) => String(id) === wanted);
  if (!store) errors.volumes = wanted === undefined ? 'Datastore is required' : 'Datastore not found';
  return store?.id ?? null;
}

/** The network interfaces of a request; undefined when it names none. */
export function readInterfaces(
  fields: Fields,
  cloud: MorpheusCloud,
  errors: FieldErrors,
): InterfaceOrder[] | undefined {
  const wanted = fields.records('networkInterfaces');
  if (wanted === undefined || wanted.length === 0) return undefined;
  return wanted.flatMap((item) => readInterface(item, cloud, errors) ?? []);
}

/** One interface that shall be made; undefined when its network isn't known. */
export function readInterface(item: Fields, cloud: MorpheusCloud, errors: FieldErrors): InterfaceOrder | undefined {
  // A number is what the list of networks calls it; here it has a word before it.
  const reference = item.raw('network.id') ?? item.raw('network');
  const network = typeof reference === 'string' ? networkOfReference(reference, cloud.id) : undefined;
  if (!network) {
    errors.networkInterfaces = reference === undefined ? 'Network is required' : 'Network not found';
    return undefined;
  }
  const types = networkTypes.filter((known) => known.cloudId === cloud.id);
  const type = item.number('networkInterfaceTypeId') ?? types.find(({ defaultType }) => defaultType)?.id ?? 0;
  if (!types.some(({ id }) => id === type)) errors.networkInterfaces = 'Network type not found';
  const address = item.text('ipAddress');
  if (item.text('ipMode') !== 'static') return { network, networkInterfaceTypeId: type, address: null };
  if (!network.allowStaticOverride) errors.networkInterfaces = 'Static addresses are not allowed in this network';
  if (!/^[0-9]{1,3}(\.[0-9]{1,3}){3}$/.test(address ?? '')) errors.networkInterfaces = 'IP address is required';
  return { network, networkInterfaceTypeId: type, address: address ?? '' };
}

/** Cores and memory: the plan's, unless it leaves them to be chosen; what isn't chosen is as `before`. */
export function readShape(fields: Fields, plan: MorpheusPlan, errors: FieldErrors, before?: Shape): Shape {
  const { maxCores, coresPerSocket, maxMemory } = before ?? { ...plan, coresPerSocket: 1 };
  const shape = { maxCores, coresPerSocket, maxMemory };
  if (!plan.custom) return shape;
  const memory = fields.number('servicePlanOptions.maxMemory');
  shape.maxCores = fields.number('servicePlanOptions.maxCores') ?? shape.maxCores;
  shape.coresPerSocket = fields.number('servicePlanOptions.coresPerSocket') ?? shape.coresPerSocket;
  if (memory !== undefined) shape.maxMemory = memory < SMALLEST_IN_BYTES ? memory * 1024 ** 2 : memory;
  const sound = Object.values(shape).every((number) => Number.isInteger(number) && number > 0);
  if (!sound) errors.plan = 'Cores and memory must be whole numbers above 0';
  return shape;
}

/** Pairs of a name and a value, under either of their names; undefined when there are none. */
export function readTags(fields: Fields, path: string): { name: string; value: string }[] | undefined {
  return fields
    .list(path)
    ?.filter(isRecord)
    .map(createFields)
    .map((pair) => ({ name: pair.text('name') ?? '', value: pair.text('value') ?? '' }))
    .filter(({ name }) => name !== '');
}

/** Words, in a list or separated by commas; undefined when there are none. */
export function readWords(fields: Fields, path: string): string[] | undefined {
  const listed = fields.list(path) ?? (fields.has(path) ? (fields.text(path) ?? '').split(',') : undefined);
  return listed
    ?.filter((word) => typeof word === 'string' || typeof word === 'number')
    .map((word) => String(word).trim())
    .filter((word) => word !== '');
}

/** Variables of the environment; undefined when there are none. Values stay as they were sent. */
export function readVariables(fields: Fields, path: string): MorpheusVariable[] | undefined {
  return fields
    .records(path)
    ?.map((item) => ({
      name: item.text('name') ?? '',
      value: item.raw('value') ?? '',
      export: item.flag('export') ?? false,
      masked: item.flag('masked') ?? false,
    }))
    .filter(({ name }) => name !== '');
}

/** Ids of security groups as numbers, text, `sg-2` or `{"id":2}`. */
export function readSecurityGroups(list: readonly unknown[], errors: FieldErrors, field: string): number[] {
  return list.map((item) => {
    const id = Number(String(isRecord(item) ? item.id : item).replace(/^sg-/, ''));
    if (!securityGroups.some((group) => group.id === id)) errors[field] = 'Security group not found';
    return id;
  });
}
