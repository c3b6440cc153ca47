import { type Plan as Change, type Changing, each, type ResizeInput, type Session } from '../../core/driver';
import { CliError } from '../../core/errors';
import { type Fields, fieldsOf, listOf, reference, text } from '../../core/fields';
import { type Body, path } from '../../core/http';
import type { Located } from '../../core/instance';
import { ended } from '../../core/operation';
import { changeVolumes } from './changeVolumes';
import { choose } from './choose';
import { toId } from './fields';
import { type Plan, readPlans } from './lookups';
import { put } from './put';
import { readInstance } from './readInstance';
import { isBefore, readVersion } from './version';
import { readVolumes } from './volumes';
import { untilBack } from './waiting';

export const resize: Changing<ResizeInput> = {
  limit: 'Volumes only grow; processors and memory by themselves only where the plan leaves them open.',
  options: ['size', 'plan', 'cpus', 'memoryMiB', 'volume', 'addVolume', 'removeVolume', 'deleteOriginalVolumes'],
  from: ['running', 'stopped', 'suspended'],
  plan: each(planOne),
};

async function planOne(session: Session, target: Located, input: ResizeInput): Promise<Change> {
  const { id } = target.instance;
  const fields = await readInstance(session, id);
  const plan = await planFor(session, fields, input);
  const options = planOptions(input);
  const touchesVolumes = [input.volume, input.addVolume, input.removeVolume].some((list) => list !== undefined);
  const volumes = touchesVolumes ? changeVolumes(await readVolumes(session, fields), input) : null;
  const newPlan = plan !== null && plan.id !== reference(fieldsOf(fields.plan).id) ? plan : null;
  if (newPlan === null && options === null && volumes === null) {
    return { targets: [target], skip: 'it is so already', run: async () => ended() };
  }
  const interfaces = await interfacesFor(session, fields);
  const body: Body = {
    instance: { id: toId(id), ...(newPlan === null ? {} : { plan: { id: toId(newPlan.id) } }) },
    ...(options === null ? {} : { servicePlanOptions: options }),
    ...(volumes === null ? {} : { volumes: volumes.wanted }),
    ...(interfaces === null ? {} : { networkInterfaces: interfaces }),
    ...(input.deleteOriginalVolumes === true ? { deleteOriginalVolumes: true } : {}),
  };
  const expected = {
    plan: newPlan?.id ?? null,
    grown: volumes?.grown ?? [],
    removed: volumes?.removed ?? [],
  };
  return {
    targets: [target],
    loses: [
      ...(newPlan === null ? [] : [`its plan becomes ${sizeText(newPlan)} in place of ${target.instance.size}`]),
      ...(options === null ? [] : [`it gets ${optionText(input)}`]),
      ...(volumes?.sentences ?? []),
      ...(input.deleteOriginalVolumes === true ? ['the volumes that others replace are deleted'] : []),
      'it may restart',
    ],
    run: () => put(session, id, 'resize', { body }, () => untilBack(session, fields, expected)),
  };
}

/** The plan that was asked for, or, where only its open parts are to change, the one in force; null for neither. */
async function planFor(session: Session, fields: Fields, input: ResizeInput): Promise<Plan | null> {
  if (input.plan !== undefined && input.size !== undefined && input.plan !== input.size) {
    throw new CliError('conflicting_options', 'At Morpheus the size is the plan: give only --plan');
  }
  const wanted = input.plan ?? input.size;
  const opens = input.cpus !== undefined || input.memoryMiB !== undefined;
  if (wanted === undefined && !opens) return null;
  const plans = await readPlans(session, {
    zoneId: reference(fieldsOf(fields.cloud).id) ?? '',
    layoutId: reference(fieldsOf(fields.layout).id) ?? '',
    siteId: reference(fieldsOf(fields.group).id) ?? '',
  });
  const plan =
    wanted === undefined
      ? (plans.find(({ id }) => id === reference(fieldsOf(fields.plan).id)) ?? null)
      : choose('plan', wanted, plans, `There are ${plans.map(({ name }) => name).join('; ')}.`);
  refuseFixed(plan, input);
  return plan;
}

/** Processors and memory can be chosen only where the plan says so; where it says nothing the appliance judges. */
function refuseFixed(plan: Plan | null, { cpus, memoryMiB }: ResizeInput): void {
  const fixed = [
    cpus !== undefined && plan?.fields.customCores === false ? '--cpus' : null,
    memoryMiB !== undefined && plan?.fields.customMaxMemory === false ? '--memory' : null,
  ].filter((flag) => flag !== null);
  if (fixed.length === 0) return;
  throw new CliError('not_supported', `The plan ${plan?.name} leaves no choice of ${fixed.join(' and ')}`, {
    hint: 'Choose another plan: nube catalog plans shows them.',
  });
}

/** Memory in bytes: what is under 1048576 the appliance takes for MB. */
function planOptions({ cpus, memoryMiB }: ResizeInput): { [key: string]: Body } | null {
  if (cpus === undefined && memoryMiB === undefined) return null;
  return {
    ...(cpus === undefined ? {} : { maxCores: cpus }),
    ...(memoryMiB === undefined ? {} : { maxMemory: memoryMiB * 2 ** 20 }),
  };
}

/**
 * Before 7.0.8 the interfaces are expected, too. As the official command line does, they are sent only for an
 * instance with exactly one server: otherwise there would be twice as many afterwards.
 */
async function interfacesFor(session: Session, fields: Fields): Promise<readonly Body[] | null> {
  if (!isBefore(await readVersion(session), '7.0.8')) return null;
  const servers = serversOf(fields);
  const [server] = servers;
  if (server === undefined || servers.length > 1) return null;
  const { body } = await session.http.get(path`/api/servers/${server}`);
  const interfaces = listOf(fieldsOf(fieldsOf(body).server).interfaces);
  return interfaces.length === 0 ? null : interfaces.map(toBody);
}

function serversOf({ servers, containerDetails }: Fields): readonly string[] {
  const own = Array.isArray(servers) ? servers : listOf(containerDetails).map(({ server }) => fieldsOf(server).id);
  return own.map((server) => reference(server) ?? reference(fieldsOf(server).id)).filter((id) => id !== null);
}

function toBody(nic: Fields): Body {
  const id = reference(nic.id);
  const network = fieldsOf(nic.network);
  const subnet = reference(fieldsOf(network.subnet).id) ?? reference(fieldsOf(nic.subnet).id);
  const number = reference(network.id);
  const type = reference(nic.networkInterfaceTypeId) ?? reference(fieldsOf(nic.type).id);
  const mode = text(nic.ipMode);
  const place = subnet !== null ? prefixed('subnet', subnet) : number !== null ? prefixed('network', number) : null;
  return {
    ...(id === null ? {} : { id: toId(id) }),
    ...(place === null ? {} : { network: { id: place } }),
    ...(type === null ? {} : { networkInterfaceTypeId: toId(type) }),
    ...(mode === null ? {} : { ipMode: mode }),
  };
}

function prefixed(kind: string, id: string): string {
  return /^\d+$/.test(id) ? `${kind}-${id}` : id;
}

function sizeText({ name, cpus, memoryMiB }: Plan): string {
  const parts = [cpus === null ? null : `${cpus} CPU`, memoryMiB === null ? null : `${memoryMiB} MiB`];
  const size = parts.filter((part) => part !== null).join(', ');
  return size === '' ? name : `${name} (${size})`;
}

function optionText({ cpus, memoryMiB }: ResizeInput): string {
  const parts = [
    cpus === undefined ? null : `${cpus} CPU`,
    memoryMiB === undefined ? null : `${memoryMiB} MiB of memory`,
  ];
  return parts.filter((part) => part !== null).join(' and ');
}
