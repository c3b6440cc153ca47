import { choose } from '../../core/choose';
import {
  type BackupRow,
  type Changing,
  type DeleteBackupInput,
  each,
  type RestoreInput,
  type Session,
  type VerbTable,
} from '../../core/driver';
import { CliError } from '../../core/errors';
import { type Fields, fieldsOf, isFields, notNegative, text } from '../../core/fields';
import { path } from '../../core/http';
import type { Located } from '../../core/instance';
import type { OperationFailure, Progress } from '../../core/operation';
import { toMoment } from '../../core/units';
import { byKind } from './byKind';
import { change } from './change';
import { type Container, readContainer, readContainers } from './containers';
import { idOf, stateOf } from './fields';
import { operation, type Wait } from './job';
import { readAll } from './pages';
import { endedWithout, goesOn, isLate } from './patience';
import { containerOf } from './read';

const onlyEnabled = 'Only where the container has backups switched on; Cycle makes them by its schedule.';

export const backups: VerbTable['backups'] = {
  limit: onlyEnabled,
  options: [],
  async read(session, target) {
    const container = await backedUp(session, target);
    return (await readBackups(session, container)).filter(({ instanceId }) => instanceId === target.instance.id);
  },
  async ofId(session, id) {
    const containers = (await readContainers(session)).filter(hasBackups);
    const found = await Promise.all(containers.map((container) => readBackups(session, container.id)));
    return found.flat().filter(({ instanceId }) => instanceId === id);
  },
};

export const restore: Changing<RestoreInput> = {
  limit: onlyEnabled,
  options: ['backup'],
  from: ['running', 'stopped'],
  plan: byKind<RestoreInput>(
    'restore',
    each(async (session, target, { backup }) => {
      const container = await backedUp(session, target);
      if (backup === undefined) throw new CliError('missing_argument', 'Which backup?', { hint: 'nube backups REF' });
      const found = chooseBackup(backup, await readBackups(session, container));
      return {
        targets: [target],
        loses: [`what its restore command overwrites, as of ${found.createdAt ?? found.id}`],
        run: () =>
          change(
            session,
            {
              method: 'POST',
              path: path`/v1/containers/${container}/backups/${found.id}/tasks`,
              body: { action: 'restore', contents: { instance_id: target.instance.id } },
            },
            (job) => operation(session, job, 'backup', { container, backup: found.id, gone: false }),
            null,
          ),
      };
    }),
    'virtual machines have no backups of their own',
  ),
};

export const deleteBackup: Changing<DeleteBackupInput> = {
  limit: onlyEnabled,
  options: ['delete'],
  plan: byKind<DeleteBackupInput>(
    'delete a backup of',
    each(async (session, target, { delete: backup = '' }) => {
      const container = await backedUp(session, target);
      const own = (await readBackups(session, container)).filter(({ instanceId }) => instanceId === target.instance.id);
      const found = chooseBackup(backup, own);
      return {
        targets: [target],
        run: () =>
          change(session, { method: 'DELETE', path: path`/v1/containers/${container}/backups/${found.id}` }, (job) =>
            operation(session, job, 'backup', { container, backup: found.id, gone: true }),
          ),
      };
    }),
    'virtual machines have no backups of their own',
  ),
};

/** A backup that is deleted is gone at the end; what a restore has done shows in its job alone. */
export async function followBackup(session: Session, wait: Wait, failure: OperationFailure | null): Promise<Progress> {
  if (failure !== null) return { status: 'failed', failure };
  if (wait.gone !== true) {
    return wait.trusted === true
      ? { status: 'succeeded' }
      : { status: 'unknown', text: 'only its job could tell, and that could not be seen' };
  }
  const there = (await readBackups(session, String(wait.container))).some(({ id }) => id === wait.backup);
  if (!there) return { status: 'succeeded' };
  return isLate(session, wait) ? endedWithout(wait, 'The backup is still there') : goesOn(wait, 'it is still there');
}

/** The container of an instance; throws `not_supported` where it has no backups switched on. */
async function backedUp(session: Session, target: Located): Promise<string> {
  const container = await readContainer(session, containerOf(target));
  if (hasBackups(container)) return container.id;
  throw new CliError('not_supported', `The container ${container.label} has no backups switched on`, {
    hint: 'They are set up with the container’s integrations, in Cycle’s portal.',
  });
}

const hasBackups = ({ config }: Container): boolean => isFields(fieldsOf(config.integrations).backups);

/** The backups of all instances of a container (Cycle's ContainerBackup). */
async function readBackups(session: Session, container: string): Promise<readonly BackupRow[]> {
  const request = 'GET /v1/containers/ID/backups';
  const { items } = await readAll(session, path`/v1/containers/${container}/backups`, { sort: 'id' }, request);
  return items.filter((fields) => stateOf(fields) !== 'deleted').map((fields) => toRow(fields, request));
}

function toRow(fields: Fields, request: string): BackupRow {
  const { path: name, size } = fieldsOf(fields.target);
  const bytes = notNegative(size);
  return {
    instanceId: text(fields.instance_id) ?? '',
    id: idOf(fields, request),
    name: text(name),
    kind: 'backup',
    state: stateOf(fields),
    sizeGiB: bytes === null ? null : Math.round((bytes / 2 ** 30) * 100) / 100,
    createdAt: toMoment(fieldsOf(fields.events).created),
  };
}

function chooseBackup(wanted: string, all: readonly BackupRow[]): BackupRow {
  return choose(wanted, all, ({ id, name }) => ({ id, names: [name] }), {
    what: 'backup',
    within: 'of this container',
    hint: all.length > 0 ? `It has ${all.map(({ id }) => id).join(', ')}.` : 'It has none.',
  });
}
