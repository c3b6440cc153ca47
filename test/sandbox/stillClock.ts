import { type Clock, createClock } from '../../src/sandbox/clock';

/** A clock that stands still until it is told to go on: what is seen of a change depends on no machine's speed. */
export interface StillClock extends Clock {
  /** Lets that many milliseconds go by. */
  pass(milliseconds: number): void;
}

/** Whatever takes a provider time takes `speed` times less. */
export function createStillClock(speed: number): StillClock {
  let now = Date.now();
  return {
    ...createClock(speed),
    now: () => now,
    pass(milliseconds) {
      now += milliseconds;
    },
  };
}

/** Between two looks at what is going on, in milliseconds. */
export const betweenLooks = 5;
