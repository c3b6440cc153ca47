import type { Route } from '../emulator';
import { beginJob, type JobPlan } from './beginJob';
import { type Call, cycleRoute } from './cycleRoute';
import type { CycleContainer, CycleData, CycleInstance } from './data';
import { parseDataSize } from './dataSize';
import { failure } from './failure';
import { containerOf, instanceOf } from './owned';
import { requirePlace } from './requirements';

type Task = (call: Call, instance: CycleInstance, container: CycleContainer) => Omit<JobPlan, 'action' | 'queue'>;

const tasks: Readonly<Record<string, Task>> = {
  'migration.start'({ data, fields, world }, instance, container) {
    const contents = fields.object('contents');
    const id = contents.text('destination_server_id');
    const copy = contents.has('stateful') ? contents.object('stateful').flag('copy_volumes') : false;
    requirePlace(data, container, id, '/contents/destination_server_id');
    if (id === instance.server_id) {
      throw failure('422.invalid-argument', {
        detail: 'The instance is on this server',
        source: '/contents/destination_server_id',
      });
    }
    if (!['running', 'stopped'].includes(instance.state) || instance.ready_state === 'purge') {
      throw failure('403.invalid-state');
    }
    const detail = { server_id: id, copy_volumes: copy && container.stateful, key: world.random.hex(24) };
    return {
      caption: `Migrate instance ${instance.hostname}`,
      steps: ['Prepare destination', ...(copy ? ['Copy volumes'] : []), 'Move instance', 'Stop old instance'],
      work: { kind: 'migrate', container_id: container.id, instance_ids: [instance.id], detail },
      duration: copy ? 4000 : 3000,
    };
  },
  'migration.revert'({ data }, instance, container) {
    const key = instance.migration?.key;
    const ends = Object.values(data.instances).filter(({ migration }) => migration && migration.key === key);
    const old = ends.find(({ migration }) => migration?.to);
    const copied = ends.find(({ migration }) => migration?.from);
    const gone = (end: CycleInstance) => ['deleting', 'deleted'].includes(end.state);
    if (!old?.migration?.completed || !copied || gone(old) || gone(copied)) throw failure('403.invalid-state');
    return {
      caption: `Revert migration of instance ${old.hostname}`,
      steps: ['Stop new instance', 'Start old instance', 'Remove new instance'],
      work: { kind: 'revert', container_id: container.id, instance_ids: [old.id, copied.id] },
      duration: 2500,
    };
  },
  'volume.extend'({ fields }, instance, container) {
    const contents = fields.object('contents');
    const id = contents.text('volume_id');
    const bytes = parseDataSize(contents.text('extend_size'));
    const megabytes = bytes === undefined ? undefined : Math.floor(bytes / 1024 ** 2);
    if (!megabytes) throw failure('422.invalid-argument', { source: '/contents/extend_size' });
    const volume = container.volumes.find((known) => known.id === id || instance.volumes[known.id]?.id === id);
    if (!volume) throw failure('422.invalid-argument', { source: '/contents/volume_id' });
    if (!volume.config.local) throw failure('422.not-compatible', { detail: 'The volume is not local' });
    return {
      caption: `Extend volume of instance ${instance.hostname}`,
      steps: ['Extend volume', 'Grow file system'],
      work: {
        kind: 'volume.extend',
        container_id: container.id,
        instance_ids: [instance.id],
        detail: { volume_id: volume.id, megabytes },
      },
    };
  },
  'traffic-drain.reconfigure'({ fields }, instance, container) {
    const enable = fields.object('contents').flag('enable');
    return {
      caption: `${enable ? 'Drain' : 'Restore'} traffic of instance ${instance.hostname}`,
      steps: ['Tell load balancer'],
      work: { kind: 'drain', container_id: container.id, instance_ids: [instance.id], detail: enable },
      duration: 1000,
    };
  },
};

/** What is done to a single instance. */
export const instanceTasks: readonly Route<CycleData>[] = [
  cycleRoute('POST', '/v1/containers/:containerId/instances/:instanceId/tasks', undefined, (call) => {
    const action = call.fields.text('action');
    call.require(action.startsWith('migration.') ? 'containers-instances-migrate' : capabilityOf(action));
    const container = containerOf(call);
    const instance = instanceOf(call);
    const task = Object.hasOwn(tasks, action) ? tasks[action] : undefined;
    if (!task) throw failure('422.invalid-argument', { detail: `There is no action ${action}`, source: '/action' });
    if (['deleting', 'deleted'].includes(instance.state)) throw failure('403.invalid-state');
    const plan = task(call, instance, container);
    return beginJob(call.world, {
      action: `container.instance.${action}`,
      queue: container.id,
      input: { container_id: container.id, instance_id: instance.id },
      ...plan,
    });
  }),
];

function capabilityOf(action: string): string {
  return action === 'volume.extend' ? 'containers-volumes-manage' : 'containers-manage';
}
