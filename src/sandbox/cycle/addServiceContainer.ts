import type { World } from '../emulator';
import { createId } from './createId';
import type { CycleContainer, CycleData } from './data';
import { addInstance, moveInstance, placesFor } from './lifecycle';

const SERVICE = 'discovery';

/** Gives the first environment the container that resolves its names, with a running instance, if it has none yet. */
export function addServiceContainer(world: World<CycleData>): void {
  const { data } = world;
  const environment = Object.values(data.environments)[0];
  if (!environment || Object.values(data.containers).some(({ service }) => service === SERVICE)) return;
  const now = world.now();
  const container: CycleContainer = {
    id: createId(data, now),
    name: 'Discovery Service',
    identifier: SERVICE,
    creator: { id: data.account.id, type: 'account' },
    environment_id: environment.id,
    image_id: Object.keys(data.images)[0] ?? '',
    virtual_machine_id: '',
    service: SERVICE,
    config: {
      network: { public: 'disable', hostname: SERVICE },
      deploy: { instances: 1, strategy: 'high-availability' },
    },
    volumes: [],
    annotations: null,
    stateful: false,
    deprecate: false,
    lock: false,
    state: 'running',
    desired: 'running',
    changed: now,
    created: now,
    updated: now,
    deleted: 0,
    started: now,
    last_number: 0,
  };
  const server = placesFor(world, container)[0];
  if (!server) return;
  data.containers[container.id] = container;
  moveInstance(world, addInstance(world, container, server, container.creator), 'running');
}
