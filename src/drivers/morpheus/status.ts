import type { State } from '../../core/instance';

/** What a status means for somebody who waits. */
export type Phase = 'steady' | 'moving' | 'held' | 'failed' | 'unlisted';

/** Every status of an instance (morpheus-plugin-api Instance.java), with its state in nube's words. */
const meanings: Readonly<Record<string, readonly [State, Phase]>> = {
  pending: ['pending', 'held'],
  provisioning: ['pending', 'moving'],
  finishing: ['pending', 'moving'],
  starting: ['pending', 'moving'],
  running: ['running', 'steady'],
  warning: ['running', 'steady'],
  restarting: ['updating', 'moving'],
  resizing: ['updating', 'moving'],
  cloning: ['updating', 'moving'],
  restoring: ['updating', 'moving'],
  suspending: ['updating', 'moving'],
  pendingReconfigureApproval: ['updating', 'held'],
  stopping: ['stopping', 'moving'],
  stopped: ['stopped', 'steady'],
  suspended: ['suspended', 'steady'],
  removing: ['deleting', 'moving'],
  pendingRemoval: ['deleting', 'held'],
  pendingDeleteApproval: ['deleting', 'held'],
  failed: ['error', 'failed'],
  denied: ['error', 'failed'],
  cancelled: ['error', 'failed'],
  unknown: ['unknown', 'unlisted'],
};

const byWord = new Map(Object.entries(meanings).map(([status, meaning]) => [status.toLowerCase(), meaning]));

/** A status in nube's words, ignoring case; an unlisted one is `unknown`. */
export function toState(status: string): State {
  return byWord.get(status.toLowerCase())?.[0] ?? 'unknown';
}

export function phaseOf(status: string): Phase {
  return byWord.get(status.toLowerCase())?.[1] ?? 'unlisted';
}

/** The statuses that are this state, as Morpheus spells them. */
export function statusesOf(state: string): readonly string[] {
  return Object.keys(meanings).filter((status) => meanings[status]?.[0] === state);
}
