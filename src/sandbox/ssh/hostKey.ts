import { createPrivateKey, createPublicKey } from 'node:crypto';

// The head of an Ed25519 private key in PKCS #8, before its 32 bytes.
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');
const KIND = 'ssh-ed25519';

/** An Ed25519 key in OpenSSH's form, made from 64 hexadecimal digits: the same ones give the same key. */
export function createHostKey(seed: string): string {
  const secret = Buffer.from(seed, 'hex');
  if (secret.length !== 32) throw new Error('A host key is made from 64 hexadecimal digits.');
  const key = createPrivateKey({ key: Buffer.concat([PKCS8_HEAD, secret]), format: 'der', type: 'pkcs8' });
  const open = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32);
  const publicPart = Buffer.concat([field(KIND), field(open)]);
  const check = number(0x6e756265);
  const privatePart = [check, check, publicPart, field(Buffer.concat([secret, open])), field('sandbox')];
  const parts = [
    Buffer.from('openssh-key-v1\0'),
    field('none'),
    field('none'),
    field(''),
    number(1),
    field(publicPart),
    field(padded(Buffer.concat(privatePart))),
  ];
  const lines =
    Buffer.concat(parts)
      .toString('base64')
      .match(/.{1,70}/g) ?? [];
  return ['-----BEGIN OPENSSH PRIVATE KEY-----', ...lines, '-----END OPENSSH PRIVATE KEY-----', ''].join('\n');
}

function field(content: string | Buffer): Buffer {
  const bytes = Buffer.from(content);
  return Buffer.concat([number(bytes.length), bytes]);
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/** Filled up to a multiple of eight with 1, 2, 3, … */
function padded(content: Buffer): Buffer {
  const missing = (8 - (content.length % 8)) % 8;
  return Buffer.concat([content, Buffer.from(Array.from({ length: missing }, (_, index) => index + 1))]);
}
