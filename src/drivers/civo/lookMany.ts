import type { Session } from '../../core/driver';
import type { Located } from '../../core/instance';
import { toLocated } from './instance';
import { regionOf } from './regions';
import { readTogether } from './together';

/** Several instances alone, each null when it is gone. */
export function lookMany(session: Session, targets: readonly Located[]): readonly Promise<Located | null>[] {
  const subjects = targets.map((target) => ({ region: regionOf(target), id: target.instance.id }));
  const read = readTogether(session, subjects);
  return subjects.map(async ({ region, id }) => {
    const fields = await read(region, id);
    return fields === null ? null : toLocated(session, fields, region);
  });
}
