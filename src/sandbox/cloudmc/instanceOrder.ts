import type { Call } from './call';
import type { ComputeOffering } from './catalog';
import { requireOffering, requireShape } from './changeComputeOffering';
import { freeAddress, requireNetwork } from './changeNetwork';
import type { CloudmcNetwork, CloudmcTemplate, CloudmcVolume } from './data';
import { type DiskOrder, readDisk } from './diskOrder';
import { invalid } from './failure';
import { requireSshKey } from './instanceChanges';
import { ownedBy } from './owned';
import { requireFreeVolume } from './requireFreeVolume';
import { readPublicKey, requireNewSshKey } from './sshKeys';
import { templatesOf } from './templates';

/** What the body of a create amounts to, with every id looked up. */
export interface InstanceOrder {
  name: string;
  template: CloudmcTemplate;
  offering: ComputeOffering;
  cpuCount: number;
  memoryInMB: number;
  network: CloudmcNetwork;
  ipAddress: string;
  rootSizeInGb: number;
  disk: DiskOrder | undefined;
  volume: CloudmcVolume | undefined;
  sshKeyName: string | undefined;
  publicKey: string | undefined;
  affinityGroupIds: string[];
  dedicatedGroupId: string | undefined;
  /** Each once. */
  ports: string[];
  userData: string | undefined;
}

/** Throws for the first thing that is wrong. */
export function readInstanceOrder(call: Call): InstanceOrder {
  const { fields } = call;
  const name = fields.text('name');
  if (name === undefined) throw invalid('name is required');
  const network = findNetwork(call);
  const template = findTemplate(call, network);
  const offering = requireOffering(call, fields.text('computeOfferingId'));
  const bareMetal = template.hypervisor === 'Baremetal';
  if ((offering.type === 'BareMetal') !== bareMetal) {
    throw invalid('A bare metal compute offering goes with a bare metal template, and only with one');
  }
  const volumeId = fields.text('volumeIdToAttach');
  return {
    name,
    template,
    offering,
    ...requireShape(call, offering),
    network,
    ipAddress: freeAddress(call, network, fields.text('ipAddress')),
    rootSizeInGb: findRootSize(call, template),
    disk: findDisk(call),
    volume: volumeId === undefined ? undefined : requireFreeVolume(call, volumeId, network.zoneId),
    ...findKey(call, template),
    ...findGroups(call),
    ports: findPorts(call),
    userData: fields.text('userData'),
  };
}

function findNetwork(call: Call): CloudmcNetwork {
  if (call.fields.text('templateId') === undefined && call.fields.text('imageId') === undefined) {
    throw invalid('templateId is required');
  }
  if (call.fields.text('computeOfferingId') === undefined) throw invalid('computeOfferingId is required');
  return requireNetwork(call);
}

function findTemplate(call: Call, network: CloudmcNetwork): CloudmcTemplate {
  const id = call.fields.text('templateId') ?? call.fields.text('imageId');
  const template = templatesOf(call).find((known) => known.id === id);
  if (!template) throw invalid(`No template with the id ${id} was found`);
  if (!template.ready) throw invalid(`The template ${template.name} is not ready`);
  if (!template.availableInZones.includes(network.zoneId)) {
    throw invalid(`The template ${template.name} is not available in the zone of the network`);
  }
  return template;
}

function findRootSize({ fields }: Call, template: CloudmcTemplate): number {
  const size = fields.number('rootVolumeSizeInGb');
  if (size === undefined) return template.sizeInGb;
  if (!template.resizable) throw invalid(`The root volume of the template ${template.name} cannot be resized`);
  const { sizeInGb: least, maxSizeInGb: most = Number.POSITIVE_INFINITY, stepSizeInGb: step = 1 } = template;
  if (size >= least && size <= most && size % step === 0) return size;
  throw invalid(`rootVolumeSizeInGb must be from ${least} to ${most}, in steps of ${step}`);
}

function findDisk(call: Call): DiskOrder | undefined {
  const { fields } = call;
  const names = { size: 'additionalDiskSizeInGb', iops: 'additionalDiskIops' };
  if (fields.has('diskOfferingId')) return readDisk(call, names);
  if (fields.text(names.size) === undefined && fields.text(names.iops) === undefined) return undefined;
  throw invalid('diskOfferingId is required for an additional disk');
}

/** With both a name and a public key the key is registered under the name. */
function findKey(call: Call, template: CloudmcTemplate) {
  const sshKeyName = call.fields.text('sshKeyName');
  const publicKey = call.fields.text('publicKey');
  if ((sshKeyName !== undefined || publicKey !== undefined) && !template.sshKeyEnabled) {
    throw invalid(`The template ${template.name} is not SSH key enabled`);
  }
  if (publicKey !== undefined) requireNewSshKey(call, sshKeyName, readPublicKey(publicKey));
  else if (sshKeyName !== undefined) requireSshKey(call, sshKeyName);
  return { sshKeyName, publicKey };
}

function findGroups(call: Call) {
  const { data, fields } = call;
  const dedicatedGroupId = fields.text('dedicatedGroupId');
  const affinityGroupIds = [...new Set([...fields.list('affinityGroupId'), ...fields.list('affinityGroupIds')])];
  for (const id of affinityGroupIds) {
    const group = ownedBy(call, data.affinitygroups, id);
    if (!group || group.type === 'ExplicitDedication') throw invalid(`No affinity group with the id ${id} was found`);
  }
  if (dedicatedGroupId !== undefined) {
    const group = ownedBy(call, data.affinitygroups, dedicatedGroupId);
    if (group?.type !== 'ExplicitDedication') {
      throw invalid(`No dedicated group with the id ${dedicatedGroupId} was found`);
    }
  }
  return { affinityGroupIds, dedicatedGroupId };
}

function findPorts({ fields }: Call): string[] {
  const ports = [...new Set(fields.list('portsToForward'))];
  const bad = ports.find((port) => !/^[0-9]{1,5}$/.test(port) || Number(port) < 1 || Number(port) > 65_535);
  if (bad !== undefined) throw invalid(`${bad} is not a port`);
  return ports;
}
