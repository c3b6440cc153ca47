import type { Instance } from '../../core/instance';

type Named = Pick<Instance, 'profile' | 'name' | 'id'>;

/** No shorter start of an id tells hosts of the same name apart. */
const shortest = 8;

/**
 * PROFILE-NAME for each instance, in letters, digits, dots, dashes and underlines. Where several would have the same,
 * or it is taken, `-` and the shortest start of the id follow that tells them apart. Case does not tell names apart.
 */
export function nameHosts(instances: readonly Named[], taken: readonly string[] = []): string[] {
  const wanted = instances.map(({ profile, name }) => `${plain(profile)}-${plain(name)}`);
  const counts = new Map<string, number>();
  for (const name of wanted) counts.set(fold(name), (counts.get(fold(name)) ?? 0) + 1);
  const used = new Set(taken.map(fold));
  const colliding = (name: string) => (counts.get(fold(name)) ?? 0) > 1 || used.has(fold(name));
  const names = wanted.map((name) => (colliding(name) ? null : name));
  for (const name of names) if (name !== null) used.add(fold(name));
  return names.map((name, index) => {
    if (name !== null) return name;
    const base = wanted[index] ?? '';
    const id = plain(instances[index]?.id ?? '');
    const others = instances.flatMap((other, place) =>
      place !== index && fold(wanted[place] ?? '') === fold(base) ? [plain(other.id)] : [],
    );
    const longer = free(base, id, others, used);
    used.add(fold(longer));
    return longer;
  });
}

/** Whether an instance of the profile may have that name as a host. */
export function isHostOf(profile: string, host: string): boolean {
  return fold(host).startsWith(`${fold(plain(profile))}-`);
}

function free(base: string, id: string, others: readonly string[], used: ReadonlySet<string>): string {
  for (let length = Math.min(shortest, id.length); length <= id.length; length += 1) {
    const start = id.slice(0, length);
    const apart = others.every((other) => other === id || fold(other.slice(0, length)) !== fold(start));
    if (apart && !used.has(fold(`${base}-${start}`))) return `${base}-${start}`;
  }
  for (let number = 2; ; number += 1) {
    if (!used.has(fold(`${base}-${id}-${number}`))) return `${base}-${id}-${number}`;
  }
}

const fold = (name: string): string => name.toLowerCase();

/** Everything that ssh_config or a shell gives a meaning of its own becomes a dash. */
function plain(text: string): string {
  return text.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^[-.]+|-+$/g, '') || 'host';
}
