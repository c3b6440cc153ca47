import { closeSync, openSync, readSync, statSync } from 'node:fs';
import path from 'node:path';

/** What a `.nube` file in the working directory or above says: a profile and columns, nothing else. */
export interface DirectoryFile {
  file: string;
  profile: string | null;
  columns: string | null;
  /** Lines that mean nothing here. */
  ignored: readonly string[];
}

/** So many bytes of a file are read. */
const mostRead = 65_536;
/** So many lines that mean nothing are told. */
const mostTold = 5;

/** Finds and reads the nearest `.nube` file; null where there is none. */
export function readDirectoryFile(from: string): DirectoryFile | null {
  for (let directory = from; ; directory = path.dirname(directory)) {
    const file = path.join(directory, '.nube');
    const text = readText(file);
    if (text !== null) return parseDirectoryFile(file, text);
    if (path.dirname(directory) === directory) return null;
  }
}

function readText(file: string): string | null {
  try {
    // A pipe would make it wait for a writer.
    return statSync(file).isFile() ? readStart(file) : null;
  } catch {
    return null;
  }
}

function readStart(file: string): string {
  const descriptor = openSync(file, 'r');
  try {
    const start = Buffer.alloc(mostRead);
    return start.toString('utf8', 0, readSync(descriptor, start, 0, mostRead, 0)).replace(/^\ufeff/, '');
  } finally {
    closeSync(descriptor);
  }
}

function parseDirectoryFile(file: string, text: string): DirectoryFile {
  const found: { profile: string | null; columns: string | null } = { profile: null, columns: null };
  const ignored: string[] = [];
  for (const line of text.split(/\r?\n/).map((one) => one.trim())) {
    if (line === '' || line.startsWith('#')) continue;
    const [, key, value] = /^(profile|columns)\s*=\s*(.*)$/.exec(line) ?? [];
    if (key === 'profile' || key === 'columns') found[key] = value ?? '';
    else ignored.push(line.length > 100 ? `${line.slice(0, 100)}…` : line);
  }
  const more = ignored.length - mostTold;
  if (more > 0) ignored.splice(mostTold, more, `${more} more lines`);
  return { file, ...found, ignored };
}
