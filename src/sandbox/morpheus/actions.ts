import type { Route } from '../emulator';
import { json } from '../reply';
import { buildNode, makingOf, nextAddress, nodeName } from './buildInstance';
import { clouds, known } from './catalog';
import type { MorpheusData, MorpheusInstance } from './data';
import { failure } from './failure';
import { networks } from './infrastructure';
import { type Call, morpheusRoute } from './morpheusRoute';
import { beginProcess, isFailing, STEP_TIME } from './operation';
import { instanceOf, reasonAgainst } from './owned';
import { idsOf } from './results';
import type { NodeEnd } from './transitions';

interface Action {
  code: string;
  name: string;
  /** What the old age called it. */
  upgradeId: number;
  isOffered(instance: MorpheusInstance): boolean;
  run(call: Call, instance: MorpheusInstance): void;
}

const ACTIONS: readonly Action[] = [
  { code: 'generic-add-node', name: 'Add Node', upgradeId: 1, isOffered: () => true, run: addNode },
  {
    code: 'generic-remove-node',
    name: 'Remove Node',
    upgradeId: 2,
    isOffered: ({ nodes }) => nodes.length > 1,
    run: removeNode,
  },
];

/** What can be done to an instance beyond the usual: by code today, and as an upgrade in the old age. */
export const actions: readonly Route<MorpheusData>[] = [
  morpheusRoute('GET', '/api/instances/actions', (call) => list(idsOf(call).map((id) => instanceOf(call, id))), {
    age: 'current',
  }),
  morpheusRoute(
    'PUT',
    '/api/instances/action',
    (call) =>
      run(
        call,
        idsOf(call).map((id) => instanceOf(call, id)),
      ),
    {
      age: 'current',
    },
  ),
  morpheusRoute('GET', '/api/instances/:id/actions', (call) => list([instanceOf(call)]), { age: 'current' }),
  morpheusRoute('PUT', '/api/instances/:id/action', (call) => run(call, [instanceOf(call)]), { age: 'current' }),
  morpheusRoute(
    'PUT',
    '/api/instances/:id/upgrade',
    (call) => {
      const id = call.fields.number('upgrade.id');
      return carryOut(
        call,
        [instanceOf(call)],
        ACTIONS.find(({ upgradeId }) => upgradeId === id),
      );
    },
    { age: 'legacy' },
  ),
];

/** Those that all the instances offer. */
function list(instances: readonly MorpheusInstance[]) {
  const offered = ACTIONS.filter((action) => instances.every((instance) => action.isOffered(instance)));
  return json(200, {
    instanceIds: instances.map(({ id }) => id),
    actions: offered.map(({ code, name }) => ({ code, name })),
  });
}

function run(call: Call, instances: readonly MorpheusInstance[]) {
  const code = call.query.get('code') ?? call.fields.text('code');
  return carryOut(
    call,
    instances,
    ACTIONS.find((action) => action.code === code),
  );
}

function carryOut(call: Call, instances: readonly MorpheusInstance[], action: Action | undefined) {
  if (!action) throw failure(400, 'Action not found');
  for (const instance of instances) {
    const reason = reasonAgainst(instance);
    if (reason !== undefined) throw failure(400, reason);
    if (!action.isOffered(instance)) throw failure(400, `${action.name} is not available for ${instance.name}`);
  }
  for (const instance of instances) action.run(call, instance);
  return json(200, { success: true });
}

function addNode(call: Call, instance: MorpheusInstance): void {
  const { data, world } = call;
  const network = known(networks, instance.interfaces[0]?.networkId ?? 0);
  const name = nodeName(instance.hostName, instance.nodes.length);
  const node = buildNode(makingOf(call.world), name, nextAddress(data, network), known(clouds, instance.cloudId));
  instance.nodes.push(node);
  instance.updated = world.now();
  const runs = instance.status === 'running' || instance.status === 'warning';
  const process = beginProcess(world, instance, 'addNode', node.id);
  const end: NodeEnd = { instanceId: instance.id, processId: process.id, status: runs ? 'running' : 'stopped' };
  if (isFailing(world)) Object.assign(end, { status: 'failed', error: `Provision of ${node.name} failed` });
  else if (world.fault('task-vanished')) end.remove = true;
  else end.powerState = runs ? 'on' : 'off';
  world.schedule(2 * STEP_TIME, 'node', String(node.id), end);
}

/** The one that came last. */
function removeNode({ world }: Call, instance: MorpheusInstance): void {
  const node = instance.nodes.at(-1);
  if (!node) return;
  const process = beginProcess(world, instance, 'removeNode', node.id);
  const end: NodeEnd = { instanceId: instance.id, processId: process.id, status: node.status };
  if (isFailing(world)) Object.assign(end, { status: 'failed', error: `Teardown of ${node.name} failed` });
  else if (!world.fault('task-vanished')) end.remove = true;
  world.schedule(STEP_TIME, 'node', String(node.id), end);
  node.status = 'stopping';
}
