import type { Reply } from '../reply';
import type { Call } from './call';
import type { CloudmcNetwork, CloudmcNic } from './data';
import { invalid } from './failure';
import { instanceOf, occupy, REBOOT_TIME, requireVirtual } from './instanceTask';
import { ownedBy, ownedIn } from './owned';
import { createSubnet } from './subnet';
import { beginTask } from './task';

/**
 * Operation `changeNetwork`: another private address, no forwarded ports and no static NAT any more, and a reboot if
 * it runs.
 */
export function changeNetwork(call: Call): Reply {
  const instance = instanceOf(call, 'change the network of', ['Running', 'Stopped']);
  requireVirtual(instance);
  const network = requireNetwork(call);
  const [nic, ...others] = instance.nics as [CloudmcNic, ...CloudmcNic[]];
  const current = ownedBy(call, call.data.networks, nic.networkId);
  if (instance.nics.some(({ networkId }) => networkId === network.id)) {
    throw invalid(`The instance is already in the network ${network.name}`);
  }
  if (current?.zoneId !== network.zoneId) throw invalid('The network must be in the zone of the instance');
  const moved = createNic(call, network, freeAddress(call, network));
  const state = instance.state;
  const task = occupy(call, instance, state === 'Running' ? 'Rebooting' : undefined);
  const { id } = instance;
  return beginTask(call, {
    id: task,
    duration: REBOOT_TIME,
    success: { kind: 'moved', id, task, state, fields: { nics: [moved, ...others] } },
    failure: { kind: 'instance', id, task, state },
  });
}

/** The network that the body names. */
export function requireNetwork(call: Call): CloudmcNetwork {
  const id = call.fields.text('networkId');
  if (id === undefined) throw invalid('networkId is required');
  const network = ownedBy(call, call.data.networks, id);
  if (!network) throw invalid(`No network with the id ${id} was found`);
  return network;
}

/** A NIC in a network, with an address that nobody else has. */
export function createNic({ world: { random } }: Call, network: CloudmcNetwork, ipAddress: string): CloudmcNic {
  return {
    id: random.uuid(),
    networkId: network.id,
    ipAddress,
    ipAddressId: random.uuid(),
    macAddress: `02:00:${random.hex(2)}:${random.hex(2)}:00:${random.hex(2)}`,
  };
}

/** The first private address of a network that is free, or the wanted one if it is. */
export function freeAddress(call: Call, network: CloudmcNetwork, wanted?: string): string {
  const subnet = createSubnet(network.cidr);
  const used = new Set<string>();
  for (const { nics } of ownedIn(call, call.data.instances)) {
    for (const nic of nics) {
      if (nic.networkId !== network.id) continue;
      used.add(nic.ipAddress);
      for (const { ipAddress } of nic.secondaryIps ?? []) used.add(ipAddress);
    }
  }
  if (wanted !== undefined) {
    if (!subnet.includes(wanted)) throw invalid(`ipAddress must be within ${network.cidr}`);
    if (used.has(wanted)) throw invalid(`The address ${wanted} is already in use`);
    return wanted;
  }
  for (let index = 10; index < subnet.size - 1; index += 1) {
    const address = subnet.at(index);
    if (!used.has(address)) return address;
  }
  throw invalid(`The network ${network.name} has no free address`);
}
