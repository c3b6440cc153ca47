import type { Session } from '../../core/driver';
import { fieldsOf, text } from '../../core/fields';

/** The parts of a build version, or null where the appliance does not tell. */
export type Version = readonly number[] | null;

/** The appliance's build version. Older ones have only the second path; neither tells without a credential. */
export function readVersion(session: Session): Promise<Version> {
  return session.once('morpheus version', async () => {
    for (const path of ['/api/ping', '/api/setup/check']) {
      const body = await session.http.get(path).then(
        (answer) => fieldsOf(answer.body),
        () => null,
      );
      const parts = /^\d+(\.\d+)*/.exec(text(body?.buildVersion) ?? '');
      if (parts !== null) return parts[0].split('.').map(Number);
    }
    return null;
  });
}

/** True for a known version before the other one; an unknown version is before none. */
export function isBefore(version: Version, other: string): boolean {
  if (version === null) return false;
  const parts = other.split('.').map(Number);
  const index = parts.findIndex((part, place) => (version[place] ?? 0) !== part);
  return index !== -1 && (version[index] ?? 0) < (parts[index] ?? 0);
}

/** Labels came with 4.2.5 and 5.2.1; before, keywords were `tags` and pairs `metadata`. */
export function hasLabels(version: Version): boolean {
  if (version?.[0] === 4) return !isBefore(version, '4.2.5');
  return !isBefore(version, '5.2.1');
}
