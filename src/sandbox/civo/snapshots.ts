import type { Route } from '../emulator';
import { json } from '../reply';
import { hasSnapshots, sizeNamed } from './catalog';
import { type Call, civoRoute } from './civoRoute';
import type { CivoData, CivoInstance, CivoSnapshot } from './data';
import { failure } from './failure';
import { isRecord } from './fields';
import { BUILD_TIME, beginOperation, nextPublicAddress, recordAction, STEP_TIME, timestamp } from './operation';
import { instanceOf, livingInstanceOf, ownedBy, ownedIn, volumesOf } from './owned';
import { requireQuota } from './quota';
import { requireHostname, requireUnusedHostname } from './requirements';
import { success } from './success';

const OF_INSTANCE = '/v2/instances/:id/snapshots';
const OF_ACCOUNT = '/v2/resourcesnapshots';

/** Snapshots of instances, which only private regions take; and the same seen from the account. */
export const snapshots: readonly Route<CivoData>[] = [
  civoRoute('POST', OF_INSTANCE, (call) => json(201, snapshotView(create(call)))),
  civoRoute('GET', OF_INSTANCE, (call) => {
    requireSnapshots(call);
    const instance = instanceOf(call);
    const found = Object.values(call.data.snapshots).filter((snapshot) => snapshot.instance_id === instance.id);
    return json(200, found.map(snapshotView));
  }),
  civoRoute('GET', `${OF_INSTANCE}/:snapshot`, (call) => json(200, snapshotView(snapshotOf(call)))),
  civoRoute('PUT', `${OF_INSTANCE}/:snapshot`, (call) => json(200, snapshotView(update(call)))),
  civoRoute('DELETE', `${OF_INSTANCE}/:snapshot`, remove),
  civoRoute('POST', `${OF_INSTANCE}/:snapshot/restore`, (call) => json(200, restore(call, call.request.body))),
  civoRoute('GET', OF_ACCOUNT, (call) => {
    return json(200, ownedIn(call.data.snapshots, call.region).map(resourceView));
  }),
  civoRoute('GET', `${OF_ACCOUNT}/:snapshot`, (call) => json(200, resourceView(snapshotOf(call)))),
  civoRoute('PUT', `${OF_ACCOUNT}/:snapshot`, (call) => json(200, resourceView(update(call)))),
  civoRoute('DELETE', `${OF_ACCOUNT}/:snapshot`, remove),
  civoRoute('POST', `${OF_ACCOUNT}/:snapshot/restore`, (call) => {
    const wanted = isRecord(call.request.body) ? call.request.body.instance : undefined;
    return json(200, { resource_type: 'instance', instance: restore(call, wanted) });
  }),
];

function create(call: Call): CivoSnapshot {
  const { data, fields, region, world } = call;
  requireSnapshots(call);
  const instance = livingInstanceOf(call);
  const name = fields.text('name') ?? `snapshot-${world.random.hex(8)}`;
  if (!/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(name)) {
    throw failure('parameter_name_invalid', 'The name may have small letters, digits and hyphens');
  }
  const used = Object.values(data.snapshots).some(
    (snapshot) => snapshot.instance_id === instance.id && snapshot.name === name,
  );
  if (used) throw failure('instance_duplicate', 'The instance already has a snapshot with this name');
  const snapshot: CivoSnapshot = {
    id: world.random.uuid(),
    region,
    instance_id: instance.id,
    name,
    description: fields.text('description') ?? '',
    included_volumes: volumesOf(data, instance.id).map((volume) => volume.id),
    state: 'InProgress',
    created_at: timestamp(world.now()),
    source: { ...instance },
  };
  data.snapshots[snapshot.id] = snapshot;
  const end = world.fault('task-failure') ? 'Failed' : 'Complete';
  world.schedule(STEP_TIME, 'snapshot', snapshot.id, end);
  recordAction(world, 'instance-snapshot-create', instance.id);
  return snapshot;
}

function update(call: Call): CivoSnapshot {
  const snapshot = snapshotOf(call);
  snapshot.name = call.fields.text('name') ?? snapshot.name;
  snapshot.description = call.fields.text('description') ?? snapshot.description;
  return snapshot;
}

function remove(call: Call) {
  const snapshot = snapshotOf(call);
  delete call.data.snapshots[snapshot.id];
  return success();
}

/** Builds another instance from the snapshot, or rebuilds the one that it was taken of. */
function restore(call: Call, body: unknown) {
  const { data, region, world } = call;
  const snapshot = snapshotOf(call);
  const wanted = isRecord(body) ? body : {};
  const overwrites = wanted.overwrite_existing === true || wanted.overwrite_existing === 'true';
  if (snapshot.state !== 'Complete') throw failure('database_snapshot_not_ready', 'The snapshot is not complete');
  let target = ownedBy(data.instances, snapshot.instance_id, region);
  if (overwrites) {
    if (!target) throw failure('database_instance_find');
    if (target.status === 'DELETING') throw failure('instance_state_must_be_active_or_shutoff');
    beginOperation(world, target, 'BUILDING', { status: 'ACTIVE', size: snapshot.source.size }, BUILD_TIME);
  } else {
    const hostname = requireHostname(
      typeof wanted.hostname === 'string' && wanted.hostname !== ''
        ? wanted.hostname
        : `${snapshot.source.hostname}-restored`,
    );
    target = rebuild(call, snapshot, hostname, wanted.private_ipv4);
  }
  recordAction(world, 'instance-snapshot-restore', target.id);
  return {
    id: world.random.uuid(),
    name: `restore-${snapshot.name}`,
    hostname: target.hostname,
    description: typeof wanted.description === 'string' ? wanted.description : '',
    from_snapshot: snapshot.id,
    private_ipv4: typeof wanted.private_ipv4 === 'string' ? wanted.private_ipv4 : '',
    overwrite_existing: overwrites,
    status: { state: 'in_progress' },
    created_at: timestamp(world.now()),
    completed_at: null,
  };
}

function rebuild(call: Call, snapshot: CivoSnapshot, hostname: string, privateIp: unknown): CivoInstance {
  const { data, world } = call;
  const { source } = snapshot;
  const size = sizeNamed(source.size);
  requireUnusedHostname(call, [hostname]);
  requireQuota(data, {
    instance_count: 1,
    cpu_core: size?.cpu_cores ?? 0,
    ram_mb: size?.ram_mb ?? 0,
    disk_gb: size?.disk_gb ?? 0,
    public_ip_address: 1,
  });
  const instance: CivoInstance = {
    ...source,
    id: world.random.uuid(),
    hostname,
    name: `${hostname.split('.')[0]}-${world.random.hex(8)}`,
    status: 'BUILDING',
    private_ip: null,
    public_ip: null,
    reserved_ip_id: '',
    civostatsd_token: world.random.uuid(),
    created_at: timestamp(world.now()),
    recovery: false,
  };
  data.instances[instance.id] = instance;
  const ending = {
    status: 'ACTIVE',
    publicIp: nextPublicAddress(data),
    privateIp: typeof privateIp === 'string' && privateIp !== '' ? privateIp : (source.private_ip ?? ''),
  };
  beginOperation(world, instance, 'BUILDING', ending, BUILD_TIME);
  return instance;
}

function requireSnapshots(call: Call): void {
  if (!hasSnapshots(call.region)) throw failure('disabled_service');
}

/** By id or by name; of the instance in the path, if it has one. */
function snapshotOf(call: Call): CivoSnapshot {
  requireSnapshots(call);
  const wanted = call.param('snapshot');
  const ofInstance = call.param('id');
  if (ofInstance !== '') instanceOf(call);
  const found = ownedIn(call.data.snapshots, call.region).find(
    (snapshot) =>
      (snapshot.id === wanted || snapshot.name === wanted) &&
      (ofInstance === '' || snapshot.instance_id === ofInstance),
  );
  if (!found) throw failure('database_snapshot_not_found');
  return found;
}

function snapshotView(snapshot: CivoSnapshot) {
  const { id, name, description, included_volumes, state, created_at } = snapshot;
  return {
    id,
    name,
    description,
    included_volumes,
    status: { state, volumes: included_volumes.map((volume) => ({ id: volume, state })) },
    created_at,
  };
}

function resourceView(snapshot: CivoSnapshot) {
  const { id, name, description, created_at } = snapshot;
  return { id, name, description, resource_type: 'instance', created_at, instance: snapshotView(snapshot) };
}
