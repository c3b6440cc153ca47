import { entryOf } from '../../../core/entryOf';
import { type Findings, type Found, mapping, word } from './found';

/**
 * Reads what the morpheus CLI keeps in two YAML files: `appliances`, by name, with their addresses, and `credentials`,
 * by the same names, with tokens. Keys were Ruby symbols once, and a credential was a token alone; both are still read.
 * `credentials` is null where that file is missing or broken.
 */
export function readMorpheusFiles(file: string, appliances: unknown, credentials: unknown, now: Date): Findings {
  const all = mapping(plainKeys(appliances));
  if (all === null) {
    return { found: [], warnings: [`${file} is not as the morpheus CLI writes it, so nothing of it was taken`] };
  }
  const wallets = mapping(plainKeys(credentials)) ?? {};
  const warnings: string[] = [];
  const found = Object.entries(all).flatMap(([name, value]): Found[] => {
    const appliance = mapping(value) ?? {};
    const address = (word(appliance.host) ?? word(appliance.url))?.replace(/\/+$/, '') ?? null;
    if (address === null || !/^https?:\/\/[^/]/.test(address)) {
      warnings.push(`${file} has no address for the appliance ${name}`);
      return [];
    }
    const wallet = entryOf(wallets, name) ?? null;
    const token = word(wallet) ?? word(mapping(wallet)?.access_token);
    if (token === null) {
      warnings.push(`Nobody is signed in to the appliance ${name}, so there is no token to take`);
      return [];
    }
    const ends = mapping(wallet)?.expire_date;
    if (typeof ends === 'number' && ends >= 0 && ends * 1000 < now.getTime()) {
      warnings.push(`The token for the appliance ${name} ended at ${new Date(ends * 1000).toISOString()}`);
    }
    const insecure = appliance.insecure === true ? { insecure: 'true' } : {};
    const current = appliance.active === true ? ' (current)' : '';
    return [
      {
        tool: 'morpheus',
        name,
        provider: 'morpheus',
        settings: { endpoint: address, ...insecure },
        token: `plain:${token}`,
        password: null,
        from: `${file}, appliance ${name}${current}`,
      },
    ];
  });
  return { found, warnings };
}

/** Ruby writes symbols with a colon in front. */
function plainKeys(value: unknown): unknown {
  const fields = mapping(value);
  if (fields === null) return value;
  return Object.fromEntries(
    Object.entries(fields).map(([key, inner]) => [key.replace(/^:/, '').replace(/^"(.*)"$/, '$1'), plainKeys(inner)]),
  );
}
