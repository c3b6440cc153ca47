/** Where an instance is in its life, in nube's own words; a provider's unlisted word is `unknown`. */
export const states = [
  'pending',
  'running',
  'updating',
  'stopping',
  'stopped',
  'suspended',
  'migrating',
  'error',
  'deleting',
  'deleted',
  'unknown',
] as const;

export type State = (typeof states)[number];

/** One machine, the same for all providers. Absent values are null, times RFC 3339 UTC, sizes MiB and GiB. */
export interface Instance {
  profile: string;
  provider: string;
  id: string;
  name: string;
  hostname: string | null;
  state: State;
  /** The provider's own word for the state. */
  providerState: string;
  region: string | null;
  group: string | null;
  size: string | null;
  image: string | null;
  cpus: number | null;
  memoryMiB: number | null;
  diskGiB: number | null;
  publicAddresses: string[];
  privateAddresses: string[];
  tags: string[];
  createdAt: string | null;
  updatedAt: string | null;
}

/** What `get` adds. `userData` and `password` hold the secrets themselves; the command hides them unless asked. */
export interface InstanceDetail extends Instance {
  user: string | null;
  description: string | null;
  networks: string[];
  publicIps: string[];
  volumes: { id: string; name: string | null; sizeGiB: number | null }[];
  userData: string | null;
  password: string | null;
}

/** The names of the shared model's fields, in the order in which they are printed. */
export const instanceFields = [
  'profile',
  'provider',
  'id',
  'name',
  'hostname',
  'state',
  'providerState',
  'region',
  'group',
  'size',
  'image',
  'cpus',
  'memoryMiB',
  'diskGiB',
  'publicAddresses',
  'privateAddresses',
  'tags',
  'createdAt',
  'updatedAt',
] as const satisfies readonly (keyof Instance)[];

/** An instance together with what its driver needs to find it again. */
export interface Located {
  instance: Instance;
  /** The driver's own coordinates beyond the id: a region code, a container id, …; never shown. */
  at: Readonly<Record<string, string>>;
  /** The provider's own answer; only where it was asked for. */
  raw?: unknown;
  /** True for an instance that is destroyed but can still be recovered. */
  recoverable?: boolean;
}
