import { json, type Reply } from '../reply';
import {
  buildInstance,
  hostNameOf,
  type InterfaceOrder,
  makingOf,
  type Order,
  usualInterfaces,
  usualStorageType,
  type VolumeOrder,
} from './buildInstance';
import { clouds, groups, known, layouts, type MorpheusCloud, plans, provisionTypeOf } from './catalog';
import { userOfRequest } from './credentials';
import type { MorpheusInstance } from './data';
import { type FieldErrors, failure, requireValid } from './failure';
import { networks } from './infrastructure';
import type { Call } from './morpheusRoute';
import { beginOperation, provisioning, STEP_TIME } from './operation';
import { readInterfaces, readShape, readTags, readVolumes, readWords } from './orderParts';
import { isNameTaken, settledInstanceOf } from './owned';
import { pick } from './pick';

/** How long a clone takes to be seen, in the provider's milliseconds. */
const APPEARANCE_TIME = 1000;

/** PUT …/clone: nothing is said of the new instance, which has to be looked for by its name. */
export function cloneInstance(call: Call): Reply {
  const { world } = call;
  const source = settledInstanceOf(call);
  if (call.param('snapshot') !== '') requireSnapshot(call, source);
  const order = readOrder(call, source);
  const { status } = source;
  beginOperation(
    world,
    source,
    { process: 'cloning', middle: 'cloning', ending: { status }, duration: STEP_TIME },
    { sure: true },
  );
  const clone = buildInstance(makingOf(world), order);
  clone.hidden = true;
  clone.evars = structuredClone(source.evars);
  clone.importedEnvs = structuredClone(source.importedEnvs);
  beginOperation(world, clone, provisioning(order.cloud.powersOn), { fresh: true, delay: APPEARANCE_TIME });
  world.schedule(APPEARANCE_TIME, 'appearance', String(clone.id));
  return json(200, { success: true });
}

/** The source's, but for what the request says at its top level. */
function readOrder(call: Call, source: MorpheusInstance): Order {
  const { data, fields, request, world } = call;
  const errors: FieldErrors = {};
  const name = fields.text('name') ?? freeName(call, source.name);
  if (isNameTaken(data, name)) errors.name = 'must be unique';
  const group = pick(groups, fields, 'group');
  if (group === null) errors.group = 'Group not found';
  const groupId = group?.id ?? source.groupId;
  const chosen = pick(clouds, fields, 'cloud');
  if (chosen === null) errors.cloud = 'Cloud not found';
  const cloud = chosen ?? known(clouds, source.cloudId);
  if (!known(groups, groupId).cloudIds.includes(cloud.id)) errors.group = 'Group does not have the cloud';
  const layout = pick(layouts, fields, 'layout') ?? known(layouts, source.layoutId);
  if (layout.provisionTypeId !== cloud.provisionTypeId) errors.layout = 'Layout is not available in this cloud';
  const chosenPlan = pick(plans, fields, 'plan');
  const plan = chosenPlan ?? known(plans, source.planId);
  if (chosenPlan === null) errors.plan = 'Plan not found';
  else if (plan.provisionTypeId !== cloud.provisionTypeId) errors.plan = 'Plan is not available in this cloud';
  const shape =
    chosenPlan || fields.has('servicePlanOptions')
      ? readShape(fields, plan, errors)
      : { maxCores: source.maxCores, coresPerSocket: source.coresPerSocket, maxMemory: source.maxMemory };
  const volumes = readVolumes(fields, cloud, plan, errors);
  const interfaces = readInterfaces(fields, cloud, errors);
  requireValid(errors);
  return {
    name,
    description: fields.text('description') ?? source.description,
    hostName: fields.text('hostName') ?? hostNameOf(name),
    groupId,
    cloud,
    layout,
    plan,
    shape,
    instanceContext: fields.text('instanceContext') ?? source.instanceContext,
    volumes: volumes ?? volumesLike(source, cloud),
    interfaces: interfaces ?? (cloud.id === source.cloudId ? interfacesLike(source) : usualInterfaces(cloud)),
    labels: readWords(fields, 'labels') ?? [...source.labels],
    tags: readTags(fields, 'tags') ?? readTags(fields, 'metadata') ?? source.tags,
    evars: [],
    securityGroupIds: [...source.securityGroupIds],
    config: { ...source.config, ...fields.record('config'), cloneInstanceId: source.id },
    nodeCount: source.nodes.length,
    userId: userOfRequest(request, world)?.id ?? 1,
  };
}

function interfacesLike(source: MorpheusInstance): InterfaceOrder[] {
  return source.interfaces.map(({ networkId, networkInterfaceTypeId }) => ({
    network: known(networks, networkId),
    networkInterfaceTypeId,
    address: null,
  }));
}

/** In another cloud their storage is of that cloud's usual kind. */
function volumesLike(source: MorpheusInstance, cloud: MorpheusCloud): VolumeOrder[] {
  return source.volumes.map(({ name, size, storageType, datastoreId }) =>
    cloud.id === source.cloudId
      ? { name, size, storageType, datastoreId }
      : { name, size, storageType: usualStorageType(cloud.id), datastoreId: null },
  );
}

function freeName({ data }: Call, name: string): string {
  let free = `${name}-clone`;
  for (let count = 2; isNameTaken(data, free); count += 1) free = `${name}-clone-${count}`;
  return free;
}

function requireSnapshot(call: Call, source: MorpheusInstance): void {
  const snapshot = call.data.snapshots[call.param('snapshot')];
  if (snapshot?.instanceId !== source.id || !provisionTypeOf(source.cloudId).hasSnapshots) {
    throw failure(404, 'Snapshot not found');
  }
}
