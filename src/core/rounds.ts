import type { Context } from './context';
import { firstLook, pauseAfterLook, type Seat } from './seat';

/** Rounds in which many ask at once, so that one request may answer them all. */
export interface Rounds<Q, A> {
  /** Takes a seat; whoever joins others is asked for with them, after a second at the earliest. */
  join(): Seat<Q, A>;
}

/** So long a round waits while seats are being taken: many changes are sent first and then looked at together. */
const patience = 30_000;

interface Asked<Q, A> {
  question: Q;
  /** Not before and not after, by the clock that waiting goes by. */
  from: number;
  deadline: number;
  resolve(answer: { answer: A } | null): void;
  reject(error: unknown): void;
}

/**
 * Makes rounds over one connection. The first comes a second after the first seat is taken, later ones further apart as
 * long as seats are taken, never less than `least` milliseconds; it is put off while further seats are being taken. `ask` answers all questions of a round, each by itself.
 */
export function createRounds<Q, A>(
  context: Context,
  least: number,
  ask: (questions: readonly Q[]) => readonly Promise<A>[],
): Rounds<Q, A> {
  let asked: Asked<Q, A>[] = [];
  let seats = 0;
  let pause = firstLook;
  let next = 0;
  let joined = 0;
  /** What goes on from round to round, and the moment for which it sleeps. */
  let turning: { until: number } | null = null;

  const due = () => Math.min(next + patience, Math.max(next, joined));

  async function turn(): Promise<void> {
    const own = { until: 0 };
    turning = own;
    try {
      while (asked.length > 0) {
        own.until = Math.min(...asked.map(({ from, deadline }) => Math.min(Math.max(from, due()), deadline)));
        const left = own.until - context.elapsed();
        if (left > 0) await context.sleep(left);
        // Somebody whose time is up sooner has had another take over.
        if (turning !== own) return;
        if (context.interrupted.aborted) {
          for (const { resolve } of asked.splice(0)) resolve(null);
          return;
        }
        round(context.elapsed());
      }
    } finally {
      if (turning === own) turning = null;
    }
  }

  function round(now: number): void {
    const whole = now >= due();
    const some = asked.filter(({ from, deadline }) => deadline <= now || (whole && from <= now));
    if (some.length === 0) return;
    if (whole) {
      pause = pauseAfterLook(pause, least);
      next = now + pause;
    }
    asked = asked.filter((one) => !some.includes(one));
    const answers = ask(some.map(({ question }) => question));
    for (const [index, { resolve, reject }] of some.entries()) {
      (answers[index] as Promise<A>).then((answer) => resolve({ answer }), reject);
    }
  }

  return {
    join() {
      const began = context.elapsed() + firstLook;
      if (seats === 0) {
        pause = firstLook;
        next = began;
      }
      joined = began;
      seats += 1;
      let taken = true;
      return {
        ask: (question, deadline) =>
          new Promise((resolve, reject) => {
            asked.push({ question, from: began, deadline, resolve, reject });
            if (turning === null || deadline < turning.until) void turn();
          }),
        leave() {
          if (taken) seats -= 1;
          taken = false;
        },
      };
    },
  };
}
