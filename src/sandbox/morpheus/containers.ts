import type { Route } from '../emulator';
import { json, type Reply } from '../reply';
import { known } from './catalog';
import { containerView, legacyContainerView, serverView } from './containerView';
import type { MorpheusData } from './data';
import { failure } from './failure';
import { importImage } from './images';
import { networks, toAddress } from './infrastructure';
import { type Call, morpheusRoute } from './morpheusRoute';
import { beginProcess, isFailing, STEP_TIME } from './operation';
import { instanceOf, instancesIn, nodeOf, type Placed, reasonAgainst } from './owned';
import { page } from './page';
import type { NodeEnd } from './transitions';
import { volumeView } from './volumeView';

interface Order {
  process: string;
  middle: string;
  status: string;
  powerState: string;
}

const POWER: Readonly<Record<string, Order>> = {
  start: { process: 'startup', middle: 'starting', status: 'running', powerState: 'on' },
  stop: { process: 'shutdown', middle: 'stopping', status: 'stopped', powerState: 'off' },
  restart: { process: 'restart', middle: 'starting', status: 'running', powerState: 'on' },
  suspend: { process: 'suspend', middle: 'suspending', status: 'suspended', powerState: 'paused' },
};

const ACTIONS = [
  { code: 'generic-restart', name: 'Restart', verb: 'restart' },
  { code: 'generic-start', name: 'Start', verb: 'start' },
  { code: 'generic-stop', name: 'Stop', verb: 'stop' },
];

/** The containers of instances, one by one, and the servers under them. */
export const containers: readonly Route<MorpheusData>[] = [
  morpheusRoute('GET', '/api/instances/:id/containers', (call) => {
    const instance = instanceOf(call);
    const view = call.legacy ? legacyContainerView : containerView;
    const found = instance.nodes.map((node) => view(call, instance, node));
    return json(200, { ...(call.legacy ? { success: true } : {}), containers: found });
  }),
  morpheusRoute('GET', '/api/instances/:id/volumes', (call) => {
    const { provisioned, volumes } = instanceOf(call);
    return json(200, { volumes: volumes.map((volume, index) => volumeView(volume, index, provisioned)) });
  }),
  morpheusRoute('GET', '/api/containers/:id', (call) => {
    const { instance, node } = nodeOf(call.data, call.param('id'));
    if (call.legacy) return json(200, { success: true, container: legacyContainerView(call, instance, node) });
    return json(200, {
      container: { ...containerView(call, instance, node), server: serverView(call, instance, node) },
    });
  }),
  ...Object.entries(POWER).map(([verb, order]) =>
    morpheusRoute('PUT', `/api/containers/:id/${verb}`, (call) =>
      power(call, nodeOf(call.data, call.param('id')), order),
    ),
  ),
  morpheusRoute('PUT', '/api/containers/:id/eject', (call) => {
    nodeOf(call.data, call.param('id'));
    return accepted();
  }),
  ...['import', 'clone-image'].map((verb) =>
    morpheusRoute('PUT', `/api/containers/:id/${verb}`, (call) => {
      const { instance, node } = nodeOf(call.data, call.param('id'));
      return importImage(call, instance, call.fields.text('templateName') ?? `${node.name}-image`);
    }),
  ),
  morpheusRoute('PUT', '/api/containers/:id/attach-floating-ip', (call) => {
    const { node } = nodeOf(call.data, call.param('id'));
    if (node.externalIp !== null) throw failure(400, 'Container has a floating IP');
    // From the range that is kept for benchmarks: nobody answers there.
    node.externalIp = toAddress((198 << 24) + (19 << 16) + (node.id & 0xffff));
    return accepted();
  }),
  morpheusRoute('PUT', '/api/containers/:id/detach-floating-ip', (call) => {
    const { node } = nodeOf(call.data, call.param('id'));
    if (node.externalIp === null) throw failure(400, 'Container has no floating IP');
    node.externalIp = null;
    return accepted();
  }),
  morpheusRoute('GET', '/api/containers/:id/actions', (call) => {
    const { node } = nodeOf(call.data, call.param('id'));
    return json(200, { containerIds: [node.id], actions: ACTIONS.map(({ code, name }) => ({ code, name })) });
  }),
  morpheusRoute('PUT', '/api/containers/:id/action', (call) => {
    const placed = nodeOf(call.data, call.param('id'));
    const code = call.query.get('code') ?? call.fields.text('code');
    const order = POWER[ACTIONS.find((action) => action.code === code)?.verb ?? ''];
    if (!order) throw failure(400, 'Action not found');
    return power(call, placed, order);
  }),
  morpheusRoute('GET', '/api/servers', (call) => {
    const servers = instancesIn(call).flatMap((instance) => instance.nodes.map((node) => ({ instance, node })));
    return page(call, 'servers', servers, ({ instance, node }) => serverView(call, instance, node));
  }),
  morpheusRoute('GET', '/api/servers/:id', (call) => {
    const { instance, node } = nodeOf(call.data, call.param('id'), 'serverId');
    return json(200, { server: serverView(call, instance, node) });
  }),
  morpheusRoute('PUT', '/api/instances/:id/networkInterfaces/:nic', renameInterface),
  morpheusRoute('GET', '/api/logs', (call) => {
    const ids = call.query.getAll('containers');
    const logs = ids.flatMap((id) => {
      const { instance, node } = nodeOf(call.data, id);
      const message = `${node.name} is ${instance.status}`;
      return { containerId: node.id, hostname: node.name, level: 'INFO', message, ts: call.world.now() };
    });
    return page(call, 'data', logs, (line) => line);
  }),
];

function accepted(): Reply {
  return json(200, { success: true });
}

function power(call: Call, { instance, node }: Placed, order: Order): Reply {
  const { world } = call;
  const reason = reasonAgainst(instance);
  if (reason !== undefined) throw failure(400, reason);
  if (node.status === order.status && order.process !== 'restart') return accepted();
  const process = beginProcess(world, instance, order.process, node.id);
  const { status, powerState } = order;
  const end: NodeEnd = { instanceId: instance.id, processId: process.id, status, powerState };
  if (isFailing(world)) Object.assign(end, { status: 'failed', error: `${order.process} of ${node.name} failed` });
  else if (world.fault('task-vanished')) Object.assign(end, { status: node.status, powerState: node.powerState });
  world.cancel(String(node.id), 'node');
  world.schedule(STEP_TIME, 'node', String(node.id), end);
  node.status = order.middle;
  return accepted();
}

/** A label, nothing more. */
function renameInterface(call: Call): Reply {
  const instance = instanceOf(call);
  const id = call.param('nic').replace(/^network-/, '');
  const found = instance.interfaces.find((item) => String(item.id) === id);
  const name = call.fields.text('name') ?? call.fields.text('networkInterface.name');
  if (!found) throw failure(404, 'Network interface not found');
  if (name === undefined) throw failure(400, undefined, { name: 'is required' });
  found.name = name;
  const network = known(networks, found.networkId);
  const shown = { id: `network-${found.id}`, name, network: { id: network.id, name: network.name } };
  return json(200, { success: true, networkInterface: shown });
}
