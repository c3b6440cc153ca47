import type { Route } from '../emulator';
import { json, type Reply } from '../reply';
import { beginJob } from './beginJob';
import { type Call, cycleRoute } from './cycleRoute';
import type { CycleContainer, CycleData } from './data';
import { failure } from './failure';
import { createFields, isRecord } from './fields';
import { includesOf } from './includes';
import { INSTANCE_INCLUDES, instanceReferences } from './instanceReferences';
import { instanceView } from './instanceView';
import type { Placement } from './instanceWorks';
import { isFound, isInRange, listReply, passes } from './listReply';
import { containerOf, instanceOf, instancesOf, ownedBy, usableContainerOf } from './owned';
import { requirePlace, requireStartable, requireUnlocked } from './requirements';

const PATH = '/v1/containers/:containerId/instances';
const MOST_AT_ONCE = 100;

/** The instances of a container: what is listed, looked at, made and removed; their tasks are elsewhere. */
export const instances: readonly Route<CycleData>[] = [
  cycleRoute('GET', PATH, 'containers-view', (call) => {
    const { query, world } = call;
    const found = instancesOf(world, containerOf(call).id).filter(
      (instance) =>
        passes(call, 'state', instance.state) &&
        passes(call, 'server', instance.server_id) &&
        isFound(call, instance.id, instance.hostname) &&
        isInRange(call, instance.created),
    );
    return listReply(
      call,
      found,
      (instance) => instanceView(world, instance, query.meta),
      (page) => includesOf(world, query.include, instanceReferences(world.data, page), INSTANCE_INCLUDES),
    );
  }),
  cycleRoute('POST', PATH, 'containers-manage', create),
  cycleRoute('DELETE', PATH, 'containers-manage', removeSeveral),
  cycleRoute('GET', `${PATH}/:instanceId`, 'containers-view', (call) => {
    const { query, world } = call;
    const instance = instanceOf(call);
    const includes = includesOf(world, query.include, instanceReferences(world.data, [instance]), INSTANCE_INCLUDES);
    const data = instanceView(world, instance, query.meta);
    return json(200, includes ? { data, includes } : { data });
  }),
  cycleRoute('DELETE', `${PATH}/:instanceId`, 'containers-manage', (call) =>
    remove(call, requireManual(call), [instanceOf(call).id], 'container.instance.delete'),
  ),
];

/** The container, if its instances are placed by hand. */
function requireManual(call: Call): CycleContainer {
  const container = usableContainerOf(call);
  if (container.config.deploy.strategy !== 'manual') {
    throw failure('422.not-compatible', { detail: 'The deployment strategy of the container is not manual' });
  }
  return container;
}

function create(call: Call): Reply {
  const container = requireManual(call);
  requireStartable(container);
  const { body } = call.request;
  if (!Array.isArray(body)) throw failure('422.invalid-input', { detail: 'A list of placements is needed' });
  if (body.length === 0) throw failure('422.missing-argument', { detail: 'The list of placements is empty' });
  const detail = body.map((item, index) => requirePlacement(call, container, item, `/${index}`));
  const count = detail.reduce((sum, placement) => sum + placement.new_instances, 0);
  if (count > MOST_AT_ONCE) throw failure('422.max-exceeded', { detail: `At most ${MOST_AT_ONCE} instances at once` });
  return beginJob(call.world, {
    action: 'container.instances.create',
    caption: `Create ${count} instance${count === 1 ? '' : 's'}`,
    queue: container.id,
    steps: ['Reserve addresses', 'Place instances', 'Start instances'],
    input: { container_id: container.id },
    work: { kind: 'create', container_id: container.id, detail },
  });
}

function requirePlacement(call: Call, container: CycleContainer, item: unknown, source: string): Placement {
  if (!isRecord(item)) throw failure('422.invalid-input', { source });
  const fields = createFields(item, source);
  const id = fields.text('server_id');
  const count = fields.whole('new_instances');
  if (count < 1) throw failure('422.invalid-argument', { source: `${source}/new_instances` });
  requirePlace(call.data, container, id, `${source}/server_id`);
  return { server_id: id, new_instances: count };
}

function removeSeveral(call: Call): Reply {
  const container = requireManual(call);
  const ids = call.fields.raw('instances_ids');
  if (!Array.isArray(ids) || ids.length === 0) {
    throw failure('422.missing-argument', { detail: 'instances_ids is required', source: '/instances_ids' });
  }
  const unique = [...new Set(ids.map(String))];
  for (const [index, id] of unique.entries()) {
    if (ownedBy(call.data.instances, id)?.container_id !== container.id) {
      throw failure('404.instance', { detail: id, source: `/instances_ids/${index}` });
    }
  }
  return remove(call, container, unique, 'container.instances.delete');
}

function remove(call: Call, container: CycleContainer, ids: string[], action: string): Reply {
  requireUnlocked(container);
  for (const id of ids) {
    const state = call.data.instances[id]?.state ?? '';
    if (['deleting', 'deleted'].includes(state)) throw failure('403.invalid-state', { detail: id });
  }
  return beginJob(call.world, {
    action,
    caption: `Delete ${ids.length} instance${ids.length === 1 ? '' : 's'}`,
    queue: container.id,
    steps: ['Stop instances', 'Remove instances'],
    input: { container_id: container.id },
    work: { kind: 'remove', container_id: container.id, instance_ids: ids },
  });
}
