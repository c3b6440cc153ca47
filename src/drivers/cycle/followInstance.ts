import type { Session } from '../../core/driver';
import { fieldsOf, isFields, text } from '../../core/fields';
import type { Located } from '../../core/instance';
import type { OperationFailure, Progress } from '../../core/operation';
import { toMoment } from '../../core/units';
import { number, stateOf } from './fields';
import type { Wait } from './job';
import { endedWithout, failed, goesOn, isLate } from './patience';
import { lookAtInstance, readInstances } from './read';
import { readVolumes } from './volumes';

const place = ({ container, instance }: Wait): [string, string] => [String(container), String(instance)];

/** A migration is over when the new instance, which has a new id, is where the old one was; it is the result. */
export async function followMigration(
  session: Session,
  wait: Wait,
  failure: OperationFailure | null,
): Promise<Progress> {
  if (failure !== null) return { status: 'failed', failure };
  const [container, id] = place(wait);
  const old = await lookAtInstance(session, container, id);
  const to = text(fieldsOf(fieldsOf(old?.fields.migration).to).instance_id) ?? (await copyOf(session, container, id));
  if (to === null) {
    return isLate(session, wait) ? endedWithout(wait, 'No migration has begun') : goesOn(wait, 'it has not begun yet');
  }
  const made = await lookAtInstance(session, container, to);
  if (made === null) return failed(`The new instance ${to} is gone`, 'instance_not_found');
  const state = stateOf(made.fields);
  const { name } = made.located.instance;
  if (state === 'failed') return failed(`${name} (${to}) failed on its new server`);
  if (state !== 'running' && !(wait.runs !== true && state === 'stopped')) return goesOn(wait, `${name} is ${state}`);
  const purge = toMoment(old?.fields.purge_time);
  const { profile } = made.located.instance;
  session.warn(
    'migration_revertible',
    `${name} (${to}) goes on in its place; until ${purge ?? 'the old one is purged'}, nube migrate ${profile}/${to} --revert undoes it.`,
  );
  return {
    status: 'succeeded',
    instances: [...(old === null ? [] : [old.located]), made.located],
    result: { ...made.located.instance },
  };
}

/** The instance that says that it came from the old one, which may be gone already. */
async function copyOf(session: Session, container: string, id: string): Promise<string | null> {
  const found = (await readInstances(session, container)).find(
    ({ fields }) => fieldsOf(fieldsOf(fields.migration).from).instance_id === id && stateOf(fields) !== 'deleted',
  );
  return found?.located.instance.id ?? null;
}

/** A migration is undone when the old instance is in use again; it is the result. */
export async function followRevert(session: Session, wait: Wait, failure: OperationFailure | null): Promise<Progress> {
  if (failure !== null) return { status: 'failed', failure };
  const [container, id] = place(wait);
  const old = await lookAtInstance(session, container, id);
  if (old === null) return failed(`The instance ${id} is gone`, 'instance_not_found');
  const state = stateOf(old.fields);
  const { name } = old.located.instance;
  if (state === 'failed') return failed(`${name} failed`);
  const back = old.fields.ready_state !== 'purge' && !isFields(fieldsOf(old.fields.migration).to);
  if (back && (state === 'running' || (wait.runs !== true && state === 'stopped'))) {
    const instances: Located[] = [old.located];
    const made = await lookAtInstance(session, container, String(wait.made));
    if (made !== null) instances.push(made.located);
    return { status: 'succeeded', instances, result: { ...old.located.instance } };
  }
  const passes = ['new', 'starting', 'stopping', 'migrating'].includes(state);
  if (isLate(session, wait) && !passes) return endedWithout(wait, `${name} is ${state} and not back in use`);
  return goesOn(wait, `${name} is ${state}`);
}

/** A drain is over when the instance says so. */
export async function followDrain(session: Session, wait: Wait, failure: OperationFailure | null): Promise<Progress> {
  if (failure !== null) return { status: 'failed', failure };
  const [container, id] = place(wait);
  const now = await lookAtInstance(session, container, id);
  if (now === null) return failed(`The instance ${id} is gone`, 'instance_not_found');
  const { name } = now.located.instance;
  if (isFields(now.fields.traffic_drain) === wait.enable) return { status: 'succeeded', instances: [now.located] };
  const so = `${name} is ${wait.enable === true ? 'still in' : 'still out of'} the traffic`;
  return isLate(session, wait) ? endedWithout(wait, so) : goesOn(wait, so);
}

/** A volume has grown when the job said so, or when it is larger than it was. */
export async function followVolume(session: Session, wait: Wait, failure: OperationFailure | null): Promise<Progress> {
  if (failure !== null) return { status: 'failed', failure };
  if (wait.trusted === true) return { status: 'succeeded' };
  const [container, id] = place(wait);
  const volume = (await readVolumes(session, container, id)).find((one) => one.id === wait.volume);
  if (volume !== undefined && sizeMark(volume) !== wait.was) return { status: 'succeeded' };
  return isLate(session, wait)
    ? endedWithout(wait, `Volume ${wait.volume} has not grown`)
    : goesOn(wait, 'the volume has not grown yet');
}

/** What changes when a volume grows. */
export function sizeMark(volume: Readonly<Record<string, unknown>>): string {
  const total = number(fieldsOf(fieldsOf(volume.deployed).storage).total);
  const most = text(fieldsOf(fieldsOf(volume.config).local).max_size);
  return `${total ?? ''} ${most ?? ''}`;
}
