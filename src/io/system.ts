import { isTerminal } from './isTerminal';
import type { Keychain } from './keychain';
import { ReaderLeft, writeAll } from './writeAll';

/** The process as nube sees it: everything that a test may want to put something else in place of. */
export interface System {
  /** A variable of the environment; an empty one counts as not set. */
  variable(name: string): string | undefined;
  workingDirectory: string;
  /** The keychain of the operating system. */
  keychain(): Promise<Keychain>;
  input: NodeJS.ReadStream & { fd?: number };
  output: {
    stream: NodeJS.WriteStream;
    isTerminal: boolean;
    columns: number | null;
    /** The terminal's height. */
    rows: number | null;
    write(text: string | Buffer): void;
    /** The descriptor that another program can be given; absent where there is none. */
    descriptor?: number;
  };
  error: {
    stream: NodeJS.WriteStream;
    isTerminal: boolean;
    columns: number | null;
    write(text: string): void;
    descriptor?: number;
  };
  now(): Date;
  random(): number;
  /** Told that rows come in several portions, which are let go once they are printed. */
  severalPortions?(): Promise<void>;
  /** Resolves after so many milliseconds, or at once when the signal is aborted. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
  /** Calls back at each interruption (`SIGINT`, `SIGTERM`); returns how to stop listening. */
  onSignal(listener: (signal: 'SIGINT' | 'SIGTERM') => void): () => void;
  /** Ends the process at once; only for a second interruption. */
  leave(code: number): void;
}

/** The real process. */
export function processSystem(): System {
  return {
    variable: (name) => process.env[name] || undefined,
    workingDirectory: process.cwd(),
    keychain: async () => (await import('./keychain')).openKeychain(),
    get input() {
      return process.stdin;
    },
    get output() {
      return channel(1, () => process.stdout);
    },
    get error() {
      const own = channel(2, () => process.stderr);
      // Whoever has stopped reading what is said misses it; the work goes on.
      return Object.create(own, { write: { value: (text: string) => unlessGone(() => own.write(text)) } });
    },
    now: () => new Date(),
    random: Math.random,
    severalPortions: async () => (await import('./nursery')).keepNurserySmall(),
    sleep,
    onSignal(listener) {
      const interrupt = () => listener('SIGINT');
      const terminate = () => listener('SIGTERM');
      process.on('SIGINT', interrupt);
      process.on('SIGTERM', terminate);
      // The terminal is gone.
      process.on('SIGHUP', terminate);
      return () => {
        process.off('SIGINT', interrupt);
        process.off('SIGTERM', terminate);
        process.off('SIGHUP', terminate);
      };
    },
    leave: (code) => process.exit(code),
  };
}

function channel(descriptor: 1 | 2, stream: () => NodeJS.WriteStream) {
  let found: boolean | null = null;
  const real = () => {
    found ??= isTerminal(descriptor);
    return found;
  };
  return {
    get stream() {
      return stream();
    },
    descriptor,
    get isTerminal() {
      return real();
    },
    get columns() {
      return real() ? stream().columns || 80 : null;
    },
    get rows() {
      return real() ? stream().rows || 24 : null;
    },
    write: (text: string | Buffer) => writeAll(descriptor, text),
  };
}

function unlessGone(write: () => void): void {
  try {
    write();
  } catch (error) {
    if (!(error instanceof ReaderLeft)) throw error;
  }
}

/** A sleep that an abort ends early; it never rejects. */
export function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const timer = setTimeout(done, milliseconds);
    function done() {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    }
    signal?.addEventListener('abort', done, { once: true });
  });
}

/** Everything on standard input. */
export async function readAll(input: NodeJS.ReadableStream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of input) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}
