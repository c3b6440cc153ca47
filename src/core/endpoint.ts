import { isIP } from 'node:net';
import type { SshEndpoint } from './driver';
import { CliError } from './errors';

/** A host name or an address; nothing that ssh, scp or a shell could take for anything else. */
export function isPlainHost(host: string): boolean {
  if (isIP(host) !== 0) return !host.includes('%');
  return host.length <= 253 && /^[a-z0-9_]([a-z0-9_-]*[a-z0-9])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9])?)*\.?$/i.test(host);
}

/** A user name as machines have them. */
export function isPlainUser(user: string): boolean {
  return /^[A-Za-z0-9_][A-Za-z0-9_.@+-]{0,127}\$?$/.test(user);
}

export function isPort(port: number): boolean {
  return Number.isInteger(port) && port >= 1 && port <= 65_535;
}

/** Refuses what a provider said about host, user and port unless it can be nothing else. Throws `unexpected_answer`. */
export function checkEndpoint({ host, port, user }: SshEndpoint, name: string): void {
  const refuse = (what: string, value: unknown) => {
    throw new CliError('unexpected_answer', `The provider gave ${name} the ${what} ${JSON.stringify(value)}`, {
      hint: 'Nothing was started with it. Look at the instance with nube get --raw.',
    });
  };
  if (typeof host !== 'string' || !isPlainHost(host)) refuse('host', host);
  if (!isPort(port)) refuse('port', port);
  if (user !== null && (typeof user !== 'string' || !isPlainUser(user))) refuse('user', user);
}

/** The user that somebody typed or a profile keeps; a domain may stand before it. Throws `invalid_value`. */
export function checkUser(user: string): string {
  if (/^[\p{L}\p{N}_][\p{L}\p{N}_.@+\\-]*\$?$/u.test(user) && !user.endsWith('\\')) return user;
  throw new CliError('invalid_value', `${JSON.stringify(user)} cannot be a user for ssh`);
}

/** Jump hosts as ssh -J takes them: `[USER@]HOST[:PORT]`, several separated by commas. Throws `invalid_value`. */
export function checkJump(jump: string): string {
  const hop =
    /^(ssh:\/\/)?([\p{L}\p{N}_][\p{L}\p{N}_.+-]*@)?([\p{L}\p{N}_][\p{L}\p{N}_.-]*|\[[0-9a-f:.]+\])(:\d{1,5})?$/iu;
  if (jump.split(',').every((one) => hop.test(one))) return jump;
  throw new CliError('invalid_value', `${JSON.stringify(jump)} is not a jump host`, {
    hint: 'For example --jump admin@bastion.example.com:2222',
  });
}
