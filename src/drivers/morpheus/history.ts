import type { Session } from '../../core/driver';
import { type Fields, fieldsOf, listOf, number, reference, text } from '../../core/fields';
import { path } from '../../core/http';
import { toMoment } from '../../core/units';
import { readUnder } from './fields';

/** What the appliance did to an instance, newest first. */
export async function readHistory(session: Session, instance: string): Promise<readonly Fields[]> {
  const { body } = await session.http.get(path`/api/instances/${instance}/history`, { max: 25 });
  return listOf(fieldsOf(body).processes).toSorted((a, b) => numberOf(b) - numberOf(a));
}

/** The number of the newest process, to know later ones by; null where there is no history. */
export async function newestProcess(session: Session, instance: string): Promise<number | null> {
  try {
    const [newest] = await readHistory(session, instance);
    return newest === undefined ? 0 : numberOf(newest);
  } catch {
    return null;
  }
}

export function readProcess(session: Session, id: string): Promise<Fields> {
  return session.http
    .get(path`/api/processes/${id}`)
    .then((answer) => readUnder(answer, 'process', 'GET /api/processes/ID'));
}

export function numberOf(process: Fields): number {
  return number(process.id) ?? 0;
}

/** How a process stands; a status that is not known counts as still going on. */
export function endOf({ status }: Fields): 'going on' | 'done' | 'failed' {
  const word = text(status)?.toLowerCase();
  if (word === 'complete') return 'done';
  return word === 'failed' || word === 'expired' || word === 'cancelled' ? 'failed' : 'going on';
}

/** Why a process failed, in the appliance's words: its failed event knows best. Never throws. */
export async function reasonOf(session: Session, process: Fields): Promise<string | null> {
  const own = listOf(process.events);
  const events = own.length > 0 ? own : await eventsOf(session, process);
  const failed = events.filter((event) => endOf(event) === 'failed');
  return [...failed.map(wordsOf), wordsOf(process)].find((words) => words !== null) ?? null;
}

/**
 * Why the latest operation on an instance failed: from the newest failed process of about that time, else what the
 * instance itself says. Null where nothing is told; never throws.
 */
export async function findReason(session: Session, instance: Fields, since: number): Promise<string | null> {
  const own = text(instance.errorMessage) ?? text(instance.statusMessage);
  try {
    const processes = await readHistory(session, reference(instance.id) ?? '');
    const failed = processes.find((process) => endOf(process) === 'failed' && !isOlder(process, since));
    return (failed === undefined ? null : await reasonOf(session, failed)) ?? own;
  } catch {
    return own;
  }
}

/** Clocks differ: only what ended well before counts as older. */
const slack = 600_000;

function isOlder(process: Fields, since: number): boolean {
  const ended = toMoment(process.endDate) ?? toMoment(process.startDate);
  return ended !== null && Date.parse(ended) < since - slack;
}

async function eventsOf(session: Session, process: Fields): Promise<readonly Fields[]> {
  try {
    return listOf((await readProcess(session, String(numberOf(process)))).events);
  } catch {
    return [];
  }
}

function wordsOf({ error, output, message, reason }: Fields): string | null {
  const words = [error, output, message, reason].map(text).find((one) => one !== null && one.trim() !== '');
  return words?.trim().slice(0, 1000) ?? null;
}
