import type { NoInput, Reading, Row, Session } from '../../core/driver';
import { type Fields, fieldsOf, listOf, notNegative, number, positive, text } from '../../core/fields';
import { path } from '../../core/http';
import { toMoment } from '../../core/units';
import { address } from './addresses';
import { gibibytes, idOf, mebibytes, readRows } from './fields';

/** The containers of an instance: a virtual machine is a container, too. */
export async function readContainers(session: Session, instance: string): Promise<readonly Fields[]> {
  const request = 'GET /api/instances/ID/containers';
  const rows = readRows(await session.http.get(path`/api/instances/${instance}/containers`), 'containers', request);
  return rows.map(withParts);
}

export const containers: Reading<NoInput, readonly Row[]> = {
  options: [],
  read: async (session, target) => (await readContainers(session, target.instance.id)).map(toRow),
};

/** Old appliances have part of a container as JSON inside a text: what is missing is taken from there. */
function withParts(container: Fields): Fields {
  const configs = parsed(container.configs);
  const stats = Object.keys(fieldsOf(container.stats)).length > 0 ? container.stats : parsed(container.lastStats);
  return {
    ...container,
    stats,
    maxMemory: container.maxMemory ?? configs.maxMemory,
    maxStorage: container.maxStorage ?? configs.maxStorage,
    ports: container.ports ?? configs.ports,
  };
}

function parsed(value: unknown): Fields {
  if (typeof value !== 'string') return fieldsOf(value);
  try {
    return fieldsOf(JSON.parse(value));
  } catch {
    return {};
  }
}

function toRow(container: Fields): Row {
  const type = fieldsOf(container.containerType);
  const server = fieldsOf(container.server);
  const figures = fieldsOf(container.stats);
  const cpu =
    notNegative(figures.cpuUsage) ?? notNegative(figures.usedCpu) ?? sum(figures.userCpuUsage, figures.systemCpuUsage);
  return {
    id: idOf(container, 'the containers'),
    name: text(container.name),
    status: text(container.status),
    type: text(type.name) ?? text(type.code),
    address: address(container.ip),
    internalAddress: address(container.internalIp),
    externalAddress: address(container.externalIp),
    hostname: text(container.hostname) ?? text(container.internalHostname) ?? text(container.externalFqdn),
    server: text(server.name),
    cloud: text(fieldsOf(container.cloud).name),
    plan: text(fieldsOf(container.plan).name) ?? text(fieldsOf(container.plan).code),
    cpus: positive(container.maxCores),
    memoryMiB: mebibytes(container.maxMemory),
    diskGiB: gibibytes(container.maxStorage),
    cpuPercent: cpu === null ? null : Math.round(cpu * 100) / 100,
    memoryUsedMiB: mebibytes(figures.usedMemory),
    diskUsedGiB: gibibytes(figures.usedStorage),
    ports: listOf(container.ports).map(portText),
    createdAt: toMoment(container.dateCreated),
  };
}

/** `10017:8080/http`: outside, inside and what is spoken. */
function portText({ external, internal, protocol }: Fields): string {
  const ports = [number(external), number(internal)].filter((port) => port !== null);
  return [[...new Set(ports)].join(':'), text(protocol)].filter((part) => part !== null && part !== '').join('/');
}

function sum(one: unknown, other: unknown): number | null {
  const parts = [notNegative(one), notNegative(other)].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.reduce((total, part) => total + part, 0);
}
