import { choose as chooseAny, typable as typableOf } from '../../core/choose';

/** Something that a person may name by id, code or name. */
export interface Candidate {
  id: string;
  name: string;
  code: string | null;
}

/** The one that was meant by id, code or name. Throws `ambiguous_resource` or `resource_not_found` with the hint. */
export function choose<T extends Candidate>(what: string, wanted: string, candidates: readonly T[], hint: string): T {
  return chooseAny(
    wanted,
    candidates,
    ({ id, code, name }) => ({ id, names: [code, name], label: name, where: code }),
    {
      what,
      hint,
    },
  );
}

/** What a person can type for this candidate: rather its name than its code. */
export const typable = <T extends Candidate>(one: T, all: readonly T[]): string =>
  typableOf(one, all, ({ id, name, code }) => ({ id, names: [name, code] }));
