import type { Session } from '../../core/driver';
import { text } from '../../core/fields';
import type { Operation, Progress } from '../../core/operation';
import { texts } from './fields';
import type { Place } from './place';
import { readSnapshots } from './snapshots';
import { readTask } from './task';

/** So many looks may find no snapshot whose task has succeeded. */
const looksForMissing = 5;

type Wait = NonNullable<Operation['wait']>;

/**
 * One look at the snapshots of an instance's volumes: at the first that has not ended, and on to the next as long as
 * each has. A snapshot is taken when its task has succeeded, and kept once it is backed up.
 */
export async function followBackup(session: Session, title: string, place: Place, wait: Wait): Promise<Progress> {
  const parts = partsOf(wait);
  let looks = Number(wait.looks ?? 0);
  for (const [index, part] of parts.entries()) {
    if (isOver(part.end)) continue;
    const end = await lookAt(session, title, place, part, looks);
    looks = end === 'missing' ? looks + 1 : 0;
    part.end = end === 'missing' ? part.end : end;
    if (isOver(part.end)) continue;
    const text = `snapshot of ${part.volumeName}`;
    const ends = parts.map((one) => one.end);
    return { status: 'running', text, done: index, total: parts.length, wait: { ...wait, ends, looks } };
  }
  return outcome(parts, text(wait.instance) ?? '', text(wait.name) ?? 'the instance');
}

interface Part {
  volume: string;
  volumeName: string;
  snapshot: string;
  task: string;
  /** `pending`, `taken`, `lost` (was it sent?), `kept ID`, or `failed` or `unknown` with the reason. */
  end: string;
}

function partsOf(wait: Wait): Part[] {
  const [volumes, names, snapshots] = [texts(wait.volumes), texts(wait.volumeNames), texts(wait.snapshots)];
  const [tasks, ends] = [wait.tasks, wait.ends].map((list) => (Array.isArray(list) ? list : []));
  return volumes.map((volume, index) => ({
    volume,
    volumeName: names[index] ?? volume,
    snapshot: snapshots[index] ?? '',
    task: tasks?.[index] ?? '',
    end: ends?.[index] ?? 'pending',
  }));
}

const isOver = (end: string): boolean => !['pending', 'taken', 'lost'].includes(end);

async function lookAt(session: Session, title: string, place: Place, part: Part, looks: number): Promise<string> {
  if (part.end === 'pending') {
    const task = await readTask(session, title, part.task);
    if (task.status === 'running') return 'pending';
    if (task.status === 'failed') return `failed ${task.failure.message}`;
    part.end = task.status === 'forgotten' ? 'lost' : 'taken';
  }
  const found = (await readSnapshots(session, place, { volume_id: part.volume })).find(
    ({ name }) => name === part.snapshot,
  );
  if (found === undefined) {
    if (looks + 1 < looksForMissing) return 'missing';
    const missing = `there is no snapshot ${part.snapshot}`;
    return part.end === 'lost' ? `unknown ${title} says no more of it, and ${missing}` : `failed ${missing}`;
  }
  if (/^backed ?up$/i.test(found.state)) return `kept ${found.id}`;
  return /error|fail/i.test(found.state) ? `failed the snapshot went to ${found.state}` : 'taken';
}

function outcome(parts: readonly Part[], instance: string, name: string): Progress {
  const volumes = parts.map(({ volume, volumeName, snapshot, task, end }) => {
    const [status = '', ...rest] = end.split(' ');
    const said = rest.join(' ');
    return {
      volumeId: volume,
      volume: volumeName,
      status: status === 'kept' ? 'succeeded' : status,
      snapshotId: status === 'kept' ? said : null,
      snapshot: status === 'kept' ? snapshot : null,
      operation: task === '' ? null : task,
      error: status === 'kept' ? null : said,
    };
  });
  const lacking = volumes.filter(({ status }) => status !== 'succeeded');
  if (lacking.length === 0) return { status: 'succeeded', result: { volumes } };
  const why = lacking.map(({ volume, error }) => `${volume}: ${error}`).join('; ');
  const message = `${volumes.length - lacking.length} of ${volumes.length} volumes of ${name} were backed up; ${why}`;
  const code = lacking.length === volumes.length ? 'operation_failed' : 'half_done';
  if (lacking.every(({ status }) => status === 'unknown')) return { status: 'unknown', text: message };
  return {
    status: 'succeeded',
    failures: { [instance]: { code, message, hint: `nube backups ${instance} shows what there is.` } },
    result: { volumes },
  };
}
