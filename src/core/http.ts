import { CliError, type ErrorCode } from './errors';
import type { IfLost } from './operation';
import type { Secret } from './secret';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Arrays become repeated keys; undefined and null are left out. */
export type Query = Readonly<Record<string, string | number | boolean | readonly string[] | null | undefined>>;

/** A JSON body in which a Secret may stand anywhere. */
export type Body =
  | null
  | boolean
  | number
  | string
  | Secret
  | readonly Body[]
  | { readonly [key: string]: Body | undefined };

/** A request that changes something. */
export interface Mutation {
  method: Exclude<Method, 'GET'>;
  /** Made by `path` from encoded segments, relative to the connection's endpoint. */
  path: string;
  query?: Query;
  /** Sent as JSON; left out means no body at all. */
  body?: Body;
  /** Sent form-encoded instead of a JSON body. */
  form?: Readonly<Record<string, string | Secret>>;
  /** How to find out whether it has happened, for whoever takes it up again; only with the last change of several. */
  ifLost?: IfLost;
}

/** What came back: a body that is not JSON is never here, it is an `unexpected_answer` before. */
export interface Answer {
  status: number;
  headers: Readonly<Record<string, string>>;
  /** The parsed JSON, or null where the body was empty. */
  body: unknown;
}

/** What a status means where an answer itself says nothing more; null for one that refuses nothing. */
export function codeOfStatus(status: number): ErrorCode | null {
  switch (status) {
    case 401:
      return 'credential_refused';
    case 403:
      return 'not_allowed';
    case 404:
    case 410:
      return 'resource_not_found';
    case 405:
    case 501:
      return 'not_supported';
    case 408:
    case 504:
      return 'no_answer';
    case 409:
      return 'provider_conflict';
    case 429:
      return 'rate_limited';
    default:
      return status >= 500 ? 'provider_unavailable' : status >= 400 ? 'provider_refused' : null;
  }
}

/** A provider's refusal in nube's words. */
export interface Refusal {
  code: ErrorCode;
  message: string;
  hint?: string | undefined;
  reason?: string | undefined;
  providerCode?: string | undefined;
}

/**
 * What a driver talks through. Reading is retried as product rules allow; a mutation is sent again only when it
 * provably never left. Both throw CliError: a refusal as the driver's `readRefusal` names it, otherwise by status.
 */
export interface Http {
  /** `arrived` is called once the answer is in, before it is read: from then on another request finds a place. */
  get(path: string, query?: Query, arrived?: () => void): Promise<Answer>;
  /**
   * Sends a change and reads its answer with `read`. In a dry run nothing is sent: the request is written down and
   * `planned` gives the value that stands for the answer; it is handed the name of the variable (`$ID_1`) to use
   * for an id that only the real answer would tell.
   */
  send<T>(mutation: Mutation, read: (answer: Answer) => T, planned: (variable: string) => T): Promise<T>;
  /** One request as it stands, for `nube api`: no retry of changes, and the answer whatever its status. */
  raw(request: RawRequest): Promise<RawAnswer>;
}

export interface RawRequest {
  method: string;
  path: string;
  query: readonly (readonly [string, string])[];
  headers: Readonly<Record<string, string>>;
  body: Buffer | string | null;
  /** The file that the body was read from, where there is one; `-` is standard input. */
  file?: string | undefined;
}

export interface RawAnswer {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: Buffer;
  /** The error that this answer would have been for any other command, or null. */
  error: CliError | null;
}

/**
 * Builds a path from a template: each inserted value becomes exactly one encoded segment. A value that would leave
 * its place in the path (empty, `.` or `..`) is refused, and one that no address can hold (half a surrogate pair).
 */
export function path(parts: TemplateStringsArray, ...values: readonly string[]): string {
  return parts.reduce((built, part, index) => {
    const value = values[index - 1] as string;
    if (value === '' || value === '.' || value === '..' || /\p{Surrogate}/u.test(value)) {
      throw new CliError('invalid_value', `${JSON.stringify(value)} cannot be an id`, {
        hint: 'nube list -o id shows the ids.',
      });
    }
    return built + encodeURIComponent(value) + part;
  });
}
