import type { Session } from '../../core/driver';
import { type Fields, listOf, number, positive, text } from '../../core/fields';
import type { Query } from '../../core/http';
import { toMoment } from '../../core/units';
import { flag, idOf, numbers, texts } from './fields';
import { eitherName, type Installation } from './installation';
import { purposesOf } from './instance';
import { readAll } from './pages';
import { type Entity, entityPath, type Place } from './place';

/** A compute offering: what nube calls a size. */
export interface Offering {
  id: string;
  name: string;
  /** Processors and memory are chosen with the instance. */
  custom: boolean;
  cpus: number | null;
  memoryMiB: number | null;
  /** What can be chosen of a custom one; empty where it is not said. */
  cpuChoices: readonly number[];
  memoryChoices: readonly number[];
  maxMemoryPerCpuMiB: number | null;
  bareMetal: boolean;
}

export interface Template {
  id: string;
  name: string;
  description: string | null;
  ready: boolean;
  bareMetal: boolean;
  public: boolean | null;
  os: string | null;
  user: string | null;
  sshKeys: boolean | null;
  passwords: boolean | null;
  /** The root disk can be made larger. */
  resizable: boolean | null;
  sizeGiB: number | null;
  maxSizeGiB: number | null;
  stepGiB: number | null;
  zones: readonly string[];
}

export interface Iso {
  id: string;
  name: string;
  bootable: boolean | null;
  ready: boolean | null;
  zone: string | null;
}

export interface Network {
  id: string;
  name: string;
  description: string | null;
  vpcId: string | null;
  vpc: string | null;
  zoneId: string | null;
  cidr: string | null;
  gateway: string | null;
  state: string | null;
}

export interface DiskOffering {
  id: string;
  name: string;
  sizeGiB: number | null;
  customSize: boolean;
  customIops: boolean;
  minIops: number | null;
  maxIops: number | null;
}

export interface Volume {
  id: string;
  name: string;
  /** The root volume of an instance; the others hold data. */
  root: boolean;
  type: string | null;
  instanceId: string | null;
  instance: string | null;
  zoneId: string | null;
  zone: string | null;
  state: string | null;
  sizeGiB: number | null;
  offering: string | null;
  iops: number | null;
  createdAt: string | null;
}

export interface Address {
  id: string;
  /** The address itself, or the id where the answer has none. */
  name: string;
  purposes: readonly string[];
  state: string | null;
  instances: readonly { id: string; name: string | null }[];
  network: string | null;
  networkId: string | null;
  vpc: string | null;
  vpcId: string | null;
  zone: string | null;
}

export interface Rule {
  id: string;
  protocol: string | null;
  address: string | null;
  addressId: string | null;
  instanceId: string | null;
  privateStart: number | null;
  privateEnd: number | null;
  publicStart: number | null;
  publicEnd: number | null;
}

export const readOfferings = (session: Session, place: Place): Promise<readonly Offering[]> =>
  read(session, place, 'computeofferings', (row, id) => ({
    id,
    name: text(row.name) ?? id,
    custom: row.custom === true,
    cpus: positive(row.cpuCount),
    memoryMiB: positive(row.memoryInMB),
    cpuChoices: numbers(row.availableCpuCountValues),
    memoryChoices: numbers(row.availableMemoryInMBValues),
    maxMemoryPerCpuMiB: positive(row.maxMemoryInMBToCpuRatio),
    bareMetal: isBareMetal(row.type),
  }));

/** The templates for instances that are ready; public ones are among them. Field names changed in 2018. */
export async function readTemplates(
  session: Session,
  installation: Installation,
  place: Place,
): Promise<readonly Template[]> {
  const all = await read(session, place, 'templates', (row, id) => toTemplate(installation, row, id));
  return all.filter(({ ready, bareMetal }) => ready && !bareMetal);
}

function toTemplate(installation: Installation, row: Fields, id: string): Template {
  const either = (older: string, newer: string) => eitherName(installation, row, older, newer);
  const bytes = positive(row.size);
  return {
    id,
    name: text(row.name) ?? id,
    description: text(row.description),
    ready: either('isReady', 'ready') !== false,
    bareMetal: isBareMetal(row.hypervisor),
    public: flag(either('isPublic', 'availablePublicly')),
    os: text(either('osType', 'osTypeName')),
    user: text(row.defaultUsername),
    sshKeys: flag(row.sshKeyEnabled),
    passwords: flag(row.passwordEnabled),
    resizable: flag(row.resizable),
    sizeGiB: bytes === null ? null : Math.round((bytes / 2 ** 30) * 100) / 100,
    maxSizeGiB: positive(row.maxSizeInGb),
    stepGiB: positive(row.stepSizeInGb),
    zones: Array.isArray(row.availableInZones)
      ? [...texts(row.availableInZones), ...listOf(row.availableInZones).flatMap(({ id }) => text(id) ?? [])]
      : [],
  };
}

export const readIsos = (session: Session, place: Place): Promise<readonly Iso[]> =>
  read(session, place, 'isos', (row, id) => ({
    id,
    name: text(row.name) ?? id,
    bootable: flag(row.bootable),
    ready: flag(row.ready ?? row.isReady),
    zone: text(row.zoneName) ?? text(row.zoneId),
  }));

export const readZones = (session: Session, place: Place): Promise<readonly { id: string; name: string }[]> =>
  read(session, place, 'zones', (row, id) => ({ id, name: text(row.name) ?? id }));

export const readNetworks = (session: Session, place: Place): Promise<readonly Network[]> =>
  read(session, place, 'networks', (row, id) => ({
    id,
    name: text(row.name) ?? id,
    description: text(row.description),
    vpcId: text(row.vpcId),
    vpc: text(row.vpcName),
    zoneId: text(row.zoneId),
    cidr: text(row.cidr),
    gateway: text(row.gateway),
    state: text(row.state),
  }));

export const readDiskOfferings = (session: Session, place: Place): Promise<readonly DiskOffering[]> =>
  read(session, place, 'diskofferings', (row, id) => ({
    id,
    name: text(row.name) ?? id,
    sizeGiB: positive(row.gbSize),
    customSize: row.customSize === true,
    customIops: row.customIops === true,
    minIops: positive(row.minIops),
    maxIops: positive(row.maxIops),
  }));

/** The SSH keys of the user; they are known by name, and by an id only here and there. */
export const readSshKeys = (
  session: Session,
  place: Place,
): Promise<readonly { id: string; name: string; fingerprint: string | null }[]> =>
  session.once(`cloudmc sshkeys ${JSON.stringify(place)}`, async () => {
    const rows = await readAll(session, entityPath(place, 'sshkeys'));
    return rows.flatMap((row) => {
      const name = text(row.name) ?? text(row.id);
      return name === null ? [] : [{ id: text(row.id) ?? name, name, fingerprint: text(row.fingerprint) }];
    });
  });

export const readAffinityGroups = (
  session: Session,
  place: Place,
): Promise<readonly { id: string; name: string; type: string | null; instances: number }[]> =>
  read(session, place, 'affinitygroups', (row, id) => ({
    id,
    name: text(row.name) ?? id,
    type: text(row.type),
    instances: texts(row.instanceIds).length,
  }));

/** The volumes of the environment, or of one instance of it. */
export const readVolumes = (session: Session, place: Place, instanceId?: string): Promise<readonly Volume[]> =>
  read(session, place, 'volumes', toVolume, { instance_id: instanceId });

export function toVolume(row: Fields, id: string): Volume {
  const type = text(row.type);
  return {
    id,
    name: text(row.name) ?? id,
    root: /^(os|root)$/i.test(type ?? ''),
    type: type?.toLowerCase() ?? null,
    instanceId: text(row.instanceId),
    instance: text(row.instanceName),
    zoneId: text(row.zoneId),
    zone: text(row.zoneName) ?? text(row.zoneId),
    state: text(row.state),
    sizeGiB: positive(row.sizeInGb),
    offering: text(row.diskOfferingName) ?? text(row.diskOfferingId),
    iops: positive(row.iops),
    createdAt: toMoment(row.creationDate),
  };
}

/** The public addresses as they are now. */
export async function readAddresses(session: Session, place: Place, query: Query = {}): Promise<readonly Address[]> {
  const rows = await readAll(session, entityPath(place, 'publicipaddresses'), query);
  return rows.map(toAddress);
}

function toAddress(row: Fields): Address {
  const id = idOf(row, 'GET publicipaddresses');
  return {
    id,
    name: text(row.ipAddress) ?? id,
    purposes: purposesOf(row),
    state: text(row.state),
    instances: listOf(row.instances).flatMap((one) => {
      const instance = text(one.id);
      return instance === null ? [] : [{ id: instance, name: text(one.name) }];
    }),
    network: text(row.networkName) ?? text(row.networkId),
    networkId: text(row.networkId),
    vpc: text(row.vpcName) ?? text(row.vpcId),
    vpcId: text(row.vpcId),
    zone: text(row.zoneName) ?? text(row.zoneId),
  };
}

/** The port forwarding rules as they are now. */
export async function readRules(session: Session, place: Place, instanceId?: string): Promise<readonly Rule[]> {
  const rows = await readAll(session, entityPath(place, 'portforwardingrules'), { instance_id: instanceId });
  return rows.map(toRule);
}

/** Ports are texts there; a missing end is the start. */
function toRule(row: Fields): Rule {
  const id = idOf(row, 'GET portforwardingrules');
  const [privateStart, publicStart] = [number(row.privatePortStart), number(row.publicPortStart)];
  return {
    id,
    protocol: text(row.protocol)?.toUpperCase() ?? null,
    address: text(row.ipAddress),
    addressId: text(row.ipAddressId),
    instanceId: text(row.instanceId),
    privateStart,
    privateEnd: number(row.privatePortEnd) ?? privateStart,
    publicStart,
    publicEnd: number(row.publicPortEnd) ?? publicStart,
  };
}

const isBareMetal = (word: unknown): boolean => /^bare ?metal$/i.test(text(word) ?? '');

/** Read once for one command. */
function read<T>(
  session: Session,
  place: Place,
  entity: Entity,
  toValue: (row: Fields, id: string) => T,
  query: Query = {},
): Promise<readonly T[]> {
  return session.once(['cloudmc', entity, JSON.stringify([place, query])].join(' '), async () => {
    const rows = await readAll(session, entityPath(place, entity), query);
    return rows.map((row) => toValue(row, idOf(row, `GET ${entity}`)));
  });
}
