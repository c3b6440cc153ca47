/** How often one request is tried at most. */
export const tries = 4;

const firstDelay = 500;
/** Nobody waits longer than ten years; much more is no moment any more. */
const longestDelay = 315_360_000_000;
const passing: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504]);

/** The pause after the failed try number `done`, in milliseconds: doubling each time, up to half of it by chance. */
export function pauseAfter(done: number, random: () => number): number {
  return Math.round(firstDelay * 2 ** (done - 1) * (0.5 + random() / 2));
}

/** What `Retry-After` asks for, in milliseconds from now; null where it is absent or unreadable. */
export function readRetryAfter(value: string | undefined, now: Date): number | null {
  const text = value?.trim() ?? '';
  if (/^\d+(\.\d+)?$/.test(text)) return Math.min(longestDelay, Math.ceil(Number(text) * 1000));
  const moment = /[a-z]/i.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(moment) ? null : Math.min(longestDelay, Math.max(0, moment - now.getTime()));
}

/** Whether an answer of this status allows the request to be sent again. */
export function allowsAnother(status: number, safe: boolean, retryAfter: number | null): boolean {
  if (safe) return passing.has(status);
  return (status === 429 || status === 503) && retryAfter !== null;
}
