import type { World } from '../emulator';
import type { CycleContainer, CycleData, CycleVolume } from './data';
import { ipView, privateNetworkView } from './network';
import { countStates, instancesOf, isLiving } from './owned';
import { eventsView, stateView } from './stateView';
import { timestamp } from './timestamp';

/** A container as get, list and includes answer it, with the `meta` that was asked for. */
export function containerView(
  world: World<CycleData>,
  container: CycleContainer,
  meta: ReadonlySet<string> = new Set(),
): Record<string, unknown> {
  const { data } = world;
  const environment = data.environments[container.environment_id];
  const network = environment ? privateNetworkView(environment) : {};
  const instances = instancesOf(world, container.id);
  const { virtual_machine_id: machine } = container;
  return {
    id: container.id,
    name: container.name,
    identifier: container.identifier,
    creator: container.creator,
    environment: {
      id: container.environment_id,
      cluster: environment?.cluster ?? '',
      container_subnet: container.identifier,
      ipv6: network.ipv6,
      legacy: network.legacy,
    },
    hub_id: data.hub.id,
    image: {
      id: container.image_id === '' ? null : container.image_id,
      extension: machine === '' ? null : { identifier: 'virtual-machine-v1', id: machine },
      service: container.service === '' ? null : container.service,
    },
    stack: null,
    config: container.config,
    deployment: null,
    instances: instances.filter(isLiving).length,
    volumes: container.volumes.map(volumeSummary),
    annotations: container.annotations,
    role: null,
    stateful: container.stateful,
    deprecate: container.deprecate,
    lock: container.lock,
    state: containerStateView(container),
    events: { ...eventsView(container), started: timestamp(container.started) },
    ...metaView(world, container, meta),
  };
}

/** The state of a container, which has a desired one beside it. */
export function containerStateView(container: CycleContainer): Record<string, unknown> {
  return { ...stateView(container.id, container.state, container.changed), desired: container.desired };
}

function volumeSummary(volume: CycleVolume): Record<string, unknown> {
  return {
    id: volume.id,
    hash: volume.hash,
    config: volume.config,
    external: null,
    removed: volume.removed === 0 ? null : timestamp(volume.removed),
  };
}

function metaView(world: World<CycleData>, container: CycleContainer, meta: ReadonlySet<string>) {
  const { data } = world;
  const shown: Record<string, unknown> = {};
  if (meta.has('instances_count')) shown.instances_count = countStates(instancesOf(world, container.id));
  if (meta.has('domains')) shown.domains = null;
  if (meta.has('ips')) {
    const ips = Object.values(data.ips).filter((ip) => ip.container_id === container.id);
    shown.ips = ips.map((ip) => ipView(data.hub.id, ip, container.environment_id));
  }
  return Object.keys(shown).length === 0 ? {} : { meta: shown };
}
