import type { ErrorCode } from '../../core/errors';
import { type Fields, isFields, listOf, text } from '../../core/fields';
import { type Answer, codeOfStatus, type Refusal } from '../../core/http';
import { texts } from './fields';

/** The only code of the platform that is documented: the wrong state for an operation. */
const wrongState = '2012';

/**
 * Reads the platform's refusals: `errors`, whatever the status, and a task that failed at once. An answer that says
 * nothing is left to its status.
 */
export function readRefusal(title: string, { status, body }: Answer): Refusal | null {
  if (!isFields(body)) return null;
  const errors = listOf(body.errors).filter((error) => Object.keys(error).length > 0);
  const refused = status >= 400 || errors.length > 0;
  // A task stands at the top where it is the answer to a change, and under `data` where it was looked at.
  const flat = body.taskStatus ?? body.status;
  const task = refused && text(flat) === null && isFields(body.data) ? body.data : null;
  const failed = isFailed(task === null ? flat : task.status);
  if (!refused && !failed) return null;
  // A task that says of itself that it failed leaves nothing open, whatever status it comes with.
  const decided = failed && status >= 500 ? 400 : !failed && status < 300 && hasOwnFault(errors) ? 500 : status;
  const refusal = describeErrors(title, errors, decided, failed);
  if (refusal !== null) return refusal;
  const said =
    text(body.message) ?? (failed ? reasonIn(task === null ? (body.data ?? body.result) : task.result) : null);
  if (failed) return { code: 'operation_failed', message: couldNot(title, said) };
  return said === null ? null : { code: codeFor(status, []), message: refusedFor(title, said) };
}

/** True for a fault of the platform's own in an answer whose status says success. */
function hasOwnFault([first]: readonly Fields[]): boolean {
  return first !== undefined && /^5\d\d$/.test(codeOf(first) ?? '');
}

/** True for the words by which a task says that it failed: `FAILED`, and `FAILURE` where others have seen it. */
export function isFailed(word: unknown): boolean {
  return /^(failed|failure|error)$/i.test(text(word) ?? '');
}

/** The refusal that a list of errors stands for, or null where it is empty; `failed` where a task says them. */
export function describeErrors(
  title: string,
  errors: readonly Fields[],
  status: number,
  failed: boolean,
): Refusal | null {
  const [first] = errors;
  if (first === undefined) return null;
  const state = errors.find((error) => codeOf(error) === wrongState);
  const sentence = state === undefined ? null : stateSentence(state.context);
  const words = [...new Set(errors.flatMap(({ message }) => text(message) ?? []))].join('; ');
  const providerCode = codeOf(state ?? first) ?? undefined;
  if (sentence !== null) {
    return {
      code: 'wrong_state',
      message: sentence,
      hint: 'nube get REF shows the state it is in now.',
      ...(words === '' ? {} : { reason: words }),
      ...(providerCode === undefined ? {} : { providerCode }),
    };
  }
  const said =
    words === '' ? `it gave no reason${providerCode === undefined ? '' : ` but code ${providerCode}`}` : words;
  return {
    code: codeFor(status, errors),
    message: failed ? couldNot(title, said) : refusedFor(title, said),
    ...(providerCode === undefined ? {} : { providerCode }),
  };
}

/** The reason of a failure in a task's result, which may be a text, an object that holds one, or nothing. */
export function reasonIn(result: unknown): string | null {
  if (!isFields(result)) return text(result);
  const [first] = listOf(result.errors);
  return text(result.message) ?? text(result.error) ?? text(result.errorMessage) ?? text(first?.message);
}

/** The sentence for a task that failed, for a reason or for none. */
export function couldNot(title: string, reason: string | null): string {
  return `${title} could not do it: ${reason ?? 'it gave no reason'}`;
}

function refusedFor(title: string, said: string): string {
  return `${title} refused the request: ${said}`;
}

/** Documented as a number called `code`; the platform's own clients read a text called `errorCode`. */
function codeOf(error: Fields): string | null {
  const code = error.code ?? error.errorCode;
  return typeof code === 'number' ? String(code) : text(code);
}

/** `ID is Stopped; it must be Running`: the id is replaced by the name where it is known. */
function stateSentence(context: unknown): string | null {
  if (!isFields(context)) return null;
  const [current, id, type] = [text(context.currentState), text(context.id), text(context.type)];
  const expected = texts(context.expectedStates);
  if (current === null) return null;
  const kind = type === null || type === 'instances' ? null : type.replace(/s$/, '');
  const what = id === null ? `The ${kind ?? 'instance'}` : kind === null ? id : `The ${kind} ${id}`;
  return `${what} is ${current}${expected.length === 0 ? '' : `; it must be ${expected.join(' or ')}`}`;
}

function codeFor(status: number, errors: readonly Fields[]): ErrorCode {
  if (errors.some((error) => codeOf(error) === wrongState)) return 'wrong_state';
  if (errors.some((error) => isQuota(error, status))) return 'quota_exceeded';
  return codeOfStatus(status) ?? 'operation_failed';
}

/**
 * A quota that is used up comes with status 400, as bad parameters do, and no code for it is known. So a code or a
 * context that speaks of a quota decides. Only of an error that has neither, or whose code repeats the status, is the
 * text looked at: there is nothing else.
 */
function isQuota(error: Fields, status: number): boolean {
  const code = codeOf(error);
  const context = isFields(error.context) ? JSON.stringify(error.context) : '';
  const said = `${code === String(status) ? '' : (code ?? '')} ${context}`.trim();
  return /quota/i.test(said === '' ? (text(error.message) ?? '') : said);
}
