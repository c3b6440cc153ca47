import { clouds, known, plans, provisionTypeOf, typeOfLayout } from './catalog';
import type { MorpheusInstance, MorpheusNode } from './data';
import { networks } from './infrastructure';
import type { Call } from './morpheusRoute';
import { timestamp } from './timestamp';
import { maxStorageOf, usageOf } from './usage';
import { volumeView } from './volumeView';

const MIDDLE: Readonly<Record<string, string>> = {
  pending: 'pending',
  provisioning: 'deploying',
  finishing: 'deploying',
  starting: 'starting',
  stopping: 'stopping',
  suspending: 'suspending',
  removing: 'stopping',
};

/** What the service in a container is up to. */
function containerStatus(instance: MorpheusInstance, node: MorpheusNode): string {
  return MIDDLE[instance.status] ?? node.status;
}

/** A container as appliances of today answer it. */
export function containerView(call: Call, instance: MorpheusInstance, node: MorpheusNode): Record<string, unknown> {
  const { settings, world } = call;
  const { provisioned } = instance;
  const type = typeOfLayout(instance.layoutId);
  const cloud = known(clouds, instance.cloudId);
  const plan = known(plans, instance.planId);
  const status = containerStatus(instance, node);
  return {
    id: node.id,
    uuid: node.uuid,
    name: node.name,
    accountId: 1,
    instance: { id: instance.id, name: instance.name },
    containerType: { ...type.containerType, category: type.category },
    containerTypeSet: { id: type.containerType.id + 100, code: type.code, category: type.category },
    server: { id: node.serverId, name: node.name },
    cloud: { id: cloud.id, name: cloud.name },
    plan: { id: plan.id, code: plan.code, name: plan.name },
    ip: provisioned ? node.ip : null,
    externalIp: provisioned ? node.externalIp : null,
    internalIp: provisioned ? node.ip : null,
    internalHostname: node.name,
    externalHostname: node.name,
    externalDomain: 'localdomain',
    externalFqdn: `${node.name}.localdomain`,
    ports: portsOf(instance),
    status,
    userStatus: null,
    environmentPrefix: null,
    stats: { ...usageOf(instance, world.now()), running: status === 'running' },
    maxMemory: instance.maxMemory,
    maxStorage: maxStorageOf(instance),
    maxCores: instance.maxCores,
    coresPerSocket: instance.coresPerSocket,
    hostname: node.name,
    domainName: null,
    dateCreated: timestamp(settings, node.created),
    lastUpdated: timestamp(settings, instance.updated),
    availableActions: [
      { code: 'generic-restart', name: 'Restart' },
      { code: 'generic-start', name: 'Start' },
      { code: 'generic-stop', name: 'Stop' },
    ],
  };
}

/** As it was of old: what is configured and what was measured are JSON inside a string. */
export function legacyContainerView(
  call: Call,
  instance: MorpheusInstance,
  node: MorpheusNode,
): Record<string, unknown> {
  const { settings, world } = call;
  const { containerType } = typeOfLayout(instance.layoutId);
  const usage = usageOf(instance, world.now());
  const ports = portsOf(instance).map(({ primaryPort: _, ...port }) => ({ ...port, exportName: null, link: true }));
  const hosts = instance.nodes.map((other) => [`container${other.id}`, other === node ? '127.0.0.1' : other.ip]);
  const status = containerStatus(instance, node);
  return {
    id: node.id,
    name: node.name,
    configs: JSON.stringify({
      evars: {},
      hosts: Object.fromEntries(hosts),
      maxMemory: instance.maxMemory,
      maxStorage: maxStorageOf(instance),
      mounts: ['data', 'logs', 'config'].map((type) => ({
        containerPath: `/morpheus/${type}`,
        hostPath: `/morpheus/container_${node.id}/${type}`,
        type,
      })),
      networkInterfaces: null,
      ports,
      priviligedContainer: null,
      serverId: node.serverId,
      vm: true,
      volumes: null,
    }),
    containerType: { id: containerType.id, name: containerType.name },
    lastStats: JSON.stringify({
      ts: timestamp(settings, world.now()),
      maxStorage: usage.maxStorage,
      usedStorage: usage.usedStorage,
      running: status === 'running',
      userCpuUsage: usage.usedCpu,
      systemCpuUsage: 0,
      usedMemory: usage.usedMemory,
      maxMemory: usage.maxMemory,
      cacheMemory: 0,
    }),
    environmentPrefix: null,
    status,
    dateCreated: timestamp(settings, node.created),
    ip: instance.provisioned ? node.ip : null,
    externalIp: instance.provisioned ? (node.externalIp ?? node.ip) : null,
    internalIp: instance.provisioned ? node.ip : null,
    ports,
  };
}

/** The machine under a container. */
export function serverView(call: Call, instance: MorpheusInstance, node: MorpheusNode): Record<string, unknown> {
  const { settings, world } = call;
  const { provisioned } = instance;
  const type = typeOfLayout(instance.layoutId);
  const cloud = known(clouds, instance.cloudId);
  const plan = known(plans, instance.planId);
  // Whoever serves SSH for these machines says where; else it is where it would really be.
  const [sshHost, sshPort] = world.addresses.ssh?.split(':') ?? [
    provisioned ? (node.externalIp ?? node.ip) : null,
    '22',
  ];
  return {
    id: node.serverId,
    uuid: node.uuid,
    name: node.name,
    hostname: node.name,
    status: provisioned ? 'provisioned' : 'provisioning',
    powerState: provisioned ? node.powerState : 'unknown',
    sshHost,
    sshPort: Number(sshPort),
    sshUsername: null,
    internalIp: provisioned ? node.ip : null,
    externalIp: provisioned ? node.externalIp : null,
    platform: type.platform,
    serverOs: { name: type.name.toLowerCase(), platform: type.platform },
    computeServerType: { code: `${provisionTypeOf(instance.cloudId).code}-vm`, managed: true },
    agentInstalled: type.platform === 'linux',
    parentServer: cloud.hypervisor,
    zone: { id: cloud.id, name: cloud.name },
    cloud: { id: cloud.id, name: cloud.name },
    plan: { id: plan.id, code: plan.code, name: plan.name },
    maxMemory: instance.maxMemory,
    maxStorage: maxStorageOf(instance),
    maxCores: instance.maxCores,
    volumes: instance.volumes.map((volume, index) => volumeView(volume, index, provisioned)),
    interfaces: instance.interfaces.map((found, index) => ({
      id: found.id,
      name: found.name,
      network: { id: found.networkId, name: known(networks, found.networkId).name },
      ipAddress: provisioned ? node.ip : null,
      ipMode: found.ipMode,
      type: { id: found.networkInterfaceTypeId },
      primaryInterface: index === 0,
    })),
    dateCreated: timestamp(settings, node.created),
  };
}

function portsOf(instance: MorpheusInstance) {
  const { code, port, portName } = typeOfLayout(instance.layoutId);
  if (port === null) return [];
  return [
    {
      index: 0,
      internal: port,
      external: port,
      displayName: portName,
      primaryPort: true,
      export: true,
      visible: true,
      loadBalance: port !== 22,
      protocol: port === 22 ? 'tcp' : 'http',
      code: `${code}.${port}`,
    },
  ];
}
