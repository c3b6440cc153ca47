import type { Wire } from '../../core/driver';
import { CliError } from '../../core/errors';
import type { Settings } from '../../core/profile';
import type { FailureCause } from './causeOf';
import type { DebugLog } from './debugLog';
import type { Attempt, Failed, Received } from './exchange';
import { failureError, type Times } from './failures';
import type { Gate } from './gate';
import { type Headers, headersOf } from './headers';
import { type Judged, tooLong } from './judge';
import { type Payload, readPayload } from './payload';
import type { Redaction } from './redaction';
import type { Asked } from './refusals';
import { allowsAnother, pauseAfter, readRetryAfter, tries } from './retry';

/** One request before it is made into attempts. */
export interface Outgoing {
  /** A raw change is sent once, whatever happens. */
  kind: 'reading' | 'change' | 'raw change';
  method: string;
  url: URL;
  payload: Payload | null;
  /** What its body means, for the debug log. */
  meaning: unknown;
  /** Headers that a person asked for. */
  headers: Headers;
  /** Called before each try, when nothing stands between it and the network any more. */
  leaving?: (() => void) | undefined;
  /** Called when the last answer is in and its place is free, before the answer is read. */
  arrived?: (() => void) | undefined;
  asked: Asked;
}

export interface SenderOptions {
  profile: string;
  settings: Settings;
  wire: Wire;
  userAgent: string;
  credential(): Promise<string>;
  renew?: () => Promise<string>;
  gate: Gate;
  readTimeBudgetMs: number;
  changeTimeBudgetMs: number;
  signal: AbortSignal;
  sleep(milliseconds: number): Promise<void>;
  random(): number;
  now(): Date;
  times: Times;
  redaction: Redaction;
  log: DebugLog | null;
  exchange(attempt: Attempt): Promise<Received | Failed>;
}

/** The moment at which whatever has come by now was taken in. */
const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Failures that may pass by themselves. */
const passing: ReadonlySet<FailureCause> = new Set(['name', 'refused', 'route', 'connect_timeout', 'proxy', 'closed']);

/**
 * Makes the function that sends a request as often as it may be sent, and gives the last answer, whatever its status.
 * It throws where there is none.
 */
export function createSender(options: SenderOptions): (outgoing: Outgoing) => Promise<Judged> {
  const { gate, random, now, sleep, redaction, log, exchange, times } = options;
  const token = createToken(options);

  async function enter(asked: Asked, patience: number): Promise<() => void> {
    const entering = gate.enter(patience);
    const place = await unlessInterrupted(entering, asked).catch((error) => {
      entering.then((late) => typeof late === 'function' && late()).catch(() => {});
      throw error;
    });
    if (typeof place === 'function') return place;
    throw tooLong(place, true, asked, {});
  }

  function unlessInterrupted<T>(work: Promise<T>, { what, changes }: Asked): Promise<T> {
    const { signal } = options;
    return new Promise((resolve, reject) => {
      const interrupt = () => reject(new CliError(changes ? 'not_sent' : 'interrupted', `Interrupted before ${what}`));
      if (signal.aborted) interrupt();
      signal.addEventListener('abort', interrupt);
      const settle = () => signal.removeEventListener('abort', interrupt);
      work.then(resolve, reject).finally(settle);
    });
  }

  async function once(attempt: Attempt, outgoing: Outgoing): Promise<Received | Failed> {
    log?.sent(attempt, outgoing.meaning);
    const began = now().getTime();
    const outcome = await exchange(attempt);
    const took = now().getTime() - began;
    if ('cause' in outcome) log?.failed(outcome, took);
    else log?.received(outcome, readPayload(outcome.bytes), took);
    return outcome;
  }

  return async (outgoing) => {
    const { asked, kind, payload } = outgoing;
    if (payload !== null) for (const secret of payload.secrets) redaction.hide(secret);
    /** How long this request may still wait because the provider asks to. */
    let budget = kind === 'reading' ? options.readTimeBudgetMs : options.changeTimeBudgetMs;
    let promised = 0;
    let renewed = false;

    for (let done = 1; ; done += 1) {
      const current = await token.current();
      const attempt = attemptOf(outgoing, current, options);
      const leave = await enter(asked, budget);
      budget -= promised;
      promised = 0;
      let next: Next;
      try {
        outgoing.leaving?.();
        const outcome = await once(attempt, outgoing);
        const renew = renewed || kind === 'raw change' ? null : token.renew;
        next = nextOf(outcome, { kind, done, budget, renew, random, now });
        if (next.step === 'fail') throw failureError(next.failed, asked, times);
        // Before the place is given back, or the next in the queue would slip through.
        if (next.step === 'again' && next.everyone) gate.holdBack(next.pause);
      } finally {
        leave();
      }
      if (next.step === 'answer') {
        outgoing.arrived?.();
        // Answers that have come together all make room for what is sent next before the first of them is read.
        await nextTurn();
        return { ...next.answer, reading: readPayload(next.answer.bytes) };
      }
      if (next.step === 'renew') {
        log?.note('the credential was refused: signing in again');
        renewed = true;
        done -= 1;
        await next.renew(current);
        continue;
      }
      log?.note(`again in ${next.pause} ms, try ${done + 1} of ${tries}`);
      promised = next.asked ? next.pause : 0;
      if (!next.everyone) await unlessInterrupted(sleep(next.pause), asked);
    }
  };
}

/** Waits for the credential that comes after this one. */
type Renew = (stale: string) => Promise<void>;

/** What follows a try. */
type Next =
  | { step: 'answer'; answer: Omit<Judged, 'reading'> }
  | { step: 'fail'; failed: Failed }
  | { step: 'renew'; renew: Renew }
  /** `asked`: the provider asks for this pause; `everyone`: it holds for all requests to the account. */
  | { step: 'again'; pause: number; asked: boolean; everyone: boolean };

interface Standing {
  kind: Outgoing['kind'];
  /** How many tries were made. */
  done: number;
  budget: number;
  renew: Renew | null;
  random(): number;
  now(): Date;
}

function nextOf(outcome: Received | Failed, { kind, done, budget, renew, random, now }: Standing): Next {
  const pause = () => pauseAfter(done, random);
  if ('cause' in outcome) {
    if (done === tries || !mayRepeat(outcome, kind)) return { step: 'fail', failed: outcome };
    return { step: 'again', pause: pause(), asked: false, everyone: false };
  }
  const { status, headers, strayed } = outcome;
  const answer = { ...outcome, waitUntil: null };
  if (status === 401 && renew !== null && strayed === null) return { step: 'renew', renew };
  const wanted = readRetryAfter(headers['retry-after'], now());
  if (done === tries || kind === 'raw change' || !allowsAnother(status, kind === 'reading', wanted)) {
    return { step: 'answer', answer };
  }
  if (wanted !== null && wanted > budget) {
    return { step: 'answer', answer: { ...answer, waitUntil: new Date(now().getTime() + wanted) } };
  }
  const everyone = status === 429 || status === 503;
  return { step: 'again', pause: wanted ?? pause(), asked: wanted !== null, everyone };
}

/** Whether a request without an answer may be sent again: a reading where trying helps, a change that never left. */
function mayRepeat({ cause, left, text }: Failed, kind: Outgoing['kind']): boolean {
  if (!passing.has(cause) || /^Bad response: 4/.test(text)) return false;
  return kind === 'reading' || (kind === 'change' && !left);
}

function attemptOf({ method, url, payload, headers, kind }: Outgoing, token: string, options: SenderOptions): Attempt {
  const { wire, settings, userAgent, redaction, profile } = options;
  redaction.hide(token);
  const sent = headersOf(wire, settings, token, payload?.type ?? null, headers);
  const all = { 'user-agent': userAgent, accept: 'application/json', ...lowered(sent) };
  if (Object.values(lowered(wire.headers(settings, token))).some((value) => /[^\t\x20-\x7e\x80-\xff]/.test(value))) {
    throw new CliError('secret_unavailable', `The credential of ${profile} holds characters that cannot be sent`, {
      hint: 'Look for a line break or a blank line where it is kept.',
    });
  }
  return { method, url, headers: all, body: payload?.text ?? null, follow: kind === 'reading' && payload === null };
}

function lowered(headers: Headers): Headers {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

/** The credential, renewed once for each old one however many requests ask for it. */
function createToken({ credential, renew }: Pick<SenderOptions, 'credential' | 'renew'>) {
  let renewal: { stale: string; fresh: Promise<string> } | null = null;
  const renewOnce = (fetch: () => Promise<string>) => async (stale: string) => {
    if (renewal?.stale !== stale) renewal = { stale, fresh: fetch() };
    await renewal.fresh;
  };
  return {
    renew: renew === undefined ? null : renewOnce(renew),
    async current(): Promise<string> {
      const token = await credential();
      return renewal?.stale === token ? renewal.fresh : token;
    },
  };
}
