import type { Session } from '../../core/driver';
import { text } from '../../core/fields';
import { path } from '../../core/http';
import type { Located } from '../../core/instance';
import type { Operation, Progress } from '../../core/operation';
import { readObject, reference } from './fields';
import { findInstance } from './get';
import { isFailure, toLocated } from './instance';
import { findInRegion } from './list';
import { readSnapshots, stateOf } from './snapshots';
import { type Read, readTogether } from './together';

/** A delete of an instance that is in an error state shows that state until it has begun. */
const deleteBeginsMs = 30_000;
/** An instance that rests for so long in another state than the wanted one won't come to it any more. */
const staysAfterMs = 60_000;
/** So long after a change was sent the state before it may still show: longer than a command waits unless told to. */
const beginsWithinMs = 900_000;
/** So long a new snapshot may take to show in the list. */
const snapshotShowsMs = 20_000;

/** One look at an operation: Civo's own object for the instance or the snapshot, read once. */
export function follow(session: Session, operation: Operation): Promise<Progress> {
  return followBy(session, operation, (region, id) => findInstance(session, region, id));
}

/** One look at several operations: those that wait for a state of an instance are read together. */
export function followMany(session: Session, operations: readonly Operation[]): readonly Promise<Progress>[] {
  const subjects = operations.flatMap(({ wait }) => {
    const { kind, instance, region } = wait ?? {};
    const awaited = typeof instance === 'string' && (kind === 'state' || kind === 'gone');
    return awaited ? [{ id: instance, region: String(region) }] : [];
  });
  const read = readTogether(session, subjects);
  return operations.map((operation) => followBy(session, operation, read));
}

async function followBy(session: Session, { wait }: Operation, read: Read): Promise<Progress> {
  if (wait === null) return { status: 'succeeded' };
  const { kind, instance, region } = wait;
  if (typeof instance !== 'string' || typeof region !== 'string') return forgotten;
  if (kind === 'snapshot') return followSnapshot(session, region, instance, String(wait.snapshot));
  if (kind === 'named snapshot') return followNamedSnapshot(session, region, instance, wait);
  if (kind === 'named') return followNamed(session, region, instance, String(wait.hostname));
  if (kind !== 'state' && kind !== 'gone') return forgotten;
  const fields = await read(region, instance);
  const located = fields === null ? null : toLocated(session, fields, region);
  const now = session.now().getTime();
  if (located === null) {
    return kind === 'gone'
      ? { status: 'succeeded', instances: [] }
      : failed('operation_failed', `Instance ${instance} is gone from ${region}`, 'nube list');
  }
  const { name, providerState } = located.instance;
  // Only a delete notes when it was started.
  if (isFailure(providerState) && now >= Number(wait.startedAt ?? 0) + deleteBeginsMs) {
    return failed('operation_failed', `${name} went to ${providerState}`);
  }
  if (kind === 'gone') return { status: 'running', text: `${name} is ${providerState}` };
  return followState(wait, located, now);
}

/**
 * Once the change has been seen to begin, its end is believed at once. An instance that then comes to rest elsewhere,
 * as one that somebody has stopped meanwhile, has had its end.
 */
function followState(wait: NonNullable<Operation['wait']>, located: Located, now: number): Progress {
  const { name, providerState, state, size } = located.instance;
  const word = providerState.toUpperCase();
  const text = `${name} is ${providerState}`;
  const there = Array.isArray(wait.until) && wait.until.includes(word);
  if (there && (wait.size === null || wait.size === size)) {
    return now >= Number(wait.believeFrom ?? 0)
      ? { status: 'succeeded', instances: [located] }
      : { status: 'running', text };
  }
  const begun = word !== wait.before;
  const rests = state === 'running' || state === 'stopped' ? word : null;
  const known = wait.rests ?? rests;
  const since = rests === null || known !== rests ? now : Number(wait.since ?? now);
  if (wait.rests !== rests || now < since + (begun ? staysAfterMs : beginsWithinMs)) {
    const noted = begun ? { believeFrom: null, before: null } : {};
    return { status: 'running', text, wait: { ...wait, ...noted, since, rests } };
  }
  const what = there ? `${text} and still ${size}` : text;
  return begun
    ? failed('operation_failed', `${what}, and nothing goes on any more`)
    : { status: 'unknown', text: `${what}, as it was before` };
}

async function followSnapshot(session: Session, region: string, id: string, snapshot: string): Promise<Progress> {
  const request = path`/v2/instances/${id}/snapshots/${snapshot}`;
  const fields = readObject(await session.http.get(request, { region }), 'GET /v2/instances/ID/snapshots/ID');
  const state = stateOf(fields) ?? 'in progress';
  const name = text(fields.name) ?? snapshot;
  if (isFailure(state)) return failed('operation_failed', `Snapshot ${name} went to ${state}`);
  if (!/^(complete|completed|available|ready)$/i.test(state)) {
    return { status: 'running', text: `snapshot ${name} is ${state}` };
  }
  return { status: 'succeeded', result: { backup: snapshot, name } };
}

async function followNamedSnapshot(
  session: Session,
  region: string,
  id: string,
  { name, since, appear }: NonNullable<Operation['wait']>,
): Promise<Progress> {
  const found = (await readSnapshots(session, region, id)).find((snapshot) => snapshot.name === name);
  if (found === undefined) {
    const late = session.now().getTime() >= Number(since) + snapshotShowsMs;
    return late ? { status: 'unknown', text: `there is no backup ${name}` } : { status: 'running' };
  }
  return appear === true ? { status: 'succeeded' } : followSnapshot(session, region, id, found.id);
}

async function followNamed(session: Session, region: string, old: string, hostname: string): Promise<Progress> {
  const fields = await findInRegion(
    session,
    region,
    (fields) => text(fields.hostname) === hostname && reference(fields.id) !== old,
  );
  if (fields === null) return { status: 'running', text: `${hostname} is not there yet` };
  const located = toLocated(session, fields, region);
  const { providerState } = located.instance;
  if (isFailure(providerState)) return failed('operation_failed', `${hostname} went to ${providerState}`);
  if (providerState.toUpperCase() !== 'ACTIVE') return { status: 'running', text: `${hostname} is ${providerState}` };
  return { status: 'succeeded', instances: [located], result: { ...located.instance } };
}

const forgotten: Progress = { status: 'unknown', text: 'What was noted about this operation says too little.' };

function failed(code: 'operation_failed' | 'instance_not_found', message: string, hint?: string): Progress {
  return { status: 'failed', failure: { code, message, ...(hint === undefined ? {} : { hint }) } };
}
