import type { Entry } from '../../core/journal';
import { readTextFile } from '../textFile';
import { readEntry } from './readEntry';

const nothing = ['ENOENT', 'EISDIR', 'EFTYPE'];

/** The entry in a file; null where there is none, be it that another process has just cleared it away. */
export function readEntryFile(file: string): Entry | null {
  try {
    return readEntry(readTextFile(file));
  } catch (error) {
    if (nothing.includes((error as NodeJS.ErrnoException).code ?? '')) return null;
    throw error;
  }
}
