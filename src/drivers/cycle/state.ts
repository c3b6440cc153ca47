import { entryOf } from '../../core/entryOf';
import type { State } from '../../core/instance';

const words: Readonly<Record<string, State>> = {
  new: 'pending',
  starting: 'pending',
  running: 'running',
  migrating: 'migrating',
  stopping: 'stopping',
  stopped: 'stopped',
  failed: 'error',
  deleting: 'deleting',
  deleted: 'deleted',
  /** Only virtual machines. */
  configuring: 'updating',
};

/** Cycle's word for a state in nube's; one that is not listed is `unknown`. */
export function toState(word: string): State {
  return entryOf(words, word) ?? 'unknown';
}

/** Cycle's words for a state of nube's. */
export function wordsFor(state: string): readonly string[] {
  return Object.keys(words).filter((word) => words[word] === state);
}
