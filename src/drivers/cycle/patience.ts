import type { Session } from '../../core/driver';
import type { OperationFailure, Progress } from '../../core/operation';
import type { Wait } from './job';

/** After its job is over an instance may stay as it was for so long before that counts as its end. */
const usualMs = 60_000;

/** True once the job has been over for longer than its effect may take to begin. */
export function isLate(session: Session, { over, patience }: Wait): boolean {
  return session.now().getTime() >= Number(over ?? 0) + Number(patience ?? usualMs);
}

/** It goes on; the next look knows that the job is over. */
export function goesOn(wait: Wait, text: string): Progress {
  return { status: 'running', text, wait };
}

/**
 * How it ends when nothing happens any more: a job that said that it completed has not done what it was for; of one
 * that vanished, or that nobody could see, it is not known.
 */
export function endedWithout(wait: Wait, message: string): Progress {
  return wait.trusted === true ? failed(message) : { status: 'unknown', text: message };
}

export function failed(message: string, code: OperationFailure['code'] = 'operation_failed'): Progress {
  return { status: 'failed', failure: { code, message } };
}

/** The texts of a list in what an operation waits for. */
export function textsOf(value: Wait[string] | undefined): readonly string[] {
  return Array.isArray(value) ? value : [];
}
