import type { Session } from '../../core/driver';
import { CliError } from '../../core/errors';
import { choose } from './choose';
import { idOf, readObject } from './fields';
import { readSshKeys } from './lookups';

/** Gives the id of the key for the instance of a name, or null for none. */
export type KeyFor = (name: string) => Promise<string | null>;

/**
 * The key that an instance is made with: one that the account has, by name or id, or a public key as text, which is
 * registered with the first instance unless the account has it already.
 */
export async function keyFor(
  session: Session,
  region: string,
  wanted: string | undefined,
  publicKey: string | undefined,
): Promise<KeyFor> {
  if (wanted !== undefined && publicKey !== undefined) {
    throw new CliError('conflicting_options', 'Civo takes one key: --ssh-key or --public-key');
  }
  if (wanted !== undefined) {
    const { id } = choose('SSH key', wanted, await readSshKeys(session, region), region, 'ssh-keys');
    return async () => id;
  }
  if (publicKey === undefined) return async () => null;
  const parts = /^((?:ssh|ecdsa|sk)-[\w@.-]+\s+[A-Za-z0-9+/]+=*)(?:[ \t]+(.+))?$/.exec(publicKey.trim());
  if (parts === null) {
    throw new CliError('invalid_value', 'The value of --public-key is no public key of SSH', {
      hint: 'For example --public-key @id_ed25519.pub reads it from that file.',
    });
  }
  const known = (await readSshKeys(session, region)).find((key) => sameKey(key.publicKey, parts[1] as string));
  if (known !== undefined) return async () => known.id;
  let registered: Promise<string> | null = null;
  return (name) => {
    registered ??= register(session, region, parts[2] ?? `nube-${name}`, publicKey.trim());
    return registered;
  };
}

function register(session: Session, region: string, name: string, publicKey: string): Promise<string> {
  return session.http.send(
    { method: 'POST', path: '/v2/sshkeys', query: { region }, body: { name, public_key: publicKey } },
    (answer) => idOf(readObject(answer, 'POST /v2/sshkeys'), 'POST /v2/sshkeys'),
    (variable) => variable,
  );
}

/** Keys are the same where kind and material are; the comment does not count. */
function sameKey(known: string | null, material: string): boolean {
  return known?.trim().split(/\s+/).slice(0, 2).join(' ') === material.split(/\s+/).join(' ');
}
