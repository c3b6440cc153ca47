import { type Entry, type EntryStatus, isOpen } from '../../core/journal';

type Line = Readonly<Record<string, unknown>>;

/**
 * The entry that the lines of a file make; null where not even its first line is whole, or another nube or another
 * program wrote it. Later lines that are not whole count for nothing.
 */
export function readEntry(text: string): Entry | null {
  const [head, ...turns] = text.split('\n').flatMap(toLine);
  if (head === undefined || head.version !== 1 || !isHead(head)) return null;
  const { version: _version, ...first } = head;
  const rest = { updatedAt: head.startedAt, requests: [], operation: null, ifLost: null, error: null };
  return turns.filter(isTurn).reduce<Entry>(turned, { ...first, ...rest } as unknown as Entry);
}

function toLine(text: string): Line[] {
  if (text === '') return [];
  try {
    const line: unknown = JSON.parse(text);
    return isObject(line) ? [line] : [];
  } catch {
    return [];
  }
}

const statuses: Readonly<Record<EntryStatus, true>> = {
  prepared: true,
  sent: true,
  accepted: true,
  unknown: true,
  succeeded: true,
  failed: true,
  not_sent: true,
  lost: true,
};

const isText = (value: unknown): value is string => typeof value === 'string';
const isTime = (value: unknown): boolean =>
  isText(value) && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value) && !Number.isNaN(Date.parse(value));
const isStatus = (value: unknown): boolean => isText(value) && Object.hasOwn(statuses, value);
const isObject = (value: unknown): value is Line =>
  value !== null && typeof value === 'object' && !Array.isArray(value);
const isNullOr = (value: unknown, fits: (value: unknown) => boolean): boolean => value == null || fits(value);
const isListOf = (value: unknown, fits: (value: unknown) => boolean): boolean =>
  Array.isArray(value) && value.every(fits);

function isHead({ id, profile, provider, action, title, what, startedAt, status, ...rest }: Line): boolean {
  const { command, targets, reached, process, scopes, makes } = rest;
  return (
    [id, profile, provider, action, title, what].every(isText) &&
    isTime(startedAt) &&
    isStatus(status) &&
    isListOf(command, isText) &&
    isListOf(targets, isLocated) &&
    isListOf(reached, isText) &&
    isNullOr(scopes, isObject) &&
    isNullOr(makes, isObject) &&
    isObject(process) &&
    typeof process.id === 'number' &&
    isText(process.host)
  );
}

function isLocated(value: unknown): boolean {
  if (!isObject(value) || !isObject(value.instance)) return false;
  const { profile, provider, id, name, state } = value.instance;
  return [profile, provider, id, name, state].every(isText);
}

function isTurn({ at, status, request, operation, ifLost, error }: Line): boolean {
  return (
    isTime(at) &&
    isStatus(status) &&
    isNullOr(request, isText) &&
    isNullOr(operation, isOperation) &&
    isNullOr(ifLost, (lost) => isObject(lost) && isOperation(lost.look) && isNullOr(lost.next, isOperation)) &&
    isNullOr(error, isError)
  );
}

const isOperation = (value: unknown): boolean =>
  isObject(value) &&
  isNullOr(value.id, isText) &&
  isNullOr(value.wait, isObject) &&
  isNullOr(value.result, isObject) &&
  isNullOr(value.instances, (instances) => isListOf(instances, isLocated));

const isError = (value: unknown): boolean =>
  isObject(value) && [value.code, value.kind, value.message].every(isText) && isNullOr(value.hint, isText);

/** What a line adds. An end stands, whatever a slower process still has to say; that it left after all does not. */
function turned(entry: Entry, line: Line): Entry {
  const {
    at,
    status,
    request,
    ifLost,
    operation,
    error = null,
  } = line as unknown as Entry & {
    at: string;
    request?: string;
  };
  if (!isOpen(entry) && entry.status !== 'not_sent') return entry;
  return {
    ...entry,
    status,
    error,
    updatedAt: at,
    ...(operation == null ? {} : { operation }),
    ...(request == null ? {} : { ifLost, operation: null, requests: [...entry.requests, request] }),
  };
}
