import type { CommonOptions, Connection, Context } from '../../src/core/context';
import type { Driver, Session } from '../../src/core/driver';
import type { Entry, Journal, Recording, Through, Turn, Undertaken } from '../../src/core/journal';
import type { Operation, Progress } from '../../src/core/operation';
import type { Profile, Settings } from '../../src/core/profile';

/** A context of which everything is kept that was said and written down; its time passes by sleeping alone. */
export interface Stage {
  context: Context;
  /** Lines of progress, notes and warnings, in the order of time. */
  said: string[];
  /** What the journal was told. */
  begun: [Through, Undertaken][];
  resumed: Entry[];
  turns: Turn[];
  slept: number[];
  interrupt(): void;
}

export interface Scene {
  options?: Partial<CommonOptions>;
  /** What the journal calls the entries that it begins; null where it cannot be written. */
  id?: string | null;
  /** What has left by the time somebody asks. */
  requests?: readonly string[];
  entries?: () => readonly Entry[];
  attended?: (entry: Entry) => boolean;
  /** Called after each sleep, with how many there have been. */
  slept?: (count: number) => void;
  over?: Partial<Record<keyof Context, unknown>>;
}

/** The options of a command line that gives none. */
export const plainOptions: CommonOptions = {
  scopes: {},
  quiet: false,
  debug: false,
  yes: false,
  dryRun: false,
  noWait: false,
  concurrency: 4,
  concurrencyGiven: false,
  filter: [],
  all: false,
};

export function stage({ options, id = 'e-1', requests = [], entries, attended, slept, over }: Scene = {}): Stage {
  const said: string[] = [];
  const begun: Stage['begun'] = [];
  const resumed: Entry[] = [];
  const turns: Turn[] = [];
  const pauses: number[] = [];
  const abort = new AbortController();
  const recording = (about: Recording['about'], name: string | null): Recording => ({
    id: name,
    about,
    left: () => about.timeout,
    requests: () => requests,
    during: (work) => work(),
    turn: (turn) => void turns.push(turn),
  });
  const journal: Journal = {
    begin(through, undertaken) {
      begun.push([through, undertaken]);
      return recording(undertaken, id);
    },
    resume(entry) {
      resumed.push(entry);
      return recording(entry, entry.id);
    },
    list: () => entries?.() ?? [],
    isAttended: (entry) => attended?.(entry) ?? false,
  };
  const elapsed = () => pauses.reduce((sum, pause) => sum + pause, 0);
  const say = (word: string) => (text: string) => void said.push(`${word} ${text}`);
  const context = {
    options: { ...plainOptions, ...options },
    progress: {
      start(text: string) {
        say('start')(text);
        return { update: say('update'), succeed: say('succeed'), fail: say('fail'), leave: say('leave') };
      },
    },
    warn: (...words: string[]) => void said.push(`warn ${words.join(' ')}`),
    note: (...words: string[]) => void said.push(`note ${words.join(' ')}`),
    called: () => undefined,
    mask: (value: string) => {
      say('mask')(value);
      return value;
    },
    journal: async () => journal,
    interrupted: abort.signal,
    now: () => new Date(Date.parse('2026-01-31T12:00:00Z') + elapsed()),
    elapsed,
    sleep: async (milliseconds: number) => {
      pauses.push(milliseconds);
      slept?.(pauses.length);
    },
    ...over,
  } as unknown as Context;
  return { context, said, begun, resumed, turns, slept: pauses, interrupt: () => abort.abort() };
}

/** A profile of nothing but its name. */
export function profileOf(name: string, provider = 'civo', over: Partial<Profile> = {}): Profile {
  return { name, provider, settings: {}, token: null, password: null, guards: {}, defaults: {}, ...over };
}

/** A connection of such a profile, to a driver that can do what a test says. */
export function connectionOf(
  driver: Partial<Omit<Driver, 'verbs'>> & { verbs?: object } = {},
  { profile = profileOf('work'), settings = {} as Settings } = {},
): Connection {
  const session = { profile: profile.name, provider: profile.provider, settings } as Session;
  return {
    profile,
    session,
    driver: { title: 'Civo', scopes: [], pollEveryMs: 0, verbs: {}, ...driver },
  } as unknown as Connection;
}

/** A driver's `follow` that tells these looks one by one, the last again and again; without any nobody should look. */
export function following(looks: readonly (Progress | Error)[], followed: Operation[] = []): Driver['follow'] {
  let looked = 0;
  return async (_session, operation) => {
    followed.push(operation);
    const look = looks[Math.min(looked, looks.length - 1)];
    looked += 1;
    if (look === undefined || look instanceof Error) throw look ?? new Error('nobody should look');
    return look;
  };
}
