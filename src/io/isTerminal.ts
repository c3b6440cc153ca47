import { fstatSync } from 'node:fs';

/** Loads `node:tty`, and with it streams and sockets, only for what could be a terminal: not for a pipe or a file. */
export function isTerminal(descriptor: number): boolean {
  try {
    if (!fstatSync(descriptor).isCharacterDevice()) return false;
  } catch {
    return false;
  }
  return process.getBuiltinModule('node:tty').isatty(descriptor);
}
