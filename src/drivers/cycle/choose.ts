import { type Candidate as AnyCandidate, choose as chooseAny } from '../../core/choose';

/** Something that can be named: by its id, or by one of its names, the better one first. */
export interface Candidate extends AnyCandidate {
  /** What it is called in messages. */
  label: string;
}

/** The one that was meant by id or name. Throws `ambiguous_resource` or `resource_not_found` with the hint. */
export function choose<T extends Candidate>(what: string, wanted: string, candidates: readonly T[], hint: string): T {
  return chooseAny(wanted, candidates, (one) => one, { what, hint });
}
