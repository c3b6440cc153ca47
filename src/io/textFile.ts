import { closeSync, constants, fstatSync, openSync, readFileSync, type Stats } from 'node:fs';

/**
 * The text of a file. Throws the system's error, and one of the codes `EISDIR` and `EFTYPE` for what is no file: a pipe
 * would make it wait for a writer, and nothing could interrupt it.
 */
export function readTextFile(file: string): string {
  const descriptor = openSync(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    assertFile(fstatSync(descriptor), file);
    return readFileSync(descriptor, 'utf8');
  } finally {
    closeSync(descriptor);
  }
}

/** Throws as `readTextFile` does for what is no file. */
export function assertFile(stats: Stats, file: string): void {
  if (stats.isFile()) return;
  throw Object.assign(new Error(`${file} is not a file`), { code: stats.isDirectory() ? 'EISDIR' : 'EFTYPE' });
}
