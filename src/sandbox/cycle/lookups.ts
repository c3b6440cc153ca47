import type { Route } from '../emulator';
import { json, type Reply } from '../reply';
import { clusterView } from './clusterView';
import { type Call, cycleRoute } from './cycleRoute';
import type { CycleData, CycleEnvironment } from './data';
import { environmentView } from './environmentView';
import { failure } from './failure';
import { imageView } from './imageView';
import { includesOf } from './includes';
import { isFound, listReply, passes } from './listReply';
import { countStates, ownedBy } from './owned';
import { eventsView, stateView } from './stateView';
import { issueStreamToken } from './streamToken';
import { timestamp } from './timestamp';

/** What is looked up rather than changed: the hub, clusters, environments and images. */
export const lookups: readonly Route<CycleData>[] = [
  cycleRoute('GET', '/v1/hubs', undefined, (call) => {
    const { hub } = call.data;
    const fits =
      passes(call, 'identifier', hub.identifier) &&
      passes(call, 'state', 'live') &&
      isFound(call, hub.id, hub.name, hub.identifier);
    return listReply(call, fits ? [hub] : [], () => hubView(call));
  }),
  cycleRoute('GET', '/v1/hubs/current', undefined, (call) => json(200, { data: hubView(call) })),
  cycleRoute('GET', '/v1/hubs/current/notifications', 'apionly-notifications-listen', ({ data, world }) =>
    json(200, { data: { token: issueStreamToken(world, 'notifications', data.hub.id) } }),
  ),
  cycleRoute('GET', '/v1/infrastructure/clusters', 'clusters-view', (call) => {
    const fits = passes(call, 'state', 'live') && passes(call, 'essential', 'true');
    const found = fits ? Object.values(call.data.clusters) : [];
    return listReply(call, found, (cluster) => clusterView(call.data, cluster));
  }),
  cycleRoute('GET', '/v1/environments', 'environments-view', (call) => {
    const { data, query, world } = call;
    const found = Object.values(data.environments).filter(
      ({ id, identifier, name, state }) =>
        passes(call, 'identifier', identifier) &&
        passes(call, 'state', state) &&
        passes(call, 'creator', `account-${data.account.id}`) &&
        passes(call, 'stack_build', '') &&
        isFound(call, id, identifier, name),
    );
    return listReply(
      call,
      found,
      (environment) => viewWithMeta(call, environment),
      (page) =>
        includesOf(world, query.include, { creators: page.map(() => ({ id: data.account.id, type: 'account' })) }),
    );
  }),
  cycleRoute('GET', '/v1/environments/:environmentId', 'environments-view', oneEnvironment),
  cycleRoute('GET', '/v1/images', 'images-view', (call) => {
    const { data, query, world } = call;
    const found = Object.values(data.images).filter(
      ({ id, name, source_id: source }) =>
        passes(call, 'state', 'live') &&
        passes(call, 'source_type', 'direct') &&
        passes(call, 'source_id', source) &&
        passes(call, 'identifier', name) &&
        isFound(call, id, name),
    );
    return listReply(
      call,
      found,
      (image) => imageView(data, image, query.meta),
      (page) =>
        includesOf(world, query.include, { creators: page.map(() => ({ id: data.account.id, type: 'account' })) }),
    );
  }),
];

function oneEnvironment(call: Call): Reply {
  const { data, query, world } = call;
  const environment = ownedBy(data.environments, call.param('environmentId'));
  if (!environment) throw failure('404.environment');
  const includes = includesOf(world, query.include, {
    creators: [{ id: data.account.id, type: 'account' }],
    clusters: [environment.cluster],
  });
  const view = viewWithMeta(call, environment);
  return json(200, includes ? { data: view, includes } : { data: view });
}

function hubView({ data }: Call): Record<string, unknown> {
  const { hub, account } = data;
  return {
    id: hub.id,
    identifier: hub.identifier,
    name: hub.name,
    creator: { id: account.id, type: 'account' },
    events: { ...eventsView(hub), first_container: timestamp(hub.created + 3_600_000) },
    state: stateView(hub.id, 'live', hub.created),
    security: { force_2fa: false },
    webhooks: { server_deployed: null, server_deleted: null },
    billing: null,
  };
}

function viewWithMeta({ data, query }: Call, environment: CycleEnvironment): Record<string, unknown> {
  const containers = Object.values(data.containers).filter((item) => item.environment_id === environment.id);
  const ids = new Set(containers.map(({ id }) => id));
  const meta: Record<string, unknown> = {};
  if (query.meta.has('containers')) meta.containers = [...ids];
  if (query.meta.has('containers_count')) meta.containers_count = countStates(containers);
  if (query.meta.has('instances_count')) {
    const instances = Object.values(data.instances).filter((instance) => ids.has(instance.container_id));
    meta.instances_count = countStates(instances);
  }
  return environmentView(data, environment, meta);
}
