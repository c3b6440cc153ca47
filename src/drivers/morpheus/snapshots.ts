import type { Session } from '../../core/driver';
import { type Fields, text } from '../../core/fields';
import { path } from '../../core/http';
import { toMoment } from '../../core/units';
import { idOf, readRows } from './fields';

export interface Snapshot {
  id: string;
  name: string;
  status: string | null;
  createdAt: string | null;
}

/** The snapshots of an instance. */
export async function readSnapshots(session: Session, instance: string): Promise<readonly Snapshot[]> {
  const answer = await session.http.get(path`/api/instances/${instance}/snapshots`);
  return readRows(answer, 'snapshots', 'GET /api/instances/ID/snapshots').map(toSnapshot);
}

function toSnapshot(fields: Fields): Snapshot {
  const id = idOf(fields, 'the snapshots');
  return {
    id,
    name: text(fields.name) ?? id,
    status: text(fields.status)?.toLowerCase() ?? null,
    createdAt: toMoment(fields.snapshotCreated) ?? toMoment(fields.dateCreated),
  };
}
