import { BlockList, isIP } from 'node:net';
import { CliError } from '../../core/errors';

/** Looks up an environment variable. */
export type Variable = (name: string) => string | undefined;

/**
 * The proxy through which `url` is reached, or null for none. A profile's own setting wins over the variables, and
 * `none` there means none. Loopback is never proxied. Throws `broken_configuration`.
 */
export function proxyFor(url: URL, setting: string | undefined, variable: Variable): URL | null {
  if (isLoopback(hostOf(url))) return null;
  if (setting !== undefined && setting !== '') {
    return setting === 'none' ? null : parseProxy(setting, 'the profile’s setting proxy');
  }
  const name = url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY';
  const value = lookUp(variable, name);
  if (value === '' || isExcepted(url, lookUp(variable, 'NO_PROXY'))) return null;
  return parseProxy(value, name);
}

/** True for the names and addresses of this machine itself. */
function isLoopback(host: string): boolean {
  const isName = host === 'localhost' || host.endsWith('.localhost');
  return isName || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

function hostOf(url: URL): string {
  return url.hostname.toLowerCase().replace(/[[\]]|\.$/g, '');
}

function lookUp(variable: Variable, name: string): string {
  return (variable(name.toLowerCase()) || variable(name) || '').trim();
}

function parseProxy(value: string, source: string): URL {
  const written = /^[a-z][a-z\d+.-]*:\/\//i.test(value) ? value : `http://${value}`;
  const url = URL.canParse(written) ? new URL(written) : null;
  if (url === null || !/^https?:/.test(url.protocol)) {
    throw new CliError('broken_configuration', `The proxy in ${source} is not an http or https address`, {
      hint: 'It reads like http://proxy.example.com:3128.',
    });
  }
  return url;
}

/** Whether NO_PROXY names this address: by suffix, with or without a leading dot, `*`, host:port, IP or CIDR. */
function isExcepted(url: URL, exceptions: string): boolean {
  const host = hostOf(url);
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  return exceptions
    .toLowerCase()
    .split(/[\s,]/)
    .some((entry) => {
      if (entry === '*') return true;
      const read = /^(?:\[([^\]]*)\]|([^:]*|.*:.*:.*?))(?::(\d+))?$/.exec(entry);
      if (read === null) return false;
      const [, bracketed, plain, asked] = read;
      const name = `${bracketed ?? plain}`.replace(/^\*?\./, '').replace(/\.$/, '');
      if (name === '' || (asked !== undefined && asked !== port)) return false;
      if (name.includes('/')) return isWithin(host, name);
      return host === name || (isIP(host) === 0 && host.endsWith(`.${name}`));
    });
}

function isWithin(host: string, network: string): boolean {
  const [address, bits] = network.split('/') as [string, string];
  const family = (text: string) => (isIP(text) === 6 ? 'ipv6' : 'ipv4');
  if (isIP(address) === 0 || isIP(host) !== isIP(address)) return false;
  if (!/^\d{1,3}$/.test(bits) || Number(bits) > (isIP(address) === 6 ? 128 : 32)) return false;
  const list = new BlockList();
  list.addSubnet(address, Number(bits), family(address));
  return list.check(host, family(host));
}
