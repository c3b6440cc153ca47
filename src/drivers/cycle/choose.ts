import { CliError } from '../../core/errors';
import { nearestFew } from '../../core/nearest';

/** Something that can be named: by its id, or by one of its names, the better one first. */
export interface Candidate {
  id: string;
  /** What it is called in messages. */
  label: string;
  names: readonly (string | null)[];
  /** What tells it from others of the same name. */
  where?: string | null;
}

/**
 * The candidate that was meant: an id wins over a name, a first name over a second, and nothing but the whole counts.
 * Throws `ambiguous_resource` naming them all, or `resource_not_found`.
 */
export function choose<T extends Candidate>(what: string, wanted: string, candidates: readonly T[], list: string): T {
  const most = Math.max(0, ...candidates.map(({ names }) => names.length));
  const ways = [
    ({ id }: T) => id === wanted,
    ...Array.from(
      { length: most },
      (_, rank) =>
        ({ names }: T) =>
          names[rank] === wanted,
    ),
  ];
  for (const way of ways) {
    const found = candidates.filter(way);
    const [first] = found;
    if (first === undefined) continue;
    if (found.length === 1) return first;
    const fits = found.map(({ id, where }) => (where ? `${id} (${where})` : id)).join(', ');
    throw new CliError('ambiguous_resource', `Several ${what}s are called ${JSON.stringify(wanted)}: ${fits}`, {
      hint: `Use the id, for example ${first.id}.`,
    });
  }
  const known = candidates.flatMap(({ names }) => names.filter((name) => name !== null));
  const near = nearestFew(wanted, known, 3);
  throw new CliError('resource_not_found', `There is no ${what} ${JSON.stringify(wanted)}`, {
    hint: near.length > 0 ? `Did you mean ${near.join(' or ')}?` : list,
  });
}
