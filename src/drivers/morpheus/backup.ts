import { choose } from '../../core/choose';
import {
  type BackupInput,
  type BackupRow,
  type Changing,
  type DeleteBackupInput,
  each,
  type Plan,
  type RestoreInput,
  type Session,
  type VerbTable,
} from '../../core/driver';
import { CliError } from '../../core/errors';
import { fieldsOf, number, reference, text } from '../../core/fields';
import { type Answer, path } from '../../core/http';
import type { Located } from '../../core/instance';
import { ended } from '../../core/operation';
import { type BackupResult, readBackups } from './backupResults';
import { truth } from './fields';
import { newestProcess } from './history';
import { readProvisionType } from './lookups';
import { put } from './put';
import { isGone, readInstance } from './readInstance';
import { readSnapshots, type Snapshot } from './snapshots';
import { untilBack, untilBackedUp, untilSnapshot, untilSnapshotGone } from './waiting';

export const backup: Changing<BackupInput> = {
  limit: 'By the backup job of the instance; --snapshot takes a snapshot instead.',
  options: ['name', 'snapshot'],
  from: ['running', 'stopped', 'suspended'],
  plan: each((session, target, { name, snapshot = false }) => {
    if (snapshot) return planSnapshot(session, target, name);
    if (name !== undefined) {
      throw new CliError('conflicting_options', 'Morpheus names backups itself: --name goes with --snapshot');
    }
    return planBackup(session, target);
  }),
};

export const backups: VerbTable['backups'] = {
  options: [],
  async read(session, target) {
    const { id } = target.instance;
    const [{ results }, snapshots] = await Promise.all([readBackups(session, id), snapshotsOf(session, id)]);
    return [...results.map((result) => backupRow(id, result)), ...snapshots.map((one) => snapshotRow(id, one))];
  },
};

export const deleteBackup: Changing<DeleteBackupInput> = {
  limit: 'Snapshots only.',
  options: ['delete'],
  plan: each(async (session, target, input) => {
    const { id } = target.instance;
    const snapshot = await chooseSnapshot(session, id, input.delete, 'delete');
    return {
      targets: [target],
      run: () =>
        session.http.send(
          { method: 'DELETE', path: path`/api/snapshots/${snapshot.id}` },
          () => untilSnapshotGone(id, snapshot.id),
          () => ended(),
        ),
    };
  }),
};

export const restore: Changing<RestoreInput> = {
  limit: 'Snapshots only.',
  options: ['backup'],
  from: ['running', 'stopped', 'suspended'],
  plan: each(async (session, target, input) => {
    const { id } = target.instance;
    const snapshot = await chooseSnapshot(session, id, input.backup, 'restore');
    const fields = await readInstance(session, id);
    return {
      targets: [target],
      run: () =>
        session.http.send(
          { method: 'PUT', path: path`/api/instances/${id}/revert-snapshot/${snapshot.id}`, body: {} },
          () => untilBack(session, fields),
          () => ended(),
        ),
    };
  }),
};

/** The answer names no backup: what is newer than the newest result of before is it. */
async function planBackup(session: Session, target: Located): Promise<Plan> {
  const { id } = target.instance;
  const { results, detailed } = await readBackups(session, id);
  const newest = Math.max(0, ...results.map((result) => number(result.id) ?? 0));
  const process = detailed ? null : await newestProcess(session, id);
  return {
    targets: [target],
    run: () => {
      const kept = () => untilBackedUp(session, id, newest, process);
      return put(session, id, 'backup', { body: {} }, kept, kept);
    },
  };
}

/** Since 8.0.6 the answer names a process for each server; before, the snapshot is known by its name alone. */
async function planSnapshot(session: Session, target: Located, wanted: string | undefined): Promise<Plan> {
  const { id, name: instance } = target.instance;
  const [fields, known] = await Promise.all([readInstance(session, id), snapshotsOf(session, id)]);
  const type = await readProvisionType(session, text(fieldsOf(fields.layout).provisionTypeCode)).catch(() => null);
  if (truth(type?.hasSnapshots) === false) {
    throw new CliError(
      'not_supported',
      `${instance} cannot have snapshots: ${text(type?.name) ?? 'its cloud'} has none`,
      {
        hint: 'nube backup REF without --snapshot uses its backup job.',
      },
    );
  }
  const name = wanted ?? `${instance}-${stamp(session.now())}`;
  const ids = known.map((snapshot) => snapshot.id);
  return {
    targets: [target],
    run: () =>
      put(
        session,
        id,
        'snapshot',
        { body: { snapshot: { name } } },
        (answer) => untilSnapshot(session, id, name, ids, processesOf(answer)),
        () => untilSnapshot(session, id, name, ids, []),
      ),
  };
}

function processesOf({ body }: Answer): readonly string[] {
  const { processIds } = fieldsOf(body);
  return Array.isArray(processIds) ? processIds.map(reference).filter((id) => id !== null) : [];
}

/** An appliance without snapshots has none. */
async function snapshotsOf(session: Session, instance: string): Promise<readonly Snapshot[]> {
  try {
    return await readSnapshots(session, instance);
  } catch (error) {
    if (isGone(error)) return [];
    throw error;
  }
}

/** Backups are restored and deleted in the web interface only: the interface has no call for either. */
async function chooseSnapshot(
  session: Session,
  instance: string,
  wanted: string | undefined,
  verb: 'restore' | 'delete',
): Promise<Snapshot> {
  if (wanted === undefined) throw new CliError('missing_argument', 'Which snapshot?', { hint: 'nube backups REF' });
  const snapshots = await snapshotsOf(session, instance);
  const known = snapshots.some(({ id, name }) => id === wanted || name === wanted);
  const { results } = known ? { results: [] } : await readBackups(session, instance).catch(() => ({ results: [] }));
  if (results.some(({ id, name }) => id === wanted || name === wanted)) {
    throw new CliError(
      'not_supported',
      `${wanted} is a backup, and Morpheus lets only snapshots be ${verb}d from here`,
      {
        hint: `Its web interface ${verb}s backups; nube backup REF --snapshot takes a snapshot.`,
      },
    );
  }
  return choose(wanted, snapshots, ({ id, name }) => ({ id, names: [name] }), {
    what: 'snapshot',
    within: 'of this instance',
    hint: snapshots.length > 0 ? `It has ${snapshots.map(({ name }) => name).join(', ')}.` : 'It has none.',
    ambiguity: 'Each server has its own.',
  });
}

function backupRow(instanceId: string, { id, name, status, sizeGiB, createdAt }: BackupResult): BackupRow {
  return { instanceId, id, name, kind: 'backup', state: status?.toLowerCase() ?? null, sizeGiB, createdAt };
}

function snapshotRow(instanceId: string, { id, name, status, createdAt }: Snapshot): BackupRow {
  return { instanceId, id, name, kind: 'snapshot', state: status, sizeGiB: null, createdAt };
}

function stamp(moment: Date): string {
  return moment.toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-');
}
