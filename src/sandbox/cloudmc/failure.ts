import { json, Refusal } from '../reply';
import type { CloudmcError } from './data';

/** A refusal in the platform's form. Of its codes only 2012 is known; the others here repeat the HTTP status. */
export function failure(status: number, errors: readonly CloudmcError[]): Refusal {
  return new Refusal(json(status, { errors }));
}

/** The errors of such a refusal. */
export function errorsOf({ reply }: Refusal): CloudmcError[] {
  return (reply.body as { errors: CloudmcError[] }).errors;
}

/** A bad parameter, or a quota that is used up. */
export function invalid(message: string, context?: Record<string, unknown>): Refusal {
  return failure(400, [context ? { code: 400, message, context } : { code: 400, message }]);
}

/** What a path names and isn't there. */
export function notFound(type: string, id: string): Refusal {
  return failure(404, [{ code: 404, message: `No ${type} with the id ${id} was found`, context: { id, type } }]);
}

/** Something is not in one of the states in which this can be done. */
export function wrongState(
  what: string,
  item: { id: string; state: string },
  type: string,
  expectedStates: readonly string[],
): Refusal {
  const message = `Cannot ${what} that isn't in the ${expectedStates.join(' or ').toLowerCase()} state`;
  return failure(400, [
    { code: 2012, message, context: { id: item.id, type, currentState: item.state, expectedStates } },
  ]);
}

/** The body of an answer without success. */
export function errorBody(status: number, message = MESSAGES[status] ?? 'The request was refused') {
  return { errors: [{ code: status, message }] };
}

const MESSAGES: Readonly<Record<number, string>> = {
  400: 'The request could not be understood',
  401: 'The API key is missing, unknown or was revoked',
  403: 'You are not allowed to do this',
  404: 'The endpoint or resource does not exist',
  405: 'The endpoint does not support this method',
  413: 'The request is too large',
  429: 'Too many requests',
  500: 'An unexpected error occurred',
  503: 'The service is not available at the moment',
};
