import { accessOf, purposesOf } from './access';
import type { Call } from './call';
import type { CloudmcNetwork, CloudmcPublicIp, CloudmcRule } from './data';
import { ownedIn } from './owned';

/** Whether ports of an address can be forwarded: not if it serves another purpose, or isn't there yet. */
export function canForward(call: Call, address: CloudmcPublicIp): boolean {
  const purposes = purposesOf(accessOf(call), address);
  return address.state === 'Allocated' && purposes.every((purpose) => purpose === 'PORT_FORWARDING');
}

/** Whether an address and a network belong together: in one VPC, or the address to the isolated network. */
export function leadsTo(address: CloudmcPublicIp, network: CloudmcNetwork): boolean {
  return network.vpcId ? address.vpcId === network.vpcId : address.networkId === network.id;
}

/** An address that could take these ports, TCP, for an instance in a network; undefined when there is none. */
export function addressForPorts(
  call: Call,
  network: CloudmcNetwork,
  ports: readonly string[],
): CloudmcPublicIp | undefined {
  return ownedIn(call, call.data.publicipaddresses).find(
    (address) =>
      leadsTo(address, network) &&
      canForward(call, address) &&
      ports.every((port) => !taken(call, address.id, 'TCP', Number(port), Number(port))),
  );
}

/** Whether one of the public ports of an address is forwarded already. */
export function taken(call: Call, ipAddressId: string, protocol: string, start: number, end: number): boolean {
  return (accessOf(call).rules.get(ipAddressId) ?? []).some(
    (rule) => rule.protocol === protocol && Number(rule.publicPortStart) <= end && start <= Number(rule.publicPortEnd),
  );
}

/** A new rule, not yet active. */
export function addRule(
  { data, environment, world }: Call,
  rule: Omit<CloudmcRule, 'id' | 'environment' | 'state'>,
): CloudmcRule {
  const id = world.random.uuid();
  const added: CloudmcRule = { id, environment: environment.id, ...rule, state: 'Add' };
  data.portforwardingrules[id] = added;
  return added;
}
