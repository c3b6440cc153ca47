import { type BackupInput, type Changing, each, type Session } from '../../core/driver';
import { CliError, summarise, toCliError } from '../../core/errors';
import type { Located } from '../../core/instance';
import type { IfLost, Operation } from '../../core/operation';
import type { Installation } from './installation';
import type { Volume } from './lookups';
import { entityPath, type Place, placeAt } from './place';
import { readAttached } from './readAttached';
import { readSnapshots, snapshotName, stampOf } from './snapshots';
import { readFirst } from './task';

/** A snapshot of each volume of an instance, its root volume first. Each is whole by itself, not all together. */
export function backup({ title, portal }: Installation): Changing<BackupInput> {
  return {
    limit: 'A snapshot of each volume, one after another; --name stands at the end of their names.',
    options: ['name'],
    plan: each(async (session, target, { name: label }) => {
      const place = placeAt(target);
      const { instance } = target;
      const volumes = await readAttached(session, place, instance.id);
      if (volumes.length === 0) {
        throw new CliError('not_supported', `${instance.name} has no volumes to back up`, {
          hint: `nube volumes ${instance.profile}/${instance.id}`,
        });
      }
      const busy = volumes.find(({ state }) => state !== null && state.toLowerCase() !== 'ready');
      if (busy !== undefined) {
        throw new CliError('wrong_state', `The volume ${busy.name} is ${busy.state}; it must be Ready`, {
          hint: `Look again with nube volumes ${instance.profile}/${instance.id}`,
        });
      }
      if (label !== undefined) await refuseTaken(session, place, target, volumes, label);
      return {
        targets: [target],
        run: () => {
          const last = label ?? stampOf(session.now());
          const parts = volumes.map(({ id, name }) => ({ id, name, snapshot: snapshotName(instance, name, last) }));
          return takeAll(session, target, parts, { title, portal });
        },
      };
    }),
  };
}

/** The names of snapshots must be unique. */
async function refuseTaken(
  session: Session,
  place: Place,
  { instance }: Located,
  volumes: readonly Volume[],
  label: string,
): Promise<void> {
  if (!/^[\w.-]{1,64}$/.test(label)) {
    throw new CliError('invalid_value', `${JSON.stringify(label)} cannot stand in the name of a snapshot`, {
      hint: 'It takes up to 64 letters, digits, "-", "_" and ".".',
    });
  }
  const there = new Set((await readSnapshots(session, place)).map(({ name }) => name));
  const taken = volumes.map(({ name }) => snapshotName(instance, name, label)).find((name) => there.has(name));
  if (taken === undefined) return;
  throw new CliError('provider_conflict', `There is a snapshot called ${taken} already`, {
    hint: 'Choose another --name, or leave it out.',
  });
}

interface Part {
  /** Of the volume. */
  id: string;
  name: string;
  /** The name that its snapshot gets. */
  snapshot: string;
}

type Sent = { task: string; end: 'pending' | 'taken' } | { error: CliError };

/** Sends one snapshot after another; one that is refused does not keep the others from being taken. */
async function takeAll(
  session: Session,
  target: Located,
  parts: readonly Part[],
  installation: Pick<Installation, 'title' | 'portal'>,
): Promise<Operation> {
  const sent: Sent[] = [];
  for (const [index, part] of parts.entries()) {
    // Whoever takes this up again knows all of it: what was sent, what may have been, and what was not.
    const ends = parts.map((_, place) => (place === index ? 'lost' : (endsOf(sent)[place] ?? neverAsked)));
    const tasks = parts.map((_, place) => tasksOf(sent)[place] ?? '');
    const look = { id: null, wait: waitFor(target, parts, tasks, ends) };
    sent.push(await take(session, target, part, installation, { look, next: null }));
  }
  const errors = sent.flatMap((one) => ('error' in one ? [one.error] : []));
  const stopped = errors.find(({ kind }) => kind === 'interrupted' || kind === 'internal');
  if (stopped !== undefined) throw stopped;
  if (errors.length === parts.length) throw summarise(errors, parts.length, 'volumes');
  const tasks = tasksOf(sent);
  return { id: tasks.find((task) => task !== '') ?? null, wait: waitFor(target, parts, tasks, endsOf(sent)) };
}

const neverAsked = 'failed it was never asked for';

const tasksOf = (sent: readonly Sent[]): string[] => sent.map((one) => ('error' in one ? '' : one.task));
const endsOf = (sent: readonly Sent[]): string[] =>
  sent.map((one) => {
    if (!('error' in one)) return one.end;
    return `${one.error.code === 'answer_lost' ? 'unknown' : 'failed'} ${one.error.message}`;
  });

function waitFor(
  target: Located,
  parts: readonly Part[],
  tasks: readonly string[],
  ends: readonly string[],
): NonNullable<Operation['wait']> {
  const { service, environment } = placeAt(target);
  return {
    kind: 'backup',
    service,
    environment,
    instance: target.instance.id,
    name: target.instance.name,
    volumes: parts.map(({ id }) => id),
    volumeNames: parts.map(({ name }) => name),
    snapshots: parts.map(({ snapshot }) => snapshot),
    tasks,
    ends,
  };
}

async function take(
  session: Session,
  target: Located,
  part: Part,
  installation: Pick<Installation, 'title' | 'portal'>,
  ifLost: IfLost,
): Promise<Sent> {
  try {
    return await session.http.send<Sent>(
      {
        method: 'POST',
        path: entityPath(placeAt(target), 'snapshots'),
        query: { operation: 'create' },
        body: { volumeId: part.id, name: part.snapshot },
        ifLost,
      },
      (answer) => {
        const { id: task, status } = readFirst(answer, 'POST snapshots');
        return { task: task ?? '', end: status === 'SUCCESS' ? 'taken' : 'pending' };
      },
      () => ({ task: '', end: 'taken' }),
    );
  } catch (thrown) {
    const error = toCliError(thrown);
    if (error.code !== 'answer_lost') return { error: asMissing(error, 'take snapshots', installation) };
    // Its name is its own: whether there is a snapshot of that name tells what became of the request.
    const end = await session.settle({ id: null, wait: waitFor(target, [part], [''], ['lost']) });
    return end.status === 'succeeded' && end.failures === undefined ? { task: '', end: 'taken' } : { error };
  }
}

/** Taking and deleting snapshots is documented for some installations only: one that lacks it has no such address. */
export function asMissing(
  error: CliError,
  what: string,
  { title, portal }: Pick<Installation, 'title' | 'portal'>,
): CliError {
  if (error.code !== 'resource_not_found' && error.code !== 'not_supported') return error;
  return new CliError('not_supported', `${title} answers that its API can't ${what}`, {
    ...error.details,
    reason: error.message,
    hint: `The portal can: ${portal}`,
  });
}
