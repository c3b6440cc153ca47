import type { Session } from '../../core/driver';
import { idOf } from './fields';
import { toVolume, type Volume } from './lookups';
import { readAll } from './pages';
import { entityPath, type Place } from './place';

/** The volumes of one instance as they are now, the root volume first; never those that are attached to none. */
export async function readAttached(session: Session, place: Place, id: string): Promise<readonly Volume[]> {
  const rows = await readAll(session, entityPath(place, 'volumes'), { instance_id: id });
  return rows
    .map((row) => toVolume(row, idOf(row, 'GET volumes')))
    .filter(({ instanceId }) => instanceId === id)
    .toSorted((a, b) => Number(b.root) - Number(a.root));
}
