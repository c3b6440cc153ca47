import type { Session } from '../../core/driver';
import type { Fields } from '../../core/fields';
import type { Progress } from '../../core/operation';
import { idOf } from './fields';
import { hasOpenRequest, heldText } from './held';
import { toLocated } from './instance';
import { readNamed } from './list';
import {
  failed,
  failedBecause,
  millisecondsOf,
  type Notes,
  showsWithinMs,
  staysAfterMs,
  vanished,
  wordsOf,
} from './outcome';
import { phaseOf } from './status';
import type { Read } from './together';

/** Without a request for approval beside it `pending` may pass by itself within this time. */
const pendingPassesMs = 15_000;

/** A new instance on its way to running, or to stopped where its cloud does not power on. */
export async function followMade(session: Session, notes: Notes, read: Read): Promise<Progress> {
  const fields = await read(String(notes.instance));
  if (fields !== null) return lookAtNew(session, fields, notes);
  const now = session.now().getTime();
  if (now < millisecondsOf(notes.startedAt) + staysAfterMs) return { status: 'running', text: 'it does not show yet' };
  return failed(`Instance ${notes.instance} is gone: the appliance did not keep it`);
}

/** A clone: the new instance of exactly that name, once there is one, and its source until then. */
export async function followCloned(session: Session, notes: Notes, read: Read): Promise<Progress> {
  if (typeof notes.made === 'string') return followMade(session, { ...notes, instance: notes.made }, read);
  const name = String(notes.name);
  const known = wordsOf(notes.known);
  const [made] = (await readNamed(session, name)).filter((fields) => !known.includes(idOf(fields, 'the instances')));
  if (made !== undefined) {
    const next = { ...notes, made: idOf(made, 'the instances') };
    const progress = await lookAtNew(session, made, next);
    return progress.status === 'running' ? { wait: next, ...progress } : progress;
  }
  const source = await read(String(notes.source));
  if (source === null) return vanished(`Instance ${notes.source}`);
  const { instance } = toLocated(session, source);
  const phase = phaseOf(instance.providerState);
  const text = `${instance.name} is ${instance.providerState}, ${name} is not there yet`;
  if (phase === 'failed')
    return failedBecause(session, source, notes, `${instance.name} went to ${instance.providerState}`);
  if (phase === 'moving') return { status: 'running', text, wait: { ...notes, begun: true, backSince: null } };
  if (notes.begun !== true) return { status: 'running', text };
  const backSince = millisecondsOf(notes.backSince) || session.now().getTime();
  if (session.now().getTime() < backSince + showsWithinMs) {
    return { status: 'running', text, wait: { ...notes, backSince } };
  }
  return failedBecause(session, source, notes, `No instance called ${name} has come of it`);
}

async function lookAtNew(session: Session, fields: Fields, notes: Notes): Promise<Progress> {
  const located = toLocated(session, fields);
  const { name, providerState } = located.instance;
  const text = `${name} is ${providerState}`;
  switch (providerState.toLowerCase()) {
    case 'running':
    case 'warning':
    case 'stopped':
      return { status: 'succeeded', instances: [located] };
    case 'pending': {
      const now = session.now().getTime();
      const pendingSince = millisecondsOf(notes.pendingSince) || now;
      const passes = !hasOpenRequest(fields) && now < pendingSince + pendingPassesMs;
      return passes
        ? { status: 'running', text, wait: { ...notes, pendingSince } }
        : { status: 'held', text: heldText(session, located, fields) };
    }
    case 'pendingreconfigureapproval':
      return { status: 'held', text: heldText(session, located, fields) };
    case 'failed':
    case 'denied':
    case 'cancelled':
    case 'suspended':
    case 'removing':
    case 'pendingremoval':
    case 'pendingdeleteapproval':
      return failedBecause(session, fields, notes, `${name} went to ${providerState}`);
    default:
      return { status: 'running', text };
  }
}
