import type { Session } from '../../core/driver';
import { entryOf } from '../../core/entryOf';
import type { Located } from '../../core/instance';
import type { Operation, Progress } from '../../core/operation';
import { followBackup } from './followBackup';
import { followGone } from './followGone';
import { followCloned, followMade } from './followNew';
import { followImage, followSettled } from './followProcess';
import { followSnapshot, followSnapshotGone } from './followSnapshot';
import { followStatus } from './followStatus';
import { toLocated } from './instance';
import type { Notes } from './outcome';
import { findInstance } from './readInstance';
import { type Read, readTogether } from './together';

type Look = (session: Session, notes: Notes, read: Read) => Promise<Progress>;

/** What is settled by nothing but the instance's own fields, and so may be read from a list. */
const ofTheInstance: Readonly<Record<string, Look>> = {
  status: followStatus,
  made: followMade,
  gone: followGone,
};

const looks: Readonly<Record<string, Look>> = {
  ...ofTheInstance,
  cloned: followCloned,
  snapshot: followSnapshot,
  'snapshot gone': followSnapshotGone,
  backup: followBackup,
  settled: followSettled,
  image: followImage,
};

/** One look at an operation. */
export function follow(session: Session, operation: Operation): Promise<Progress> {
  return followBy(session, operation, (id) => findInstance(session, id));
}

/** One look at several operations: those that wait for a status are read together. */
export function followMany(session: Session, operations: readonly Operation[]): readonly Promise<Progress>[] {
  const ids = operations.flatMap(({ wait }) =>
    wait !== null && Object.hasOwn(ofTheInstance, String(wait.kind)) ? [String(wait.instance)] : [],
  );
  const read = readTogether(session, ids);
  return operations.map((operation) => followBy(session, operation, read));
}

/** Several instances as they are now, each null where the appliance no longer knows it. */
export function lookMany(session: Session, targets: readonly Located[]): readonly Promise<Located | null>[] {
  const read = readTogether(
    session,
    targets.map(({ instance }) => instance.id),
  );
  return targets.map(async ({ instance }) => {
    const fields = await read(instance.id);
    return fields === null ? null : toLocated(session, fields);
  });
}

async function followBy(session: Session, { wait }: Operation, read: Read): Promise<Progress> {
  if (wait === null) return { status: 'succeeded' };
  const look = entryOf(looks, String(wait.kind));
  return look === undefined
    ? { status: 'unknown', text: 'what was noted about this operation says too little' }
    : look(session, wait, read);
}
