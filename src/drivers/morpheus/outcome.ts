import type { Session } from '../../core/driver';
import type { Fields } from '../../core/fields';
import type { Operation, Progress } from '../../core/operation';
import { findReason } from './history';

/** The notes of an operation: what the next look needs to know. */
export type Notes = NonNullable<Operation['wait']>;

/** After a request an instance may show its old status for so long. */
export const beginsWithinMs = 60_000;

/** An instance that is back where it was for so long has come back to stay. */
export const staysAfterMs = 30_000;

/** So long after the request the appliance may take to show a sign of it where there is no status to go by. */
export const showsWithinMs = 300_000;

/** A failure with the reason that the appliance tells. */
export async function failedBecause(
  session: Session,
  instance: Fields,
  notes: Notes,
  message: string,
): Promise<Progress> {
  const reason = await findReason(session, instance, millisecondsOf(notes.startedAt));
  return failed(reason === null ? message : `${message}: ${reason}`);
}

export function failed(message: string): Progress {
  return { status: 'failed', failure: { code: 'operation_failed', message } };
}

/** The instance that an operation was about has vanished under it. */
export function vanished(what: string): Progress {
  return {
    status: 'failed',
    failure: { code: 'instance_not_found', message: `${what} is gone`, hint: 'nube list shows what there is.' },
  };
}

/** A moment as the notes have it; 0 where none is noted. */
export function millisecondsOf(moment: Notes[string] | undefined): number {
  return typeof moment === 'number' ? moment : 0;
}

export function wordsOf(list: Notes[string] | undefined): readonly string[] {
  return Array.isArray(list) ? list : [];
}
