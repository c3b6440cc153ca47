import { clouds, groups, known, layouts, plans, typeOfLayout } from './catalog';
import type { MorpheusInstance } from './data';
import type { Call } from './morpheusRoute';
import { timestamp } from './timestamp';
import { maxStorageOf } from './usage';

/** An instance as appliances of the old age answer it: more of it when it is asked for alone. */
export function legacyInstanceView(call: Call, instance: MorpheusInstance, alone: boolean): Record<string, unknown> {
  const { settings } = call;
  const cloud = known(clouds, instance.cloudId);
  const group = known(groups, instance.groupId);
  const plan = known(plans, instance.planId);
  const type = typeOfLayout(instance.layoutId);
  return {
    id: instance.id,
    accountId: 1,
    instanceType: { id: type.id, code: type.code, category: type.category, name: type.name },
    group: { id: group.id, name: group.name },
    cloud: { id: cloud.id, name: cloud.name },
    containers: instance.nodes.map((node) => node.id),
    connectionInfo: instance.nodes.map((node) => ({ ip: instance.provisioned ? node.ip : '0.0.0.0', port: type.port })),
    layout: { id: instance.layoutId },
    plan: { id: plan.id, code: plan.code },
    name: instance.name,
    description: instance.description,
    instanceVersion: known(layouts, instance.layoutId).instanceVersion,
    ...(alone
      ? {
          tags: instance.labels,
          metadata: instance.tags.map(({ name, value }) => ({ name, value })),
          maxMemory: instance.maxMemory,
          maxStorage: maxStorageOf(instance),
          maxCores: instance.maxCores,
          maxCpu: null,
        }
      : {}),
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
    statusDate: timestamp(settings, instance.statusDate),
    statusPercent: null,
    statusEta: null,
    userStatus: null,
    createdBy: { id: instance.createdBy },
  };
}
