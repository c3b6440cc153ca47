import type { Route } from '../emulator';
import { json } from '../reply';
import { sizeNamed } from './catalog';
import { type Call, civoRoute } from './civoRoute';
import { createInstance } from './createInstance';
import type { CivoData, CivoInstance } from './data';
import { failure } from './failure';
import { instanceView } from './instanceView';
import { beginOperation, nextPublicAddress, recordAction, STEP_TIME } from './operation';
import { instanceOf, instancesIn, livingInstanceOf, ownedBy, ownedIn } from './owned';
import { page } from './page';
import { requireQuota } from './quota';
import {
  requireAllowedIps,
  requireFirewall,
  requireHostname,
  requireSize,
  requireUnusedHostname,
} from './requirements';
import { success } from './success';

/** The instances themselves: what is made, looked at, changed and removed. */
export const instances: readonly Route<CivoData>[] = [
  civoRoute('GET', '/v2/instances', (call) => {
    const tags = (call.request.query.get('tags') ?? '').split(/\s+/).filter((tag) => tag !== '');
    const all = instancesIn(call);
    const found = tags.length === 0 ? all : all.filter(({ tags: has }) => tags.every((tag) => has.includes(tag)));
    return page(call, found, (instance) => instanceView(call.world, instance, false));
  }),
  civoRoute('POST', '/v2/instances', createInstance),
  civoRoute('GET', '/v2/instances/:id', (call) => json(200, instanceView(call.world, instanceOf(call), true))),
  civoRoute('PUT', '/v2/instances/:id', update),
  civoRoute('DELETE', '/v2/instances/:id', (call) => {
    const instance = instanceOf(call);
    if (instance.status === 'DELETING') return success();
    call.world.cancel(instance.id);
    beginRemoval(call, instance);
    recordAction(call.world, 'instance-delete', instance.id);
    return success();
  }),
  civoRoute('PUT', '/v2/instances/:id/tags', (call) => {
    livingInstanceOf(call).tags = call.fields.words('tags');
    return success();
  }),
  civoRoute('PUT', '/v2/instances/:id/firewall', (call) => {
    const instance = livingInstanceOf(call);
    const id = call.fields.text('firewall_id');
    if (id === undefined) throw failure('parameter_value_missing', 'The firewall_id supplied was empty');
    instance.firewall_id = requireFirewall(call, id, instance.network_id).id;
    recordAction(call.world, 'instance-firewall', instance.id);
    return success();
  }),
  civoRoute('PUT', '/v2/instances/:id/allowed_ips', (call) => {
    const instance = livingInstanceOf(call);
    if (!call.fields.has('allowed_ips')) {
      throw failure('parameter_value_missing', 'The allowed_ips supplied were empty');
    }
    const addresses = call.fields.words('allowed_ips');
    requireAllowedIps(addresses, call.data.networks[instance.network_id]);
    instance.allowed_ips = addresses;
    return success();
  }),
  civoRoute('PUT', '/v2/instances/:id/network_bandwidth_limit', (call) => {
    const instance = livingInstanceOf(call);
    const limit = Number(call.fields.text('network_bandwidth_limit'));
    if (!Number.isSafeInteger(limit) || limit < 0) {
      throw failure('parameter_value_missing', 'The network_bandwidth_limit must be a whole number of Mbps');
    }
    instance.network_bandwidth_limit = limit;
    return success();
  }),
  civoRoute('PUT', '/v2/instances/:id/ip/:address', movePublicIp),
  civoRoute('PUT', '/v2/instances/:id/stop', (call) => {
    const instance = settledInstanceOf(call);
    call.world.cancel(instance.id, 'operation');
    if (instance.status === 'ACTIVE') beginOperation(call.world, instance, 'STOPPING', { status: 'SHUTOFF' });
    recordAction(call.world, 'instance-stop', instance.id);
    return success();
  }),
  civoRoute('PUT', '/v2/instances/:id/start', (call) => {
    const instance = settledInstanceOf(call);
    if (instance.status === 'SHUTOFF') beginOperation(call.world, instance, 'SHUTOFF', { status: 'ACTIVE' });
    recordAction(call.world, 'instance-start', instance.id);
    return success();
  }),
  civoRoute('PUT', '/v2/instances/:id/resize', resize),
  ...['reboots', 'hard_reboots', 'soft_reboots'].map((word) =>
    civoRoute('POST', `/v2/instances/:id/${word}`, (call) => {
      const instance = settledInstanceOf(call);
      beginOperation(call.world, instance, 'REBOOTING', { status: 'ACTIVE' });
      recordAction(call.world, word === 'soft_reboots' ? 'instance-soft-reboot' : 'instance-hard-reboot', instance.id);
      return success();
    }),
  ),
];

/** The instance, if it is in one of the two states in which it takes orders about its power and size. */
function settledInstanceOf(call: Call): CivoInstance {
  const instance = instanceOf(call);
  if (instance.status !== 'ACTIVE' && instance.status !== 'SHUTOFF') {
    throw failure('instance_state_must_be_active_or_shutoff');
  }
  return instance;
}

function beginRemoval({ world }: Call, instance: CivoInstance): void {
  if (world.fault('task-failure')) {
    beginOperation(world, instance, 'DELETING', { status: 'ERROR' });
    return;
  }
  if (world.fault('task-vanished')) {
    beginOperation(world, instance, 'DELETING', { status: instance.status });
    return;
  }
  instance.status = 'DELETING';
  world.schedule(STEP_TIME, 'removal', instance.id);
}

/** What isn't sent stays; notes go only with `notes_delete`; `public_ip` asks for an address or gives it up. */
function update(call: Call) {
  const { data, fields, world } = call;
  const instance = livingInstanceOf(call);
  const hostname = fields.text('hostname') ?? instance.hostname;
  if (hostname !== instance.hostname) {
    requireHostname(hostname);
    requireUnusedHostname(call, [hostname]);
  }
  const wanted = fields.text('public_ip');
  const wantsOne = wanted === 'true' || wanted === 'create';
  const wantsNone = wanted === 'false' || wanted === 'none';
  if (wantsOne && !instance.public_ip) requireQuota(data, { public_ip_address: 1 });
  instance.hostname = hostname;
  if (fields.has('reverse_dns')) instance.reverse_dns = fields.text('reverse_dns') ?? '';
  if (fields.flag('notes_delete')) instance.notes = '';
  else instance.notes = fields.text('notes') ?? instance.notes;
  if (wantsOne && !instance.public_ip) {
    world.cancel(instance.id, 'address');
    world.schedule(STEP_TIME, 'address', instance.id, nextPublicAddress(data));
  }
  if (wantsNone) {
    world.cancel(instance.id, 'address');
    if (instance.public_ip) world.schedule(STEP_TIME, 'address', instance.id, null);
    releaseReserved(call, instance);
  }
  recordAction(world, 'instance-update', instance.id);
  return success();
}

/** Upwards only; what the instance is at the end it was before: a stopped one stays stopped. */
function resize(call: Call) {
  const instance = settledInstanceOf(call);
  const name = call.fields.text('size');
  if (name === undefined) throw failure('parameter_size_missing', 'The size supplied was empty');
  const size = requireSize(name);
  const current = sizeNamed(instance.size) ?? size;
  const cores = size.cpu_cores - current.cpu_cores;
  const memory = size.ram_mb - current.ram_mb;
  const disk = size.disk_gb - current.disk_gb;
  if (Math.min(cores, memory, disk) < 0 || Math.max(cores, memory, disk) === 0) {
    throw failure('parameter_size_invalid', `An instance of size ${current.name} can only become a larger one`);
  }
  requireQuota(call.data, { cpu_core: cores, ram_mb: memory, disk_gb: disk });
  beginOperation(call.world, instance, 'REBOOTING', { status: instance.status, size: size.name });
  recordAction(call.world, 'instance-resize', instance.id);
  return success();
}

/** The address comes from the reserved ones, or from another instance, which loses it. */
function movePublicIp(call: Call) {
  const { data, region, world } = call;
  const instance = livingInstanceOf(call);
  const address = call.param('address');
  const reserved = ownedIn(data.ips, region).find((ip) => ip.ip === address);
  const giver = ownedIn(data.instances, region).find((other) => other.public_ip === address);
  if (!reserved && !giver) throw failure('database_ip_find');
  if (giver === instance) return success();
  if (giver) {
    giver.reserved_ip_id = '';
    world.schedule(STEP_TIME, 'address', giver.id, null);
  }
  releaseReserved(call, instance);
  if (reserved) {
    reserved.instance_id = instance.id;
    instance.reserved_ip_id = reserved.id;
  }
  world.cancel(instance.id, 'address');
  world.schedule(STEP_TIME, 'address', instance.id, address);
  recordAction(world, 'instance-ip-move', instance.id);
  return success();
}

function releaseReserved({ data, region }: Call, instance: CivoInstance): void {
  const reserved = ownedBy(data.ips, instance.reserved_ip_id, region);
  if (reserved) reserved.instance_id = '';
  instance.reserved_ip_id = '';
}
