import type { ErrorCode } from './errors';
import type { Located } from './instance';
import type { Secret } from './secret';

/**
 * Something a provider does after it has accepted a request. It is plain data, so that it can be written down and
 * taken up again by another process; the driver's `follow` asks how far it is.
 */
export interface Operation {
  /** The provider's task or job id, or null where there is none. */
  id: string | null;
  /** What the driver's `follow` needs; null when the operation had ended with the answer itself. */
  wait: Readonly<Record<string, string | number | boolean | readonly string[] | null>> | null;
  /** What the answer already told, printed as the action's `result`. */
  result?: Readonly<Record<string, unknown>>;
  /** The instances the answer already told of (a create, a clone). */
  instances?: readonly Located[];
}

/** How to find out whether a change has happened whose answer was lost. */
export interface IfLost {
  /** It succeeds once it shows that the change has happened, and is `unknown` where nothing shows in time. */
  look: Operation;
  /** How it goes on from there; null where what has shown is the end of it. */
  next: Operation | null;
}

/** How an operation failed, in the provider's words. */
export interface OperationFailure {
  code: ErrorCode;
  message: string;
  hint?: string;
  providerCode?: string;
}

/** How far an operation is, from one look. */
export type Progress =
  | {
      status: 'running';
      text?: string;
      done?: number;
      total?: number;
      /** What the next look is to know of this one, in place of the operation's own `wait`. */
      wait?: NonNullable<Operation['wait']>;
    }
  | {
      status: 'succeeded';
      /** The instances as they are now; an instance that is gone is not among them. */
      instances?: readonly Located[];
      /** Failures of single targets, by instance id, where one operation has several. */
      failures?: Readonly<Record<string, OperationFailure>>;
      result?: Readonly<Record<string, unknown | Secret>>;
    }
  | { status: 'failed'; failure: OperationFailure }
  /** It waits for a person or a date. */
  | { status: 'held'; text: string }
  /** The provider has forgotten it, and looking did not settle how it ended. */
  | { status: 'unknown'; text: string };

/** An operation that had ended when its answer came. */
export function ended(result?: Readonly<Record<string, unknown>>): Operation {
  return { id: null, wait: null, ...(result === undefined ? {} : { result }) };
}
