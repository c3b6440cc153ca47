import { AsyncLocalStorage } from 'node:async_hooks';
import { appendFileSync, readdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { CliError } from '../core/errors';
import { fileTrouble } from '../core/fileTrouble';
import type { Mutation } from '../core/http';
import type { Entry, Journal, Recording, Through, Undertaken } from '../core/journal';
import { createIds } from './journal/ids';
import { plain } from './journal/plain';
import { prune } from './journal/prune';
import { readEntryFile } from './journal/readEntryFile';
import { makePrivateDirectory } from './privateFile';

export interface JournalOptions {
  /** Made when the first entry is. */
  directory: string;
  /** What was typed, without secrets. */
  command: readonly string[];
  now(): Date;
  /** Milliseconds since the command began. */
  elapsed(): number;
  /** Milliseconds that any change may take; undefined leaves it to each. */
  timeout: number | undefined;
  random(): number;
  /** Told once that entries cannot be written, and why. */
  unwritable(reason: string): void;
}

/** A journal together with the way in which changes are noted just before they leave. */
export interface OpenJournal extends Journal {
  /** Notes a change in the entry that it belongs to, if it belongs to one. */
  sending(change: Pick<Mutation, 'method' | 'path' | 'ifLost'>): void;
  /** Lets go of what follows each piece of work; nothing is noted any more. */
  close(): void;
  /** The entry whose change is being sent just now, if there is one. */
  current(): Recording | null;
}

interface Writing {
  recording: Recording;
  sending: OpenJournal['sending'];
}

/** So long the process of an entry may be at it; its number may be another's later. */
const attendedMs = 86_400_000;

/**
 * The journal in a directory: a file for each entry, to which a line is added at each turn. Nothing is ever changed in
 * place and nothing is locked, so that processes don't meet, and one that is killed leaves at worst half a line, which
 * is not read. A later line stands over an earlier one.
 */
export function openJournal({
  directory,
  command,
  now,
  elapsed,
  timeout,
  random,
  unwritable,
}: JournalOptions): OpenJournal {
  const writing = new AsyncLocalStorage<Writing>();
  const nextId = createIds(now, random);
  let pruned = false;

  function attempt(work: () => void): boolean {
    try {
      work();
      return true;
    } catch (error) {
      unwritable(fileTrouble(error, 'written') ?? String(error));
      return false;
    }
  }

  function record(id: string | null, about: Recording['about']): Recording {
    const requests: string[] = [];
    const whole = timeout ?? about.timeout;
    let until: number | null = null;
    const add = (line: object) => {
      if (id === null) return;
      // A line break first: what a killed process has left unfinished must not swallow this one.
      const text = `\n${JSON.stringify({ at: now().toISOString(), ...line })}\n`;
      attempt(() => appendFileSync(fileOf(id), text, { mode: 0o600 }));
    };
    const recording: Recording = {
      id,
      about,
      left: () => (until === null ? whole : Math.max(0, until - elapsed())),
      requests: () => requests,
      during: (work) => writing.run({ recording, sending }, work),
      turn: ({ operation, ...turn }) =>
        add({ ...turn, ...(operation === undefined ? {} : { operation: plain(operation) }) }),
    };
    const sending: Writing['sending'] = ({ method, path: where, ifLost = null }) => {
      until ??= elapsed() + whole;
      requests.push(`${method} ${where}`);
      add({ status: 'sent', request: `${method} ${where}`, ifLost: ifLost === null ? null : plain(ifLost) });
    };
    return recording;
  }

  const fileOf = (id: string) => path.join(directory, `${id}.jsonl`);

  function clearUp(): void {
    pruned = true;
    try {
      prune(directory, now());
    } catch {
      // What can't be cleared away stays, and does not keep anybody from writing.
    }
  }

  function create(through: Through, undertaken: Undertaken): string | null {
    const startedAt = now().toISOString();
    const by = { id: process.pid, host: os.hostname() };
    const head = { version: 1, startedAt, status: 'prepared', command, process: by, ...through, ...undertaken };
    for (;;) {
      const id = nextId();
      try {
        writeFileSync(fileOf(id), `${JSON.stringify({ id, ...(plain(head) as object) })}\n`, {
          mode: 0o600,
          flag: 'wx',
        });
        return id;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
    }
  }

  return {
    begin(through, undertaken) {
      let id: string | null = null;
      attempt(() => {
        makePrivateDirectory(directory);
        id = create(through, undertaken);
      });
      if (!pruned && id !== null) clearUp();
      return record(id, undertaken);
    },
    resume: (entry) => record(entry.id, entry),
    list: () =>
      namesIn(directory)
        .flatMap((name) => readEntryFile(path.join(directory, name)) ?? [])
        .sort((a, b) => (a.id < b.id ? 1 : -1)),
    isAttended({ process: { id, host }, startedAt }: Entry) {
      if (now().getTime() > Date.parse(startedAt) + attendedMs || id === process.pid) return false;
      return host !== os.hostname() || lives(id);
    },
    sending: (change) => writing.getStore()?.sending(change),
    close: () => writing.disable(),
    current: () => writing.getStore()?.recording ?? null,
  };
}

/** Throws `broken_configuration` where there is a journal that cannot be read. */
function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory).filter((name) => name.endsWith('.jsonl'));
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return [];
    throw new CliError('broken_configuration', `The journal in ${directory} cannot be read`, {
      reason: fileTrouble(error, 'read'),
      hint: 'Look whose it is and who may read it.',
    });
  }
}

function lives(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
