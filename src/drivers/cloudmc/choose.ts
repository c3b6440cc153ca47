import { choose as chooseAny, typable as typableOf } from '../../core/choose';
import type { CatalogKind } from '../../core/driver';

interface Candidate {
  id: string;
  name: string;
}

const candidateOf = ({ id, name }: Candidate) => ({ id, names: [name] });

/** The one that was meant by id or name. Throws `ambiguous_resource` or `resource_not_found`. */
export function choose<T extends Candidate>(
  what: string,
  wanted: string,
  candidates: readonly T[],
  kind: CatalogKind,
): T {
  return chooseAny(wanted, candidates, candidateOf, { what, hint: `nube catalog ${kind} shows what there is.` });
}

/** What a person can type for this candidate. */
export const typable = <T extends Candidate>(one: T, all: readonly T[]): string => typableOf(one, all, candidateOf);
