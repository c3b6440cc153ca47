import { type Fields, fieldsOf, listOf, text } from '../../core/fields';

/** Until an address is known Morpheus says 0.0.0.0. */
export function address(value: unknown): string | null {
  const found = text(value);
  return found === null || found === '0.0.0.0' || found === '::' ? null : found;
}

/** All addresses of an instance, those inside private ranges apart from the rest, each once. */
export function addressesOf(fields: Fields): { publicAddresses: string[]; privateAddresses: string[] } {
  const containers = listOf(fields.containerDetails);
  const all = [
    ...containers.flatMap(({ server, externalIp, internalIp, ip }) => [
      fieldsOf(server).externalIp,
      fieldsOf(server).internalIp,
      externalIp,
      internalIp,
      ip,
    ]),
    ...listOf(fields.connectionInfo).map(({ ip }) => ip),
    ...listOf(fields.interfaces).map(({ ipAddress }) => ipAddress),
  ];
  const known = [...new Set(all.map(address).filter((one) => one !== null && isAddress(one)))] as string[];
  return {
    publicAddresses: known.filter((one) => !isPrivate(one)),
    privateAddresses: known.filter(isPrivate),
  };
}

function isAddress(text: string): boolean {
  return /^\d{1,3}(\.\d{1,3}){3}$/.test(text) || /^[0-9a-f:.]*:[0-9a-f:.]*$/i.test(text);
}

/** RFC 1918, shared address space, link-local, loopback, and the same of IPv6. */
function isPrivate(text: string): boolean {
  return /^(10\.|127\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|f[cd]|fe[89ab]|::1$)/i.test(
    text,
  );
}
