import type { Reply } from '../reply';
import type { Call } from './call';
import type { CloudmcRule } from './data';
import { defineEntity } from './entity';
import { invalid, notFound } from './failure';
import { addRule, canForward, leadsTo, taken } from './forwarding';
import { instanceGiven } from './instanceTask';
import { ownedBy, ownedIn } from './owned';
import { privateIp } from './publicIps';
import { beginTask } from './task';
import { views } from './views';

/** Ports of public addresses that lead to ports of instances. */
export const portForwardingRules = defineEntity<CloudmcRule>({
  type: 'portforwardingrules',
  items: (call) => ownedIn(call, call.data.portforwardingrules),
  find: (call, id) => ownedBy(call, call.data.portforwardingrules, id),
  view: views.portforwardingrules,
  filters: { instance_id: (rule, value) => rule.instanceId === value },
  create,
  remove,
});

/** To the default NIC of `instanceId`, or to `privateIpId`. Ends of ranges may be left out. */
function create(call: Call): Reply {
  const { data, fields } = call;
  const ipAddressId = fields.text('ipAddressId');
  if (ipAddressId === undefined) throw invalid('ipAddressId is required');
  const address = ownedBy(call, data.publicipaddresses, ipAddressId);
  if (!address) throw invalid(`No public IP with the id ${ipAddressId} was found`);
  const protocol = fields.text('protocol')?.toUpperCase();
  if (protocol !== 'TCP' && protocol !== 'UDP') throw invalid('protocol must be TCP or UDP');
  const priv = readRange(call, 'private');
  const pub = readRange(call, 'public');
  if (pub.end - pub.start !== priv.end - priv.start) throw invalid('Both port ranges must be of one size');
  const given = fields.text('privateIpId');
  const privateIpId = given ?? instanceGiven(call, 'forward a port to').nics[0]?.ipAddressId ?? '';
  const { instance, network } = privateIp(call, privateIpId);
  if (!leadsTo(address, network)) throw invalid('The public IP belongs to another VPC than the instance');
  if (!canForward(call, address)) throw invalid('The public IP is not free for port forwarding');
  if (taken(call, address.id, protocol, pub.start, pub.end)) throw invalid('The public port is forwarded already');
  const { id } = addRule(call, {
    ipAddressId,
    instanceId: instance.id,
    privateIpId,
    protocol,
    privatePortStart: String(priv.start),
    privatePortEnd: String(priv.end),
    publicPortStart: String(pub.start),
    publicPortEnd: String(pub.end),
  });
  return beginTask(call, {
    success: { kind: 'change', collection: 'portforwardingrules', id, fields: { state: 'Active' }, shown: true },
    failure: { kind: 'remove', collection: 'portforwardingrules', id },
  });
}

function readRange({ fields }: Call, side: 'private' | 'public'): { start: number; end: number } {
  const start = fields.number(`${side}PortStart`);
  if (start === undefined) throw invalid(`${side}PortStart is required`);
  const end = fields.number(`${side}PortEnd`) ?? start;
  if (start <= end && end <= 65_535) return { start, end };
  throw invalid(`${side}PortStart and ${side}PortEnd must be ports, in this order`);
}

function remove(call: Call): Reply {
  const rule = ownedBy(call, call.data.portforwardingrules, call.id);
  if (!rule) throw notFound('portforwardingrules', call.id);
  const { id } = rule;
  rule.state = 'Deleting';
  return beginTask(call, {
    success: { kind: 'remove', collection: 'portforwardingrules', id },
    failure: { kind: 'change', collection: 'portforwardingrules', id, fields: { state: 'Active' } },
  });
}
