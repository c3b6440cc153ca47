import type { Session } from '../../core/driver';
import { type Fields, text } from '../../core/fields';
import type { Operation } from '../../core/operation';
import { idOf } from './fields';

// No change but a snapshot names a process: each is followed by what the instance shows. These are the notes that
// the looks go by; `follow.ts` says what they mean.

/** What a change is to come to, beyond a status. */
export interface Expected {
  /** The plan's id afterwards; null where it stays. */
  plan?: string | null;
  /** Volumes that grow, as `ID=GB`. */
  grown?: readonly string[];
  /** The ids of volumes that go. */
  removed?: readonly string[];
}

/** Over when the instance has one of these statuses. */
export function untilStatus(
  session: Session,
  before: Fields,
  until: readonly string[],
  { plan = null, grown = [], removed = [] }: Expected = {},
): Operation {
  return {
    id: null,
    wait: {
      kind: 'status',
      instance: idOf(before, 'the instance'),
      until,
      before: text(before.status)?.toLowerCase() ?? '',
      changedAt: text(before.statusDate),
      startedAt: session.now().getTime(),
      begun: false,
      backSince: null,
      plan,
      grown,
      removed,
    },
  };
}

/** A change that ends in the status it began in: what is up afterwards may also be up with a warning. */
export function untilBack(session: Session, before: Fields, expected: Expected = {}): Operation {
  const status = text(before.status)?.toLowerCase() ?? '';
  const up = ['running', 'warning'];
  return untilStatus(session, before, up.includes(status) ? up : [status], expected);
}

/** A new instance is done at running, or at stopped where its cloud does not power on. */
export function untilMade(id: string, startedAt: number): Operation {
  return { id: null, wait: { kind: 'made', instance: id, startedAt, pendingSince: null } };
}

/** A clone is known by nothing but its name. */
export function untilCloned(session: Session, source: string, name: string, known: readonly string[]): Operation {
  const startedAt = session.now().getTime();
  return {
    id: null,
    wait: {
      kind: 'cloned',
      source,
      name,
      known,
      made: null,
      startedAt,
      begun: false,
      backSince: null,
      pendingSince: null,
    },
  };
}

/** A delete is over when the appliance no longer knows the instance. */
export function untilGone(session: Session, fields: Fields): Operation {
  return {
    id: null,
    wait: {
      kind: 'gone',
      instance: idOf(fields, 'the instance'),
      before: text(fields.status)?.toLowerCase() ?? '',
      startedAt: session.now().getTime(),
      begun: false,
      backSince: null,
    },
  };
}

/** A snapshot: the processes that make it where the appliance names them, else what becomes of its name. */
export function untilSnapshot(
  session: Session,
  instance: string,
  name: string,
  known: readonly string[],
  processes: readonly string[],
): Operation {
  const [first = null] = processes;
  const startedAt = session.now().getTime();
  return {
    id: first,
    wait: { kind: 'snapshot', instance, name, known, processes, startedAt, seen: false },
  };
}

export function untilSnapshotGone(instance: string, snapshot: string): Operation {
  return { id: null, wait: { kind: 'snapshot gone', instance, snapshot } };
}

/** A backup is over when results newer than this one are. */
export function untilBackedUp(session: Session, instance: string, after: number, process: number | null): Operation {
  return { id: null, wait: { kind: 'backup', instance, after, process, startedAt: session.now().getTime() } };
}

/** An action is over when the processes it began are, and nothing of the instance moves. */
export function untilSettled(session: Session, instance: string, process: number | null): Operation {
  return {
    id: null,
    wait: { kind: 'settled', instance, process, startedAt: session.now().getTime(), begun: false },
  };
}

/** An image is made by a process; it is known by being new. */
export function untilImaged(
  session: Session,
  instance: string,
  process: number | null,
  images: readonly string[] | null,
): Operation {
  return { id: null, wait: { kind: 'image', instance, process, images, startedAt: session.now().getTime() } };
}
