import { createHmac } from 'node:crypto';

// It guards nothing but made-up consoles on loopback.
const SECRET = 'nube-sandbox';

/** A JSON Web Token for the account, good until `expires` (both moments in milliseconds since 1970). */
export function issueWebToken(accountId: string, now: number, expires: number): string {
  const claims = { sub: accountId, iat: Math.floor(now / 1000), exp: expires / 1000 };
  const content = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`;
  return `${content}.${sign(content)}`;
}

/** Whether it was issued here and is still good. */
export function isWebToken(token: string | null, now: number): boolean {
  const [head, claims, signature] = (token ?? '').split('.');
  if (!head || !claims || signature !== sign(`${head}.${claims}`)) return false;
  const { exp } = JSON.parse(Buffer.from(claims, 'base64url').toString('utf8'));
  return exp * 1000 > now;
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function sign(content: string): string {
  return createHmac('sha256', SECRET).update(content).digest('base64url');
}
