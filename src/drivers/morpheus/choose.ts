import { CliError } from '../../core/errors';
import { nearestFew } from '../../core/nearest';

/** Something that a person may name by id, name or code. */
export interface Candidate {
  id: string;
  name: string;
  code: string | null;
}

/**
 * The candidate that was meant: an id wins over a code, a code over a name, and nothing but the whole counts. Throws
 * `ambiguous_resource` or `resource_not_found` with the hint.
 */
export function choose<T extends Candidate>(what: string, wanted: string, candidates: readonly T[], hint: string): T {
  const ways = [
    ({ id }: T) => id === wanted,
    ({ code }: T) => code !== null && code === wanted,
    ({ name }: T) => name === wanted,
  ];
  for (const way of ways) {
    const found = candidates.filter(way);
    const [first] = found;
    if (first === undefined) continue;
    if (found.length === 1) return first;
    const ids = found.map(({ id, code }) => (code === null ? id : `${id} (${code})`)).join(', ');
    throw new CliError('ambiguous_resource', `Several ${what}s are called ${JSON.stringify(wanted)}: ${ids}`, {
      hint: `Use the id, for example ${first.id}.`,
    });
  }
  const near = nearWords(wanted, candidates);
  throw new CliError('resource_not_found', `There is no ${what} ${JSON.stringify(wanted)}`, {
    hint: near.length > 0 ? `Did you mean ${near.join(' or ')}?` : hint,
  });
}

/** Names or codes that are near, of each candidate the nearest. */
function nearWords(wanted: string, candidates: readonly Candidate[]): string[] {
  const words = new Map(
    candidates.flatMap((one) => [one.name, one.code].flatMap((word) => (word === null ? [] : [[word, one] as const]))),
  );
  const near = nearestFew(wanted, [...words.keys()], 6);
  return near
    .filter((word, place) => near.findIndex((other) => words.get(other) === words.get(word)) === place)
    .slice(0, 3);
}

/** The name where it is the only one, else the code, else the id: what a person can type for this candidate. */
export function typable<T extends Candidate>(candidate: T, all: readonly T[]): string {
  const fitting = (word: string) => all.filter(({ id, name, code }) => [id, name, code].includes(word)).length;
  if (fitting(candidate.name) === 1) return candidate.name;
  return candidate.code !== null && fitting(candidate.code) === 1 ? candidate.code : candidate.id;
}
