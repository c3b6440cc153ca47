import type { CloudmcPublicIp, CloudmcRule } from './data';
import type { Scene } from './scene';

/** Which public address leads to which instance. */
export interface Access {
  /** By the id of a public address. */
  readonly rules: ReadonlyMap<string, readonly CloudmcRule[]>;
  /** By the id of an instance, each address once. */
  readonly addresses: ReadonlyMap<string, readonly CloudmcPublicIp[]>;
}

/** Remembered between changes, since there may be very many. */
export function accessOf({ world }: Scene): Access {
  return world.memo('access', () => {
    const { publicipaddresses, portforwardingrules } = world.data;
    const rules = new Map<string, CloudmcRule[]>();
    const addresses = new Map<string, CloudmcPublicIp[]>();

    function lead(address: CloudmcPublicIp | undefined, instanceId: string): void {
      if (!address) return;
      const known = addresses.get(instanceId);
      if (!known) addresses.set(instanceId, [address]);
      else if (!known.includes(address)) known.push(address);
    }

    for (const rule of Object.values(portforwardingrules)) {
      const known = rules.get(rule.ipAddressId);
      if (known) known.push(rule);
      else rules.set(rule.ipAddressId, [rule]);
      lead(publicipaddresses[rule.ipAddressId], rule.instanceId);
    }
    for (const address of Object.values(publicipaddresses)) {
      if (address.staticNat) lead(address, address.staticNat.instanceId);
    }
    return { rules, addresses };
  });
}

/** What a public address is used for, in the platform's words. */
export function purposesOf(access: Access, address: CloudmcPublicIp): string[] {
  return [
    ...(address.staticNat ? ['STATIC_NAT'] : []),
    ...(access.rules.has(address.id) ? ['PORT_FORWARDING'] : []),
    ...(address.sourceNat ? ['SOURCE_NAT'] : []),
  ];
}

/** The ids of the instances that a public address leads to. */
export function instancesBehind(access: Access, address: CloudmcPublicIp): string[] {
  const ids = (access.rules.get(address.id) ?? []).map((rule) => rule.instanceId);
  return [...new Set(address.staticNat ? [address.staticNat.instanceId, ...ids] : ids)];
}
