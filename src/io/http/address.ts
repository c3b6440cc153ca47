import { CliError } from '../../core/errors';
import type { Query } from '../../core/http';

/** Pairs of a query, in the order in which they are sent. */
export type Pairs = readonly (readonly [string, string])[];

/** Reads a profile's endpoint; its own path stays, slashes at its end go. Throws `broken_configuration`. */
export function parseEndpoint(endpoint: string, profile: string): URL {
  const hint = `nube profile set ${profile} endpoint=URL`;
  let url: URL;
  try {
    url = new URL(endpoint);
  } catch {
    throw new CliError('broken_configuration', `The endpoint of ${profile} is not an address`, { hint });
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw new CliError('broken_configuration', `The endpoint of ${profile} is not an http or https address`, { hint });
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    const message = `The endpoint of ${profile} holds more than scheme, host, port and path`;
    throw new CliError('broken_configuration', message, { hint });
  }
  url.pathname = url.pathname.replace(/\/+$/, '');
  return url;
}

/** The query of a request as pairs: arrays become repeated keys, undefined and null are left out. */
export function queryPairs(query: Query = {}): Pairs {
  return Object.entries(query).flatMap(([name, value]): Pairs => {
    if (value === undefined || value === null) return [];
    return (Array.isArray(value) ? value : [value]).map((item) => [name, String(item)] as const);
  });
}

/**
 * The address of a request below the endpoint. Of the query that goes with every request, what the request says
 * itself is left out. Throws `invalid_value` where the path would lead out of the endpoint.
 */
export function addressOf(endpoint: URL, path: string, own: Pairs, common: Readonly<Record<string, string>>): URL {
  const [place, ...rest] = path.split('?') as [string, ...string[]];
  const written = rest.join('?');
  const named = new Set([...new URLSearchParams(written).keys(), ...own.map(([name]) => name)]);
  const pairs = [...own, ...Object.entries(common).filter(([name]) => !named.has(name))];
  const query = [written.replaceAll('#', '%23'), ...pairs.map(([name, value]) => `${encode(name)}=${encode(value)}`)];
  const prefix = endpoint.pathname.replace(/\/+$/, '');
  const base = `${endpoint.protocol}//${endpoint.host}${prefix}`;
  const search = query.filter((part) => part !== '').join('&');
  const below = `${place.startsWith('/') ? '' : '/'}${place.replaceAll('#', '%23')}`;
  const url = new URL(`${base}${below}${search === '' ? '' : `?${search}`}`);
  // Host and port end at the slash that follows them: only the path can lead elsewhere.
  if (!`${url.pathname}/`.startsWith(`${prefix}/`)) {
    throw new CliError('invalid_value', `The path ${JSON.stringify(path)} leads out of the endpoint`, {
      hint: `Paths are relative to ${base}.`,
    });
  }
  return url;
}

function encode(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd'));
}
