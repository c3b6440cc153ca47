import { type Entry, isOpen } from '../../core/journal';

type Line = Readonly<Record<string, unknown>>;

/** The entry that the lines of a file make; null where not even its first line is whole, or another nube wrote it. */
export function readEntry(text: string): Entry | null {
  const [head, ...turns] = text.split('\n').flatMap(toLine);
  if (head === undefined || head.version !== 1 || !isHead(head)) return null;
  const { version: _version, ...first } = head;
  const start = { updatedAt: head.startedAt, requests: [], operation: null, ifLost: null, error: null, ...first };
  return turns.reduce<Entry>(turned, start as unknown as Entry);
}

function toLine(text: string): Line[] {
  if (text === '') return [];
  try {
    const line: unknown = JSON.parse(text);
    return line !== null && typeof line === 'object' && !Array.isArray(line) ? [line as Line] : [];
  } catch {
    return [];
  }
}

function isHead({ id, profile, provider, action, title, what, startedAt, targets, process }: Line): boolean {
  const texts = [id, profile, provider, action, title, what, startedAt];
  return texts.every((one) => typeof one === 'string') && Array.isArray(targets) && typeof process === 'object';
}

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
  if (typeof status !== 'string' || (!isOpen(entry) && entry.status !== 'not_sent')) return entry;
  return {
    ...entry,
    status,
    error,
    updatedAt: at,
    ...(operation === undefined ? {} : { operation }),
    ...(request === undefined ? {} : { ifLost, operation: null, requests: [...entry.requests, request] }),
  };
}
