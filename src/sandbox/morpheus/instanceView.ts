import { clouds, groups, known, layouts, plans, provisionTypeOf, typeOfLayout } from './catalog';
import { containerView, serverView } from './containerView';
import type { MorpheusInstance } from './data';
import { networks } from './infrastructure';
import type { Call } from './morpheusRoute';
import { timestamp } from './timestamp';
import { maxStorageOf, usageOf } from './usage';
import { userOf } from './users';
import { volumeView } from './volumeView';

/** An instance as appliances of today answer it; `details` adds the containers with their servers. */
export function instanceView(call: Call, instance: MorpheusInstance, details: boolean): Record<string, unknown> {
  const { settings, world } = call;
  const { provisioned } = instance;
  const cloud = known(clouds, instance.cloudId);
  const group = known(groups, instance.groupId);
  const layout = known(layouts, instance.layoutId);
  const plan = known(plans, instance.planId);
  const type = typeOfLayout(instance.layoutId);
  const provisionType = provisionTypeOf(instance.cloudId);
  const isNew = instance.status === 'pending' || instance.status === 'provisioning';
  const usage = usageOf(instance, world.now());
  return {
    id: instance.id,
    uuid: instance.uuid,
    accountId: 1,
    tenant: { id: 1, name: 'Sandbox' },
    instanceType: { id: type.id, code: type.code, category: type.category, name: type.name, image: '' },
    group: { id: group.id, name: group.name },
    cloud: { id: cloud.id, name: cloud.name, type: provisionType.code },
    cluster: null,
    containers: instance.nodes.map((node) => node.id),
    servers: instance.nodes.map((node) => node.serverId),
    connectionInfo: instance.nodes.map((node) => ({
      ip: provisioned ? node.ip : '0.0.0.0',
      port: type.port,
      name: type.portName,
    })),
    layout: {
      id: layout.id,
      name: layout.name,
      provisionTypeId: provisionType.id,
      provisionTypeCode: provisionType.code,
    },
    plan: { id: plan.id, code: plan.code, name: plan.name },
    name: instance.name,
    displayName: instance.displayName ?? instance.name,
    description: instance.description,
    instanceVersion: layout.instanceVersion,
    labels: instance.labels,
    tags: instance.tags,
    evars: instance.evars.map((evar) => (evar.masked ? { ...evar, value: '************' } : evar)),
    maxMemory: instance.maxMemory,
    maxStorage: maxStorageOf(instance),
    maxCores: instance.maxCores,
    coresPerSocket: instance.coresPerSocket,
    maxCpu: null,
    hourlyPrice: plan.price,
    hourlyCost: plan.price,
    instancePrice: provisioned ? { price: plan.price, cost: plan.price, currency: 'USD', unit: 'hour' } : null,
    interfaces: instance.interfaces.map((found) => {
      const network = known(networks, found.networkId);
      return {
        id: provisioned ? `network-${found.id}` : null,
        name: found.name,
        network: { id: network.id, name: network.name, subnet: null, group: null, pool: network.pool },
        ipAddress: provisioned ? found.ipAddress : null,
        ipMode: found.ipMode,
        networkInterfaceTypeId: found.networkInterfaceTypeId,
      };
    }),
    volumes: instance.volumes.map((volume, index) => volumeView(volume, index, provisioned)),
    config: instance.config,
    customOptions: instance.config.customOptions ?? {},
    dateCreated: timestamp(settings, instance.created),
    lastUpdated: timestamp(settings, instance.updated),
    hostName: instance.hostName,
    domainName: null,
    environmentPrefix: null,
    firewallEnabled: instance.firewallEnabled,
    networkLevel: 'container',
    autoScale: false,
    instanceContext: instance.instanceContext,
    currentDeployId: null,
    status: instance.status,
    statusMessage: null,
    errorMessage: instance.errorMessage,
    statusDate: isNew ? null : timestamp(settings, instance.statusDate),
    statusPercent: null,
    statusEta: null,
    userStatus: null,
    isBusy: instance.processId !== null,
    locked: instance.locked,
    createdBy: { id: instance.createdBy, username: userOf(instance.createdBy).username },
    owner: { id: instance.ownerId, username: userOf(instance.ownerId).username },
    expireDate: timestamp(settings, instance.expireDate),
    shutdownDate: timestamp(settings, instance.shutdownDate),
    removalDate: timestamp(settings, instance.removalDate),
    powerSchedule: null,
    pendingRequests: instance.waiting
      ? [{ type: instance.waiting.type, status: 'requested', approvedBy: null, deniedBy: null }]
      : [],
    apps: [],
    currentLoadBalancerInstances: [],
    lastDeploy: null,
    instanceThreshold: null,
    stats: { ...usage, cpuUsage: usage.usedCpu, running: ['running', 'warning'].includes(instance.status) },
    ...(details
      ? {
          containerDetails: instance.nodes.map((node) => ({
            ...containerView(call, instance, node),
            server: serverView(call, instance, node),
          })),
        }
      : {}),
  };
}
