import type { Session } from '../../core/driver';
import { entryOf } from '../../core/entryOf';
import { text } from '../../core/fields';
import type { Operation, OperationFailure, Progress } from '../../core/operation';
import { followBackup } from './backups';
import { followDrain, followMigration, followRevert, followVolume } from './followInstance';
import { followGone, followInstances, followMade, followScaled } from './followInstances';
import { followMachine, followMachineGone, followMachineMade } from './followMachine';
import { lookAtJob, type Wait } from './job';
import { type Reads, readAlone, readTogether } from './together';

/** One look at what a change is for; `failure` is what its job ended in, where it ended badly. */
export type Look = (session: Session, wait: Wait, failure: OperationFailure | null, reads: Reads) => Promise<Progress>;

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
export function follow(session: Session, operation: Operation): Promise<Progress> {
  return followBy(session, operation, readAlone(session));
}

/** One look at several operations: their jobs, and the virtual machines that they change, are read together. */
export function followMany(session: Session, operations: readonly Operation[]): readonly Promise<Progress>[] {
  const open = operations.flatMap(({ wait }) => (wait?.over === null ? (text(wait.job) ?? []) : []));
  const machines = operations.flatMap(({ wait }) =>
    wait !== null && String(wait.kind).startsWith('machine') ? (text(wait.instance) ?? []) : [],
  );
  const reads = readTogether(session, open, machines);
  return operations.map((operation) => followBy(session, operation, reads));
}

async function followBy(session: Session, { wait }: Operation, reads: Reads): Promise<Progress> {
  if (wait === null) return { status: 'succeeded' };
  const look = entryOf(looks, String(wait.kind));
  if (look === undefined) {
    return { status: 'unknown', text: 'What was noted about this operation says too little.' };
  }
  if (wait.over !== null || typeof wait.job !== 'string') return look(session, wait, null, reads);
  const job = await lookAtJob(session, wait.job, wait, reads.job);
  if (job.status === 'going on') return job.progress;
  const over = { ...wait, over: session.now().getTime() };
  return job.status === 'failed'
    ? look(session, over, job.failure, reads)
    : look(session, { ...over, trusted: job.trusted, vanished: job.vanished }, null, reads);
}
