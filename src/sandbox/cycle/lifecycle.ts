import type { World } from '../emulator';
import { createId } from './createId';
import type { CycleContainer, CycleCreator, CycleData, CycleInstance, CycleServer } from './data';
import { notify } from './notify';
import { instancesOf, isLiving } from './owned';

const RUNS_KEPT = 5;

/** How long anything takes, in the provider's milliseconds. */
export const TIMES = {
  /** From a request to its job's turn. */
  turn: 300,
  job: 2000,
  /** An instance is up, or gone, a little after the job that began it has ended. */
  started: 2600,
  stopped: 2300,
  /** When a restart turns from stopping to starting, and when it is over. */
  restarting: 1200,
  restarted: 3200,
  /** How long what is deleted can still be read. */
  deletedStays: 60_000,
  /** How long a migration can be undone. */
  purge: 3_600_000,
} as const;

/** Puts an instance into a state at once. An error goes with the next state. */
export function moveInstance(world: World<CycleData>, instance: CycleInstance, state: string, error = ''): void {
  const now = world.now();
  const last = instance.runs.at(-1);
  if (last && last.to === 0 && state !== 'running' && state !== 'migrating') last.to = now;
  if (state === 'running' && last?.to !== 0) {
    instance.runs.push({ from: now, to: 0 });
    if (instance.runs.length > RUNS_KEPT) instance.runs.shift();
  }
  instance.state = state;
  instance.error = error;
  instance.changed = now;
  instance.updated = now;
  if (state === 'deleted') instance.deleted = now;
  const container = world.data.containers[instance.container_id];
  notify(world, 'container.instance.state.changed', { id: instance.id, state }, container);
  if (error !== '') notify(world, 'container.instance.error', { id: instance.id, state, error }, container);
}

/** Puts a container into a state at once, and the virtual machine in it. */
export function moveContainer(world: World<CycleData>, container: CycleContainer, state: string): void {
  const now = world.now();
  container.state = state;
  container.changed = now;
  container.updated = now;
  if (state === 'running') container.started = now;
  if (state === 'deleted') container.deleted = now;
  notify(world, 'container.state.changed', { id: container.id, state }, container);
  const machine = world.data.virtual_machines[container.virtual_machine_id];
  if (!machine) return;
  machine.state = state;
  machine.changed = now;
  machine.updated = now;
  if (state === 'running') machine.started = now;
  if (state === 'deleted') machine.deleted = now;
  notify(world, 'virtual-machine.state.changed', { id: machine.id, state }, container);
}

/** Puts an instance into a state later, unless it is deleted before. */
export function moveInstanceLater(
  world: World<CycleData>,
  after: number,
  instance: CycleInstance,
  state: string,
): void {
  world.schedule(after, 'instance', instance.id, state);
}

/** Puts a container into a state later, unless it is deleted before. */
export function moveContainerLater(
  world: World<CycleData>,
  after: number,
  container: CycleContainer,
  state: string,
): void {
  world.schedule(after, 'container', container.id, state);
}

/** Forgets what a container and its instances were about to become; what is being deleted goes on. */
export function settleContainer(world: World<CycleData>, container: CycleContainer): void {
  world.cancel(container.id, 'container');
  for (const instance of livingInstances(world, container)) world.cancel(instance.id, 'instance');
}

/** Makes an instance, in the state `new`. */
export function addInstance(
  world: World<CycleData>,
  container: CycleContainer,
  server: CycleServer,
  creator: CycleCreator,
): CycleInstance {
  const { data } = world;
  const environment = data.environments[container.environment_id];
  const now = world.now();
  container.last_number += 1;
  if (environment) environment.hosts += 1;
  const instance: CycleInstance = {
    id: createId(data, now),
    container_id: container.id,
    server_id: server.id,
    creator,
    hostname: hostnameFor(container),
    host: (environment?.hosts ?? 0) + 1,
    state: 'new',
    changed: now,
    error: '',
    ready_state: 'active',
    purge_time: 0,
    stateful_id: container.stateful ? createId(data, now) : '',
    migration: null,
    traffic_drain: 0,
    created: now,
    updated: now,
    deleted: 0,
    runs: [],
    volumes: Object.fromEntries(
      container.volumes.map((volume) => [volume.id, { id: createId(data, now), extended_mb: 0, used_mb: 12 }]),
    ),
  };
  data.instances[instance.id] = instance;
  notify(world, 'container.instance.state.changed', { id: instance.id, state: 'new' }, container);
  return instance;
}

/** A virtual machine keeps its own name, as long as there is one of it. */
function hostnameFor({ config, last_number: number, virtual_machine_id: machine }: CycleContainer): string {
  return machine !== '' && number === 1 ? config.network.hostname : `${config.network.hostname}-${number}`;
}

/** Brings a new instance to where its container is: running, or stopped. */
export function settleInstance(world: World<CycleData>, container: CycleContainer, instance: CycleInstance): void {
  if (container.desired !== 'running') {
    moveInstanceLater(world, 800, instance, 'stopped');
    return;
  }
  moveInstanceLater(world, 800, instance, 'starting');
  moveInstanceLater(world, TIMES.started, instance, 'running');
}

/** Begins to delete an instance, which can be read for a while afterwards. */
export function removeInstance(world: World<CycleData>, instance: CycleInstance): void {
  world.cancel(instance.id);
  moveInstance(world, instance, 'deleting');
  world.schedule(TIMES.stopped, 'instance', instance.id, 'deleted');
}

/** The instances of a container that its tasks are about. */
export function livingInstances(world: World<CycleData>, container: CycleContainer): CycleInstance[] {
  return instancesOf(world, container.id).filter(isLiving);
}

/** The servers on which a container can have new instances, the emptiest first. */
export function placesFor(world: World<CycleData>, container: CycleContainer): CycleServer[] {
  const { data } = world;
  const count = new Map<string, number>();
  for (const { server_id: id } of Object.values(data.instances)) count.set(id, (count.get(id) ?? 0) + 1);
  return compatibleServers(data, container)
    .filter((server) => server.state === 'live' && server.online && server.evacuate === 0)
    .sort((one, other) => (count.get(one.id) ?? 0) - (count.get(other.id) ?? 0));
}

/** The servers that fit a container by cluster and tags, whatever state they are in. */
export function compatibleServers(data: CycleData, container: CycleContainer): CycleServer[] {
  const environment = data.environments[container.environment_id];
  const { constraints } = container.config.deploy as {
    constraints?: { node?: { tags?: { any?: string[] | null; all?: string[] | null } } | null } | null;
  };
  const any = constraints?.node?.tags?.any ?? [];
  const all = constraints?.node?.tags?.all ?? [];
  return Object.values(data.servers).filter(
    ({ cluster, tags }) =>
      cluster === environment?.cluster &&
      (any.length === 0 || any.some((tag) => tags.includes(tag))) &&
      all.every((tag) => tags.includes(tag)),
  );
}
