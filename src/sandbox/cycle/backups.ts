import type { Route } from '../emulator';
import { json } from '../reply';
import { beginJob } from './beginJob';
import { type Call, cycleRoute } from './cycleRoute';
import type { CycleBackup, CycleContainer, CycleData } from './data';
import { failure } from './failure';
import { includesOf } from './includes';
import { listReply } from './listReply';
import { containerOf, ownedBy } from './owned';
import { eventsView, stateView } from './stateView';
import { timestamp } from './timestamp';

const PATH = '/v1/containers/:containerId/backups';

interface BackupPlan {
  integration_id: string;
  restore?: { command: string } | null;
}

/** The backups of a container, which the platform makes by itself where the container's config says so. */
export const backups: readonly Route<CycleData>[] = [
  cycleRoute('GET', PATH, 'containers-backups-view', (call) => {
    const container = containerOf(call);
    const found = Object.values(call.data.backups).filter((backup) => backup.container_id === container.id);
    return listReply(
      call,
      found,
      (backup) => backupView(call.data, backup),
      () => includes(call, container),
    );
  }),
  cycleRoute('GET', `${PATH}/:backupId`, 'containers-backups-view', (call) => {
    const container = containerOf(call);
    const data = backupView(call.data, backupOf(call));
    const included = includes(call, container);
    return json(200, included ? { data, includes: included } : { data });
  }),
  cycleRoute('DELETE', `${PATH}/:backupId`, 'containers-backups-manage', (call) => {
    const backup = backupOf(call);
    return beginJob(call.world, {
      action: 'container.backup.delete',
      caption: 'Delete backup',
      queue: backup.container_id,
      steps: ['Remove backup'],
      work: { kind: 'backup.delete', container_id: backup.container_id, detail: backup.id },
    });
  }),
  cycleRoute('POST', `${PATH}/:backupId/tasks`, 'containers-backups-manage', (call) => {
    const { fields, world } = call;
    const backup = backupOf(call);
    const action = fields.text('action');
    if (action !== 'restore') throw failure('422.invalid-argument', { source: '/action' });
    const instance = ownedBy(call.data.instances, fields.object('contents').text('instance_id'));
    if (instance?.container_id !== backup.container_id)
      throw failure('404.instance', { source: '/contents/instance_id' });
    if (!planOf(containerOf(call))?.restore)
      throw failure('422.not-compatible', { detail: 'There is no restore command' });
    if (instance.state !== 'running') throw failure('403.invalid-state');
    return beginJob(world, {
      action: 'container.backup.restore',
      caption: `Restore backup to ${instance.hostname}`,
      queue: backup.container_id,
      steps: ['Fetch backup', 'Run restore command'],
      work: { kind: 'backup.restore', container_id: backup.container_id, instance_ids: [instance.id] },
      duration: 3000,
    });
  }),
];

function backupOf(call: Call): CycleBackup {
  const container = containerOf(call);
  const backup = ownedBy(call.data.backups, call.param('backupId'));
  if (backup?.container_id !== container.id) throw failure('404.container.backup');
  return backup;
}

function planOf({ config }: CycleContainer): BackupPlan | undefined {
  return (config.integrations as { backups?: BackupPlan } | undefined)?.backups;
}

function includes({ query, world }: Call, container: CycleContainer) {
  const id = planOf(container)?.integration_id;
  return includesOf(world, query.include, { integrations: id === undefined ? [] : [id] });
}

function backupView(data: CycleData, backup: CycleBackup): Record<string, unknown> {
  return {
    id: backup.id,
    hub_id: data.hub.id,
    container_id: backup.container_id,
    instance_id: backup.instance_id,
    target: {
      destination: 'backblaze-b2',
      path: `${backup.container_id}/${backup.id}.tar.gz`,
      size: backup.size,
      file_id: backup.id,
    },
    state: stateView(backup.id, backup.state, backup.changed),
    events: { ...eventsView(backup), updated: timestamp(backup.changed) },
  };
}
