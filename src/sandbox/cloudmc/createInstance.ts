import type { Reply } from '../reply';
import type { Call } from './call';
import { createNic } from './changeNetwork';
import type { CloudmcInstance, CloudmcPublicIp, CloudmcVolume } from './data';
import { invalid } from './failure';
import { addRule, addressForPorts } from './forwarding';
import { type InstanceOrder, readInstanceOrder } from './instanceOrder';
import { occupy } from './instanceTask';
import { acquireAddress } from './publicIps';
import { requireQuota } from './quota';
import { addSshKey } from './sshKeys';
import { beginTask } from './task';

const CREATE_TIME = 4000;

/** POST: the instance is there at once, Starting, with everything that is made together with it. */
export function createInstance(call: Call): Reply {
  const order = readInstanceOrder(call);
  if (order.offering.type === 'BareMetal') throw invalid('A bare metal instance must be acquired, not created');
  return beginInstance(call, order);
}

/** Makes what was ordered. Throws, before it changes anything, when a quota is used up. */
export function beginInstance(call: Call, order: InstanceOrder): Reply {
  const { data, world } = call;
  const address = order.ports.length > 0 ? addressForPorts(call, order.network, order.ports) : undefined;
  requireQuota(call, 'instances', 1);
  requireQuota(call, 'volumes', order.disk ? 2 : 1);
  if (order.ports.length > 0 && !address) requireQuota(call, 'publicIps', 1);

  const withoutKey = order.sshKeyName === undefined && order.publicKey === undefined;
  const password = withoutKey && order.template.passwordEnabled ? world.random.word(10) : undefined;
  const instance = newInstance(call, order);
  data.instances[instance.id] = instance;
  if (order.publicKey !== undefined && order.sshKeyName !== undefined) {
    addSshKey(call, order.sshKeyName, order.publicKey);
  }
  addVolumes(call, order, instance);
  if (order.ports.length > 0) forward(call, order, instance, address);
  const task = occupy(call, instance, undefined);
  const { id } = instance;
  return beginTask(call, {
    id: task,
    duration: CREATE_TIME,
    success: { kind: 'created', id, task, state: 'Running', ...(password === undefined ? {} : { password }) },
    failure: { kind: 'created', id, task, state: 'Error' },
  });
}

function newInstance(call: Call, order: InstanceOrder): CloudmcInstance {
  const { sshKeyName, userData, dedicatedGroupId } = order;
  return {
    id: call.world.random.uuid(),
    environment: call.environment.id,
    name: order.name,
    hostname: order.name,
    state: 'Starting',
    templateId: order.template.id,
    computeOfferingId: order.offering.id,
    cpuCount: order.cpuCount,
    memoryInMB: order.memoryInMB,
    ...(order.offering.type === 'BareMetal' ? { bareMetal: true } : {}),
    ...(sshKeyName === undefined ? {} : { sshKeyName }),
    ...(userData === undefined ? {} : { userData }),
    ...(dedicatedGroupId === undefined ? {} : { dedicatedGroupId }),
    affinityGroupIds: order.affinityGroupIds,
    nics: [createNic(call, order.network, order.ipAddress)],
  };
}

function addVolumes({ data, environment, world }: Call, order: InstanceOrder, instance: CloudmcInstance): void {
  function add(volume: Pick<CloudmcVolume, 'name' | 'type' | 'sizeInGb'> & Partial<CloudmcVolume>): void {
    const id = world.random.uuid();
    data.volumes[id] = {
      id,
      environment: environment.id,
      state: 'Creating',
      created: world.now(),
      instanceId: instance.id,
      zoneId: order.network.zoneId,
      ...volume,
    };
  }

  data.rootVolumes += 1;
  add({ name: `ROOT-${data.rootVolumes}`, type: 'os', sizeInGb: order.rootSizeInGb });
  if (order.disk) add({ name: `${instance.name}-data`, type: 'data', ...order.disk });
  if (order.volume) Object.assign(order.volume, { instanceId: instance.id, state: 'Attaching' });
}

function forward(
  call: Call,
  order: InstanceOrder,
  instance: CloudmcInstance,
  existing: CloudmcPublicIp | undefined,
): void {
  const address = existing ?? acquireAddress(call, order.network);
  for (const port of order.ports) {
    addRule(call, {
      ipAddressId: address.id,
      instanceId: instance.id,
      privateIpId: instance.nics[0]?.ipAddressId ?? '',
      protocol: 'TCP',
      privatePortStart: port,
      privatePortEnd: port,
      publicPortStart: port,
      publicPortEnd: port,
    });
  }
}
