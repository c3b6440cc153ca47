import type { Session } from '../../core/driver';
import { type Fields, fieldsOf, listOf, number, positive, reference, text } from '../../core/fields';
import { path } from '../../core/http';
import { toMoment } from '../../core/units';
import { gibibytes, idOf, readRows } from './fields';

/** One backup that was made, or is being made. */
export interface BackupResult {
  id: string;
  name: string | null;
  status: string | null;
  sizeGiB: number | null;
  createdAt: string | null;
  reason: string | null;
}

export interface BackupReading {
  results: readonly BackupResult[];
  /** False on old appliances, which name backups and nothing of what became of them. */
  detailed: boolean;
}

/**
 * The backups of an instance. Today each configured backup has its results; once there were only `backup{id,name}`
 * entries, each of which then stands for itself.
 */
export async function readBackups(session: Session, instance: string): Promise<BackupReading> {
  const answer = await session.http.get(path`/api/instances/${instance}/backups`);
  const rows = readRows(answer, 'backups', 'GET /api/instances/ID/backups');
  return {
    results: rows.flatMap((row) => ('backup' in row ? [toOld(fieldsOf(row.backup))] : resultsOf(row))),
    detailed: !rows.some((row) => 'backup' in row),
  };
}

/** Results that are over, and whether well. */
export function endOfBackup({ status }: BackupResult): 'going on' | 'done' | 'failed' {
  switch (status?.toUpperCase()) {
    case 'SUCCEEDED':
    case 'SUCCEEDED_WARNING':
      return 'done';
    case 'FAILED':
    case 'CANCELLED':
      return 'failed';
    default:
      return 'going on';
  }
}

function resultsOf(backup: Fields): BackupResult[] {
  return listOf(backup.backupResults)
    .map((result) => ({
      id: idOf(result, 'the backups'),
      name: text(backup.name),
      status: text(result.status),
      sizeGiB: gibibytes(result.sizeInBytes) ?? gibibytes((positive(result.sizeInMb) ?? 0) * 2 ** 20),
      createdAt: toMoment(result.startDate) ?? toMoment(result.endDate),
      reason: text(result.errorMessage) ?? text(result.error),
    }))
    .toSorted((a, b) => (number(b.id) ?? 0) - (number(a.id) ?? 0));
}

function toOld(backup: Fields): BackupResult {
  return {
    id: reference(backup.id) ?? idOf(backup, 'the backups'),
    name: text(backup.name),
    status: null,
    sizeGiB: null,
    createdAt: toMoment(backup.dateCreated),
    reason: null,
  };
}
