import { choose } from '../../core/choose';
import {
  type BackupInput,
  type BackupRow,
  type Changing,
  type DeleteBackupInput,
  each,
  type RestoreInput,
  type Session,
  type VerbTable,
} from '../../core/driver';
import { CliError, summarise, toCliError } from '../../core/errors';
import { type Fields, isFields, text } from '../../core/fields';
import { path } from '../../core/http';
import { ended } from '../../core/operation';
import { sendOnce } from '../../core/sendOnce';
import { adopt } from './create';
import { idOf, readArray, readObject, reference } from './fields';
import { freeName } from './freeName';
import { regionOf, regionsToAsk } from './regions';
import { asUnsupported, onlyPrivate, readSnapshots, type Snapshot, toSnapshot } from './snapshots';
import { sentTo, untilBack, untilNamed, untilNamedSnapshot, untilSnapshot } from './waiting';

/** How long after a restore in place the state may still be the one before it. */
const restoreBeginsWithinMs = 10_000;

export const backup: Changing<BackupInput> = {
  limit: onlyPrivate,
  options: ['name'],
  from: ['running', 'stopped'],
  plan: each(async (session, target, input) => {
    const region = regionOf(target);
    const { id } = target.instance;
    const name = input.name ?? defaultName(target.instance.name, session.now());
    if (name.length > 63 || !/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/.test(name)) {
      throw new CliError('invalid_value', `${JSON.stringify(name)} cannot be the name of a backup at Civo`, {
        hint: 'It takes up to 63 lower-case letters, digits, "-" and ".", with a letter or digit at both ends.',
      });
    }
    const there = await readSnapshots(session, region, id);
    if (there.some((snapshot) => snapshot.name === name)) {
      throw new CliError('provider_conflict', `${target.instance.name} has a backup called ${name} already`, {
        hint: 'Choose another --name.',
      });
    }
    return {
      targets: [target],
      run: () =>
        sendOnce(
          session,
          { method: 'POST', path: path`/v2/instances/${id}/snapshots`, query: { region }, body: { name } },
          (answer) => {
            const request = 'POST /v2/instances/ID/snapshots';
            return untilSnapshot({ id, region }, idOf(readObject(answer, request), request), name);
          },
          () => {
            const named = (appear: boolean) =>
              untilNamedSnapshot({ id, region }, name, session.now().getTime(), appear);
            return { look: named(true), next: named(false) };
          },
        ),
    };
  }),
};

export const deleteBackup: Changing<DeleteBackupInput> = {
  options: ['delete'],
  plan: each(async (session, target, input) => {
    const region = regionOf(target);
    const { id } = target.instance;
    const snapshot = chooseBackup(input.delete, await readSnapshots(session, region, id));
    return {
      targets: [target],
      run: () =>
        session.http.send(
          { method: 'DELETE', path: path`/v2/instances/${id}/snapshots/${snapshot.id}`, query: { region } },
          () => ended({ backup: snapshot.id, name: snapshot.name }),
          () => ended(),
        ),
    };
  }),
};

export const backups: VerbTable['backups'] = {
  limit: onlyPrivate,
  options: [],
  async read(session, target) {
    const { id } = target.instance;
    return (await readSnapshots(session, regionOf(target), id)).map((snapshot) => toRow(snapshot, id));
  },
  ofId,
};

export const restore: Changing<RestoreInput> = {
  limit: onlyPrivate,
  options: ['backup', 'as'],
  from: ['running', 'stopped'],
  plan: each(async (session, target, input) => {
    const region = regionOf(target);
    const { id } = target.instance;
    const { as: other } = input;
    const snapshot = chooseBackup(input.backup, await readSnapshots(session, region, id));
    const makes =
      other === undefined ? {} : { makes: { name: other, before: await freeName(session, region, other), adopt } };
    const subject = { id, region };
    return {
      targets: [target],
      ...makes,
      run: () =>
        session.http.send(
          {
            method: 'POST',
            path: path`/v2/instances/${id}/snapshots/${snapshot.id}/restore`,
            query: { region },
            body: other === undefined ? { overwrite_existing: true } : { hostname: other, overwrite_existing: false },
          },
          (answer) => ({
            ...(other === undefined
              ? untilBack(subject, ['ACTIVE', 'SHUTOFF'], sentTo(session, target), restoreBeginsWithinMs)
              : untilNamed(subject, other)),
            id: isFields(answer.body) ? reference(answer.body.id) : null,
          }),
          () => ended(),
        ),
    };
  }),
};

/**
 * The snapshots of an instance that is gone, from the account's list of all in each region. Regions without snapshots
 * have none; one that does not answer is named, and all of those failing is thrown.
 */
async function ofId(session: Session, id: string): Promise<readonly BackupRow[]> {
  const regions = await regionsToAsk(session);
  const answers = await Promise.allSettled(regions.map((region) => allOf(session, region, id)));
  const errors = answers.flatMap((answer) => (answer.status === 'rejected' ? toCliError(answer.reason) : []));
  const failures = errors.filter(({ code }) => code !== 'not_supported');
  if (failures.length > 0 && errors.length === regions.length) throw summarise(failures, failures.length, 'regions');
  for (const failure of failures) session.warn('region_failed', failure.message);
  return answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
}

async function allOf(session: Session, region: string, instance: string): Promise<readonly BackupRow[]> {
  try {
    const rows = readArray(await session.http.get('/v2/resourcesnapshots', { region }), 'GET /v2/resourcesnapshots');
    return rows.filter((row) => isOf(row, instance)).map((row) => toRow(toSnapshot(merge(row)), instance));
  } catch (error) {
    throw asUnsupported(error, region);
  }
}

function isOf({ resource_type: kind, instance }: Fields, id: string): boolean {
  return (text(kind) ?? 'instance') === 'instance' && isFields(instance) && reference(instance.id) === id;
}

/** The entry's own id and name, with the state that only its instance part has. */
function merge(row: Fields): Fields {
  return isFields(row.instance) ? { status: row.instance.status, ...row } : row;
}

function toRow({ id, name, state, createdAt }: Snapshot, instanceId: string): BackupRow {
  return { instanceId, id, name, kind: 'snapshot', state, sizeGiB: null, createdAt };
}

function chooseBackup(wanted: string | undefined, snapshots: readonly Snapshot[]): Snapshot {
  if (wanted === undefined) throw new CliError('missing_argument', 'Which backup?', { hint: 'nube backups REF' });
  return choose(wanted, snapshots, ({ id, name }) => ({ id, names: [name] }), {
    what: 'backup',
    within: 'of this instance',
    hint: snapshots.length > 0 ? `It has ${snapshots.map(({ name }) => name).join(', ')}.` : 'It has none.',
  });
}

function defaultName(instance: string, now: Date): string {
  const stamp = now.toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-');
  const name = instance
    .toLowerCase()
    .replaceAll(/[^a-z0-9-]/g, '-')
    .slice(0, 47);
  return `${name}-${stamp}`;
}
