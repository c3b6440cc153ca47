import type { Reply } from '../reply';
import { submit } from './approval';
import {
  buildBackup,
  buildInstance,
  hostNameOf,
  makingOf,
  nodeName,
  type Order,
  usualInterfaces,
  usualVolume,
} from './buildInstance';
import {
  clouds,
  environments,
  groups,
  instanceTypes,
  layouts,
  type MorpheusCloud,
  type MorpheusInstanceType,
  type MorpheusLayout,
  type MorpheusPlan,
  plans,
  provisionTypeOf,
} from './catalog';
import { userOfRequest } from './credentials';
import { type FieldErrors, failure, requireValid } from './failure';
import { createFields, parseFlag } from './fields';
import { poolOfReference } from './infrastructure';
import { changeAnswer } from './instanceAnswer';
import type { Call } from './morpheusRoute';
import { provisioning } from './operation';
import {
  readInterfaces,
  readSecurityGroups,
  readShape,
  readTags,
  readVariables,
  readVolumes,
  readWords,
} from './orderParts';
import { isNameTaken } from './owned';
import { pick } from './pick';

const DAY = 86_400_000;

const COUNT = 'must be a whole number from 1 to 100';

/** POST /api/instances: answers the (first) instance, without ids of volumes and without addresses yet. */
export function createInstance(call: Call): Reply {
  const { fields, world } = call;
  const order = readOrder(call);
  const copies = fields.number('copies') ?? 1;
  if (!isCount(copies)) throw failure(400, undefined, { copies: COUNT });
  const names = Array.from({ length: copies }, (_, index) => nodeName(order.name, index));
  if (names.some((name) => isNameTaken(call.data, name))) {
    throw failure(400, undefined, { name: 'must be unique' });
  }
  const made = names.map((name, index) => {
    const instance = buildInstance(makingOf(world), { ...order, name, hostName: nodeName(order.hostName, index) });
    instance.expireDate = dateIn(world.now(), fields.number('instance.expireDays'));
    instance.shutdownDate = dateIn(world.now(), fields.number('instance.shutdownDays'));
    if (fields.flag('createBackup')) buildBackup(makingOf(world), instance);
    const powersOn = order.cloud.powersOn && !isFlagged(order.config.provisionPoweredOff);
    submit(world, instance, 'provision', provisioning(powersOn));
    return instance;
  });
  return changeAnswer(call, made[0] as (typeof made)[0]);
}

function readOrder(call: Call): Order {
  const { fields, request, world } = call;
  const errors: FieldErrors = {};
  const name = fields.text('instance.name');
  if (name === undefined) errors.name = 'is required';
  else if (isNameTaken(call.data, name)) errors.name = 'must be unique';
  const group = pick(groups, fields, 'instance.site');
  if (!group) errors.site = group === null ? 'Group not found' : 'is required';
  const cloud = pick(clouds, fields, fields.has('zoneId') ? 'zoneId' : 'instance.cloud');
  if (!cloud) errors.zoneId = cloud === null ? 'Cloud not found' : 'is required';
  else if (group && !group.cloudIds.includes(cloud.id)) errors.zoneId = 'Cloud is not in the group';
  const { type, layout, plan } = readKind(call, cloud, errors);
  const context = fields.text('instance.instanceContext') ?? null;
  if (context !== null && !environments.some(({ code }) => code === context)) {
    errors.instanceContext = 'Environment not found';
  }
  const groupsOfRules = readSecurityGroups(fields.list('securityGroups') ?? [], errors, 'securityGroups');
  if (!name || !group || !cloud || !type || !layout || !plan) {
    throw failure(400, undefined, errors);
  }

  const config = readConfig(call, cloud, errors);
  const shape = readShape(fields, plan, errors);
  const volumes = readVolumes(fields, cloud, plan, errors) ?? [usualVolume(cloud, plan)];
  const interfaces = readInterfaces(fields, cloud, errors) ?? usualInterfaces(cloud);
  const nodeCount = fields.number('layoutSize') ?? 1;
  if (!isCount(nodeCount)) errors.layoutSize = COUNT;
  requireValid(errors);
  const tags = ['tags', 'instance.tags', 'metadata', 'instance.metadata'].map((path) => readTags(fields, path));
  return {
    name,
    description: fields.text('instance.description') ?? null,
    hostName: fields.text('instance.hostName') ?? hostNameOf(name),
    groupId: group.id,
    cloud,
    layout,
    plan,
    shape,
    instanceContext: context,
    volumes,
    interfaces,
    labels: readWords(fields, 'labels') ?? readWords(fields, 'instance.labels') ?? [],
    tags: tags.find((found) => found !== undefined && found.length > 0) ?? [],
    evars: readVariables(fields, 'evars') ?? [],
    securityGroupIds: groupsOfRules,
    config,
    nodeCount,
    userId: userOfRequest(request, world)?.id ?? 1,
  };
}

interface Kind {
  type: MorpheusInstanceType | null | undefined;
  layout: MorpheusLayout | null | undefined;
  plan: MorpheusPlan | null | undefined;
}

/** What it is, laid out how and how large: the three must go together, and with the cloud. */
function readKind({ fields }: Call, cloud: MorpheusCloud | null | undefined, errors: FieldErrors): Kind {
  const type = pick(instanceTypes, fields, 'instance.instanceType') ?? pick(instanceTypes, fields, 'instance.type');
  if (!type) errors.instanceType = type === null ? 'Instance type not found' : 'is required';
  const layout = pick(layouts, fields, 'instance.layout');
  const ofCloud = layout && (!cloud || layout.provisionTypeId === cloud.provisionTypeId);
  if (!layout) errors.layout = layout === null ? 'Layout not found' : 'is required';
  else if (type && layout.instanceTypeId !== type.id) errors.layout = 'Layout is of another instance type';
  else if (!ofCloud) errors.layout = 'Layout is not available in this cloud';
  const plan = pick(plans, fields, 'instance.plan');
  if (!plan) errors.plan = plan === null ? 'Plan not found' : 'is required';
  else if (cloud && plan.provisionTypeId !== cloud.provisionTypeId) {
    errors.plan = 'Plan is not available in this cloud';
  }
  return { type, layout, plan };
}

/** Kept as it was sent, once the pool in it is known. */
function readConfig({ fields }: Call, cloud: MorpheusCloud, errors: FieldErrors): Record<string, unknown> {
  const config = fields.record('config');
  const pool = createFields(config).text('resourcePoolId') ?? createFields(config).text('resourcePool.id');
  if (pool === undefined && provisionTypeOf(cloud.id).zonePoolRequired) {
    errors.config = { resourcePoolId: 'is required' };
  }
  if (pool !== undefined && !poolOfReference(pool, cloud.id)) {
    errors.config = { resourcePoolId: 'Resource pool not found' };
  }
  return { createUser: false, ...config };
}

function isCount(value: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= 100;
}

function isFlagged(value: unknown): boolean {
  return parseFlag(String(value)) === true;
}

function dateIn(now: number, days: number | undefined): number | null {
  return days === undefined ? null : now + days * DAY;
}
