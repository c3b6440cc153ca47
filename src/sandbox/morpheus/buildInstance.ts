import type { World } from '../emulator';
import type { Random } from '../random';
import { GIB, type MorpheusCloud, type MorpheusLayout, type MorpheusPlan } from './catalog';
import type {
  MorpheusBackup,
  MorpheusData,
  MorpheusInstance,
  MorpheusNode,
  MorpheusTag,
  MorpheusVariable,
  MorpheusVolume,
} from './data';
import { type MorpheusNetwork, networks, networkTypes, storageTypes, toAddress } from './infrastructure';
import { nextId } from './operation';

/** What an accepted request amounts to, with every name and id looked up. */
export interface Order {
  name: string;
  description: string | null;
  hostName: string;
  groupId: number;
  cloud: MorpheusCloud;
  layout: MorpheusLayout;
  plan: MorpheusPlan;
  shape: Shape;
  instanceContext: string | null;
  /** The root volume first. */
  volumes: readonly VolumeOrder[];
  interfaces: readonly InterfaceOrder[];
  labels: string[];
  tags: readonly { name: string; value: string }[];
  evars: MorpheusVariable[];
  securityGroupIds: number[];
  config: Record<string, unknown>;
  nodeCount: number;
  userId: number;
}

/** Of each server; memory in bytes. */
export interface Shape {
  maxCores: number;
  coresPerSocket: number;
  maxMemory: number;
}

export interface VolumeOrder {
  name: string;
  /** In GB. */
  size: number;
  storageType: number;
  datastoreId: number | null;
}

export interface InterfaceOrder {
  network: MorpheusNetwork;
  networkInterfaceTypeId: number;
  /** The address that it shall have; null: any. */
  address: string | null;
}

/** What making something draws on. */
export interface Making {
  data: MorpheusData;
  random: Random;
  /** Milliseconds since 1970. */
  now: number;
}

/** The same for a handler. */
export function makingOf(world: World<MorpheusData>): Making {
  return { data: world.data, random: world.random, now: world.now() };
}

/** Puts a new instance into the data, on its way but without anything begun. */
export function buildInstance(making: Making, order: Order): MorpheusInstance {
  const { data, random, now } = making;
  const id = nextId(data);
  const addresses = order.interfaces.map(({ network, address }) => address ?? nextAddress(data, network));
  const [first] = order.interfaces;
  const nodes = Array.from({ length: order.nodeCount }, (_, index) => {
    const ip = index === 0 || !first ? (addresses[0] ?? '') : nextAddress(data, first.network);
    return buildNode(making, nodeName(order.hostName, index), ip, order.cloud);
  });
  const instance: MorpheusInstance = {
    id,
    uuid: random.uuid(),
    name: order.name,
    displayName: null,
    description: order.description,
    hostName: order.hostName,
    groupId: order.groupId,
    cloudId: order.cloud.id,
    layoutId: order.layout.id,
    planId: order.plan.id,
    ...order.shape,
    instanceContext: order.instanceContext,
    status: 'provisioning',
    statusDate: null,
    errorMessage: null,
    locked: false,
    provisioned: false,
    hidden: false,
    processId: null,
    waiting: null,
    labels: order.labels,
    tags: order.tags.map((tag) => buildTag(data, tag)),
    evars: order.evars,
    importedEnvs: {},
    volumes: order.volumes.map((volume, index) => buildVolume(making, volume, index === 0)),
    interfaces: order.interfaces.map(({ network, networkInterfaceTypeId, address }, index) => ({
      id: nextId(data),
      name: `eth${index}`,
      networkId: network.id,
      networkInterfaceTypeId,
      ipAddress: addresses[index] ?? '',
      ipMode: address === null ? 'dhcp' : 'static',
    })),
    nodes,
    securityGroupIds: order.securityGroupIds,
    firewallEnabled: true,
    config: order.config,
    powerScheduleType: null,
    createdBy: order.userId,
    ownerId: order.userId,
    created: now,
    updated: now,
    removalDate: null,
    expireDate: null,
    shutdownDate: null,
  };
  data.instances[id] = instance;
  return instance;
}

/** One more container with its server, not yet running. */
export function buildNode({ data, random, now }: Making, name: string, ip: string, cloud: MorpheusCloud): MorpheusNode {
  const id = nextId(data);
  return {
    id,
    uuid: random.uuid(),
    name,
    serverId: nextId(data),
    status: 'deploying',
    powerState: 'unknown',
    ip,
    externalIp: cloud.publicAddresses ? nextPublicAddress(data) : null,
    created: now,
  };
}

/** A name that machines can have. */
export function hostNameOf(name: string): string {
  return name.replace(/[^A-Za-z0-9-]+/g, '-').replace(/^-+|-+$/g, '') || 'instance';
}

/** The name of an instance's node, counted from 0. */
export function nodeName(hostName: string, index: number): string {
  return index === 0 ? hostName : `${hostName}-${index + 1}`;
}

export function buildVolume({ data, random }: Making, order: VolumeOrder, rootVolume: boolean): MorpheusVolume {
  return { id: nextId(data), uuid: random.uuid(), rootVolume, ...order };
}

export function buildTag(data: MorpheusData, { name, value }: { name: string; value: string }): MorpheusTag {
  return { id: nextId(data), name, value };
}

/** A job that backs up the instance's first node. */
export function buildBackup({ data, now }: Making, instance: MorpheusInstance): MorpheusBackup {
  const id = nextId(data);
  const nodeId = instance.nodes[0]?.id ?? 0;
  const backup = { id, instanceId: instance.id, nodeId, name: instance.name, created: now, results: [] };
  data.backups[id] = backup;
  return backup;
}

/** What an instance has when the request says nothing: the plan's storage, and the cloud's first network. */
export function usualVolume(cloud: MorpheusCloud, plan: MorpheusPlan): VolumeOrder {
  return { name: 'root', size: plan.maxStorage / GIB, storageType: usualStorageType(cloud.id), datastoreId: null };
}

/** The network interfaces of a request that names none. */
export function usualInterfaces(cloud: MorpheusCloud): InterfaceOrder[] {
  const type = networkTypes.find(({ cloudId, defaultType }) => cloudId === cloud.id && defaultType);
  return [{ network: usualNetwork(cloud.id), networkInterfaceTypeId: type?.id ?? 0, address: null }];
}

export function usualStorageType(cloudId: number): number {
  return storageTypes.find((type) => type.cloudId === cloudId && type.defaultType)?.id ?? 1;
}

function usualNetwork(cloudId: number): MorpheusNetwork {
  return networks.find((network) => network.cloudId === cloudId) ?? (networks[0] as MorpheusNetwork);
}

/** An address of the network that it has not given out before. */
export function nextAddress(data: MorpheusData, network: MorpheusNetwork): string {
  const count = data.addresses[network.id] ?? 0;
  data.addresses[network.id] = count + 1;
  return toAddress(network.firstAddress + count);
}

/** From the range that is kept for benchmarks: nobody answers there. */
function nextPublicAddress(data: MorpheusData): string {
  const count = data.addresses.public ?? 0;
  data.addresses.public = count + 1;
  return toAddress((198 << 24) + (18 << 16) + 10 + count);
}
