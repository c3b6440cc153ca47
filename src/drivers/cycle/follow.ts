import type { Session } from '../../core/driver';
import type { Operation, OperationFailure, Progress } from '../../core/operation';
import { followBackup } from './backups';
import { followDrain, followMigration, followRevert, followVolume } from './followInstance';
import { followGone, followInstances, followMade, followScaled } from './followInstances';
import { followMachine, followMachineGone, followMachineMade } from './followMachine';
import { lookAtJob, type Wait } from './job';

/** One look at what a change is for; `failure` is what its job ended in, where it ended badly. */
export type Look = (session: Session, wait: Wait, failure: OperationFailure | null) => Promise<Progress>;

const looks: Readonly<Record<string, Look>> = {
  instances: followInstances,
  gone: followGone,
  made: followMade,
  scaled: followScaled,
  migration: followMigration,
  revert: followRevert,
  drain: followDrain,
  volume: followVolume,
  machine: followMachine,
  'machine-gone': followMachineGone,
  'machine-made': followMachineMade,
  backup: followBackup,
};

/**
 * One look at an operation: first its job, and once that is over what it was to bring about, for a job that has
 * completed is not yet an instance that runs.
 */
export async function follow(session: Session, { wait }: Operation): Promise<Progress> {
  if (wait === null) return { status: 'succeeded' };
  const look = Object.hasOwn(looks, String(wait.kind)) ? looks[String(wait.kind)] : undefined;
  if (look === undefined) {
    return { status: 'unknown', text: 'What was noted about this operation says too little.' };
  }
  if (wait.over !== null || typeof wait.job !== 'string') return look(session, wait, null);
  const job = await lookAtJob(session, wait.job, wait);
  if (job.status === 'going on') return job.progress;
  const over = { ...wait, over: session.now().getTime() };
  return job.status === 'failed'
    ? look(session, over, job.failure)
    : look(session, { ...over, trusted: job.trusted, vanished: job.vanished }, null);
}
