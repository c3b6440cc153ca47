import type { Session } from '../../core/driver';
import { number } from '../../core/fields';
import type { Progress } from '../../core/operation';
import { endOfBackup, readBackups } from './backupResults';
import { followSettled } from './followProcess';
import { findReason } from './history';
import { failed, millisecondsOf, type Notes, showsWithinMs } from './outcome';

/** A backup: the results that are newer than the newest from before. Old appliances tell only of the process. */
export async function followBackup(session: Session, notes: Notes): Promise<Progress> {
  const instance = String(notes.instance);
  const { results, detailed } = await readBackups(session, instance);
  if (!detailed) return followSettled(session, { ...notes, proof: true });
  const after = typeof notes.after === 'number' ? notes.after : 0;
  const fresh = results.filter(({ id }) => (number(id) ?? 0) > after);
  const broken = fresh.find((result) => endOfBackup(result) === 'failed');
  if (broken !== undefined) {
    const reason =
      broken.reason ?? (await findReason(session, { id: notes.instance }, millisecondsOf(notes.startedAt)));
    return failed(`The backup ended as ${broken.status}${reason === null ? '' : `: ${reason}`}`);
  }
  const [newest] = fresh;
  if (newest !== undefined) {
    if (notes.appear === true) return { status: 'succeeded' };
    if (!fresh.every((result) => endOfBackup(result) === 'done')) {
      return { status: 'running', text: `the backup is ${newest.status ?? 'under way'}` };
    }
    return { status: 'succeeded', result: { backup: newest.id, name: newest.name } };
  }
  if (session.now().getTime() < millisecondsOf(notes.startedAt) + showsWithinMs) {
    return { status: 'running', text: 'the backup does not show yet' };
  }
  return { status: 'unknown', text: 'the appliance shows no new backup' };
}
