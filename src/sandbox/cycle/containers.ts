import type { Route } from '../emulator';
import { json, type Reply } from '../reply';
import { beginJob } from './beginJob';
import { containerStateView, containerView } from './containerView';
import { createId } from './createId';
import { type Call, cycleRoute } from './cycleRoute';
import type { CycleContainer, CycleData } from './data';
import { failure } from './failure';
import { isRecord } from './fields';
import { identifierFrom } from './identifierFrom';
import { type IncludeForm, includesOf } from './includes';
import { compatibleServers } from './lifecycle';
import { isFound, isInRange, listReply, passes } from './listReply';
import { notify } from './notify';
import { containerOf, countStates, instancesOf, ownedBy, usableContainerOf } from './owned';
import { requireConfig, requireVolumeConfig } from './requireConfig';
import { requireUnlocked } from './requirements';
import { serverReferences } from './servers';
import { serverView } from './serverView';

const INCLUDES: IncludeForm = { identifiers: { environments: 'list' } };

/** Containers: what is listed, looked at, made, changed and removed; their tasks are elsewhere. */
export const containers: readonly Route<CycleData>[] = [
  cycleRoute('GET', '/v1/containers', 'containers-view', (call) => {
    const found = Object.values(call.data.containers).filter((container) => isAskedFor(call, container));
    return listReply(
      call,
      found,
      (container) => containerView(call.world, container, call.query.meta),
      (page) => includesOf(call.world, call.query.include, references(page), INCLUDES),
    );
  }),
  cycleRoute('POST', '/v1/containers', 'containers-deploy', create),
  cycleRoute('GET', '/v1/containers/:containerId', 'containers-view', (call) => {
    const container = containerOf(call);
    const includes = includesOf(call.world, call.query.include, references([container]), INCLUDES);
    const data = containerView(call.world, container, call.query.meta);
    return json(200, includes ? { data, includes } : { data });
  }),
  cycleRoute('PATCH', '/v1/containers/:containerId', 'containers-manage', update),
  cycleRoute('DELETE', '/v1/containers/:containerId', 'containers-manage', (call) => {
    const container = usableContainerOf(call);
    requireUnlocked(container);
    return beginJob(call.world, {
      action: 'container.delete',
      caption: `Delete container ${container.name}`,
      queue: container.id,
      steps: ['Stop instances', 'Remove instances', 'Remove container'],
      work: { kind: 'delete', container_id: container.id },
    });
  }),
  cycleRoute('GET', '/v1/containers/:containerId/summary', 'containers-view', (call) => {
    const container = containerOf(call);
    const stats = countStates(instancesOf(call.world, container.id));
    return json(200, { data: { id: container.id, state: containerStateView(container), stats } });
  }),
  cycleRoute('GET', '/v1/containers/:containerId/servers', 'containers-view', (call) => {
    const counts = new Map<string, number>();
    for (const { server_id: id } of instancesOf(call.world, containerOf(call).id)) {
      counts.set(id, (counts.get(id) ?? 0) + 1);
    }
    const summaries = [...counts].map(([id, instances]) => ({ id, instances }));
    if (call.data.settings.container_servers === 'object') {
      const first = summaries[0] ?? { id: '', instances: 0 };
      return json(200, { data: { server_id: first.id, instances: first.instances } });
    }
    return listReply(call, summaries, ({ id, instances }) => ({ server_id: id, instances }));
  }),
  cycleRoute('GET', '/v1/containers/:containerId/servers/usable', 'containers-view', (call) =>
    listReply(
      call,
      compatibleServers(call.data, containerOf(call)),
      (server) => serverView(call.world, server, call.query.meta),
      (page) =>
        includesOf(call.world, call.query.include, serverReferences(page), { names: { locations: 'location' } }),
    ),
  ),
];

function isAskedFor(call: Call, container: CycleContainer): boolean {
  const { config } = container;
  const { constraints } = config.deploy as { constraints?: { node?: { tags?: { any?: string[]; all?: string[] } } } };
  const tags = [...(constraints?.node?.tags?.any ?? []), ...(constraints?.node?.tags?.all ?? [])];
  return (
    passes(call, 'identifier', container.identifier) &&
    passes(call, 'environment', container.environment_id) &&
    passes(call, 'image', container.image_id) &&
    passes(call, 'state', container.state) &&
    passes(call, 'service', container.service) &&
    passes(call, 'stack', '') &&
    passes(call, 'deployment', '') &&
    passes(call, 'tags', ...tags) &&
    passes(call, 'deployment_strategy', config.deploy.strategy ?? '') &&
    passes(call, 'public_network', config.network.public, `${config.network.public}d`) &&
    passes(call, 'deprecated', String(container.deprecate)) &&
    passes(call, 'creator', `${container.creator.type}-${container.creator.id}`) &&
    isFound(call, container.id, container.name, container.identifier) &&
    isInRange(call, container.created)
  );
}

function references(items: readonly CycleContainer[]) {
  return {
    creators: items.map(({ creator }) => creator),
    images: items.map((container) => container.image_id),
    environments: items.map((container) => container.environment_id),
  };
}

function create(call: Call): Reply {
  const { data, fields, world } = call;
  const name = fields.text('name');
  const environment = ownedBy(data.environments, fields.text('environment_id'));
  const image = ownedBy(data.images, fields.text('image_id'));
  const stateful = fields.flag('stateful');
  const config = requireConfig(fields.raw('config'), '/config');
  const lock = fields.optionalFlag('lock') ?? false;
  const given = fields.raw('volumes') ?? [];
  if (!Array.isArray(given)) throw failure('422.invalid-argument', { source: '/volumes' });
  const volumes = given.map((volume, index) => requireVolumeConfig(volume, `/volumes/${index}`));
  if (!environment) throw failure('404.environment', { source: '/environment_id' });
  if (!image) throw failure('404.image', { source: '/image_id' });
  const now = world.now();
  const container: CycleContainer = {
    id: createId(data, now),
    name,
    identifier: fields.optionalText('identifier') ?? identifierFrom(name),
    creator: { id: data.api_key.id, type: 'api-key' },
    environment_id: environment.id,
    image_id: image.id,
    virtual_machine_id: '',
    service: '',
    config,
    volumes: volumes.map((volume) => ({
      id: createId(data, now),
      hash: world.random.hex(16),
      config: volume,
      removed: 0,
    })),
    annotations: isRecord(fields.raw('annotations')) ? (fields.raw('annotations') as Record<string, unknown>) : null,
    stateful,
    deprecate: false,
    lock,
    state: 'new',
    desired: 'new',
    changed: now,
    created: now,
    updated: now,
    deleted: 0,
    started: 0,
    last_number: 0,
  };
  data.containers[container.id] = container;
  notify(world, 'container.state.changed', { id: container.id, state: 'new' }, container);
  return json(201, { data: containerView(world, container) });
}

function update(call: Call): Reply {
  const { fields, world } = call;
  const container = usableContainerOf(call);
  const lock = fields.optionalFlag('lock');
  if (lock !== undefined) call.require('containers-lock');
  const changes = {
    name: fields.optionalText('name') ?? container.name,
    identifier: fields.optionalText('identifier') ?? container.identifier,
    deprecate: fields.optionalFlag('deprecate') ?? container.deprecate,
    lock: lock ?? container.lock,
    annotations: isRecord(fields.raw('annotation'))
      ? (fields.raw('annotation') as Record<string, unknown>)
      : container.annotations,
  };
  Object.assign(container, changes, { updated: world.now() });
  return json(200, { data: containerView(world, container) });
}
