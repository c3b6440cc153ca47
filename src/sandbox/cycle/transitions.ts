import type { Emulator } from '../emulator';
import type { CycleData } from './data';
import { moveContainer, moveInstance, removeInstance, TIMES } from './lifecycle';
import { endJob, queueJob, takeTurn } from './runJob';

/** What comes about by itself. A subject that has gone meanwhile is passed over. */
export const transitions: Emulator<CycleData>['transitions'] = {
  'job.queue'(world, subject) {
    const job = world.data.jobs[subject];
    if (job) queueJob(world, job);
  },
  'job.turn'(world, subject) {
    const job = world.data.jobs[subject];
    if (!job) return;
    if (job.state === 'scheduled') queueJob(world, job);
    takeTurn(world, job);
  },
  'job.end'(world, subject) {
    const job = world.data.jobs[subject];
    if (job) endJob(world, job);
  },
  instance(world, subject, detail) {
    const { data } = world;
    const instance = data.instances[subject];
    if (!instance || instance.state === 'deleted' || (instance.state === 'deleting' && detail !== 'deleted')) return;
    moveInstance(world, instance, detail as string);
    if (detail !== 'deleted') return;
    for (const credential of Object.values(data.credentials)) {
      if (credential.instance_id === subject) delete data.credentials[credential.id];
    }
    for (const ip of Object.values(data.ips)) {
      if (ip.instance_id === subject) Object.assign(ip, { container_id: '', instance_id: '', virtual_machine_id: '' });
    }
    world.schedule(TIMES.deletedStays, 'instance.forget', subject);
  },
  'instance.purge'(world, subject) {
    const instance = world.data.instances[subject];
    if (instance?.ready_state === 'purge') removeInstance(world, instance);
  },
  'instance.forget'(world, subject) {
    const { data } = world;
    for (const volume of Object.values(data.instances[subject]?.volumes ?? {}))
      delete data.disks[`volume-${volume.id}`];
    delete data.instances[subject];
    delete data.disks[subject];
  },
  container(world, subject, detail) {
    const container = world.data.containers[subject];
    if (!container || (container.state === 'deleting' && detail !== 'deleted')) return;
    moveContainer(world, container, detail as string);
    if (detail === 'deleted') world.schedule(TIMES.deletedStays, 'container.forget', subject);
  },
  'container.forget'(world, subject) {
    const { data } = world;
    const container = data.containers[subject];
    if (!container) return;
    for (const instance of Object.values(data.instances)) {
      if (instance.container_id === subject) delete data.instances[instance.id];
    }
    delete data.virtual_machines[container.virtual_machine_id];
    delete data.containers[subject];
  },
};
