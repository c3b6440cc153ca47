import { createId } from './createId';
import type { Call } from './cycleRoute';
import type { CycleContainer, CycleVirtualMachine } from './data';
import { failure } from './failure';
import { addInstance, moveContainerLater, moveInstanceLater, placesFor } from './lifecycle';
import { notify } from './notify';
import type { MachinePlan } from './requireMachine';

/** Makes a virtual machine, and the container with the one instance that carries it. It isn't started by that. */
export function createMachine({ data, world }: Call, plan: MachinePlan): CycleVirtualMachine {
  const now = world.now();
  const creator = { id: data.api_key.id, type: 'api-key' } as const;
  const life = { changed: now, created: now, updated: now, deleted: 0, started: 0 };
  const { volumes, ...rest } = plan;
  const machine: CycleVirtualMachine = {
    ...rest,
    ...life,
    id: createId(data, now),
    creator,
    container_id: createId(data, now),
    volumes: volumes.map((config) => newMachineVolume(createId(data, now), world.random.hex(16), config)),
    root_password: world.random.word(20),
    root_password_changed: now,
    state: 'new',
    deprecate: false,
  };
  const container: CycleContainer = {
    ...life,
    id: machine.container_id,
    name: plan.name,
    identifier: plan.identifier,
    creator,
    environment_id: plan.environment_id,
    image_id: '',
    virtual_machine_id: machine.id,
    service: '',
    config: {
      network: { public: plan.config.network.public, hostname: plan.config.network.hostname },
      deploy: { instances: 1, strategy: 'first-available' },
    },
    volumes: [],
    annotations: null,
    stateful: true,
    deprecate: false,
    lock: plan.lock,
    state: 'new',
    desired: 'stopped',
    last_number: 0,
  };
  const server = placesFor(world, container)[0];
  if (!server) throw failure('403.not-ready', { detail: 'There is no server for it' });
  data.virtual_machines[machine.id] = machine;
  data.containers[container.id] = container;
  notify(world, 'virtual-machine.state.changed', { id: machine.id, state: 'new' }, container);
  const instance = addInstance(world, container, server, creator);
  moveInstanceLater(world, 1000, instance, 'stopped');
  moveContainerLater(world, 1000, container, 'stopped');
  return machine;
}

/** A volume as a virtual machine has it. */
export function newMachineVolume(id: string, hash: string, config: Record<string, unknown>) {
  return { id, hash, config, removed: 0 };
}
