import type { Route } from '../emulator';
import { json } from '../reply';
import type { MorpheusBackup, MorpheusBackupResult, MorpheusData, MorpheusInstance } from './data';
import { failure } from './failure';
import { type Call, morpheusRoute } from './morpheusRoute';
import { beginProcess, isFailing, nextId, STEP_TIME } from './operation';
import { instanceOf, ownedBy } from './owned';
import { page } from './page';
import { answerFor, done, type Result, refused } from './results';
import { timestamp } from './timestamp';
import type { BackupEnd } from './transitions';

/** How long a result waits before it is in progress, in the provider's milliseconds. */
const REQUEST_TIME = 500;

/** Backups: an instance that has a job can be backed up, and keeps the results. */
export const backups: readonly Route<MorpheusData>[] = [
  morpheusRoute('PUT', '/api/instances/:id/backup', (call) => answerFor(call, (instance) => backUp(call, instance))),
  morpheusRoute('GET', '/api/instances/:id/backups', (call) => {
    const { id } = instanceOf(call);
    const found = backupsOf(call, id).map((backup) => backupView(call, backup));
    return json(200, { instance: { id }, backups: found });
  }),
  morpheusRoute('GET', '/api/backups', (call) =>
    page(call, 'backups', Object.values(call.data.backups), (backup) => backupView(call, backup)),
  ),
  morpheusRoute('GET', '/api/backups/:backup', (call) => {
    const backup = ownedBy(call.data.backups, call.param('backup'));
    if (!backup) throw failure(404, 'Backup not found');
    return json(200, { backup: backupView(call, backup) });
  }),
];

function backUp(call: Call, instance: MorpheusInstance): Result {
  const { data, world } = call;
  const jobs = backupsOf(call, instance.id);
  if (jobs.length === 0) return refused('No backups are configured for this instance');
  if (!instance.provisioned || instance.status === 'removing') return refused(`Instance is ${instance.status}`);
  const fails = isFailing(world);
  const vanishes = !fails && world.fault('task-vanished');
  for (const backup of jobs) {
    const process = beginProcess(world, instance, 'backup', backup.nodeId);
    const result: MorpheusBackupResult = {
      id: nextId(data),
      status: 'START_REQUESTED',
      startDate: world.now(),
      endDate: null,
      sizeInMb: 0,
      errorMessage: null,
    };
    backup.results.push(result);
    const ids = { resultId: result.id, processId: process.id };
    const status = fails ? 'FAILED' : vanishes ? 'CANCELLED' : 'SUCCEEDED';
    const error = `Backup of ${instance.name} failed: the storage provider did not answer`;
    const begun: BackupEnd = { ...ids, status: 'IN_PROGRESS' };
    const end: BackupEnd = { ...ids, status, ...(fails ? { error } : {}) };
    world.schedule(REQUEST_TIME, 'backup', String(backup.id), begun);
    world.schedule(STEP_TIME, 'backup', String(backup.id), end);
  }
  return done('Backup requested');
}

function backupsOf({ data }: Call, id: number): MorpheusBackup[] {
  return Object.values(data.backups).filter(({ instanceId }) => instanceId === id);
}

/** Of old it had little to say, and said that one level deeper. */
function backupView(call: Call, backup: MorpheusBackup): Record<string, unknown> {
  const { data, legacy, settings } = call;
  const dateCreated = timestamp(settings, backup.created);
  if (legacy) return { backup: { id: backup.id, name: backup.name, dateCreated } };
  const instance = ownedBy(data.instances, backup.instanceId);
  return {
    id: backup.id,
    name: backup.name,
    instance: instance ? { id: instance.id, name: instance.name } : null,
    containerId: backup.nodeId,
    backupType: { code: 'vmwareSnapshot', name: 'VMware VM Snapshot' },
    storageProvider: { id: 18, name: 'Archive' },
    backupJob: { id: 47, name: 'Nightly' },
    cronExpression: '0 2 * * *',
    cronDescription: 'At 02:00 AM',
    enabled: true,
    dateCreated,
    backupResults: [...backup.results].reverse().map((result) => ({
      id: result.id,
      status: result.status,
      durationMillis: result.endDate === null ? null : result.endDate - result.startDate,
      sizeInBytes: result.sizeInMb * 1024 ** 2,
      sizeInMb: result.sizeInMb,
      startDate: timestamp(settings, result.startDate),
      endDate: timestamp(settings, result.endDate),
      error: result.errorMessage !== null,
      errorMessage: result.errorMessage,
    })),
  };
}
