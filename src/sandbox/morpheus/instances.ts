import type { Route } from '../emulator';
import { json, type Reply } from '../reply';
import { cloneInstance } from './cloneInstance';
import { createInstance } from './createInstance';
import type { MorpheusData, MorpheusInstance } from './data';
import { deleteInstance } from './deleteInstance';
import { failure } from './failure';
import { parseFlag } from './fields';
import { changeAnswer, instanceAnswer } from './instanceAnswer';
import { instanceFilter } from './instanceFilter';
import { instanceView } from './instanceView';
import { legacyInstanceView } from './legacyInstanceView';
import { type Call, morpheusRoute } from './morpheusRoute';
import { instanceOf, instancesIn } from './owned';
import { page } from './page';
import { removeInstance } from './removeInstance';
import { resizeInstance } from './resizeInstance';
import { updateInstance } from './updateInstance';
import { maxStorageOf, usageOf } from './usage';

/** The instances themselves: what is listed, made, looked at, changed and removed. */
export const instances: readonly Route<MorpheusData>[] = [
  morpheusRoute('GET', '/api/instances', list),
  morpheusRoute('POST', '/api/instances', createInstance, { errorsIn200: true }),
  morpheusRoute('GET', '/api/instances/stats', totals),
  ...['DELETE', 'POST'].map((method) => morpheusRoute(method, '/api/instances/remove-from-control', forget)),
  morpheusRoute('GET', '/api/instances/:id', (call) =>
    instanceAnswer(call, instanceOf(call), parseFlag(call.query.get('details')) ?? true),
  ),
  morpheusRoute('PUT', '/api/instances/:id', updateInstance, { errorsIn200: true }),
  morpheusRoute('DELETE', '/api/instances/:id', deleteInstance),
  morpheusRoute('PUT', '/api/instances/:id/resize', resizeInstance, { errorsIn200: true }),
  morpheusRoute('PUT', '/api/instances/:id/clone', cloneInstance),
  ...['lock', 'unlock'].map((verb) =>
    morpheusRoute('PUT', `/api/instances/:id/${verb}`, (call) => {
      const instance = instanceOf(call);
      instance.locked = verb === 'lock';
      instance.updated = call.world.now();
      return json(200, { success: true });
    }),
  ),
  morpheusRoute('PUT', '/api/instances/:id/cancel-removal', (call) => {
    const instance = instanceOf(call);
    if (instance.status !== 'pendingRemoval') throw failure(400, 'Instance is not pending removal');
    call.world.cancel(String(instance.id), 'operation');
    Object.assign(instance, { status: 'stopped', statusDate: call.world.now(), removalDate: null });
    return changeAnswer(call, instance);
  }),
];

function list(call: Call): Reply {
  const { legacy, query, world } = call;
  const found = instancesIn(call).filter(instanceFilter(call));
  sort(found, query);
  if (!legacy) {
    const details = parseFlag(query.get('details')) ?? false;
    return page(call, 'instances', found, (instance) => instanceView(call, instance, details));
  }
  return page(
    call,
    'instances',
    found,
    (instance) => legacyInstanceView(call, instance, false),
    (shown) => ({
      stats: Object.fromEntries(shown.map((instance) => [instance.id, usageOf(instance, world.now())])),
      loadBalancers: [],
    }),
  );
}

const SORTABLE: Readonly<Record<string, (instance: MorpheusInstance) => string | number>> = {
  id: ({ id }) => id,
  name: ({ name }) => name.toLowerCase(),
  status: ({ status }) => status,
  dateCreated: ({ created }) => created,
  lastUpdated: ({ updated }) => updated,
};

function sort(found: MorpheusInstance[], query: URLSearchParams): void {
  const wanted = query.get('sort') ?? '';
  const property = Object.hasOwn(SORTABLE, wanted) ? SORTABLE[wanted] : undefined;
  if (property) found.sort((one, other) => compare(property(one), property(other)));
  if (query.get('direction') === 'desc') found.reverse();
}

function compare(one: string | number, other: string | number): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

function totals(call: Call): Reply {
  const zoneId = call.query.get('zoneId');
  const found = instancesIn(call).filter(({ cloudId }) => zoneId === null || String(cloudId) === zoneId);
  const usages = found.map((instance) => usageOf(instance, call.world.now()));
  const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
  return json(200, {
    instanceStats: {
      total: found.length,
      running: found.filter(({ status }) => status === 'running' || status === 'warning').length,
      totalContainers: sum(found.map(({ nodes }) => nodes.length)),
      maxCpu: sum(found.map(({ maxCores, nodes }) => maxCores * nodes.length)),
      maxMemory: sum(found.map(({ maxMemory }) => maxMemory)),
      maxStorage: sum(found.map(maxStorageOf)),
      usedMemory: sum(usages.map(({ usedMemory }) => usedMemory)),
      usedStorage: sum(usages.map(({ usedStorage }) => usedStorage)),
    },
  });
}

/** The appliance forgets the records; the machines stay as they are. */
function forget(call: Call): Reply {
  const ids = call.fields.list('ids') ?? [];
  if (ids.length === 0) throw failure(400, undefined, { ids: 'is required' });
  const found = ids.map((id) => instanceOf(call, String(id)));
  const locked = found.find((instance) => instance.locked);
  if (locked) throw failure(400, `Instance ${locked.name} is locked`);
  for (const instance of found) {
    removeInstance(call.world, instance, { preserveVolumes: false, keepBackups: false });
  }
  return json(200, { success: true, msg: `${found.length} removed from control` });
}
