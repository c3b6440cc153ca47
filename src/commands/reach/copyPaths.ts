import { CliError } from '../../core/errors';

/** What the words after `cp` say. */
export interface CopyPaths {
  direction: 'up' | 'down';
  /** The instance, or null where a selection is meant. */
  reference: string | null;
  /** Paths on this machine. */
  local: readonly string[];
  /** Paths on the instance; empty is the home directory. */
  remote: readonly string[];
}

const hint = 'For example nube cp notes.txt web-1:/tmp/, nube cp web-1:/var/log/syslog ., or :/tmp/ with --filter.';

/**
 * Tells which side is on this machine: `REF:path` is not, and neither is `:path` for a selection. A path of this
 * machine that holds a colon begins with `/` or `./`. Throws a usage error.
 */
export function readCopyPaths(words: readonly string[]): CopyPaths {
  const ends = words.map(readEnd);
  const sources = ends.slice(0, -1);
  const [last] = ends.slice(-1);
  if (last === undefined || sources.length === 0) {
    throw new CliError('missing_argument', 'cp needs what to copy and where to', { hint });
  }
  const remote = sources.filter(({ reference }) => reference !== undefined);
  if (last.reference !== undefined) {
    if (remote.length > 0) {
      throw new CliError('invalid_value', 'cp copies to an instance or from one, not between two', { hint });
    }
    const reference = last.reference === '' ? null : last.reference;
    return { direction: 'up', reference, local: sources.map(({ path }) => path), remote: [last.path] };
  }
  const [first] = remote;
  if (first === undefined || remote.length < sources.length) {
    throw new CliError('invalid_value', 'One side of cp is REF:path, and only one', { hint });
  }
  if (remote.some(({ reference }) => reference !== first.reference)) {
    throw new CliError('invalid_value', 'cp fetches from one instance at a time', { hint });
  }
  if (first.reference === '' || first.reference === undefined) {
    throw new CliError('invalid_value', 'cp fetches from one instance, and no selection', { hint });
  }
  return { direction: 'down', reference: first.reference, local: [last.path], remote: sources.map(({ path }) => path) };
}

function readEnd(word: string): { reference?: string; path: string } {
  const at = word.indexOf(':');
  if (at < 0 || /^(\.{0,2}\/|~)/.test(word)) return { path: word };
  return { reference: word.slice(0, at), path: word.slice(at + 1) };
}
