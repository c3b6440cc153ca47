import { readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { isOpen } from '../../core/journal';
import { idAt } from './ids';
import { readEntryFile } from './readEntryFile';

const day = 86_400_000;
/** Closed entries are kept for so long, and at most so many. */
const closedDays = 30;
const mostClosed = 500;
/** No provider knows of an operation any more after so long. */
const openDays = 90;
/** So many are looked into at once at most. */
const portion = 200;

/** Clears away what nobody asks for any more: closed entries that are old or many, open ones of long ago, broken ones. */
export function prune(directory: string, now: Date): void {
  const names = readdirSync(directory)
    .filter((name) => name.endsWith('.jsonl'))
    .sort();
  const old = idAt(new Date(now.getTime() - closedDays * day));
  const ancient = idAt(new Date(now.getTime() - openDays * day));
  const candidates = names.filter((name, index) => name < old || index < names.length - mostClosed).slice(0, portion);
  for (const name of candidates) {
    const file = path.join(directory, name);
    try {
      const entry = readEntryFile(file);
      const stats = statSync(file);
      const over = entry === null ? stats.mtimeMs < now.getTime() - day : !isOpen(entry);
      if (stats.isFile() && (over || name < ancient)) rmSync(file, { force: true });
    } catch (error) {
      // Another process may clear up, too.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
}
