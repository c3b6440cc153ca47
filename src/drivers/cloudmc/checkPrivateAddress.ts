import { CliError } from '../../core/errors';
import type { Network } from './lookups';

/** Refuses what is no IPv4 address, or one outside of the network. */
export function checkPrivateAddress(address: string, { name, cidr }: Network): void {
  const wanted = toNumber(address);
  if (wanted === null) {
    throw new CliError('invalid_value', `--private-address takes an IPv4 address, not ${JSON.stringify(address)}`);
  }
  const [, base = '', length = ''] = /^([\d.]+)\/(\d{1,2})$/.exec(cidr ?? '') ?? [];
  const network = toNumber(base);
  if (network === null || Number(length) > 32) return;
  const size = 2 ** (32 - Number(length));
  if (Math.floor(wanted / size) === Math.floor(network / size)) return;
  throw new CliError('invalid_value', `The address ${address} is not in ${name}, which is ${cidr}`, {
    hint: 'nube catalog networks shows the addresses of each.',
  });
}

function toNumber(address: string): number | null {
  const parts = address.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256)) return null;
  return parts.reduce((sum, part) => sum * 256 + Number(part), 0);
}
