import { type Entry, type EntryStatus, isOpen, type Journal } from './journal';
import { shellLine } from './shell';

/** One entry of the journal as it is printed. */
export interface OperationRow {
  profile: string;
  provider: string;
  id: string;
  name: string;
  /** The instance that it is about; null while that is not known. */
  instanceId: string | null;
  action: string;
  status: EntryStatus;
  /** The process that sent it may still be waiting for it. */
  attended: boolean;
  /** The provider's task or job id. */
  operation: string | null;
  startedAt: string;
  updatedAt: string;
  error: string | null;
  command: string;
}

/** The row of an entry. */
export function operationRow(entry: Entry, journal: Journal): OperationRow {
  const { profile, provider, id, what, action, status, operation, startedAt, updatedAt, error, command } = entry;
  const about = entry.prints === 'instances' ? (operation?.instances ?? []) : entry.targets;
  const names = about.map(({ instance }) => instance.name).join(', ');
  return {
    profile,
    provider,
    id,
    name: names || (entry.makes?.name ?? what),
    instanceId: about[0]?.instance.id ?? null,
    action,
    status,
    attended: isOpen(entry) && journal.isAttended(entry),
    operation: operation?.id ?? null,
    startedAt,
    updatedAt,
    error: error?.message ?? null,
    command: shellLine(['nube', ...command]),
  };
}
