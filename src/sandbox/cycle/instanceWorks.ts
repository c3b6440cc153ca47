import type { World } from '../emulator';
import type { CycleData, CycleInstance, CycleWork } from './data';
import { addInstance, moveInstance, moveInstanceLater, removeInstance, settleInstance, TIMES } from './lifecycle';
import { notify } from './notify';
import { isLiving } from './owned';
import type { Work } from './work';

interface Migration {
  server_id: string;
  copy_volumes: boolean;
  key: string;
}

/** What is done to instances one by one. One that has gone meanwhile is passed over. */
export const instanceWorks: Readonly<Record<string, Work>> = {
  create: {
    begin(world, { container_id: id, detail }) {
      const { data } = world;
      const container = data.containers[id];
      if (!container) return;
      for (const { server_id: serverId, new_instances: count } of detail as Placement[]) {
        const server = data.servers[serverId];
        for (let made = 0; server && made < count; made += 1) {
          const instance = addInstance(world, container, server, { id: data.api_key.id, type: 'api-key' });
          settleInstance(world, container, instance);
          container.config.deploy.instances += 1;
        }
      }
      notify(world, 'container.instances.reconfigured', { id }, container);
    },
  },
  remove: {
    begin(world, work) {
      const container = world.data.containers[work.container_id];
      for (const instance of instancesOf(world, work)) {
        const counted = isLiving(instance);
        removeInstance(world, instance);
        if (container && counted)
          container.config.deploy.instances = Math.max(0, container.config.deploy.instances - 1);
      }
      notify(world, 'container.instances.reconfigured', { id: work.container_id }, container);
    },
  },
  migrate: { begin: beginMigration, end: endMigration },
  revert: { begin: beginRevert, end: endRevert },
  'volume.extend': {
    end(world, work) {
      const { volume_id: id, megabytes } = work.detail as { volume_id: string; megabytes: number };
      for (const instance of instancesOf(world, work)) {
        const volume = instance.volumes[id];
        if (volume) volume.extended_mb += megabytes;
        instance.updated = world.now();
      }
    },
  },
  drain: {
    end(world, work) {
      for (const instance of instancesOf(world, work)) {
        instance.traffic_drain = work.detail ? instance.traffic_drain || world.now() : 0;
        instance.updated = world.now();
      }
    },
  },
  'backup.delete': {
    end(world, { detail }) {
      delete world.data.backups[detail as string];
    },
  },
  'backup.restore': {},
};

/** Where new instances go, as the request says it. */
export interface Placement {
  server_id: string;
  new_instances: number;
}

function instancesOf(world: World<CycleData>, { instance_ids: ids = [] }: CycleWork): CycleInstance[] {
  return ids.flatMap((id) => {
    const instance = world.data.instances[id];
    return instance && !['deleting', 'deleted'].includes(instance.state) ? [instance] : [];
  });
}

/** A new instance with a new id is made on the target, while the old one stays as it is. */
function beginMigration(world: World<CycleData>, work: CycleWork): void {
  const { server_id: serverId, copy_volumes: copy, key } = work.detail as Migration;
  const { data } = world;
  const [old] = instancesOf(world, work);
  const container = data.containers[work.container_id];
  const server = data.servers[serverId];
  if (!old || !container || !server) return;
  const copied = addInstance(world, container, server, old.creator);
  const common = { key, copy_volumes: copy, started: world.now(), completed: 0 };
  copied.migration = { ...common, to: null, from: { instance_id: old.id, server_id: old.server_id } };
  old.migration = { ...common, to: { instance_id: copied.id, server_id: serverId }, from: null };
  if (container.stateful) copied.stateful_id = old.stateful_id;
  if (copy) {
    for (const [id, volume] of Object.entries(old.volumes)) {
      const target = copied.volumes[id];
      if (target) Object.assign(target, { extended_mb: volume.extended_mb, used_mb: volume.used_mb });
    }
    if (data.disks[old.id]) data.disks[copied.id] = structuredClone(data.disks[old.id] ?? {});
  }
  world.cancel(old.id, 'instance');
  if (old.state === 'running') moveInstance(world, old, 'migrating');
  notify(world, 'container.instance.migration.update', { id: old.id, state: 'started' }, container);
}

function endMigration(world: World<CycleData>, work: CycleWork): void {
  const [old] = instancesOf(world, work);
  const copied = old && world.data.instances[old.migration?.to?.instance_id ?? ''];
  const container = world.data.containers[work.container_id];
  if (!old?.migration || !copied?.migration || !container) return;
  const ran = old.state === 'migrating';
  old.migration.completed = world.now();
  copied.migration.completed = world.now();
  old.ready_state = 'purge';
  old.purge_time = world.after(TIMES.purge);
  world.schedule(TIMES.purge, 'instance.purge', old.id);
  if (ran) {
    moveInstance(world, old, 'stopping');
    moveInstanceLater(world, 500, old, 'stopped');
    moveInstance(world, copied, 'starting');
    moveInstanceLater(world, 800, copied, 'running');
  } else {
    moveInstanceLater(world, 500, copied, 'stopped');
  }
  notify(world, 'container.instance.migration.update', { id: old.id, state: 'completed' }, container);
}

/** The two ends of a migration; `ids` are those of the old and the new instance. */
function beginRevert(world: World<CycleData>, { container_id: id, instance_ids: ids = [] }: CycleWork): void {
  const [old, copied] = ids.map((each) => world.data.instances[each]);
  if (!old || !copied) return;
  world.cancel(old.id);
  world.cancel(copied.id, 'instance');
  old.ready_state = 'active';
  old.purge_time = 0;
  if (copied.state === 'running' || copied.state === 'starting') moveInstance(world, old, 'starting');
  moveInstance(world, copied, 'stopping');
  notify(world, 'container.instance.migration.update', { id: old.id, state: 'reverting' }, world.data.containers[id]);
}

function endRevert(world: World<CycleData>, { container_id: id, instance_ids: ids = [] }: CycleWork): void {
  const [old, copied] = ids.map((each) => world.data.instances[each]);
  if (!old || !copied) return;
  old.migration = null;
  if (old.state === 'starting') moveInstanceLater(world, 500, old, 'running');
  removeInstance(world, copied);
  notify(world, 'container.instance.migration.update', { id: old.id, state: 'reverted' }, world.data.containers[id]);
}
