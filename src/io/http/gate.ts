/** What all requests to one account pass through, so that it sees one client and not many. */
export interface Gate {
  /**
   * Waits for a free place and for the end of any back-off. Resolves to the function that gives the place back, or to
   * the moment until which the account asks to wait, when that is further away than `patience` milliseconds.
   */
  enter(patience: number): Promise<(() => void) | Date>;
  /** Keeps everyone who enters from now on waiting so many milliseconds. */
  holdBack(milliseconds: number): void;
}

export interface GateOptions {
  /** How many requests may be under way at once. */
  limit: number;
  now(): Date;
  sleep(milliseconds: number): Promise<void>;
}

/** Makes the gate of one account: a number of places, and one back-off for all of them. */
export function createGate({ limit, now, sleep }: GateOptions): Gate {
  const queue: (() => void)[] = [];
  let free = Math.max(1, limit);
  let heldUntil = 0;
  let rest: Promise<void> | null = null;

  const left = () => heldUntil - now().getTime();

  async function restOnce(): Promise<void> {
    let seen: number;
    do {
      seen = heldUntil;
      if (left() > 0) await sleep(left());
    } while (heldUntil > seen);
    heldUntil = 0;
  }

  async function takePlace(): Promise<void> {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => queue.push(resolve));
  }

  function leave(): void {
    const next = queue.shift();
    if (next === undefined) free += 1;
    else next();
  }

  return {
    async enter(patience) {
      await takePlace();
      try {
        while (heldUntil > 0) {
          if (left() > patience) {
            const until = new Date(heldUntil);
            leave();
            return until;
          }
          rest ??= restOnce().finally(() => {
            rest = null;
          });
          await rest;
        }
      } catch (error) {
        leave();
        throw error;
      }
      let inside = true;
      return () => {
        if (inside) leave();
        inside = false;
      };
    },
    holdBack(milliseconds) {
      heldUntil = Math.max(heldUntil, now().getTime() + milliseconds);
    },
  };
}
