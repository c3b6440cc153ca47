import type { ActionError } from './action';
import type { CreatePlan } from './driver';
import type { Located, State } from './instance';
import type { IfLost, Operation } from './operation';
import type { ScopeName } from './profile';

/** A change as it is written down before it is sent: enough for another process to take up the waiting for it. */
export interface Undertaken {
  /** The verb, as rows name it: `stop`. */
  action: string;
  /** For the line of progress: `stop civo/web-1`. */
  title: string;
  /** For messages: `stop of web-1`. */
  what: string;
  /** Milliseconds of waiting unless --timeout says. */
  timeout: number;
  /** The instances that it is done to; none for a create. */
  targets: readonly Located[];
  /** States in which nothing is left to do; they settle a lost answer. */
  reached: readonly State[];
  /** The instance is gone afterwards. */
  gone: boolean;
  /** The new instance that comes of it, or null. */
  makes: Made | null;
  /** What it prints: a row for each target, or the new instances. */
  prints: 'actions' | 'instances';
}

/** What is known beforehand of an instance that is to be made. */
export interface Made {
  /** Null where the provider names it. */
  name: string | null;
  wanted: CreatePlan['wanted'];
  /** Reports success as `created`, for `--if-not-exists`. */
  created: boolean;
  /** The ids of those that had the name before. */
  before: readonly string[];
}

/**
 * How far a change is. Open: `prepared` (nothing has left yet), `sent` (no answer is known), `accepted` (it goes on at
 * the provider) and `unknown` (looking has not settled it yet). Closed: the rest; `lost` is what nobody will find out.
 */
export type EntryStatus = 'prepared' | 'sent' | 'accepted' | 'unknown' | 'succeeded' | 'failed' | 'not_sent' | 'lost';

/** Where a change is made. */
export interface Through {
  profile: string;
  provider: string;
  /** The settings that narrow the profile, as they were. */
  scopes: Readonly<Partial<Record<ScopeName, string>>>;
}

/** One change as the journal knows it. */
export interface Entry extends Undertaken, Through {
  /** The journal's own id: short, and in the order of time. */
  id: string;
  /** RFC 3339. */
  startedAt: string;
  updatedAt: string;
  status: EntryStatus;
  /** The command line without the values of options that may hold secrets. */
  command: readonly string[];
  /** The requests that were sent, as METHOD /path. */
  requests: readonly string[];
  operation: Operation | null;
  ifLost: IfLost | null;
  error: ActionError | null;
  /** Who made it. */
  process: { id: number; host: string };
}

/** What is added to an entry once its answer is known, or once it has ended. */
export interface Turn {
  status: EntryStatus;
  operation?: Operation;
  error?: ActionError | null;
}

/** One entry that is being written. */
export interface Recording {
  /** Null where the journal cannot be written; the work goes on without. */
  id: string | null;
  /** What it is for messages, and the milliseconds that it may take. */
  about: Pick<Undertaken, 'what' | 'timeout'>;
  /** How many milliseconds are left of that time, or of --timeout, since the first request left. */
  left(): number;
  /** The requests that have left so far. */
  requests(): readonly string[];
  /** Runs `work`: the changes that it sends are noted here, each before it leaves. */
  during<T>(work: () => Promise<T>): Promise<T>;
  turn(turn: Turn): void;
}

/** What nube has sent, kept where every process of this person finds it. */
export interface Journal {
  begin(through: Through, undertaken: Undertaken): Recording;
  /** Goes on writing an entry of another process. */
  resume(entry: Entry): Recording;
  /** Every entry, the newest first. */
  list(): readonly Entry[];
  /** Whether a process that lives may still be at it. */
  isAttended(entry: Entry): boolean;
}

/** Whether something is left to wait for, or to find out. */
export function isOpen({ status }: Pick<Entry, 'status'>): boolean {
  return status === 'prepared' || status === 'sent' || status === 'accepted' || status === 'unknown';
}
