import type { World } from '../emulator';
import type { CycleConfig, CycleContainer, CycleData, CycleInstance, CycleVolumeConfig, CycleWork } from './data';
import {
  addInstance,
  livingInstances,
  moveContainer,
  moveContainerLater,
  moveInstance,
  moveInstanceLater,
  placesFor,
  removeInstance,
  settleContainer,
  settleInstance,
  TIMES,
} from './lifecycle';
import { notify } from './notify';
import { instancesOf } from './owned';
import type { Work } from './work';

/** What the tasks of containers and virtual machines do. One whose container has gone does nothing. */
export const containerWorks: Readonly<Record<string, Work>> = {
  start: { begin: on(start), fail: failStart },
  stop: { begin: on(stop) },
  restart: { begin: on(restart), fail: failStart },
  reconfigure: {
    begin: on((world, container, { detail }) => {
      reconfigure(world, container, detail as CycleConfig);
      restartIfRunning(world, container);
    }),
  },
  'volumes.reconfigure': {
    begin: on((world, container, { detail }) => {
      for (const [id, config] of Object.entries(detail as Record<string, CycleVolumeConfig>)) {
        const volume = container.volumes.find((known) => known.id === id);
        if (volume) volume.config = config;
      }
      restartIfRunning(world, container);
    }),
  },
  reimage: {
    begin: on((world, container, { detail }) => {
      container.image_id = detail as string;
      restartIfRunning(world, container);
    }),
  },
  scale: { begin: on((world, container, { detail }) => scale(world, container, detail as number)) },
  delete: {
    begin: on((world, container) => {
      settleContainer(world, container);
      moveContainer(world, container, 'deleting');
      for (const instance of instancesOf(world, container.id)) {
        if (instance.state !== 'deleted') removeInstance(world, instance);
      }
      moveContainerLater(world, TIMES.stopped, container, 'deleted');
    }),
  },
  /** A virtual machine's change that shows in its own fields: they are in the detail. */
  machine: {
    begin: on((world, container, { detail }) => {
      const machine = world.data.virtual_machines[container.virtual_machine_id];
      if (!machine) return;
      const { restart: restarts, ...changes } = detail as { restart?: boolean };
      Object.assign(machine, changes, { updated: world.now() });
      if (!restarts) return;
      if (machine.state === 'running') {
        restart(world, container);
      } else {
        machine.state = 'configuring';
        moveContainerLater(world, 1000, container, container.state);
      }
    }),
  },
  address: {
    begin: on((world, container, { detail }) => {
      const { ip: id, assign } = detail as { ip: string; assign: boolean };
      const ip = world.data.ips[id];
      if (!ip) return;
      ip.container_id = assign ? container.id : '';
      ip.instance_id = assign ? (livingInstances(world, container)[0]?.id ?? '') : '';
      ip.virtual_machine_id = assign ? container.virtual_machine_id : '';
    }),
  },
};

/** Finds the container of a work, which may be gone by now. */
function on(act: (world: World<CycleData>, container: CycleContainer, work: CycleWork) => void) {
  return (world: World<CycleData>, work: CycleWork): void => {
    const container = world.data.containers[work.container_id];
    if (container && !['deleting', 'deleted'].includes(container.state)) act(world, container, work);
  };
}

function start(world: World<CycleData>, container: CycleContainer): void {
  settleContainer(world, container);
  container.desired = 'running';
  fillUp(world, container);
  if (container.state !== 'running') moveContainer(world, container, 'starting');
  for (const instance of livingInstances(world, container)) {
    if (instance.state === 'running') continue;
    moveInstance(world, instance, 'starting');
    moveInstanceLater(world, TIMES.started, instance, 'running');
  }
  moveContainerLater(world, TIMES.started, container, 'running');
}

/** Where the platform places instances by itself, it does so with the first start. */
function fillUp(world: World<CycleData>, container: CycleContainer): void {
  const { deploy } = container.config;
  if (deploy.strategy === 'manual' || livingInstances(world, container).length > 0) return;
  addInstances(world, container, deploy.instances);
}

function addInstances(world: World<CycleData>, container: CycleContainer, count: number): CycleInstance[] {
  return Array.from({ length: count }).flatMap(() => {
    const server = placesFor(world, container)[0];
    return server ? [addInstance(world, container, server, container.creator)] : [];
  });
}

function stop(world: World<CycleData>, container: CycleContainer): void {
  settleContainer(world, container);
  container.desired = 'stopped';
  for (const instance of livingInstances(world, container)) {
    if (instance.state === 'stopped') continue;
    moveInstance(world, instance, 'stopping');
    moveInstanceLater(world, TIMES.stopped, instance, 'stopped');
  }
  if (container.state === 'stopped') return;
  moveContainer(world, container, 'stopping');
  moveContainerLater(world, TIMES.stopped, container, 'stopped');
}

function restart(world: World<CycleData>, container: CycleContainer): void {
  settleContainer(world, container);
  container.desired = 'running';
  fillUp(world, container);
  moveContainer(world, container, 'stopping');
  moveContainerLater(world, TIMES.restarting, container, 'starting');
  moveContainerLater(world, TIMES.restarted, container, 'running');
  for (const instance of livingInstances(world, container)) {
    if (instance.state !== 'stopped') moveInstance(world, instance, 'stopping');
    moveInstanceLater(world, TIMES.restarting, instance, 'starting');
    moveInstanceLater(world, TIMES.restarted, instance, 'running');
  }
}

function restartIfRunning(world: World<CycleData>, container: CycleContainer): void {
  container.updated = world.now();
  if (container.state === 'running') restart(world, container);
}

function failStart(world: World<CycleData>, work: CycleWork, message: string): void {
  const container = world.data.containers[work.container_id];
  if (container?.desired !== 'running') return;
  settleContainer(world, container);
  moveContainer(world, container, 'stopped');
  for (const instance of livingInstances(world, container)) {
    if (instance.state !== 'running') moveInstance(world, instance, 'failed', message);
  }
}

/** A container that isn't placed by hand also takes its new number of instances. */
function reconfigure(world: World<CycleData>, container: CycleContainer, config: CycleConfig): void {
  const before = container.config.deploy.instances;
  container.config = config;
  const machine = world.data.virtual_machines[container.virtual_machine_id];
  if (machine) machine.updated = world.now();
  const changes = config.deploy.instances !== before && config.deploy.strategy !== 'manual';
  if (changes && livingInstances(world, container).length > 0) scale(world, container, config.deploy.instances);
}

/** New ones go where there is most room; the newest go first. */
function scale(world: World<CycleData>, container: CycleContainer, count: number): void {
  const living = livingInstances(world, container);
  const added = addInstances(world, container, Math.max(0, count - living.length));
  for (const instance of added) settleInstance(world, container, instance);
  for (const instance of living.slice(count)) removeInstance(world, instance);
  container.config.deploy.instances = count;
  container.updated = world.now();
  notify(world, 'container.instances.reconfigured', { id: container.id }, container);
}
