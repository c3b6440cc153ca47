import { CliError } from './errors';
import { nearestFew } from './nearest';

/** Something that can be named: by its id, or by one of its names, the better one first. */
export interface Candidate {
  id: string;
  names: readonly (string | null | undefined)[];
  /** The name to show to a person, where it is not the first. */
  label?: string;
  /** What tells it from others of the same name. */
  where?: string | null;
}

/** The words for a choice that can't be made. */
export interface Choosing {
  /** What is chosen: `image`. */
  what: string;
  /** Where from, as it ends a sentence: `in LON1`, `of this instance`. */
  within?: string;
  /** What to type where nothing is near. */
  hint: string;
  /** What to know where several fit. */
  ambiguity?: string;
}

/**
 * The candidate that was meant: an id wins over a name, a name over the next one, and nothing but the whole counts;
 * never the first of several. Throws `ambiguous_resource` naming them all, or `resource_not_found`.
 */
export function choose<T>(
  wanted: string,
  all: readonly T[],
  candidateOf: (one: T) => Candidate,
  { what, within, hint, ambiguity }: Choosing,
): T {
  const named = all.map((one) => ({ one, ...candidateOf(one) }));
  const most = Math.max(0, ...named.map(({ names }) => names.length));
  const place = within === undefined ? '' : ` ${within}`;
  for (let rank = -1; rank < most; rank += 1) {
    const found = named.filter(({ id, names }) => (rank < 0 ? id : names[rank]) === wanted);
    const [first] = found;
    if (first === undefined) continue;
    if (found.length === 1) return first.one;
    const fits = found.map(({ id, where }) => (where ? `${id} (${where})` : id)).join(', ');
    throw new CliError('ambiguous_resource', `Several ${what}s${place} are called ${JSON.stringify(wanted)}: ${fits}`, {
      hint: `${ambiguity === undefined ? '' : `${ambiguity} `}Use the id, for example ${first.id}.`,
    });
  }
  const near = nearWords(wanted, named);
  throw new CliError('resource_not_found', `There is no ${what} ${JSON.stringify(wanted)}${place}`, {
    hint: near.length > 0 ? `Did you mean ${near.join(' or ')}?` : hint,
    missing: wanted,
  });
}

/** Names that are near, of each candidate the nearest. */
function nearWords(wanted: string, candidates: readonly Candidate[]): string[] {
  const owners = new Map(
    candidates.flatMap((one) =>
      [one.label, ...one.names].flatMap((name) => (typeof name === 'string' ? [[name, one] as const] : [])),
    ),
  );
  const near = nearestFew(wanted, [...owners.keys()], 6);
  return near
    .filter((word, place) => near.findIndex((other) => owners.get(other) === owners.get(word)) === place)
    .slice(0, 3);
}

/** What a person can type for a candidate: the first name that is its alone, else the id. */
export function typable<T>(one: T, all: readonly T[], candidateOf: (one: T) => Candidate): string {
  const { id, names } = candidateOf(one);
  const fitting = (word: string) =>
    all.map(candidateOf).filter((other) => other.id === word || other.names.includes(word));
  return names.find((name): name is string => typeof name === 'string' && fitting(name).length === 1) ?? id;
}
