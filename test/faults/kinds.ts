import { type ErrorKind, exitCodes } from '../../src/core/errors';

/** Where a fault hits: what is read first (always, or once), the change itself, or what is read after it. */
export const stages = ['first', 'first once', 'change', 'following', 'following once', 'operation'] as const;
export type Stage = (typeof stages)[number];

export interface Kind {
  name: string;
  /** The kinds of error that the documentation allows for it. */
  ends: readonly ErrorKind[];
  /** How often a reading is sent. */
  tries: 1 | 4;
  /** How often a change is sent, and what is known of it afterwards. */
  change: { sent: 0 | 1 | 4; known: 'not done' | 'done' | 'open' };
  stages: readonly Stage[];
}

const everywhere: readonly Stage[] = ['first', 'change', 'following'];
const passing: readonly Stage[] = stages.slice(0, 5);
const notDone = (sent: 0 | 1 | 4) => ({ sent, known: 'not done' }) as const;
const open = { sent: 1, known: 'open' } as const;
const done = { sent: 1, known: 'done' } as const;

const kind = (
  name: string,
  ends: Kind['ends'],
  tries: Kind['tries'],
  change: Kind['change'],
  where: readonly Stage[] = tries === 4 ? passing : everywhere,
): Kind => ({ name, ends, tries, change, stages: where });

/** Every fault of the matrix. */
export const kinds: readonly Kind[] = [
  kind('401', ['auth'], 1, notDone(1)),
  kind('403', ['auth'], 1, notDone(1)),
  // An interface may lack what a change would use, and say so by this.
  kind('404', ['not_found', 'unsupported'], 1, notDone(1)),
  kind('409', ['conflict'], 1, notDone(1)),
  kind('429', ['rate_limited'], 4, notDone(1)),
  kind('429-after', ['rate_limited'], 4, notDone(4)),
  kind('429-date', ['rate_limited'], 4, notDone(4)),
  kind('500', ['unavailable'], 4, open),
  kind('html', ['unavailable'], 4, open),
  kind('503', ['unavailable'], 4, notDone(1)),
  kind('503-after', ['unavailable'], 4, notDone(4)),
  kind('reset', ['unavailable'], 4, open),
  kind('reset-body', ['unavailable'], 4, done),
  kind('truncated', ['failed'], 1, done),
  kind('wrong-types', ['failed'], 1, done),
  kind('error-in-200', ['failed', 'unavailable'], 1, notDone(1)),
  kind('slow', ['unavailable'], 1, open),
  kind('down', ['unavailable'], 4, notDone(0), ['change', 'following']),
  kind('refused', ['unavailable'], 4, notDone(0), ['first']),
  kind('dns', ['unavailable'], 4, notDone(0), ['first']),
  kind('certificate', ['unavailable'], 1, notDone(0), ['first']),
  kind('drop-after-commit', ['unavailable'], 1, done, ['change']),
  kind('task-failure', ['failed'], 1, done, ['operation']),
  kind('task-vanished', ['failed', 'timeout', 'unavailable'], 1, done, ['operation']),
  kind('stuck', ['timeout'], 1, done, ['operation']),
];

export const codesOf = (ends: readonly ErrorKind[]): readonly number[] => ends.map((end) => exitCodes[end]);
