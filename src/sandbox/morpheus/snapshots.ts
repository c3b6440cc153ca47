import type { Route } from '../emulator';
import { json, type Reply } from '../reply';
import { isSince } from './buildVersion';
import { clouds, known, provisionTypeOf } from './catalog';
import { cloneInstance } from './cloneInstance';
import type { MorpheusData, MorpheusInstance, MorpheusNode, MorpheusSnapshot } from './data';
import { failure } from './failure';
import { type Call, morpheusRoute } from './morpheusRoute';
import { beginOperation, beginProcess, isFailing, nextId, STEP_TIME } from './operation';
import { instanceOf, ownedBy, settledInstanceOf } from './owned';
import { timestamp } from './timestamp';
import type { SnapshotEnd } from './transitions';

/** Snapshots: one of each server of an instance. */
export const snapshots: readonly Route<MorpheusData>[] = [
  morpheusRoute('GET', '/api/instances/:id/snapshots', (call) =>
    json(200, { snapshots: snapshotsOf(call, instanceOf(call)).map((snapshot) => snapshotView(call, snapshot)) }),
  ),
  morpheusRoute('PUT', '/api/instances/:id/snapshot', takeSnapshot),
  morpheusRoute('PUT', '/api/instances/:id/revert-snapshot/:snapshot', revert),
  morpheusRoute('PUT', '/api/instances/:id/linked-clone/:snapshot', cloneInstance),
  morpheusRoute('DELETE', '/api/instances/:id/delete-all-snapshots', (call) => {
    for (const snapshot of snapshotsOf(call, instanceOf(call))) remove(call, snapshot);
    return accepted();
  }),
  morpheusRoute('DELETE', '/api/instances/:id/delete-container-snapshots/:node', (call) => {
    const instance = instanceOf(call);
    const node = instance.nodes.find(({ id }) => String(id) === call.param('node'));
    if (!node) throw failure(404, 'Container not found');
    for (const snapshot of snapshotsOf(call, instance)) if (snapshot.nodeId === node.id) remove(call, snapshot);
    return accepted();
  }),
  morpheusRoute('GET', '/api/snapshots/:snapshot', (call) =>
    json(200, { snapshot: snapshotView(call, snapshotOf(call)) }),
  ),
  morpheusRoute('DELETE', '/api/snapshots/:snapshot', (call) => {
    remove(call, snapshotOf(call));
    return accepted();
  }),
];

function accepted(): Reply {
  return json(200, { success: true });
}

/** Answers the processes that take it, one for each server, unless the appliance is too old for that. */
function takeSnapshot(call: Call): Reply {
  const { settings, world } = call;
  const instance = settledInstanceOf(call);
  if (!provisionTypeOf(instance.cloudId).hasSnapshots) {
    throw failure(400, 'Snapshots are not supported for this instance');
  }
  const fails = isFailing(world);
  const vanishes = !fails && world.fault('task-vanished');
  const processIds = instance.nodes.map((node) => {
    const process = beginProcess(world, instance, 'snapshot', node.id);
    const snapshot = buildSnapshot(call, instance, node);
    const error = `Snapshot of ${node.name} failed: the datastore is full`;
    const end: SnapshotEnd = fails
      ? { status: 'failed', processId: process.id, error }
      : { status: 'complete', processId: process.id };
    if (vanishes) {
      world.schedule(STEP_TIME, 'process', String(process.id), { status: 'cancelled' });
      world.schedule(STEP_TIME, 'snapshotRemoval', String(snapshot.id));
    } else {
      world.schedule(STEP_TIME, 'snapshot', String(snapshot.id), end);
    }
    return process.id;
  });
  return isSince(settings, '8.0.6') ? json(200, { success: true, processIds }) : accepted();
}

function buildSnapshot(call: Call, instance: MorpheusInstance, node: MorpheusNode): MorpheusSnapshot {
  const { data, fields, world } = call;
  const digits = new Date(world.now())
    .toISOString()
    .replace(/[^0-9]/g, '')
    .slice(0, 14);
  const parent = snapshotsOf(call, instance).find(
    ({ nodeId, currentlyActive }) => nodeId === node.id && currentlyActive,
  );
  const snapshot: MorpheusSnapshot = {
    id: nextId(data),
    instanceId: instance.id,
    nodeId: node.id,
    name: fields.text('snapshot.name') ?? `${node.name}.${digits}`,
    description: fields.text('snapshot.description') ?? null,
    status: 'creating',
    currentlyActive: false,
    memorySnapshot: fields.flag('snapshot.memorySnapshot') ?? false,
    forExport: fields.flag('snapshot.forExport') ?? false,
    parentId: parent?.id ?? null,
    created: world.now(),
  };
  data.snapshots[snapshot.id] = snapshot;
  return snapshot;
}

function revert(call: Call): Reply {
  const instance = settledInstanceOf(call);
  const snapshot = snapshotsOf(call, instance).find(({ id }) => String(id) === call.param('snapshot'));
  if (!snapshot) throw failure(404, 'Snapshot not found');
  if (snapshot.status !== 'complete') throw failure(400, 'Snapshot is not complete');
  const { status } = instance;
  beginOperation(call.world, instance, {
    process: 'revert',
    middle: 'restoring',
    ending: { status },
    duration: STEP_TIME,
  });
  for (const other of snapshotsOf(call, instance)) {
    if (other.nodeId === snapshot.nodeId) other.currentlyActive = other === snapshot;
  }
  return accepted();
}

function remove(call: Call, snapshot: MorpheusSnapshot): void {
  call.world.schedule(STEP_TIME, 'snapshotRemoval', String(snapshot.id));
}

function snapshotsOf({ data }: Call, { id }: MorpheusInstance): MorpheusSnapshot[] {
  return Object.values(data.snapshots).filter(({ instanceId }) => instanceId === id);
}

function snapshotOf(call: Call): MorpheusSnapshot {
  const snapshot = ownedBy(call.data.snapshots, call.param('snapshot'));
  if (!snapshot) throw failure(404, 'Snapshot not found');
  return snapshot;
}

function snapshotView(call: Call, snapshot: MorpheusSnapshot): Record<string, unknown> {
  const { data, settings } = call;
  const parent = snapshot.parentId === null ? undefined : ownedBy(data.snapshots, snapshot.parentId);
  const instance = ownedBy(data.instances, snapshot.instanceId);
  const cloud = instance && known(clouds, instance.cloudId);
  return {
    id: snapshot.id,
    name: snapshot.name,
    description: snapshot.description,
    externalId: `snapshot-${snapshot.id}`,
    status: snapshot.status,
    state: null,
    snapshotType: 'vm',
    snapshotCreated: timestamp(settings, snapshot.created),
    zone: cloud ? { id: cloud.id, name: cloud.name } : null,
    datastore: null,
    parentSnapshot: parent ? { id: parent.id, name: parent.name } : null,
    currentlyActive: snapshot.currentlyActive,
    memorySnapshot: snapshot.memorySnapshot,
    forExport: snapshot.forExport,
    dateCreated: timestamp(settings, snapshot.created),
  };
}
