import { choose as chooseAny, typable as typableOf } from '../../core/choose';
import type { CatalogKind } from '../../core/driver';

interface Candidate {
  id: string;
  name: string;
  /** Another name by which it may be called. */
  alias?: string | null;
}

const candidateOf = ({ id, name, alias }: Candidate) => ({ id, names: [name, alias] });

/** The one of a region that was meant by id, name or alias. Throws `ambiguous_resource` or `resource_not_found`. */
export function choose<T extends Candidate>(
  what: string,
  wanted: string,
  candidates: readonly T[],
  region: string,
  kind: CatalogKind,
): T {
  const hint = `nube catalog ${kind} --region ${region}`;
  return chooseAny(wanted, candidates, candidateOf, { what, within: `in ${region}`, hint });
}

/** What a person can type for this candidate. */
export const typable = <T extends Candidate>(one: T, all: readonly T[]): string =>
  typableOf(one, all, ({ id, name }) => ({ id, names: [name] }));
