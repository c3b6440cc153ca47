import { statSync } from 'node:fs';
import path from 'node:path';
import type { KeptList, KeptNames } from '../core/keptNames';
import { writePrivateFile } from './privateFile';
import { readTextFile } from './textFile';

/** The lists in a directory, a file for each profile and kind: 0600, replaced as a whole, ignored where it is broken. */
export function openKeptNames(directory: string): KeptNames {
  const fileOf = (profile: string, kind: string, ending: string) =>
    path.join(directory, `${encodeURIComponent(`${profile} ${kind}`)}.${ending}`);
  const read: KeptNames['read'] = (profile, kind) =>
    attempt(() => checked(JSON.parse(readTextFile(fileOf(profile, kind, 'json')))), null);
  return {
    read,
    write(profile, kind, list, known = read(profile, kind)) {
      if (says(known, list)) return;
      attempt(() => writePrivateFile(fileOf(profile, kind, 'json'), JSON.stringify(list)), undefined);
    },
    asked: (profile, kind) => attempt(() => statSync(fileOf(profile, kind, 'asked')).mtimeMs, 0),
    ask(profile, kind) {
      attempt(() => writePrivateFile(fileOf(profile, kind, 'asked'), ''), undefined);
    },
  };
}

/** Replacing a file costs a millisecond or more; what is there already is not written again within so long. */
const againMs = 30_000;

function says(known: KeptList | null, { account, at, rows }: KeptList): boolean {
  if (known === null || known.account !== account || Math.abs(at - known.at) > againMs) return false;
  return JSON.stringify(known.rows) === JSON.stringify(rows);
}

function attempt<T>(work: () => T, otherwise: T): T {
  try {
    return work();
  } catch {
    return otherwise;
  }
}

function checked(found: unknown): KeptList | null {
  const { account, at, rows } = (found ?? {}) as Partial<KeptList>;
  if (typeof account !== 'string' || typeof at !== 'number' || !Array.isArray(rows)) return null;
  const sound = rows.every((row) => typeof row?.id === 'string' && (row.name === null || typeof row.name === 'string'));
  return sound ? { account, at, rows } : null;
}
