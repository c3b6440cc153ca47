import type { Driver, Session } from '../../core/driver';
import { toCliError } from '../../core/errors';
import { type Fields, isFields, text } from '../../core/fields';
import type { Located } from '../../core/instance';
import type { Operation, Progress } from '../../core/operation';
import { followBackup } from './followBackup';
import type { Installation } from './installation';
import { isPassing, toLocated } from './instance';
import { readAll } from './pages';
import { entityPath, type Place } from './place';
import { isGone, readInstance } from './readInstance';
import { given, readTask, type Task } from './task';

/** What an operation waits for, as `waitOf` wrote it down. */
export type Wait = NonNullable<Operation['wait']>;

/** One look at an operation: its task, and once that has ended or is forgotten, what it was about. */
export function follow(installation: Installation): Driver['follow'] {
  return async (session, { wait }) => {
    if (wait === null) return { status: 'succeeded' };
    const { service, environment, kind } = wait;
    if (typeof service !== 'string' || typeof environment !== 'string') return saysTooLittle;
    const at: Looking = { session, installation, place: { service, environment }, wait };
    switch (kind) {
      case 'task':
        return named(await followTask(at), wait);
      case 'create':
        return followCreate(at);
      case 'state':
        return followState(at);
      case 'look':
        return followLook(at);
      case 'backup':
        return followBackup(session, installation.title, at.place, wait);
      default:
        return saysTooLittle;
    }
  };
}

interface Looking {
  session: Session;
  installation: Installation;
  place: Place;
  wait: Wait;
}

const saysTooLittle: Progress = { status: 'unknown', text: 'what was noted about this operation says too little' };

async function followTask(at: Looking): Promise<Progress> {
  const { session, installation, wait } = at;
  const task = await readTask(session, installation.title, String(wait.task));
  if (task.status === 'running') return { status: 'running', text: 'the task is pending' };
  if (task.status === 'failed') return task;
  if (task.status === 'forgotten') return settled(at);
  const gives = text(wait.gives);
  const { result } = given(task.result, gives);
  if (gives !== null && result === undefined) return lacks(installation, gives);
  const now = await look(at);
  return {
    status: 'succeeded',
    ...(now === undefined ? {} : { instances: now === null ? [] : [now.located] }),
    ...(result === undefined ? {} : { result }),
  };
}

function lacks({ title }: Installation, field: string): Progress {
  const hint = field === 'password' ? { hint: 'nube reset-password again makes another.' } : {};
  return {
    status: 'failed',
    failure: { code: 'unexpected_answer', message: `${title} did it, but its answer holds no ${field}`, ...hint },
  };
}

/** What the instance shows of a change whose task the platform has forgotten, which it does after half an hour. */
async function settled(at: Looking): Promise<Progress> {
  const now = await look(at);
  const forgotten = `${at.installation.title} has forgotten the task`;
  if (now === undefined) return { status: 'unknown', text: forgotten };
  if (shows(now, at.wait)) return { status: 'succeeded', instances: now === null ? [] : [now.located] };
  const what = now === null ? `${at.wait.name} is gone` : `${at.wait.name} is ${now.located.instance.providerState}`;
  if (now !== null && isPassing(now.located.instance.state)) return { status: 'running', text: what };
  const lost = at.wait.gives === 'password' ? ', and nobody can know its new password: reset it again' : '';
  return { status: 'unknown', text: `${forgotten}; ${what}${lost}` };
}

/** A few looks after a lost answer: more while the instance is on its way. */
async function followLook(at: Looking): Promise<Progress> {
  const { wait } = at;
  const now = await look(at);
  if (now === undefined) return saysTooLittle;
  if (shows(now, wait)) return { status: 'succeeded', instances: now === null ? [] : [now.located] };
  if (now !== null && isPassing(now.located.instance.state)) return { status: 'running' };
  const left = Number(wait.left ?? 0) - 1;
  return left > 0 ? { status: 'running', wait: { ...wait, left } } : saysTooLittle;
}

interface Seen {
  located: Located;
  fields: Fields;
}

/** The instance as it is now, null where it is gone, undefined where the operation is about none. */
async function look({ session, installation, place, wait }: Looking): Promise<Seen | null | undefined> {
  const id = text(wait.instance);
  if (id === null) return undefined;
  try {
    const fields = await readInstance(session, place, id);
    return { located: toLocated(session, installation, place, fields), fields };
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
}

function shows(now: Seen | null, { gone, states, fields }: Wait): boolean {
  if (now === null) return gone === true;
  const { providerState, state } = now.located.instance;
  const wanted = Array.isArray(states) ? states : [];
  if (wanted.some((one) => one.toLowerCase() === providerState.toLowerCase())) return true;
  const pairs = Array.isArray(fields) ? fields : [];
  return pairs.length > 0 && !isPassing(state) && pairs.every((pair) => has(now.fields, pair));
}

function has(fields: Fields, pair: string): boolean {
  const at = pair.indexOf('=');
  return String(fields[pair.slice(0, at)] ?? '') === pair.slice(at + 1);
}

/** The task of a create ends with the whole instance and, where no key was given, its password. */
async function followCreate(at: Looking): Promise<Progress> {
  const { session, installation, place, wait } = at;
  const task = await readTask(session, installation.title, String(wait.task));
  if (task.status === 'running') return { status: 'running', text: 'the task is pending' };
  if (task.status === 'failed') return task;
  if (task.status === 'forgotten') return findCreated(at);
  return created(session, installation, place, task);
}

/** The new instance that the result of a create tells of, read again for what the result leaves out. */
export async function created(
  session: Session,
  installation: Installation,
  place: Place,
  { result }: Pick<Extract<Task, { status: 'succeeded' }>, 'result'>,
): Promise<Extract<Progress, { status: 'succeeded' }>> {
  const fields = isFields(result) ? result : {};
  const id = text(fields.id);
  if (id === null) return { status: 'succeeded', ...given(result, 'password') };
  const now = await readInstance(session, place, id).catch((error: unknown) => {
    if (toCliError(error).kind === 'internal') throw error;
    return fields;
  });
  return {
    status: 'succeeded',
    instances: [toLocated(session, installation, place, now)],
    ...given(result, 'password'),
  };
}

/** No instance of the name was there before, so that one that is there now is the new one. */
async function findCreated({ session, installation, place, wait }: Looking): Promise<Progress> {
  const all = await readAll(session, entityPath(place, 'instances'));
  const found = all
    .filter((fields) => text(fields.name) === wait.name)
    .map((fields) => toLocated(session, installation, place, fields))
    .filter(({ recoverable }) => recoverable !== true);
  const [located, ...others] = found;
  const forgotten = `${installation.title} has forgotten the task`;
  if (located === undefined) return { status: 'unknown', text: `${forgotten}, and there is no ${wait.name}` };
  if (others.length > 0) return { status: 'unknown', text: `${forgotten}, and several are called ${wait.name}` };
  const { state, providerState } = located.instance;
  if (state === 'running') return { status: 'succeeded', instances: [located] };
  if (isPassing(state)) return { status: 'running', text: `${wait.name} is ${providerState}` };
  return { status: 'unknown', text: `${forgotten}; ${wait.name} is ${providerState}` };
}

/** An instance that is there already, and on its way to run. */
async function followState(at: Looking): Promise<Progress> {
  const now = await look(at);
  const { name } = at.wait;
  if (now === null || now === undefined) {
    return { status: 'failed', failure: { code: 'instance_not_found', message: `${name} is gone` } };
  }
  const { state, providerState } = now.located.instance;
  if (state === 'error') {
    return { status: 'failed', failure: { code: 'operation_failed', message: `${name} went to ${providerState}` } };
  }
  if (shows(now, at.wait)) return { status: 'succeeded', instances: [now.located] };
  return { status: 'running', text: `${name} is ${providerState}` };
}

/** The failure with the instance's name in place of its id. */
function named(progress: Progress, { instance, name }: Wait): Progress {
  if (progress.status !== 'failed' || typeof instance !== 'string' || typeof name !== 'string') return progress;
  const { failure } = progress;
  if (failure.code !== 'wrong_state') return progress;
  return { ...progress, failure: { ...failure, message: failure.message.replaceAll(instance, name) } };
}
