import { type DiskEntry, sizeOfEntry } from './files';

/** A file as `ls -l` shows it. */
export function longName(name: string, entry: DiskEntry, user: string): string {
  const rights = [6, 3, 0].map((shift) => {
    const bits = entry.mode >> shift;
    return `${bits & 4 ? 'r' : '-'}${bits & 2 ? 'w' : '-'}${bits & 1 ? 'x' : '-'}`;
  });
  const time = new Date(entry.mtime * 1000).toISOString().slice(0, 16).replace('T', ' ');
  const kind = entry.kind === 'directory' ? 'd' : '-';
  return `${kind}${rights.join('')} 1 ${user} ${user} ${String(sizeOfEntry(entry)).padStart(8)} ${time} ${name}`;
}
