import { createHash } from 'node:crypto';
import type { Reply } from '../reply';
import type { Call } from './call';
import type { CloudmcSshKey } from './data';
import { defineEntity } from './entity';
import { invalid, notFound } from './failure';
import { ownedIn } from './owned';
import { beginTask } from './task';
import { views } from './views';

/** SSH keys, which have a name in place of an id. */
export const sshKeys = defineEntity<CloudmcSshKey>({
  type: 'sshkeys',
  items: (call) => ownedIn(call, call.data.sshkeys),
  find: keyNamed,
  view: views.sshkeys,
  create(call) {
    const { fields } = call;
    const name = fields.text('name');
    if (name === undefined) throw invalid('name is required');
    const publicKey = readPublicKey(fields.text('publicKey'));
    requireNewSshKey(call, name, publicKey);
    const { id, fingerprint } = addSshKey(call, name, publicKey);
    return beginTask(call, {
      duration: 1000,
      // Some clients take an id from here, and ask for the key by it.
      success: { kind: 'nothing', result: { id: name, name, fingerprint } },
      failure: { kind: 'remove', collection: 'sshkeys', id },
    });
  },
  remove,
});

function remove(call: Call): Reply {
  const key = keyNamed(call, call.id);
  if (!key) throw notFound('sshkeys', call.id);
  return beginTask(call, { duration: 1000, success: { kind: 'remove', collection: 'sshkeys', id: key.id } });
}

function keyNamed(call: Call, name: string): CloudmcSshKey | undefined {
  return ownedIn(call, call.data.sshkeys).find((key) => key.name === name);
}

/** A public key as OpenSSH writes it, of three words; throws for anything else. */
export function readPublicKey(text: string | undefined): string {
  if (text === undefined) throw invalid('publicKey is required');
  const words = text.trim().split(/\s+/);
  const sound =
    words.length === 3 && /^(ssh-|ecdsa-|sk-)/.test(words[0] ?? '') && /^[A-Za-z0-9+/]+=*$/.test(words[1] ?? '');
  if (!sound) throw invalid('publicKey must be made of a type, a key and a comment');
  return words.join(' ');
}

/** Throws if the environment has a key of this name, or this key under another name. */
export function requireNewSshKey(call: Call, name: string | undefined, publicKey: string): void {
  for (const known of ownedIn(call, call.data.sshkeys)) {
    if (known.name === name) throw invalid(`There is an SSH key with the name ${name} already`);
    if (material(known.publicKey) === material(publicKey)) {
      throw invalid(`The SSH key is registered already, with the name ${known.name}`);
    }
  }
}

/** Registers a key that is known to be new. */
export function addSshKey({ data, environment }: Call, name: string, publicKey: string): CloudmcSshKey {
  const key = createSshKey(environment.id, name, publicKey);
  data.sshkeys[key.id] = key;
  return key;
}

export function createSshKey(environment: string, name: string, publicKey: string): CloudmcSshKey {
  const digest = createHash('md5')
    .update(Buffer.from(material(publicKey), 'base64'))
    .digest('hex');
  return {
    id: `${environment}/${name}`,
    environment,
    name,
    publicKey,
    fingerprint: digest.replaceAll(/..(?=.)/g, '$&:'),
  };
}

function material(publicKey: string): string {
  return publicKey.split(' ')[1] ?? '';
}
