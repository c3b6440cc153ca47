import type { Context } from './context';

/** One who asks the same question again and again until the answer is the last one. */
export interface Seat<Q, A> {
  /**
   * Asks once more when the time has come: the first time after a second, later ones further apart, and at `deadline`
   * (by the clock that waiting goes by) at the latest. Null when the user interrupts.
   */
  ask(question: Q, deadline: number): Promise<{ answer: A } | null>;
  /** Says that nothing more will be asked. */
  leave(): void;
}

/** Milliseconds before the first look, and between later ones at most. */
export const firstLook = 1000;
const slowest = 5000;

/** How long to wait after a look, when there was so long a pause before it; never less than `least` milliseconds. */
export function pauseAfterLook(pause: number, least: number): number {
  return Math.max(least, Math.min(slowest, pause * 1.5));
}

/** A seat for one who asks alone. */
export function alone<Q, A>(context: Context, least: number, ask: (question: Q) => Promise<A>): Seat<Q, A> {
  let pause = firstLook;
  return {
    async ask(question, deadline) {
      await context.sleep(Math.min(pause, Math.max(0, deadline - context.elapsed())));
      if (context.interrupted.aborted) return null;
      pause = pauseAfterLook(pause, least);
      return { answer: await ask(question) };
    },
    leave() {},
  };
}
