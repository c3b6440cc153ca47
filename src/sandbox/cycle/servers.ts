import type { Route } from '../emulator';
import { json } from '../reply';
import { cycleRoute } from './cycleRoute';
import type { CycleData, CycleServer } from './data';
import { includesOf } from './includes';
import { INSTANCE_INCLUDES, instanceReferences } from './instanceReferences';
import { instanceView } from './instanceView';
import { listReply, passes } from './listReply';
import { instancesOn, serverOf } from './owned';
import { serverView } from './serverView';

const NO_META: ReadonlySet<string> = new Set();

/** Servers, and what runs on them. */
export const servers: readonly Route<CycleData>[] = [
  cycleRoute('GET', '/v1/infrastructure/servers', 'servers-view', (call) => {
    const { data, query, world } = call;
    const found = Object.values(data.servers).filter(
      (server) =>
        passes(call, 'state', server.state) &&
        passes(call, 'tags', ...server.tags) &&
        passes(call, 'cluster', server.cluster) &&
        passes(call, 'location', server.location_id) &&
        passes(call, 'providers', data.integrations[server.integration_id]?.vendor ?? ''),
    );
    return listReply(
      call,
      found,
      (server) => serverView(world, server, query.meta),
      (page) => includesOf(world, query.include, serverReferences(page)),
    );
  }),
  cycleRoute('GET', '/v1/infrastructure/servers/:serverId', 'servers-view', (call) => {
    const server = serverOf(call);
    const includes = includesOf(call.world, call.query.include, serverReferences([server]));
    const data = serverView(call.world, server, call.query.meta);
    return json(200, includes ? { data, includes } : { data });
  }),
  // No filter, sort or meta here, and its creators are asked for in the singular.
  cycleRoute('GET', '/v1/infrastructure/servers/:serverId/instances', 'containers-view', (call) => {
    const { world, query } = call;
    const unsorted = { ...call, query: { ...query, sort: [] } };
    return listReply(
      unsorted,
      instancesOn(world, serverOf(call).id),
      (instance) => instanceView(world, instance, NO_META),
      (page) =>
        includesOf(world, query.include, instanceReferences(world.data, page), {
          ...INSTANCE_INCLUDES,
          names: { creators: 'creator' },
        }),
    );
  }),
];

/** What servers refer to. */
export function serverReferences(items: readonly CycleServer[]) {
  return {
    locations: items.map((server) => server.location_id),
    integrations: items.map((server) => server.integration_id),
    clusters: items.map((server) => server.cluster),
  };
}
