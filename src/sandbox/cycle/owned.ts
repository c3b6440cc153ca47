import type { World } from '../emulator';
import type { Call } from './cycleRoute';
import type { CycleContainer, CycleData, CycleInstance, CycleServer, CycleVirtualMachine } from './data';
import { failure } from './failure';

/** The one with this id, if there is one. */
export function ownedBy<Item>(items: Record<string, Item>, id: string): Item | undefined {
  return Object.hasOwn(items, id) ? items[id] : undefined;
}

/** The container that the path names; throws when there is none. */
export function containerOf({ data, param }: Call): CycleContainer {
  const container = ownedBy(data.containers, param('containerId'));
  if (!container) throw failure('404.container');
  return container;
}

/** The instance that the path names; throws when its container doesn't have it. */
export function instanceOf(call: Call): CycleInstance {
  const container = containerOf(call);
  const instance = ownedBy(call.data.instances, call.param('instanceId'));
  if (instance?.container_id !== container.id) throw failure('404.instance');
  return instance;
}

/** The virtual machine that the path names; throws when there is none. */
export function virtualMachineOf({ data, param }: Call): CycleVirtualMachine {
  const machine = ownedBy(data.virtual_machines, param('virtualMachineId'));
  if (!machine) throw failure('404.virtual-machine');
  return machine;
}

/** The container, if it isn't going or gone. */
export function usableContainerOf(call: Call): CycleContainer {
  const container = containerOf(call);
  if (container.state === 'deleting' || container.state === 'deleted') throw failure('403.invalid-state');
  return container;
}

/** The virtual machine, if it isn't going or gone. */
export function usableMachineOf(call: Call): CycleVirtualMachine {
  const machine = virtualMachineOf(call);
  if (machine.state === 'deleting' || machine.state === 'deleted') throw failure('403.invalid-state');
  return machine;
}

/** The server that the path names; throws when there is none. */
export function serverOf({ data, param }: Call): CycleServer {
  const server = ownedBy(data.servers, param('serverId'));
  if (!server) throw failure('404.infrastructure.server');
  return server;
}

/** All instances of a container, oldest first, also those that are gone but can still be read. */
export function instancesOf(world: World<CycleData>, containerId: string): readonly CycleInstance[] {
  return grouped(world, 'container_id').get(containerId) ?? [];
}

/** All instances on a server. */
export function instancesOn(world: World<CycleData>, serverId: string): readonly CycleInstance[] {
  return grouped(world, 'server_id').get(serverId) ?? [];
}

function grouped(world: World<CycleData>, key: 'container_id' | 'server_id'): Map<string, CycleInstance[]> {
  return world.memo(`instances by ${key}`, () => {
    const groups = new Map<string, CycleInstance[]>();
    for (const instance of Object.values(world.data.instances)) {
      const group = groups.get(instance[key]);
      if (group) group.push(instance);
      else groups.set(instance[key], [instance]);
    }
    return groups;
  });
}

/** Whether an instance is still one of its container's: not gone, going, or left behind by a migration. */
export function isLiving(instance: CycleInstance): boolean {
  return !['deleting', 'deleted'].includes(instance.state) && instance.ready_state !== 'purge';
}

/** How many there are in each state; the available ones are those that run. */
export function countStates(items: readonly { state: string }[]): Record<string, unknown> {
  const state: Record<string, number> = {};
  for (const item of items) state[item.state] = (state[item.state] ?? 0) + 1;
  return { state, total: items.length, available: state.running ?? 0 };
}
