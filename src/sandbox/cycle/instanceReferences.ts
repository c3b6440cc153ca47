import type { CycleData, CycleInstance } from './data';
import type { IncludeForm, Referred } from './includes';

/** The form of an instance's includes. */
export const INSTANCE_INCLUDES: IncludeForm = {
  identifiers: { integrations: 'list', containers: 'list', environments: 'list' },
};

/** What instances refer to. */
export function instanceReferences(data: CycleData, items: readonly CycleInstance[]): Referred {
  const servers = items.flatMap(({ server_id: id }) => data.servers[id] ?? []);
  return {
    creators: items.map(({ creator }) => creator),
    servers: servers.map(({ id }) => id),
    locations: servers.map((server) => server.location_id),
    integrations: servers.map((server) => server.integration_id),
    containers: items.map((instance) => instance.container_id),
    environments: items.flatMap((instance) => data.containers[instance.container_id]?.environment_id ?? []),
  };
}
