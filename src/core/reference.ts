import type { Located } from './instance';

/** How a user names an instance: `NAME`, `ID`, the start of an id, with `PROFILE/` or `GROUP/` before it. */
export interface Reference {
  /** As typed. */
  text: string;
  profile: string | null;
  group: string | null;
  /** The name, id or start of an id. */
  name: string;
}

/** Reads a reference; the first part is a profile where one is called that, else a group. */
export function parseReference(text: string, profiles: readonly string[]): Reference {
  const parts = text.split('/');
  const name = parts.at(-1) ?? '';
  const [first, second] = parts;
  if (parts.length === 2 && first !== undefined && first !== '' && name !== '') {
    return profiles.includes(first)
      ? { text, profile: first, group: null, name }
      : { text, profile: null, group: first, name };
  }
  if (parts.length === 3 && first !== undefined && second !== undefined && profiles.includes(first) && name !== '') {
    return { text, profile: first, group: second === '' ? null : second, name };
  }
  return { text, profile: null, group: null, name: text };
}

/** What a reference fits: an exact id wins over an exact name, an exact name over the start of an id. */
export function fitting(reference: Reference, candidates: readonly Located[], prefixes: boolean): Located[] {
  const within = candidates.filter(
    ({ instance }) =>
      (reference.profile === null || instance.profile === reference.profile) &&
      (reference.group === null || instance.group === reference.group),
  );
  const byId = within.filter(({ instance }) => instance.id === reference.name);
  if (byId.length > 0) return byId;
  const byName = within.filter(({ instance }) => instance.name === reference.name);
  if (byName.length > 0 || !prefixes || reference.name.length < 4) return byName;
  return within.filter(({ instance }) => !/^\d+$/.test(instance.id) && instance.id.startsWith(reference.name));
}
