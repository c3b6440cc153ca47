import type { Session } from '../../core/driver';
import { type Fields, fieldsOf, reference, text } from '../../core/fields';
import type { Progress } from '../../core/operation';
import { heldText } from './held';
import { sizeOf, toLocated } from './instance';
import { beginsWithinMs, failedBecause, millisecondsOf, type Notes, staysAfterMs, vanished, wordsOf } from './outcome';
import { phaseOf } from './status';
import type { Read } from './together';
import { readVolumes } from './volumes';

/**
 * A change that ends in a status. The status from before may show for a while after the request: it is taken for the
 * end, or for a failure, only once the change has been seen to begin, or had the time to.
 */
export async function followStatus(session: Session, notes: Notes, read: Read): Promise<Progress> {
  const fields = await read(String(notes.instance));
  if (fields === null) return vanished(`Instance ${notes.instance}`);
  const located = toLocated(session, fields);
  const { name, providerState } = located.instance;
  const status = providerState.toLowerCase();
  const phase = phaseOf(status);
  const now = session.now().getTime();
  const begins = now < millisecondsOf(notes.startedAt) + beginsWithinMs;
  const seen = `${name} is ${providerState}`;
  if (phase === 'held') return { status: 'held', text: heldText(session, located, fields) };
  if (phase === 'unlisted') return { status: 'running', text: seen };
  const until = wordsOf(notes.until);
  const sameAsBefore = until.includes(String(notes.before));
  if (until.includes(status) && !sameAsBefore) return { status: 'succeeded', instances: [located] };
  if (phase === 'moving' || (fields.isBusy === true && phase !== 'failed')) {
    return { status: 'running', text: seen, wait: { ...notes, begun: true, backSince: null } };
  }
  const begun = notes.begun === true || (notes.changedAt !== null && text(fields.statusDate) !== notes.changedAt);
  if (phase === 'failed') {
    if (status === notes.before && !begun && begins) return { status: 'running', text: seen };
    return failedBecause(session, fields, notes, `${name} went to ${providerState}`);
  }
  let unmet: string | null = null;
  if (until.includes(status)) {
    const expects = notes.plan !== null || wordsOf(notes.grown).length + wordsOf(notes.removed).length > 0;
    unmet = expects ? await unmetOf(session, fields, notes) : null;
    if (unmet === null && (expects || begun || !begins)) return { status: 'succeeded', instances: [located] };
    if (unmet === null) return { status: 'running', text: seen };
  }
  const backSince = begun ? millisecondsOf(notes.backSince) || now : null;
  if (backSince === null ? begins : now < backSince + staysAfterMs) {
    return { status: 'running', text: seen, wait: { ...notes, begun, backSince } };
  }
  const what = unmet ?? (begun ? `${name} is ${providerState} again` : `${name} is still ${providerState}`);
  return failedBecause(session, fields, notes, `Nothing came of it: ${what}`);
}

/** What the instance still lacks of what was asked, or null. A volume that got another id is not compared. */
async function unmetOf(session: Session, fields: Fields, notes: Notes): Promise<string | null> {
  const plan = fieldsOf(fields.plan);
  if (typeof notes.plan === 'string' && reference(plan.id) !== notes.plan) {
    return `the plan is still ${text(plan.name) ?? text(plan.code) ?? reference(plan.id)}`;
  }
  const [grown, removed] = [wordsOf(notes.grown), wordsOf(notes.removed)];
  if (grown.length + removed.length === 0) return null;
  const volumes = await readVolumes(session, fields);
  for (const volume of volumes) {
    const id = reference(volume.id) ?? '';
    const name = text(volume.name) ?? id;
    const wanted = grown.find((one) => one.startsWith(`${id}=`))?.slice(id.length + 1);
    const size = sizeOf(volume);
    if (wanted !== undefined && size !== null && size < Number(wanted)) return `volume ${name} still has ${size} GB`;
    if (removed.includes(id)) return `volume ${name} is still there`;
  }
  return null;
}
