/** The addresses of a network, written as `10.164.212.0/24`. Its first address is the gateway's. */
export interface Subnet {
  readonly gateway: string;
  readonly netmask: string;
  readonly size: number;
  /** Whether an instance can have it. */
  includes(address: string): boolean;
  /** The address that many places after the network's own. */
  at(index: number): string;
}

export function createSubnet(cidr: string): Subnet {
  const [network = '', bits = '32'] = cidr.split('/');
  const start = toNumber(network) ?? 0;
  const size = 2 ** (32 - Number(bits));
  return {
    gateway: toAddress(start + 1),
    netmask: toAddress(0x1_0000_0000 - size),
    size,
    includes(address) {
      const number = toNumber(address);
      return number !== undefined && number > start + 1 && number < start + size - 1;
    },
    at: (index) => toAddress(start + index),
  };
}

/** The public address with this number, from 0 on, out of ranges that nobody answers in. */
export function publicAddress(ranges: readonly string[], number: number): string {
  let rest = number;
  for (const subnet of ranges.map(createSubnet)) {
    const usable = subnet.size - 20;
    if (rest < usable) return subnet.at(rest + 10);
    rest -= usable;
  }
  return toAddress((240 << 24) + rest);
}

function toNumber(address: string): number | undefined {
  const parts = address.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^[0-9]{1,3}$/.test(part) && Number(part) < 256)) return undefined;
  return parts.reduce((sum, part) => sum * 256 + Number(part), 0);
}

function toAddress(number: number): string {
  return `${number >>> 24}.${(number >>> 16) & 255}.${(number >>> 8) & 255}.${number & 255}`;
}
