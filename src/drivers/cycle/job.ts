import type { Session } from '../../core/driver';
import { CliError, toCliError } from '../../core/errors';
import { type Fields, fieldsOf, isFields, listOf, text } from '../../core/fields';
import { type Answer, path } from '../../core/http';
import type { Operation, OperationFailure, Progress } from '../../core/operation';
import { toMoment } from '../../core/units';
import { readData, stateOf } from './fields';

/** What `follow` needs of an operation. */
export type Wait = NonNullable<Operation['wait']>;

/** So often a job may be unknown after it was accepted: it is put down a moment later than the answer. */
const misses = 10;
/** A job further away than this is not worth waiting for. */
const soonMs = 60_000;

/**
 * How far a job is: it goes on, it is over (and whether it said itself that it went well, or nobody knows it any more),
 * or it failed.
 */
export type JobLook =
  | { status: 'going on'; progress: Progress }
  | { status: 'over'; trusted: boolean; vanished: boolean }
  | { status: 'failed'; failure: OperationFailure };

/**
 * The id of the job that an accepted change goes on as, or null where the answer names none. The descriptor has had
 * two forms: `job.id`, and before 2023 `job_id`.
 */
export function readDescriptor(answer: Answer, request: string): string | null {
  const data = readData(answer, request);
  return text(fieldsOf(data.job).id) ?? text(data.job_id);
}

/** An operation that begins with a job and ends when `kind` says so of what it changes. */
export function operation(session: Session, job: string | null, kind: string, particulars: Wait): Operation {
  const over = job === null ? session.now().getTime() : null;
  return { id: job, wait: { kind, job, seen: false, misses: 0, trusted: false, over, ...particulars } };
}

/**
 * One look at the job. Right after the change it may not be there yet; once it has been seen, its absence means that
 * it is over and was removed; a key that may not see jobs is told so by the first look.
 */
export async function lookAtJob(
  session: Session,
  job: string,
  wait: Wait,
  read: (id: string) => Promise<Fields | null>,
): Promise<JobLook> {
  try {
    const fields = await read(job);
    if (fields !== null) return judge(session, fields, wait);
  } catch (error) {
    if (!(error instanceof CliError) || error.code !== 'not_allowed') throw error;
    session.warn('jobs_hidden', `Jobs can't be followed, only what they do: ${error.message}`);
    return { status: 'over', trusted: false, vanished: false };
  }
  const missed = Number(wait.misses ?? 0) + 1;
  if (wait.seen === true || missed > misses) return { status: 'over', trusted: false, vanished: true };
  return {
    status: 'going on',
    progress: { status: 'running', text: 'waiting for its job', wait: { ...wait, misses: missed } },
  };
}

/** Cycle's own object for a job, or null when it does not know it. */
export async function readJob(session: Session, id: string): Promise<Fields | null> {
  try {
    return readData(await session.http.get(path`/v1/jobs/${id}`), 'GET /v1/jobs/ID');
  } catch (error) {
    if (toCliError(error).kind === 'not_found') return null;
    throw error;
  }
}

function judge(session: Session, job: Fields, wait: Wait): JobLook {
  const state = stateOf(job);
  if (state === 'completed') return { status: 'over', trusted: true, vanished: false };
  if (state === 'error') return { status: 'failed', failure: { code: 'operation_failed', message: reasonOf(job) } };
  if (state === 'expired') {
    return { status: 'failed', failure: { code: 'operation_failed', message: 'The job expired before it was done' } };
  }
  const schedule = toMoment(job.schedule);
  if (state === 'scheduled' && schedule !== null && Date.parse(schedule) > session.now().getTime() + soonMs) {
    return { status: 'going on', progress: { status: 'held', text: `its job is scheduled for ${schedule}` } };
  }
  const { done, total, step } = countSteps(job);
  const progress: Progress = {
    status: 'running',
    text: state === 'running' ? (step ?? state) : state,
    done,
    total,
    wait: { ...wait, seen: true },
  };
  return { status: 'going on', progress };
}

/** A task without steps counts as one. */
function countSteps(job: Fields): { done: number; total: number; step: string | null } {
  let done = 0;
  let total = 0;
  let step: string | null = null;
  for (const task of listOf(job.tasks)) {
    const steps = listOf(task.steps);
    const state = text(fieldsOf(task.state).current);
    if (steps.length === 0) {
      total += 1;
      if (state === 'completed') done += 1;
      else step ??= text(task.caption);
      continue;
    }
    total += steps.length;
    for (const one of steps) {
      if (toMoment(one.completed) !== null) done += 1;
      else step ??= text(one.description) ?? text(one.caption);
    }
  }
  return { done, total, step: done === 0 && step === null ? text(job.caption) : step };
}

/** What the job says of its failure, and then what its tasks say. */
function reasonOf(job: Fields): string {
  const errors = [fieldsOf(job.state).error, ...listOf(job.tasks).map(({ error }) => error)];
  const said = errors.flatMap((error) => (isFields(error) ? (text(error.message) ?? []) : []));
  const reasons = [...new Set(said)];
  return reasons.length === 0 ? 'The job failed without a reason' : reasons.join('; ');
}
