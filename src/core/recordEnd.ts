import { actionError } from './action';
import { CliError } from './errors';
import type { Recording } from './journal';
import type { Operation, Progress } from './operation';

/** What an operation ended in that did what it was for, at least for some of its targets. */
export type Success = Extract<Progress, { status: 'succeeded' }>;

/** Writes down that an operation has ended; true where all of it has succeeded. */
export function recordEnd(recording: Recording, operation: Operation, end: Success): boolean {
  const [failure] = Object.values(end.failures ?? {});
  const result = end.result ?? operation.result;
  const instances = end.instances ?? operation.instances;
  const closed = { ...operation, ...(result && { result }), ...(instances && { instances }) };
  if (failure === undefined) {
    recording.turn({ status: 'succeeded', operation: closed });
    return true;
  }
  const error = actionError(new CliError(failure.code, failure.message, { hint: failure.hint }));
  recording.turn({ status: 'failed', operation: closed, error });
  return false;
}
