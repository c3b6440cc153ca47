import { writeSync } from 'node:fs';

/** Thrown by writes when the reader of a pipe has left. */
export class ReaderLeft extends Error {}

/**
 * Writes everything to a descriptor, however little a full pipe takes at a time. Throws ReaderLeft. `process.stdout` would
 * do too, and its making alone costs a tenth of Node's own start.
 */
export function writeAll(descriptor: number, text: string | Buffer): void {
  const bytes = typeof text === 'string' ? Buffer.from(text, 'utf8') : text;
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(descriptor, bytes, at);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EPIPE' || code === 'EBADF' || code === 'EIO') throw new ReaderLeft();
      if (code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}
