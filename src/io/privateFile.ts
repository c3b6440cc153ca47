import { chmodSync, closeSync, existsSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readTextFile } from './textFile';

/** What is in the file; empty where there is none. */
export function readPrivateFile(file: string): string {
  return existsSync(file) ? readTextFile(file) : '';
}

/** Writes a file that only its owner can read (0600, in a directory of 0700), as a whole or not at all. */
export function writePrivateFile(file: string, text: string): void {
  makePrivateDirectory(path.dirname(file));
  replaceFile(file, text, 0o600);
}

/** Writes a file of this mode as a whole or not at all: readers see the old one or the new one. */
export function replaceFile(file: string, text: string, mode: number): void {
  const temporary = `${file}.${process.pid}.${Date.now()}.tmp`;
  try {
    writeFileSync(temporary, text, { mode: 0o600, flag: 'wx' });
    if (mode !== 0o600) chmodSync(temporary, mode);
    renameSync(temporary, file);
  } finally {
    rmSync(temporary, { force: true });
  }
}

/** Writes a file that only its owner can read, over no other: its name gets a number where it is taken. Gives the name. */
export function writeNewPrivateFile(file: string, bytes: Buffer): string {
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? file : `${file}-${number}`;
    try {
      writeFileSync(name, bytes, { mode: 0o600, flag: 'wx' });
      return name;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

/** Makes sure that the file is there and its owner's alone, so that another program adds to that. */
export function touchPrivateFile(file: string): void {
  makePrivateDirectory(path.dirname(file));
  closeSync(openSync(file, 'a', 0o600));
}

/** Makes a directory that only its owner can look into, where there is none. */
export function makePrivateDirectory(directory: string): void {
  if (existsSync(directory)) return;
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  chmodSync(directory, 0o700);
}
