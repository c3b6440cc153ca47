import type { System } from './io/system';

/** Ctrl-C and the request to end, as one call meets them. */
export interface Interruption {
  /** Aborted by the first one. */
  signal: AbortSignal;
  /** Which came first, or null. */
  by(): 'SIGINT' | 'SIGTERM' | null;
  /** Whether the call's command changes anything, and whether it has sent a change by now. */
  call: { changes: boolean; sent: boolean };
  end(): void;
}

/** One press may arrive more than once within this: a program that has started this one may send it on. */
const samePressMs = 300;

/** The first interruption ends waiting, a second one ends the process at once. */
export function listenForInterruption(system: System): Interruption {
  const abort = new AbortController();
  let first: { signal: 'SIGINT' | 'SIGTERM'; at: number } | null = null;
  const end = system.onSignal((signal) => {
    const at = system.now().getTime();
    if (first === null) {
      first = { signal, at };
      abort.abort();
    } else if (at - first.at > samePressMs) {
      system.leave(signal === 'SIGINT' ? 130 : 143);
    }
  });
  return { signal: abort.signal, by: () => first?.signal ?? null, call: { changes: false, sent: false }, end };
}
