import type { Session } from '../../core/driver';
import type { Located } from '../../core/instance';
import type { Operation } from '../../core/operation';

/** Which instance an operation is about. */
export interface Subject {
  id: string;
  region: string;
}

/** What is known of a change when it is sent. */
export interface Sent {
  /** The instance's state before it, in Civo's word; null where it is being made. */
  before: string | null;
  /** When that was, in milliseconds since 1970; null where nobody knows. */
  since: number | null;
}

/** An instance that is there already, just before something is done to it. */
export function sentTo(session: Session, { instance }: Located): Sent & { since: number } {
  return { before: instance.providerState.toUpperCase(), since: session.now().getTime() };
}

/** Civo has no tasks: a change is over when the instance has one of these states, in Civo's words. */
export function untilState({ id, region }: Subject, until: readonly string[], { before, since }: Sent): Operation {
  return {
    id: null,
    wait: { kind: 'state', instance: id, region, until, size: null, believeFrom: null, before, since, rests: null },
  };
}

/**
 * A change that begins and ends in the same state, as a reboot does. Civo may take a moment to begin: for `doubtMs` after
 * the request none of the states is believed unless another one was seen in between. Later they are, so that a reboot
 * which no look caught (a slow answer, an operation taken up again) ends too.
 */
export function untilBack(
  subject: Subject,
  until: readonly string[],
  sent: Sent & { since: number },
  doubtMs: number,
  size: string | null = null,
): Operation {
  const operation = untilState(subject, until, sent);
  return { ...operation, wait: { ...operation.wait, size, believeFrom: sent.since + doubtMs } };
}

/** A delete is over when Civo no longer knows the instance. */
export function untilGone(session: Session, { id, region }: Subject): Operation {
  return { id: null, wait: { kind: 'gone', instance: id, region, startedAt: session.now().getTime() } };
}

/** A snapshot is over when it says that it is complete. */
export function untilSnapshot({ id, region }: Subject, snapshot: string, name: string): Operation {
  return {
    id: null,
    wait: { kind: 'snapshot', instance: id, region, snapshot },
    result: { backup: snapshot, name },
  };
}

/** The same where its id is not known: by its name, which no other has; with `appear` it is enough that it is there. */
export function untilNamedSnapshot({ id, region }: Subject, name: string, since: number, appear: boolean): Operation {
  return { id: null, wait: { kind: 'named snapshot', instance: id, region, name, since, appear } };
}

/** A restore to a new instance is over when another instance than the old one has the name and runs. */
export function untilNamed({ id, region }: Subject, hostname: string): Operation {
  return { id: null, wait: { kind: 'named', instance: id, region, hostname } };
}
