import type { CliError } from './errors';
import type { Instance } from './instance';

export type ActionStatus =
  | 'succeeded'
  | 'failed'
  | 'accepted'
  | 'skipped'
  | 'unknown'
  | 'created'
  | 'unchanged'
  | 'differs';

/** An error as a row carries it. */
export interface ActionError {
  code: string;
  kind: string;
  message: string;
  hint: string | null;
}

/** What one action on one instance came to. */
export interface Action {
  profile: string;
  provider: string;
  id: string;
  name: string;
  action: string;
  status: ActionStatus;
  /** The state after the waiting; null when the instance is gone or was not looked at again. */
  state: Instance['state'] | null;
  /** The provider's task or job id. */
  operation: string | null;
  error: ActionError | null;
  result: Readonly<Record<string, unknown>> | null;
}

/** What create and clone print: the new instance, its id null until it is known. */
export interface CreatedInstance extends Omit<Instance, 'id'> {
  id: string | null;
  action: string;
  status: ActionStatus;
  operation: string | null;
  error: ActionError | null;
}

export function actionError(error: CliError): ActionError {
  return { code: error.code, kind: error.kind, message: error.message, hint: error.details.hint ?? null };
}

/** The status that an action with this error has. */
export function statusOf(error: CliError): ActionStatus {
  if (error.code === 'answer_lost') return 'unknown';
  if (error.code === 'timed_out' || error.code === 'held' || error.code === 'interrupted') return 'accepted';
  return 'failed';
}
