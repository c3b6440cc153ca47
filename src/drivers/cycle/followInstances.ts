import type { Session } from '../../core/driver';
import { fieldsOf, text } from '../../core/fields';
import type { Located } from '../../core/instance';
import type { OperationFailure, Progress } from '../../core/operation';
import { stateOf } from './fields';
import type { Wait } from './job';
import { endedWithout, failed, goesOn, isLate, textsOf } from './patience';
import { readInstances, type Seen } from './read';

/** States that an instance passes through. */
const passing = ['new', 'starting', 'stopping', 'migrating', 'deleting', 'configuring'];
/** So long after a restart nothing may have moved yet, where no job tells. */
const beginsWithinMs = 15_000;

/**
 * What a task of the container does to its instances: each is to reach one of the states in `until`. With `back`
 * they are there from the beginning (a restart): without a completed job they are believed once they have moved.
 */
export async function followInstances(
  session: Session,
  wait: Wait,
  failure: OperationFailure | null,
): Promise<Progress> {
  const found = new Map((await readInstances(session, String(wait.container))).map((one) => [idOf(one), one]));
  const until = textsOf(wait.until);
  const late = isLate(session, wait);
  const there: Located[] = [];
  const failures: Record<string, OperationFailure> = {};
  const open: string[] = [];
  let moved = wait.moved === true;
  textsOf(wait.ids).forEach((id, index) => {
    const one = found.get(id);
    const state = one === undefined ? 'deleted' : stateOf(one.fields);
    const changed = one !== undefined && text(fieldsOf(one.fields.state).changed) !== textsOf(wait.changed)[index];
    if (!until.includes(state) || changed) moved = true;
    const believed =
      wait.back !== true ? true : failure === null && (wait.trusted === true || moved || isSettled(session, wait));
    const name = one?.located.instance.name ?? id;
    if (one === undefined || state === 'deleted') {
      failures[id] = { code: 'instance_not_found', message: `${name} is gone` };
      return;
    }
    there.push(one.located);
    if (until.includes(state) && believed) return;
    if (failure !== null) failures[id] = state === 'failed' ? failureOf(one) : failure;
    else if (state === 'failed') failures[id] = failureOf(one);
    else open.push(`${name} is ${state}`);
    if (late && open.length > 0 && !passing.includes(state) && failures[id] === undefined) {
      open.pop();
      failures[id] = { code: wait.trusted === true ? 'operation_failed' : 'answer_lost', message: stayed(name, state) };
    }
  });
  if (open.length > 0) return goesOn({ ...wait, moved }, open.join(', '));
  return sum(textsOf(wait.ids), there, failures);
}

const stayed = (name: string, state: string): string => `${name} is ${state}, and nothing goes on any more`;

/** Of a job that has vanished nobody can say that it did what leaves no trace. */
function isSettled(session: Session, wait: Wait): boolean {
  return (
    wait.lost !== true && wait.vanished !== true && session.now().getTime() >= Number(wait.over ?? 0) + beginsWithinMs
  );
}

/** One failure for all where all have the same, else each its own. */
function sum(
  ids: readonly string[],
  instances: readonly Located[],
  failures: Readonly<Record<string, OperationFailure>>,
): Progress {
  const all = Object.values(failures);
  const [first] = all;
  if (first === undefined) return { status: 'succeeded', instances };
  if (all.length < ids.length) return { status: 'succeeded', instances, failures };
  const message = [...new Set(all.map((failure) => failure.message))].join('; ');
  return first.code === 'answer_lost'
    ? { status: 'unknown', text: message }
    : { status: 'failed', failure: { ...first, message } };
}

function failureOf({ located, fields }: Seen): OperationFailure {
  const said = text(fieldsOf(fieldsOf(fields.state).error).message);
  const { name } = located.instance;
  return { code: 'operation_failed', message: said === null ? `${name} failed` : `${name} failed: ${said}` };
}

/** A delete is over when each instance is gone; deleted ones can be read for a while. */
export async function followGone(session: Session, wait: Wait, failure: OperationFailure | null): Promise<Progress> {
  const ids = textsOf(wait.ids);
  const there = (await readInstances(session, String(wait.container))).filter(
    (one) => ids.includes(idOf(one)) && stateOf(one.fields) !== 'deleted',
  );
  if (there.length === 0) return { status: 'succeeded', instances: [] };
  const going = there.filter(({ fields }) => stateOf(fields) === 'deleting');
  const lines = there.map(({ located, fields }) => `${located.instance.name} is ${stateOf(fields)}`);
  if (failure === null && (going.length > 0 || !isLate(session, wait))) return goesOn(wait, lines.join(', '));
  if (failure !== null && going.length > 0 && going.length === there.length) return goesOn(wait, lines.join(', '));
  const failures = Object.fromEntries(
    there.map((one): [string, OperationFailure] => [
      idOf(one),
      failure ?? {
        code: wait.trusted === true ? 'operation_failed' : 'answer_lost',
        message: stayed(one.located.instance.name, stateOf(one.fields)),
      },
    ]),
  );
  return sum(
    ids,
    there.map(({ located }) => located),
    failures,
  );
}

/**
 * New instances: those that were not there before. They are to be at rest, which for a container that runs means
 * running. With `appear` it is enough that they are there.
 */
export async function followMade(session: Session, wait: Wait, failure: OperationFailure | null): Promise<Progress> {
  const before = new Set(textsOf(wait.before));
  const made = (await readInstances(session, String(wait.container))).filter(
    (one) => !before.has(idOf(one)) && !['deleted', 'deleting'].includes(stateOf(one.fields)),
  );
  const count = Number(wait.count);
  const instances = made.map(({ located }) => located);
  if (failure !== null) {
    const names = instances.map(({ instance: { name, id } }) => `${name} (${id})`);
    return { status: 'failed', failure: { ...failure, message: withNames(failure.message, names) } };
  }
  if (made.length < count) {
    const so = `${made.length} of ${count} new instances ${count === 1 ? 'is' : 'are'} there`;
    if (!isLate(session, wait)) return goesOn(wait, so);
    return endedWithout(wait, so);
  }
  if (wait.appear === true) return { status: 'succeeded', instances };
  const broken = made.filter(({ fields }) => stateOf(fields) === 'failed');
  const open = made.filter(({ fields }) => !isAtRest(stateOf(fields), wait.runs === true));
  if (open.length === broken.length && broken.length > 0) {
    return failed(broken.map((one) => `${failureOf(one).message} (${idOf(one)})`).join('; '));
  }
  const lines = open.map(({ located, fields }) => `${located.instance.name} is ${stateOf(fields)}`);
  if (open.length > 0 && !(isLate(session, wait) && open.every(({ fields }) => !passing.includes(stateOf(fields))))) {
    return goesOn(wait, lines.join(', '));
  }
  return { status: 'succeeded', instances };
}

const withNames = (message: string, names: readonly string[]): string =>
  names.length === 0 ? message : `${message}; made nevertheless: ${names.join(', ')}`;

const isAtRest = (state: string, runs: boolean): boolean => state === 'running' || (!runs && state === 'stopped');

/** A container with fewer instances than before is done when so many are left. */
export async function followScaled(session: Session, wait: Wait, failure: OperationFailure | null): Promise<Progress> {
  const living = (await readInstances(session, String(wait.container))).filter(
    ({ fields }) => !['deleted', 'deleting'].includes(stateOf(fields)),
  );
  if (failure !== null) return { status: 'failed', failure };
  if (living.length === Number(wait.count)) {
    return { status: 'succeeded', instances: living.map(({ located }) => located) };
  }
  const so = `${living.length} instances are there, ${wait.count} are wanted`;
  return isLate(session, wait) ? endedWithout(wait, so) : goesOn(wait, so);
}

const idOf = ({ located }: Seen): string => located.instance.id;
