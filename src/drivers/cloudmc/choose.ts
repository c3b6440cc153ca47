import type { CatalogKind } from '../../core/driver';
import { CliError } from '../../core/errors';
import { nearestFew } from '../../core/nearest';

interface Candidate {
  id: string;
  name: string;
}

/**
 * The candidate that was meant by id or name: an id wins over a name, and nothing but the whole counts. Throws
 * `ambiguous_resource` or `resource_not_found`.
 */
export function choose<T extends Candidate>(
  what: string,
  wanted: string,
  candidates: readonly T[],
  kind: CatalogKind,
): T {
  const exact = candidates.find(({ id }) => id === wanted);
  if (exact !== undefined) return exact;
  const [named, ...others] = candidates.filter(({ name }) => name === wanted);
  if (named !== undefined && others.length === 0) return named;
  if (named !== undefined) {
    const ids = [named, ...others].map(({ id }) => id).join(', ');
    throw new CliError('ambiguous_resource', `Several ${what}s are called ${JSON.stringify(wanted)}: ${ids}`, {
      hint: `Use the id, for example ${named.id}.`,
    });
  }
  const near = nearestFew(
    wanted,
    candidates.map(({ name }) => name),
    3,
  );
  throw new CliError('resource_not_found', `There is no ${what} ${JSON.stringify(wanted)}`, {
    hint: near.length > 0 ? `Did you mean ${near.join(' or ')}?` : `nube catalog ${kind} shows what there is.`,
  });
}

/** The name where it is the only one, else the id: what a person can type for this candidate. */
export function typable<T extends Candidate>(candidate: T, all: readonly T[]): string {
  const same = all.filter(({ id, name }) => name === candidate.name || id === candidate.name);
  return same.length === 1 ? candidate.name : candidate.id;
}
