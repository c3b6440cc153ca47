import { type CivoSize, isOffered, sizes } from './catalog';
import type { Call } from './civoRoute';
import type { CivoFirewall, CivoNetwork } from './data';
import { failure } from './failure';
import { ownedBy } from './owned';
import { createSubnet } from './subnet';

/** A hostname of at most 63 letters, digits, hyphens and dots, with a letter or digit at both ends. */
export function requireHostname(hostname: string | undefined): string {
  if (hostname === undefined) throw failure('parameter_name_invalid', 'The hostname supplied was empty');
  if (!/^[A-Za-z0-9]([A-Za-z0-9.-]{0,61}[A-Za-z0-9])?$/.test(hostname)) {
    throw failure(
      'parameter_name_invalid',
      'The hostname may have letters, digits, hyphens and dots, must end in a letter or digit, and have 63 characters at most',
    );
  }
  return hostname;
}

/** Throws if the region has an instance of one of these names. */
export function requireUnusedHostname(call: Call, hostnames: readonly string[]): void {
  const wanted = new Set(hostnames);
  const used = Object.values(call.data.instances).some(
    (instance) => instance.region === call.region && wanted.has(instance.hostname),
  );
  if (used) throw failure('database_instance_duplicate_name');
}

/** The size of that name if instances can be made of it. */
export function requireSize(name: string): CivoSize {
  const size = sizes.find((known) => known.name === name && isOffered(known));
  if (!size) throw failure('database_size_not_found');
  return size;
}

/** The firewall of that id if it can guard an instance in the network. */
export function requireFirewall(call: Call, id: string, networkId: string): CivoFirewall {
  const firewall = ownedBy(call.data.firewalls, id, call.region);
  if (!firewall) throw failure('database_firewall_not_found');
  if (firewall.network_id !== networkId) throw failure('database_firewall_mismatch');
  return firewall;
}

/** Throws unless every address lies in the network. */
export function requireAllowedIps(addresses: readonly string[], network: CivoNetwork | undefined): void {
  const subnet = createSubnet(network?.cidr ?? '');
  const stranger = addresses.find((address) => !subnet.includes(address));
  if (stranger === undefined) return;
  throw failure('parameter_allowed_ips_invalid', `The address ${stranger} is not in the network ${network?.cidr}`);
}
