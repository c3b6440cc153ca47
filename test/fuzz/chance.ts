/** Chance that is the same each time for the same seed. */
export interface Chance {
  /** From 0 to 1. */
  next(): number;
  /** A whole number below `end`. */
  below(end: number): number;
  one<T>(items: readonly T[]): T;
}

/** Chance from two numbers, so that each case of a run has its own. */
export function createChance(seed: number, index: number): Chance {
  let state = (Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(index + 1, 0xc2b2ae35)) >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
  const below = (end: number) => Math.floor(next() * end);
  return {
    next,
    below,
    one<T>(items: readonly T[]): T {
      if (items.length === 0) throw new Error('There is none to choose');
      return items[below(items.length)] as T;
    },
  };
}
