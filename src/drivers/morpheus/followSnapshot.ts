import type { Session } from '../../core/driver';
import { type Fields, number, reference } from '../../core/fields';
import type { Progress } from '../../core/operation';
import { endOf, findReason, readProcess, reasonOf } from './history';
import { failed, millisecondsOf, type Notes, showsWithinMs, wordsOf } from './outcome';
import { isGone } from './readInstance';
import { readSnapshots } from './snapshots';

/** A snapshot by the processes that make it, one for each server; without them by its name. */
export async function followSnapshot(session: Session, notes: Notes): Promise<Progress> {
  const ids = wordsOf(notes.processes);
  if (ids.length === 0) return followNamed(session, notes);
  const processes: Fields[] = [];
  try {
    processes.push(...(await Promise.all(ids.map((id) => readProcess(session, id)))));
  } catch (error) {
    // A process that was cleared away: its result may still be there.
    if (!isGone(error)) throw error;
    return followNamed(session, notes);
  }
  const broken = processes.find((process) => endOf(process) === 'failed');
  if (broken !== undefined) return failedSnapshot(notes, await reasonOf(session, broken));
  const done = processes.filter((process) => endOf(process) === 'done');
  if (done.length < processes.length) {
    const percent = Math.min(...processes.map((process) => number(process.percent) ?? 0));
    return { status: 'running', text: `snapshot ${notes.name} is at ${Math.round(percent)} %` };
  }
  return made(
    notes,
    done.map(({ resultId }) => reference(resultId)).filter((id) => id !== null),
  );
}

async function followNamed(session: Session, notes: Notes): Promise<Progress> {
  const known = wordsOf(notes.known);
  const all = await readSnapshots(session, String(notes.instance));
  const found = all.filter(({ id, name }) => name === notes.name && !known.includes(id));
  if (found.length > 0 && notes.appear === true) return { status: 'succeeded' };
  if (found.some(({ status }) => status === 'failed' || status === 'error')) {
    return failedSnapshot(notes, await findReason(session, { id: notes.instance }, millisecondsOf(notes.startedAt)));
  }
  if (found.length > 0 && found.every(({ status }) => status === null || status === 'complete')) {
    return made(
      notes,
      found.map(({ id }) => id),
    );
  }
  if (found.length > 0) {
    return { status: 'running', text: `snapshot ${notes.name} is ${found[0]?.status}`, wait: { ...notes, seen: true } };
  }
  if (notes.seen === true) {
    return failedSnapshot(notes, await findReason(session, { id: notes.instance }, millisecondsOf(notes.startedAt)));
  }
  if (session.now().getTime() < millisecondsOf(notes.startedAt) + showsWithinMs) {
    return { status: 'running', text: `snapshot ${notes.name} does not show yet` };
  }
  return { status: 'unknown', text: `no snapshot called ${notes.name} has shown` };
}

export async function followSnapshotGone(session: Session, notes: Notes): Promise<Progress> {
  const found = (await readSnapshots(session, String(notes.instance))).find(({ id }) => id === notes.snapshot);
  if (found === undefined) return { status: 'succeeded' };
  return { status: 'running', text: `snapshot ${found.name} is ${found.status ?? 'still there'}` };
}

function made({ name }: Notes, ids: readonly string[]): Progress {
  const [only] = ids;
  return { status: 'succeeded', result: { name, ...(ids.length === 1 ? { backup: only } : { backups: ids }) } };
}

function failedSnapshot({ name }: Notes, reason: string | null): Progress {
  return failed(`Snapshot ${name} failed${reason === null ? '' : `: ${reason}`}`);
}
