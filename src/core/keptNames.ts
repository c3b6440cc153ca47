import type { Profile } from './profile';

/** A profile as completion needs it. */
export interface KnownProfile {
  name: string;
  provider: string;
}

/** One thing that was listed lately; what is absent is not known. Never holds a secret. */
export interface KeptRow {
  id: string;
  name: string | null;
  /** What tells it from others, for people. */
  note?: string;
  state?: string;
  /** Destroyed but recoverable. */
  gone?: boolean;
  tags?: readonly string[];
  /** The instance that it belongs to. */
  instanceId?: string;
}

/** What was listed lately of one kind. */
export interface KeptList {
  /** The account that it was read from, by `accountOf`. */
  account: string;
  /** Milliseconds since 1970. */
  at: number;
  rows: readonly KeptRow[];
}

/** Where lists are kept between calls. Reading and writing never throw: what cannot be kept is not. */
export interface KeptNames {
  read(profile: string, kind: string): KeptList | null;
  /** `known` is what is there; it is read where it is not given. What is said there already is not written again. */
  write(profile: string, kind: string, list: KeptList, known?: KeptList | null): void;
  /** When somebody last set out to read this list anew, in milliseconds since 1970; 0 for never. */
  asked(profile: string, kind: string): number;
  ask(profile: string, kind: string): void;
}

/** More rows than this are not kept. */
export const mostKept = 5000;

/** `instances`, `backups`, `offers` or `catalog KIND`, narrowed by scope flags. */
export function keptKind(kind: string, scopes: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(scopes).filter(([, value]) => value !== undefined);
  return given.length === 0 ? kind : `${kind} ${JSON.stringify(given.sort())}`;
}

/** Tells accounts apart by what is no secret, so that a list is not taken for that of another account. */
export function accountOf(
  { name, provider, settings }: Pick<Profile, 'name' | 'provider' | 'settings'>,
  variable: (name: string) => string | undefined,
): string {
  const described = name === 'env' ? Object.fromEntries(variables.map((one) => [one, variable(one)])) : settings;
  const { proxy: _proxy, ...plain } = described as Record<string, string | undefined>;
  const entries = Object.entries(plain).filter(([, value]) => value !== undefined);
  return JSON.stringify([provider, entries.sort()]);
}

const variables = [
  'NUBE_ENDPOINT',
  'NUBE_REGION',
  'NUBE_SERVICE',
  'NUBE_ENVIRONMENT',
  'NUBE_ORG',
  'NUBE_HUB',
  'NUBE_CONTAINER',
  'NUBE_GROUP',
  'NUBE_CLOUD',
  'NUBE_USERNAME',
];
