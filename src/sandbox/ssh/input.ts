/** Thrown into whatever runs when a signal ends it. */
export class Interrupted extends Error {
  /** `signal` is the name without SIG. */
  constructor(readonly signal: string) {
    super(`ended by ${signal}`);
  }
}

/** What a process reads: the bytes of a channel, or the lines of a terminal. One reader at a time. */
export interface Input {
  push(chunk: Buffer): void;
  /** Whoever reads next finds the end, once (Ctrl-D at a terminal). */
  pushEnd(): void;
  /** Nothing more will come. */
  end(): void;
  /** The next bytes, undefined at the end. Rejects with the signal's reason when it is aborted. */
  read(signal: AbortSignal): Promise<Buffer | undefined>;
  /** The next line without its end, undefined at the end. */
  readLine(signal: AbortSignal): Promise<string | undefined>;
}

/** How much may wait to be read before the sender is held back. */
const LIMIT = 1024 * 1024;

/** `flow` is called with false when too much waits, and with true when there is room again. */
export function createInput(flow: (open: boolean) => void): Input {
  const waiting: (Buffer | undefined)[] = [];
  let size = 0;
  let ended = false;
  let wake: (() => void) | undefined;

  function add(item: Buffer | undefined): void {
    waiting.push(item);
    size += item?.length ?? 0;
    if (size > LIMIT) flow(false);
    wake?.();
  }

  function take(): Buffer | undefined {
    const item = waiting.shift();
    size -= item?.length ?? 0;
    if (size <= LIMIT) flow(true);
    return item;
  }

  async function available(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    while (waiting.length === 0 && !ended) {
      await new Promise<void>((resolve, reject) => {
        const stop = () => reject(signal.reason);
        signal.addEventListener('abort', stop, { once: true });
        wake = () => {
          signal.removeEventListener('abort', stop);
          resolve();
        };
      });
    }
  }

  async function read(signal: AbortSignal): Promise<Buffer | undefined> {
    await available(signal);
    return take();
  }

  return {
    push: (chunk) => add(chunk),
    pushEnd: () => add(undefined),
    end() {
      ended = true;
      wake?.();
    },
    read,
    async readLine(signal) {
      let line = Buffer.alloc(0);
      for (;;) {
        const chunk = await read(signal);
        if (chunk === undefined) return line.length > 0 ? line.toString('utf8') : undefined;
        const end = chunk.indexOf(10);
        if (end < 0) {
          line = Buffer.concat([line, chunk]);
          continue;
        }
        const rest = chunk.subarray(end + 1);
        if (rest.length > 0) {
          waiting.unshift(rest);
          size += rest.length;
        }
        return Buffer.concat([line, chunk.subarray(0, end)])
          .toString('utf8')
          .replace(/\r$/, '');
      }
    },
  };
}
