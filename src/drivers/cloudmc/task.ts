import type { Session } from '../../core/driver';
import { CliError, toCliError } from '../../core/errors';
import { type Fields, isFields, listOf, text } from '../../core/fields';
import { type Answer, type Mutation, path, type Refusal } from '../../core/http';
import type { Located } from '../../core/instance';
import type { Operation, OperationFailure } from '../../core/operation';
import { Secret } from '../../core/secret';
import { sendOnce } from '../../core/sendOnce';
import { unexpected } from './fields';
import type { Place } from './place';
import { couldNot, describeErrors, isFailed, reasonIn } from './refusal';

/** By what an instance shows that a change has happened, for when nobody can tell any more how its task ended. */
export interface Mark {
  /** The platform's words for the states that it ends in. */
  states?: readonly string[];
  /** Fields and the values that they have afterwards. */
  fields?: Readonly<Record<string, string>>;
  /** It is no longer there at all. */
  gone?: boolean;
}

/** What is being done, to follow it to its end. */
export interface Doing {
  place: Place;
  /** The instance that it is done to, or null. */
  target: Located | null;
  mark: Mark;
  /** The field of the task's result that is worth handing on: `password`, `id`. */
  gives?: string;
}

/** What a task or its first answer says. */
export type Task =
  | { status: 'running' }
  | { status: 'succeeded'; result: unknown }
  | { status: 'failed'; failure: OperationFailure }
  /** The platform keeps tasks for about half an hour. */
  | { status: 'forgotten' };

/** How many looks settle a change whose answer was lost. */
const looksAfterLoss = 5;

/**
 * Sends one change and gives what goes on from there. Where its answer was lost, and the instance shows in a few looks
 * that the change has happened, it counts as done; otherwise the loss is thrown.
 */
export async function send(session: Session, mutation: Mutation, doing: Doing): Promise<Operation> {
  const { states, fields, gone } = doing.mark;
  const shows = (states ?? fields ?? gone) !== undefined;
  const wait = { ...waitOf(doing), kind: 'look', left: looksAfterLoss };
  try {
    return await sendOnce(
      session,
      mutation,
      (answer) => toOperation(answer, `${mutation.method} ${mutation.path}`, doing),
      () => (shows ? { look: { id: null, wait }, next: null } : null),
    );
  } catch (thrown) {
    throw withName(toCliError(thrown), doing.target);
  }
}

/** The operation that the first answer to a change tells of. */
export function toOperation(answer: Answer, request: string, doing: Doing): Operation {
  const { id, status, result } = readFirst(answer, request);
  if (status === 'SUCCESS') return { id, wait: null, ...given(result, doing.gives ?? null) };
  return { id, wait: { ...waitOf(doing), kind: 'task', task: id } };
}

/** The first answer to a change: it may be final already. An empty one with 204 says that it is done. */
export function readFirst(
  { status, body }: Answer,
  request: string,
): { id: string | null; status: string; result: unknown } {
  if (status === 204 && body === null) return { id: null, status: 'SUCCESS', result: null };
  if (!isFields(body)) throw unexpected(request, 'tells of no task');
  const word = text(body.taskStatus) ?? text(body.status) ?? (text(body.taskId) === null ? null : 'PENDING');
  // Changes of the administration are done at once in version 1, and answered with nothing but the thing itself.
  if (word === null && isFields(body.data)) return { id: null, status: 'SUCCESS', result: body.data };
  if (word === null) throw unexpected(request, 'tells of no task');
  const task = { id: text(body.taskId), status: word.toUpperCase(), result: body.data ?? body.result };
  if (task.id === null && task.status !== 'SUCCESS') throw unexpected(request, 'names no task');
  return task;
}

/** What a result gives to know; a password stays secret. */
export function given(result: unknown, gives: string | null): { result?: Readonly<Record<string, unknown>> } {
  const value = gives === null || !isFields(result) ? null : text(result[gives]);
  if (gives === null || value === null) return {};
  return { result: { [gives]: gives === 'password' ? new Secret(value, 'password') : value } };
}

/** One look at a task. Its failure may come with status 200 or 400, with errors, a result or neither. */
export async function readTask(session: Session, title: string, task: string): Promise<Task> {
  const request = 'GET /tasks/ID';
  let answer: Answer;
  try {
    answer = await session.http.get(path`/tasks/${task}`);
  } catch (thrown) {
    const error = toCliError(thrown);
    const { httpStatus } = error.details;
    if (httpStatus === 404) return { status: 'forgotten' };
    // A fault of the platform's own, which says nothing about the task: the next look may.
    if (error.code === 'provider_unavailable') throw error;
    if ((httpStatus !== 400 && httpStatus !== 200) || error.code === 'unexpected_answer') throw error;
    return { status: 'failed', failure: toFailure({ ...error.details, code: error.code, message: error.message }) };
  }
  if (!isFields(answer.body)) throw unexpected(request, 'is not an object');
  const { status, result, errors } = unwrapped(answer.body);
  if (status === null) throw unexpected(request, 'has no status');
  if (status === 'SUCCESS') return { status: 'succeeded', result };
  if (!isFailed(status)) return { status: 'running' };
  const refusal = describeErrors(title, errors, 200, true);
  if (refusal !== null) return { status: 'failed', failure: toFailure(refusal) };
  return { status: 'failed', failure: { code: 'operation_failed', message: couldNot(title, reasonIn(result)) } };
}

/** Every client reads a task under `data`; the documentation prints it flat. */
function unwrapped(body: Fields): { status: string | null; result: unknown; errors: readonly Fields[] } {
  const flat = text(body.taskStatus) ?? text(body.status);
  const data = isFields(body.data) ? body.data : {};
  return {
    status: (flat ?? text(data.status) ?? text(data.taskStatus))?.toUpperCase() ?? null,
    result: flat === null ? data.result : (body.result ?? body.data),
    errors: [...listOf(body.errors), ...(flat === null ? listOf(data.errors) : [])],
  };
}

function toFailure({ code, message, providerCode }: Refusal): OperationFailure {
  const failed = code === 'provider_refused' ? 'operation_failed' : code;
  return { code: failed, message, ...(providerCode === undefined ? {} : { providerCode }) };
}

/** The error with the instance's name in place of its id, which is all that the platform's answers hold. */
export function withName(error: CliError, target: Located | null): CliError {
  if (target === null || error.code !== 'wrong_state') return error;
  const { id, name, profile } = target.instance;
  const hint = `nube get ${profile}/${id}`;
  return new CliError(error.code, error.message.replaceAll(id, name), { ...error.details, hint });
}

/** What `follow` needs of it, as plain data. */
export function waitOf({ place, target, mark, gives }: Doing): NonNullable<Operation['wait']> {
  return {
    service: place.service,
    environment: place.environment,
    instance: target?.instance.id ?? null,
    name: target?.instance.name ?? null,
    states: mark.states ?? null,
    fields: mark.fields === undefined ? null : Object.entries(mark.fields).map(([name, value]) => `${name}=${value}`),
    gone: mark.gone ?? false,
    gives: gives ?? null,
  };
}
