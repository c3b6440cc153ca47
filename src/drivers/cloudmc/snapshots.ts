import type { BackupRow, Session } from '../../core/driver';
import { type Fields, text } from '../../core/fields';
import type { Query } from '../../core/http';
import type { Instance } from '../../core/instance';
import { toMoment } from '../../core/units';
import { idOf } from './fields';
import { readAll } from './pages';
import { entityPath, type Place } from './place';

/** A snapshot of one volume. The platform tells neither its size nor when it was made. */
export interface Snapshot {
  id: string;
  name: string;
  state: string;
  volumeId: string | null;
}

export async function readSnapshots(session: Session, place: Place, query: Query = {}): Promise<readonly Snapshot[]> {
  const rows = await readAll(session, entityPath(place, 'snapshots'), query);
  return rows.map(toSnapshot);
}

function toSnapshot(row: Fields): Snapshot {
  const id = idOf(row, 'GET snapshots');
  return { id, name: text(row.name) ?? id, state: text(row.state) ?? '', volumeId: text(row.volumeId) };
}

/** What stands in the names of an instance's snapshots, so that they are known when its volumes are not any more. */
export function markOf(id: string): string {
  return `_${id.slice(0, 8)}_`;
}

/** `web-1_9db8ff2f_ROOT-1_20260131120000123`, or with a label in place of the time. */
export function snapshotName({ name, id }: Instance, volume: string, last: string): string {
  return `${name}${markOf(id)}${volume}_${last}`;
}

/**
 * The moment as names have it: UTC, digits only, and to the millisecond, for names must be unique: a snapshot of the
 * same second must never be taken for one whose answer was lost.
 */
export function stampOf(now: Date): string {
  return now.toISOString().slice(0, 23).replaceAll(/\D/g, '');
}

/** A snapshot as a row; when it was made stands in its name alone, as `yyyymmddhhmmss` at the end, with milliseconds or without. */
export function toRow({ id, name, state }: Snapshot, instanceId: string): BackupRow {
  const [, ...parts] = /_(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\d{3})?$/.exec(name) ?? [];
  const [year, month, day, hour, minute, second] = parts;
  const createdAt = second === undefined ? null : toMoment(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return { instanceId, id, name, kind: 'snapshot', state: state === '' ? null : state, sizeGiB: null, createdAt };
}
