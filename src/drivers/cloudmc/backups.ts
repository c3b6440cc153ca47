import { choose } from '../../core/choose';
import type { BackupRow, Changing, DeleteBackupInput, Session, VerbTable } from '../../core/driver';
import { CliError, toCliError } from '../../core/errors';
import type { Located } from '../../core/instance';
import { asMissing } from './backup';
import { idOf } from './fields';
import type { Installation } from './installation';
import { toVolume } from './lookups';
import { readAll } from './pages';
import { entityPath, placeAt, placeOf } from './place';
import { markOf, readSnapshots, type Snapshot, toRow } from './snapshots';
import { send } from './task';

/** The snapshots of an instance: of its volumes, and those whose names say that they are of it. */
export const backups: VerbTable['backups'] = {
  options: [],
  read: async (session, target) => {
    const found = await snapshotsOf(session, target);
    return found.map((snapshot) => toRow(snapshot, target.instance.id));
  },
  ofId,
};

/** The snapshots of an instance that is gone, known by the start of its id in their names. */
async function ofId(session: Session, id: string): Promise<readonly BackupRow[]> {
  if (!/^[0-9a-f]{8}-/i.test(id)) return [];
  const all = await readSnapshots(session, placeOf(session));
  return all.filter(({ name }) => name.includes(markOf(id))).map((snapshot) => toRow(snapshot, id));
}

/**
 * After a destroy the volume of a snapshot may be gone. What others have made, in the portal say, is known by the
 * instance's name and the time at the end, unless its volume is now another instance's.
 */
async function snapshotsOf(session: Session, { instance, at }: Located): Promise<readonly Snapshot[]> {
  const place = placeAt({ instance, at });
  const [snapshots, rows] = await Promise.all([
    readSnapshots(session, place),
    readAll(session, entityPath(place, 'volumes')),
  ]);
  const volumes = rows.map((row) => toVolume(row, idOf(row, 'GET volumes')));
  return snapshots.filter(({ name, volumeId }) => {
    const owner = volumes.find(({ id }) => id === volumeId)?.instanceId ?? null;
    if (owner === instance.id || name.includes(markOf(instance.id))) return true;
    const marked = /_[0-9a-f]{8}_/.test(name);
    return owner === null && !marked && name.startsWith(`${instance.name}_`) && /_\d{14}$/.test(name);
  });
}

export function deleteBackup({ title, portal }: Installation): Changing<DeleteBackupInput> {
  return {
    limit: 'One snapshot of one volume at a time.',
    options: ['delete'],
    plan: async (session, targets, { delete: wanted = '' }) => {
      const [target, ...others] = targets;
      if (target === undefined) return [];
      if (others.length > 0) {
        throw new CliError('conflicting_options', 'A backup belongs to one instance: name only that');
      }
      const snapshot = chosen(wanted, await snapshotsOf(session, target));
      const place = placeAt(target);
      return [
        {
          targets: [target],
          run: async () => {
            try {
              const mutation = { method: 'DELETE' as const, path: entityPath(place, 'snapshots', snapshot.id) };
              const operation = await send(session, mutation, { place, target, mark: {} });
              return { ...operation, result: { backup: snapshot.id, name: snapshot.name } };
            } catch (thrown) {
              throw asMissing(toCliError(thrown), 'delete snapshots', { title, portal });
            }
          },
        },
      ];
    },
  };
}

function chosen(wanted: string, snapshots: readonly Snapshot[]): Snapshot {
  return choose(wanted, snapshots, ({ id, name }) => ({ id, names: [name] }), {
    what: 'backup',
    within: 'of this instance',
    hint: snapshots.length > 0 ? `It has ${snapshots.map(({ name }) => name).join(', ')}.` : 'It has none.',
  });
}
