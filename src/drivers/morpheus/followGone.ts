import type { Session } from '../../core/driver';
import type { Progress } from '../../core/operation';
import { heldText } from './held';
import { toLocated } from './instance';
import { beginsWithinMs, failedBecause, millisecondsOf, type Notes, staysAfterMs } from './outcome';
import { phaseOf } from './status';
import type { Read } from './together';

/**
 * A delete: over when the appliance answers 404. An instance that is neither going nor gone for a while, or that
 * came back to stay, was not deleted; on the way it may stop first.
 */
export async function followGone(session: Session, notes: Notes, read: Read): Promise<Progress> {
  const fields = await read(String(notes.instance));
  if (fields === null) return { status: 'succeeded', instances: [] };
  const located = toLocated(session, fields);
  const { name, providerState } = located.instance;
  const status = providerState.toLowerCase();
  const text = `${name} is ${providerState}`;
  const now = session.now().getTime();
  const phase = phaseOf(status);
  if (status === 'pendingremoval' || status === 'pendingdeleteapproval') {
    return { status: 'held', text: heldText(session, located, fields) };
  }
  if (phase === 'moving') return { status: 'running', text, wait: { ...notes, begun: true, backSince: null } };
  if (phase === 'failed' && status !== notes.before) {
    return failedBecause(session, fields, notes, `The removal of ${name} went to ${providerState}`);
  }
  const begun = notes.begun === true;
  const backSince = begun ? millisecondsOf(notes.backSince) || now : null;
  const patient =
    backSince === null ? now < millisecondsOf(notes.startedAt) + beginsWithinMs : now < backSince + staysAfterMs;
  if (patient) return { status: 'running', text, wait: { ...notes, backSince } };
  return failedBecause(
    session,
    fields,
    notes,
    `${name} was not removed: it is ${begun ? '' : 'still '}${providerState}`,
  );
}
