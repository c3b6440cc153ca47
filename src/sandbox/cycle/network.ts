import type { CycleEnvironment, CycleInstance, CycleIp } from './data';
import { stateView } from './stateView';

const IPV6_PREFIX = 'fd00:c1c1:e000';
const VXLAN_TAG = 4711;

/** The private network of an environment as its environment shows it. */
export function privateNetworkView(environment: CycleEnvironment): Record<string, unknown> {
  return {
    vxlan_tag: VXLAN_TAG,
    subnet: environment.identifier,
    ipv6: { ip: `${IPV6_PREFIX}::`, cidr: `${IPV6_PREFIX}::/48` },
    legacy: { subnet: 0, ipv4: { ip: '10.0.0.0', cidr: '10.0.0.0/8' } },
  };
}

/** The place of an instance in the network of its environment. */
export function instanceNetworkView(environment: CycleEnvironment, instance: CycleInstance): Record<string, unknown> {
  const { host } = instance;
  const ipv6 = `${IPV6_PREFIX}::${host.toString(16)}`;
  const ipv4 = privateAddress(host);
  const mac = host.toString(16).padStart(8, '0').match(/../g)?.join(':');
  return {
    id: environment.id,
    network_subnet: `${IPV6_PREFIX}::/48`,
    subnet: `${IPV6_PREFIX}::/64`,
    ipv6: { ip: ipv6, cidr: `${ipv6}/64` },
    legacy: { host, subnet: host >> 8, ipv4: { ip: ipv4, cidr: `${ipv4}/8` } },
    mac_addr: `02:c1:${mac}`,
    vxlan_tag: VXLAN_TAG,
  };
}

function privateAddress(host: number): string {
  return `10.${(host >> 16) & 255}.${(host >> 8) & 255}.${host & 255}`;
}

/** An address as lists of them show it. */
export function ipView(hubId: string, ip: CycleIp, environmentId: string): Record<string, unknown> {
  const prefix = ip.kind === 'ipv4' ? 24 : 64;
  const assigned = ip.container_id !== '';
  return {
    id: ip.id,
    hub_id: hubId,
    kind: ip.kind,
    ip: ip.address,
    assignment: assigned
      ? {
          container_id: ip.container_id,
          instance_id: ip.instance_id,
          environment_id: environmentId,
          ...(ip.virtual_machine_id === '' ? {} : { virtual_machine: { id: ip.virtual_machine_id } }),
        }
      : null,
    pool_id: ip.id.slice(0, 18) + ip.id.slice(0, 6),
    network_id: ip.id.slice(0, 18) + ip.id.slice(2, 8),
    address: ip.address,
    gateway: ip.kind === 'ipv4' ? ip.address.replace(/[0-9]+$/, '1') : `${ip.address.split('::')[0]}::1`,
    network: ip.kind === 'ipv4' ? ip.address.replace(/[0-9]+$/, '0/24') : `${ip.address.split('::')[0]}::/64`,
    options: null,
    cidr: `${ip.address}/${prefix}`,
    state: stateView(ip.id, assigned ? 'assigned' : 'available', 0),
  };
}
