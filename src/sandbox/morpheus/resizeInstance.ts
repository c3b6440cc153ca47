import { json, type Reply } from '../reply';
import { submit } from './approval';
import { buildVolume, makingOf, nextAddress } from './buildInstance';
import { clouds, known, type MorpheusPlan, plans } from './catalog';
import type { MorpheusInstance, MorpheusInterface, MorpheusVolume } from './data';
import { type FieldErrors, failure, requireValid } from './failure';
import { type Fields, parseFlag } from './fields';
import { changeAnswer } from './instanceAnswer';
import type { Call } from './morpheusRoute';
import { nextId, STEP_TIME } from './operation';
import { readInterface, readShape, readVolume } from './orderParts';
import { settledInstanceOf } from './owned';
import { pick } from './pick';

/** What a volume shall become: one that is there, or one to be made. */
type Wanted = { volume: MorpheusVolume; size: number } | { order: ReturnType<typeof readVolume> };

/** PUT …/resize: another plan, other volumes, or both. It is afterwards what it was before, in another size. */
export function resizeInstance(call: Call): Reply {
  const { fields, legacy, query, world } = call;
  const instance = settledInstanceOf(call);
  const errors: FieldErrors = {};
  const plan = readPlan(fields, instance, errors);
  const shape = readShape(fields, plan, errors, plan.id === instance.planId ? instance : undefined);
  const wanted = readWanted(call, instance, errors);
  const interfaces = readInterfaces(call, instance, errors);
  requireValid(errors);
  const grows = wanted?.some((item) => 'volume' in item && item.size > item.volume.size);
  if (grows && hasSnapshots(call, instance) && !parseFlag(query.get('force'))) {
    throw failure(400, 'Volumes can not be resized while the instance has snapshots');
  }

  const volumes = wanted?.map((item) =>
    'volume' in item ? { ...item.volume, size: item.size } : buildVolume(makingOf(call.world), item.order, false),
  );
  const changesPlan = fields.has('instance.plan');
  submit(world, instance, 'reconfigure', {
    process: 'resize',
    middle: 'resizing',
    ending: {
      status: instance.status,
      change: {
        ...(changesPlan || fields.has('servicePlanOptions') ? { planId: plan.id, ...shape } : {}),
        ...(volumes ? { volumes } : {}),
        ...(interfaces ? { interfaces: interfaces() } : {}),
      },
    },
    duration: STEP_TIME,
  });
  return legacy ? json(200, { success: true }) : changeAnswer(call, instance);
}

function readPlan(fields: Fields, instance: MorpheusInstance, errors: FieldErrors): MorpheusPlan {
  const current = known(plans, instance.planId);
  const plan = pick(plans, fields, 'instance.plan');
  if (plan === null) errors.plan = 'Plan not found';
  else if (plan && plan.provisionTypeId !== known(clouds, instance.cloudId).provisionTypeId) {
    errors.plan = 'Plan is not available in this cloud';
  }
  return plan ?? current;
}

/** The complete list, once it is sent: a volume that isn't in it goes, which the root volume can't. */
function readWanted(call: Call, instance: MorpheusInstance, errors: FieldErrors): Wanted[] | undefined {
  const sent = call.fields.records('volumes');
  if (!sent) return undefined;
  const cloud = known(clouds, instance.cloudId);
  const wanted = sent.flatMap((item, index): Wanted | [] => {
    const volume = findVolume(call, instance, item);
    if (volume === undefined) {
      errors.volumes = `Volume ${item.text('id')} not found`;
      return [];
    }
    if (volume === null) return { order: readVolume(item, cloud, 10, index, errors) };
    const size = item.number('size') ?? volume.size;
    if (!Number.isInteger(size)) errors.volumes = 'Volume size must be a whole number of GB';
    if (size < volume.size) errors.volumes = `Volume ${volume.name} has ${volume.size} GB and can only grow`;
    return { volume, size };
  });
  if (!wanted.some((item) => 'volume' in item && item.volume.rootVolume)) {
    errors.volumes ??= 'The root volume can not be removed';
  }
  const ids = wanted.flatMap((item) => ('volume' in item ? [item.volume.id] : []));
  if (new Set(ids).size < ids.length) errors.volumes = 'A volume is listed twice';
  return wanted;
}

/** null: it shall be made. Of old, -1 and the root volume meant the one that is there. */
function findVolume({ legacy }: Call, instance: MorpheusInstance, item: Fields): MorpheusVolume | null | undefined {
  const id = item.text('id') ?? '-1';
  if (id !== '-1') return instance.volumes.find((volume) => String(volume.id) === id);
  const isRoot = legacy && item.flag('rootVolume');
  return isRoot ? (instance.volumes.find(({ rootVolume }) => rootVolume) ?? null) : null;
}

/** The complete list too; gives what makes the list, so that nothing is made before all is checked. */
function readInterfaces(
  call: Call,
  instance: MorpheusInstance,
  errors: FieldErrors,
): (() => MorpheusInterface[]) | undefined {
  const { data } = call;
  const sent = call.fields.records('networkInterfaces');
  if (!sent) return undefined;
  if (sent.length === 0) errors.networkInterfaces = 'One network interface must stay';
  const wanted = sent.map((item) => {
    const id = (item.text('id') ?? '-1').replace(/^network-/, '');
    const found = instance.interfaces.find((known) => String(known.id) === id);
    if (!found && id !== '-1') errors.networkInterfaces = `Network interface ${id} not found`;
    return found ?? readInterface(item, known(clouds, instance.cloudId), errors);
  });
  return () =>
    wanted.flatMap((item, index) => {
      if (!item || !('network' in item)) return item ?? [];
      const { network, networkInterfaceTypeId, address } = item;
      return {
        id: nextId(data),
        name: `eth${index}`,
        networkId: network.id,
        networkInterfaceTypeId,
        ipAddress: address ?? nextAddress(data, network),
        ipMode: address === null ? 'dhcp' : 'static',
      };
    });
}

function hasSnapshots({ data }: Call, { id }: MorpheusInstance): boolean {
  return Object.values(data.snapshots).some(({ instanceId }) => instanceId === id);
}
