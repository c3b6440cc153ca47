import { execFile } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { CliError } from '../core/errors';
import { fileTrouble } from '../core/fileTrouble';
import type { Machine } from '../core/machine';
import { clean } from '../core/text';
import type { Directories } from './directories';
import { hasKeychain } from './keychain';
import { readTextFile } from './textFile';

const longest = 2 ** 20;
/** A program that says nothing about itself in this time is left alone. */
const patience = 5000;

/** The machine as this process sees it; `own` is false where the user's home is none of its business. */
export function openMachine(
  directories: Directories,
  variable: (name: string) => string | undefined,
  own: boolean,
): Machine {
  return {
    platform: process.platform,
    node: process.versions.node,
    home: own ? (variable('HOME') ?? homedir()) : null,
    keychain: own && hasKeychain() && (process.platform !== 'linux' || hasSessionBus(variable)),
    directories,
    facts(path) {
      try {
        const found = statSync(path);
        const kind = found.isFile() ? 'file' : found.isDirectory() ? 'directory' : 'other';
        return { kind, mode: found.mode & 0o7777, sizeBytes: found.size, changedAt: found.mtime };
      } catch {
        return null;
      }
    },
    readText(path) {
      try {
        if (statSync(path).size > longest) {
          throw new CliError('invalid_value', `${path} is larger than a mebibyte`, { hint: 'Name the right file.' });
        }
        return readTextFile(path);
      } catch (error) {
        if (error instanceof CliError) throw error;
        const { code } = error as NodeJS.ErrnoException;
        if (code === 'ENOENT' || code === 'ENOTDIR') return null;
        throw new CliError('invalid_value', `The file ${path} cannot be read`, { reason: fileTrouble(error, 'read') });
      }
    },
    saysOf: (program, words) =>
      new Promise((resolve) => {
        execFile(program, words, { timeout: patience, encoding: 'utf8', env: bare() }, (error, stdout, stderr) => {
          const said = clean((stdout.trim() || stderr.trim()).split('\n')[0] ?? '', 200);
          resolve(error === null && said !== '' ? said : null);
        });
      }),
    async proxyFor(address, setting) {
      const { proxyFor } = await import('./http/proxy');
      const found = proxyFor(new URL(address), setting, variable);
      return found === null ? null : found.origin;
    },
  };
}

/** Enough for a program to say what it is; whatever else is in the environment is none of its business. */
function bare(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => /^(path|systemroot)$/i.test(name)));
}

/** On Linux the keychain is a service of the user's session, which a server or a container hardly ever has. */
function hasSessionBus(variable: (name: string) => string | undefined): boolean {
  const runtime = variable('XDG_RUNTIME_DIR');
  return variable('DBUS_SESSION_BUS_ADDRESS') !== undefined || (runtime !== undefined && existsSync(`${runtime}/bus`));
}
