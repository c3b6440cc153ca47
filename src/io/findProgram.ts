import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';

/**
 * Where a program is, null where there is none. Entries of PATH that depend on the working directory do not count, nor
 * does a path that does: what lies in a directory must not run because nube was called there.
 */
export function findProgram(name: string, searched: string | undefined): string | null {
  if (/[\\/]/.test(name)) return path.isAbsolute(name) ? name : null;
  // There endings would have to be tried as well; the system does it.
  if (process.platform === 'win32') return name;
  const found = (searched ?? '')
    .split(path.delimiter)
    .filter((directory) => path.isAbsolute(directory))
    .map((directory) => path.join(directory, name))
    .find(canRun);
  return found ?? null;
}

function canRun(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
