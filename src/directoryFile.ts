import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';

/** What a `.nube` file in the working directory or above says: a profile and columns, nothing else. */
export interface DirectoryFile {
  file: string;
  profile: string | null;
  columns: string | null;
  /** Lines that mean nothing here. */
  ignored: readonly string[];
}

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
    return statSync(file).isFile() ? readFileSync(file, 'utf8').slice(0, 65536) : null;
  } catch {
    return null;
  }
}

function parseDirectoryFile(file: string, text: string): DirectoryFile {
  const found: { profile: string | null; columns: string | null } = { profile: null, columns: null };
  const ignored: string[] = [];
  for (const line of text.split(/\r?\n/).map((one) => one.trim())) {
    if (line === '' || line.startsWith('#')) continue;
    const [, key, value] = /^(profile|columns)\s*=\s*(.*)$/.exec(line) ?? [];
    if (key === 'profile' || key === 'columns') found[key] = value ?? '';
    else ignored.push(line);
  }
  return { file, ...found, ignored };
}
