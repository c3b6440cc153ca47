const digits = '0123456789abcdefghjkmnpqrstvwxyz';
/** Ids count from here, in 32nds of a second. */
const begin = Date.UTC(2025, 0, 1);
const places = 7;

/**
 * Makes the function that gives ids: seven places of time and two of chance, of letters and digits that are not taken
 * for one another. In the order of letters they are in the order of time until 2059; within one process each is later
 * than the one before.
 */
export function createIds(now: () => Date, random: () => number): () => string {
  let last = 0;
  return () => {
    last = Math.max(last + 1, ticksOf(now()));
    return written(last, places) + written(Math.floor(random() * 1024), 2);
  };
}

/** The first id of a moment: those of before are smaller. */
export function idAt(moment: Date): string {
  return written(ticksOf(moment), places);
}

function ticksOf(moment: Date): number {
  return Math.max(0, Math.floor((moment.getTime() - begin) * 0.032));
}

function written(number: number, length: number): string {
  let text = '';
  for (let left = number; text.length < length; left = Math.floor(left / 32)) text = digits[left % 32] + text;
  return text;
}
