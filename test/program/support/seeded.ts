import type { Home } from '../../nube';

/** Options that make the cheapest instance. */
export const small = '--size g3.xsmall --image ubuntu-jammy';

/** The ids of the Civo instances, by `name` and, for names used in several regions, by `region/name`. */
export async function idsOf(home: Home): Promise<Readonly<Record<string, string>>> {
  const { json } = await home.sandbox('list -p civo -o json');
  const rows = json() as { id: string; name: string; region: string }[];
  return Object.fromEntries(
    rows.flatMap(({ id, name, region }) => [
      [name, id],
      [`${region}/${name}`, id],
    ]),
  );
}
