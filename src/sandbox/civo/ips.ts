import type { Route } from '../emulator';
import { json } from '../reply';
import { type Call, civoRoute } from './civoRoute';
import type { CivoData, CivoIp } from './data';
import { failure } from './failure';
import { nextPublicAddress, recordAction, STEP_TIME } from './operation';
import { livingInstanceOf, ownedBy, ownedIn } from './owned';
import { page } from './page';
import { requireQuota } from './quota';
import { success } from './success';

/** Reserved public addresses. */
export const ips: readonly Route<CivoData>[] = [
  civoRoute('GET', '/v2/ips', (call) => page(call, ownedIn(call.data.ips, call.region), (ip) => ipView(call, ip))),
  civoRoute('GET', '/v2/ips/:id', (call) => json(200, ipView(call, ipOf(call)))),
  civoRoute('POST', '/v2/ips', (call) => {
    const { data, fields, region, world } = call;
    requireQuota(data, { public_ip_address: 1 });
    const address = nextPublicAddress(data);
    const ip: CivoIp = {
      id: world.random.uuid(),
      region,
      name: fields.text('name') ?? address,
      ip: '',
      instance_id: '',
    };
    data.ips[ip.id] = ip;
    world.schedule(STEP_TIME, 'ip', ip.id, address);
    recordAction(world, 'ip-create', ip.id, 'ip');
    return json(200, ipView(call, ip));
  }),
  civoRoute('PUT', '/v2/ips/:id', (call) => {
    const ip = ipOf(call);
    ip.name = call.fields.text('name') ?? ip.name;
    return json(200, ipView(call, ip));
  }),
  civoRoute('DELETE', '/v2/ips/:id', (call) => {
    const ip = ipOf(call);
    if (ip.instance_id !== '') {
      throw failure('database_ip_still_assigned', 'The reserved IP must be unassigned to be deleted');
    }
    delete call.data.ips[ip.id];
    recordAction(call.world, 'ip-delete', ip.id, 'ip');
    return success();
  }),
  civoRoute('POST', '/v2/ips/:id/actions', (call) => {
    const ip = ipOf(call);
    switch (call.fields.text('action')) {
      case 'assign':
        return assign(call, ip);
      case 'unassign':
        release(call, ip);
        return success();
      default:
        throw failure('parameter_value_missing', 'The action must be assign or unassign');
    }
  }),
];

/** Takes the address away from whoever has it, at once. */
function assign(call: Call, ip: CivoIp) {
  const { data, fields, region, world } = call;
  if (fields.text('assign_to_type') !== 'instance') {
    throw failure('parameter_value_missing', 'The assign_to_type must be instance');
  }
  const instance = livingInstanceOf(call, fields.text('assign_to_id') ?? '');
  if (ip.ip === '') throw failure('database_cannot_move_ip', 'The reserved IP has no address yet');
  release(call, ip);
  const former = ownedBy(data.ips, instance.reserved_ip_id, region);
  if (former) former.instance_id = '';
  ip.instance_id = instance.id;
  instance.reserved_ip_id = ip.id;
  world.cancel(instance.id, 'address');
  world.schedule(STEP_TIME, 'address', instance.id, ip.ip);
  recordAction(world, 'ip-assign', ip.id, 'ip');
  return success();
}

function release({ data, region, world }: Call, ip: CivoIp): void {
  const holder = ownedBy(data.instances, ip.instance_id, region);
  ip.instance_id = '';
  if (!holder) return;
  holder.reserved_ip_id = '';
  world.cancel(holder.id, 'address');
  world.schedule(STEP_TIME, 'address', holder.id, null);
}

function ipOf(call: Call): CivoIp {
  const ip = ownedBy(call.data.ips, call.param('id'), call.region);
  if (!ip) throw failure('database_ip_find');
  return ip;
}

function ipView({ data, region }: Call, ip: CivoIp) {
  const holder = ownedBy(data.instances, ip.instance_id, region);
  return {
    id: ip.id,
    name: ip.name,
    ip: ip.ip,
    assigned_to: { id: holder?.id ?? '', type: holder ? 'instance' : '', name: holder?.hostname ?? '' },
  };
}
