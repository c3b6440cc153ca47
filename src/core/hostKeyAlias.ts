import { createHash } from 'node:crypto';
import type { Instance } from './instance';

/** A part of an alias is not longer: ssh cuts names in its questions. */
const longest = 36;

/**
 * The name under which host keys of an instance are kept: it says which instance this is and never where it is, so
 * that an address which changes hands neither alarms nor fools. `machine` is one of several behind the instance.
 */
export function hostKeyAlias(
  { provider, profile, id }: Pick<Instance, 'provider' | 'profile' | 'id'>,
  machine?: string,
): string {
  return [provider, profile, id, ...(machine === undefined ? [] : [machine])].map(encode).join('.');
}

/** The beginning that all aliases of a profile have in common. */
export function aliasesOfProfile({ provider, name }: { provider: string; name: string }): string {
  return `${encode(provider)}.${encode(name)}.`;
}

/** Small letters, digits and dashes stay; ssh ignores case, so capitals are spelt out like everything else. */
function encode(part: string): string {
  const encoded = [...Buffer.from(part)]
    .map((byte) => {
      const letter = String.fromCharCode(byte);
      return /[a-z0-9-]/.test(letter) ? letter : `_${byte.toString(16).padStart(2, '0')}`;
    })
    .join('');
  if (encoded.length <= longest) return encoded === '' ? '_' : encoded;
  return `__${createHash('sha256')
    .update(part)
    .digest('hex')
    .slice(0, longest - 2)}`;
}
