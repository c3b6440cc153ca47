import type { World } from '../emulator';
import type { CycleContainer, CycleData, CycleEnvironment, CycleInstance } from './data';
import { instanceNetworkView, ipView } from './network';
import { nodeView } from './serverView';
import { eventsView, stateView } from './stateView';
import { timestamp } from './timestamp';

/** An instance as get and list answer it, with the `meta` that was asked for. */
export function instanceView(
  world: World<CycleData>,
  instance: CycleInstance,
  meta: ReadonlySet<string>,
): Record<string, unknown> {
  const { data } = world;
  const container = data.containers[instance.container_id] as CycleContainer;
  const server = data.servers[instance.server_id];
  const location = server && data.locations[server.location_id];
  const integration = server && data.integrations[server.integration_id];
  const environment = data.environments[container.environment_id] as CycleEnvironment;
  return {
    id: instance.id,
    creator: instance.creator,
    hub_id: data.hub.id,
    container_id: instance.container_id,
    location_id: server?.location_id ?? '',
    server_id: instance.server_id,
    environment: instanceNetworkView(environment, instance),
    stateful: container.stateful
      ? { id: instance.stateful_id, base_hostname: container.config.network.hostname }
      : null,
    provider: {
      vendor: integration?.vendor ?? '',
      integration_id: server?.integration_id ?? '',
      location: location?.code ?? '',
    },
    ready_state: instance.ready_state,
    purge_time: instance.purge_time === 0 ? null : timestamp(instance.purge_time),
    hostname: instance.hostname,
    ...(container.service === '' ? {} : { service: container.service }),
    extension:
      container.virtual_machine_id === ''
        ? null
        : { identifier: 'virtual-machine-v1', id: container.virtual_machine_id },
    state: {
      ...stateView(instance.id, instance.state, instance.changed, instance.error),
      health: healthView(instance, container),
      readiness: null,
    },
    autoscale: null,
    traffic_drain: instance.traffic_drain === 0 ? null : { started: timestamp(instance.traffic_drain) },
    migration: migrationView(instance),
    deployment: null,
    events: eventsView(instance),
    ...metaView(world, instance, container, meta),
  };
}

/** Nothing was measured where nothing is checked, and nothing yet before it runs. */
function healthView(instance: CycleInstance, container: CycleContainer): unknown {
  const { health_check: check } = container.config.deploy as { health_check?: unknown };
  if (!check) return null;
  const running = instance.state === 'running';
  return { healthy: running ? true : null, updated: timestamp(running ? instance.changed : 0) };
}

function migrationView({ migration }: CycleInstance): unknown {
  if (!migration) return null;
  return {
    to: migration.to,
    from: migration.from,
    started: timestamp(migration.started),
    completed: timestamp(migration.completed),
    key: migration.key,
    copy_volumes: migration.copy_volumes,
  };
}

function metaView(
  world: World<CycleData>,
  instance: CycleInstance,
  container: CycleContainer,
  meta: ReadonlySet<string>,
): Record<string, unknown> {
  const { data } = world;
  const server = data.servers[instance.server_id];
  const shown: Record<string, unknown> = {};
  if (meta.has('node') && server) shown.node = nodeView(world, server);
  if (meta.has('sdn_pool_ips')) {
    const ips = Object.values(data.ips).filter((ip) => ip.instance_id === instance.id);
    shown.sdn_pool_ips = ips.map((ip) => ipView(data.hub.id, ip, container.environment_id));
  }
  return Object.keys(shown).length === 0 ? {} : { meta: shown };
}
