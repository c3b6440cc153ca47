import type { World } from '../emulator';
import type { CycleData, CycleServer } from './data';
import { countStates, instancesOn } from './owned';
import { eventsView, stateView } from './stateView';
import { timestamp } from './timestamp';

/** A server as get and list answer it, with the `meta` that was asked for. */
export function serverView(
  world: World<CycleData>,
  server: CycleServer,
  meta: ReadonlySet<string> = new Set(),
): Record<string, unknown> {
  const { data } = world;
  const location = data.locations[server.location_id];
  const integration = data.integrations[server.integration_id];
  const instances = instancesOn(world, server.id);
  return {
    id: server.id,
    hub_id: data.hub.id,
    location_id: server.location_id,
    model_id: server.id.slice(0, 18) + server.id.slice(0, 6),
    node_id: server.id.slice(0, 18) + server.id.slice(2, 8),
    shared_file_systems: { mounts: null, directories: null },
    hostname: server.hostname,
    nickname: server.nickname === '' ? null : server.nickname,
    creator: { id: data.account.id, type: 'account' },
    provider: {
      vendor: integration?.vendor ?? '',
      integration_id: server.integration_id,
      model: server.model,
      zone: null,
      location: location?.code ?? '',
      server: server.hostname,
      init_ips: [],
    },
    cluster: server.cluster,
    features: { sftp: true, base_volume_gb: 40, gateway: null },
    constraints: {
      tags: server.tags,
      allow: { pool: true, services: true, overcommit: true, overcommit_multiple: null },
    },
    autoscale: null,
    ephemeral: false,
    evacuate: server.evacuate === 0 ? null : { started: timestamp(server.evacuate) },
    state: stateView(server.id, server.state, server.created),
    events: {
      ...eventsView(server),
      latest_instance: timestamp(instances.reduce((latest, { created }) => Math.max(latest, created), 0)),
      provisioning: {
        started: timestamp(server.created),
        failed: timestamp(0),
        completed: timestamp(server.created + 240_000),
      },
    },
    ...metaView(world, server, meta),
  };
}

function metaView(world: World<CycleData>, server: CycleServer, meta: ReadonlySet<string>): Record<string, unknown> {
  const shown: Record<string, unknown> = {};
  if (meta.has('node')) {
    shown.node = { ...nodeView(world, server), drivers: ['docker'], stats: { uptime: server.online ? 8640 : 0 } };
  }
  if (meta.has('instances_count')) shown.instances_count = countStates(instancesOn(world, server.id));
  if (meta.has('allocations')) {
    const count = instancesOn(world, server.id).length;
    const shares = { total: server.cores * 10, allocatable: server.cores * 10, allocated: count * 10 };
    const ram = { total_mb: server.ram_mb, allocatable_mb: server.ram_mb - 1024, allocated_mb: count * 512 };
    shown.allocations = { cpu_shares: shares, ram };
  }
  return Object.keys(shown).length === 0 ? {} : { meta: shown };
}

/** How a server is, as the `node` of its own or an instance's meta. */
export function nodeView(world: World<CycleData>, server: CycleServer): Record<string, unknown> {
  const online = server.online;
  const seen = online ? world.now() - (world.now() % 30_000) : server.created + 86_400_000;
  return {
    healthy: online,
    online,
    last_checkin: timestamp(seen),
    state: { ...stateView(server.id, online ? 'online' : 'offline', seen), desired: 'online' },
  };
}
