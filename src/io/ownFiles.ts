import { existsSync, mkdirSync, realpathSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { OwnFiles } from '../core/context';
import { replaceFile } from './privateFile';
import { readTextFile } from './textFile';

/** The files of the user, whose home `HOME` names; `data` is where nube keeps things of its own. */
export function openOwnFiles(data: string, variable: (name: string) => string | undefined): OwnFiles {
  return {
    home: variable('HOME') ?? os.homedir(),
    data,
    variable,
    windows: process.platform === 'win32',
    read: readOwnFile,
    write: writeOwnFile,
    remove: (file) => rmSync(file, { force: true }),
  };
}

/** The text of a file, or null where there is none. */
function readOwnFile(file: string): string | null {
  return existsSync(file) ? readTextFile(file) : null;
}

/** Writes a file as a whole or not at all; it keeps its mode, and a link to it stays a link. */
function writeOwnFile(file: string, text: string): void {
  const there = existsSync(file);
  const target = there ? realpathSync(file) : file;
  mkdirSync(path.dirname(target), { recursive: true });
  replaceFile(target, text, there ? statSync(target).mode & 0o777 : 0o644 & ~process.umask());
}
