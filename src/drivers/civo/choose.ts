import type { CatalogKind } from '../../core/driver';
import { CliError } from '../../core/errors';
import { nearestFew } from '../../core/nearest';

interface Candidate {
  id: string;
  name: string;
  /** Another name by which it may be called. */
  alias?: string | null;
}

/**
 * The candidate that was meant by id or name: an id wins over a name, a name over an alias, and nothing but the whole
 * counts. Throws `ambiguous_resource` or `resource_not_found`.
 */
export function choose<T extends Candidate>(
  what: string,
  wanted: string,
  candidates: readonly T[],
  region: string,
  kind: CatalogKind,
): T {
  const ways = [
    ({ id }: T) => id === wanted,
    ({ name }: T) => name === wanted,
    ({ alias }: T) => typeof alias === 'string' && alias === wanted,
  ];
  for (const way of ways) {
    const found = candidates.filter(way);
    const [first] = found;
    if (first === undefined) continue;
    if (found.length === 1) return first;
    const ids = found.map(({ id }) => id).join(', ');
    throw new CliError('ambiguous_resource', `Several ${what}s in ${region} are called ${quote(wanted)}: ${ids}`, {
      hint: `Use the id, for example ${first.id}.`,
    });
  }
  const near = nearestFew(wanted, [...new Set(candidates.map(({ name }) => name))], 3);
  throw new CliError('resource_not_found', `There is no ${what} ${quote(wanted)} in ${region}`, {
    hint: near.length > 0 ? `Did you mean ${near.join(' or ')}?` : `nube catalog ${kind} --region ${region}`,
  });
}

/** The name where it is the only one, else the id: what a person can type for this candidate. */
export function typable<T extends Candidate>(candidate: T, all: readonly T[]): string {
  const same = all.filter(({ id, name }) => name === candidate.name || id === candidate.name);
  return same.length === 1 ? candidate.name : candidate.id;
}

const quote = (text: string): string => JSON.stringify(text);
