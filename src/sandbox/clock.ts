/** The sandbox's idea of time: the real hour, but whatever takes time takes `speed` times less. */
export interface Clock {
  /** Milliseconds since 1970, as Date.now(). */
  now(): number;
  /** How long `milliseconds` at a provider last here. */
  scale(milliseconds: number): number;
}

/** Throws when `speed` isn't a number above zero. */
export function createClock(speed = 1): Clock {
  if (!(speed > 0)) throw new Error(`The speed of the sandbox must be above 0, not ${speed}.`);
  return { now: () => Date.now(), scale: (milliseconds) => milliseconds / speed };
}
