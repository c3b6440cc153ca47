import { isIPv6 } from 'node:net';
import type { OpenSsh, Place } from '../../core/openssh';
import type { Way } from './way';

/** How host keys are checked: kept in nube's own file, by the instance and not by its address. */
export function hostKeySettings(openssh: OpenSsh, alias: string, strict = false): [name: string, value: string][] {
  return [
    ['HostKeyAlias', alias],
    // Here OpenSSH puts values in place of what follows a per cent sign.
    ['UserKnownHostsFile', sshWord(openssh.knownHosts.replaceAll('%', '%%'))],
    ['StrictHostKeyChecking', strict ? 'yes' : 'accept-new'],
    ['CheckHostIP', 'no'],
    ['HashKnownHosts', 'no'],
  ];
}

/** Text as one word of OpenSSH's configuration, or of a value of `-o`. */
export function sshWord(text: string): string {
  return /^[\w@%+=:,./~-]+$/.test(text) ? text : `"${text.replace(/["\\]/g, '\\$&')}"`;
}

export interface SshCall {
  strict?: boolean | undefined;
  identity?: string | undefined;
  /** Options of OpenSSH as they were typed. */
  passed?: readonly string[];
  command?: readonly string[];
  /** Ask nobody anything. */
  batch?: boolean;
  /** Ask for no terminal over there, unless the options as typed do. */
  noTerminal?: boolean;
}

/**
 * The words after `ssh`. It keeps the first value that it reads: nube's host-key settings come first, then what was
 * typed, then nube's user and port. Everything from a provider is a value of an option or stands behind `--`.
 */
export function sshWords(openssh: OpenSsh, way: Way, { host, port }: Place, call: SshCall): string[] {
  const { passed = [], command = [], identity, noTerminal = false } = call;
  const further = [...loginSettings(way, call), ...(noTerminal ? ['RequestTTY=no'] : []), ...jumpSettings(way)];
  return [
    ...hostKeySettings(openssh, way.alias, call.strict).flatMap(([name, value]) => ['-o', `${name}=${value}`]),
    ...passed,
    ...(identity === undefined ? [] : ['-i', identity]),
    ...further.flatMap((setting) => ['-o', setting]),
    ...(way.user === null ? [] : ['-l', way.user]),
    '-p',
    String(port),
    '--',
    host,
    ...command,
  ];
}

export interface ScpCall {
  recursive: boolean;
  batch: boolean;
  quiet: boolean;
  /** Paths on this machine. */
  local: readonly string[];
  /** Paths on the instance. */
  remote: readonly string[];
  direction: 'up' | 'down';
}

/** The words after `scp`; where ssh takes user and port as options of their own, scp takes settings. */
export function scpWords(openssh: OpenSsh, way: Way, { host, port }: Place, call: ScpCall): string[] {
  const { recursive, quiet, local, remote, direction } = call;
  const settings = [
    ...hostKeySettings(openssh, way.alias).map(([name, value]) => `${name}=${value}`),
    ...loginSettings(way, call),
    ...jumpSettings(way),
    ...(way.user === null ? [] : [`User=${way.user}`]),
    `Port=${port}`,
  ];
  const place = isIPv6(host) ? `[${host}]` : host;
  const there = remote.map((path) => `${place}:${path}`);
  const here = local.map(plainPath);
  return [
    ...settings.flatMap((setting) => ['-o', setting]),
    ...(recursive ? ['-r'] : []),
    ...(quiet ? ['-q'] : []),
    '--',
    ...(direction === 'up' ? [...here, ...there] : [...there, ...here]),
  ];
}

/** A path that scp cannot take for another machine's, or for an option. */
function plainPath(path: string): string {
  return /^\.{0,2}\//.test(path) || path === '.' || path === '..' ? path : `./${path}`;
}

function loginSettings({ password }: Way, { batch = false }: { batch?: boolean }): string[] {
  if (password !== null) {
    return [
      'PreferredAuthentications=password,keyboard-interactive',
      'PubkeyAuthentication=no',
      'NumberOfPasswordPrompts=1',
    ];
  }
  return batch ? ['BatchMode=yes'] : [];
}

const jumpSettings = ({ jump }: Way): string[] => (jump === null ? [] : [`ProxyJump=${jump}`]);
