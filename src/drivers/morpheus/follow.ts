import type { Session } from '../../core/driver';
import type { Operation, Progress } from '../../core/operation';
import { followBackup } from './followBackup';
import { followGone } from './followGone';
import { followCloned, followMade } from './followNew';
import { followImage, followSettled } from './followProcess';
import { followSnapshot, followSnapshotGone } from './followSnapshot';
import { followStatus } from './followStatus';
import type { Notes } from './outcome';

const looks: Readonly<Record<string, (session: Session, notes: Notes) => Promise<Progress>>> = {
  status: followStatus,
  made: followMade,
  cloned: followCloned,
  gone: followGone,
  snapshot: followSnapshot,
  'snapshot gone': followSnapshotGone,
  backup: followBackup,
  settled: followSettled,
  image: followImage,
};

/** One look at an operation. */
export async function follow(session: Session, { wait }: Operation): Promise<Progress> {
  if (wait === null) return { status: 'succeeded' };
  const look = looks[String(wait.kind)];
  return look === undefined
    ? { status: 'unknown', text: 'what was noted about this operation says too little' }
    : look(session, wait);
}
