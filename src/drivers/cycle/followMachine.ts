import type { Session } from '../../core/driver';
import { fieldsOf, text } from '../../core/fields';
import type { OperationFailure, Progress } from '../../core/operation';
import { stateOf } from './fields';
import type { Wait } from './job';
import { endedWithout, failed, goesOn, isLate, textsOf } from './patience';
import { readMachines } from './read';
import type { Reads } from './together';

/** So long after a restart nothing may have moved yet, where no job tells. */
const beginsWithinMs = 15_000;

/** A virtual machine is to reach one of the states in `until`; with `back` it is there from the beginning. */
export async function followMachine(
  session: Session,
  wait: Wait,
  failure: OperationFailure | null,
  reads: Reads,
): Promise<Progress> {
  const now = await reads.machine(String(wait.instance));
  if (now === null) return failed(`The virtual machine ${wait.instance} is gone`, 'instance_not_found');
  const state = stateOf(now.fields);
  const until = textsOf(wait.until);
  const moved =
    wait.moved === true || !until.includes(state) || text(fieldsOf(now.fields.state).changed) !== wait.changed;
  // Of a job that has vanished nobody can say that it did what leaves no trace.
  const quiet = wait.lost !== true && wait.vanished !== true;
  const settled = quiet && session.now().getTime() >= Number(wait.over ?? 0) + beginsWithinMs;
  const believed = wait.back !== true || wait.trusted === true || moved || settled;
  if (until.includes(state) && (failure === null ? believed : wait.back !== true)) {
    return { status: 'succeeded', instances: [now.located] };
  }
  if (failure !== null) return { status: 'failed', failure };
  if (wait.fresh === true && state === 'new' && isLate(session, wait)) {
    return { status: 'succeeded', instances: [now.located] };
  }
  const so = `${now.located.instance.name} is ${state}`;
  if (isLate(session, wait) && ['running', 'stopped'].includes(state)) {
    return endedWithout(wait, `${so}, and nothing goes on any more`);
  }
  return goesOn({ ...wait, moved }, so);
}

/** A virtual machine is gone when Cycle no longer knows it, or calls it deleted. */
export async function followMachineGone(
  session: Session,
  wait: Wait,
  failure: OperationFailure | null,
  reads: Reads,
): Promise<Progress> {
  const now = await reads.machine(String(wait.instance));
  if (now === null) return { status: 'succeeded', instances: [] };
  if (failure !== null) return { status: 'failed', failure };
  const so = `${now.located.instance.name} is ${stateOf(now.fields)}`;
  if (isLate(session, wait) && stateOf(now.fields) !== 'deleting') {
    return endedWithout(wait, `${so}, and nothing goes on any more`);
  }
  return goesOn(wait, so);
}

/** The one new virtual machine of a name, after a create whose answer was lost. */
export async function followMachineMade(session: Session, wait: Wait): Promise<Progress> {
  const before = textsOf(wait.before);
  const [found, ...others] = (await readMachines(session))
    .map(({ located }) => located)
    .filter(({ instance: { id, name } }) => name === wait.name && !before.includes(id));
  if (found !== undefined && others.length === 0) return { status: 'succeeded', instances: [found] };
  const so = found === undefined ? `${wait.name} is not there` : `several are called ${wait.name}`;
  return isLate(session, wait) ? { status: 'unknown', text: so } : goesOn(wait, so);
}
