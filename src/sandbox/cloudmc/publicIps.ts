import type { Reply } from '../reply';
import { accessOf, instancesBehind, purposesOf } from './access';
import type { Call } from './call';
import type { CloudmcInstance, CloudmcNetwork, CloudmcPublicIp } from './data';
import { defineEntity } from './entity';
import { invalid, notFound, wrongState } from './failure';
import { leadsTo } from './forwarding';
import { isAlive, ownedBy, ownedIn } from './owned';
import { requireQuota } from './quota';
import { publicAddress } from './subnet';
import { beginTask } from './task';
import { views } from './views';

/** Public addresses: each for one VPC, or for one isolated network. */
export const publicIps = defineEntity<CloudmcPublicIp>({
  type: 'publicipaddresses',
  items: (call) => ownedIn(call, call.data.publicipaddresses),
  find: (call, id) => ownedBy(call, call.data.publicipaddresses, id),
  view: views.publicipaddresses,
  filters: {
    vpc_id: (address, value) => address.vpcId === value,
    instance_id: (address, value, call) => instancesBehind(accessOf(call), address).includes(value),
  },
  create: acquire,
  remove: release,
  onOne: { enableStaticNat, disableStaticNat },
});

function acquire(call: Call): Reply {
  const { data, fields } = call;
  const vpcId = fields.text('vpcId');
  const networkId = fields.text('networkId');
  if (vpcId === undefined && networkId === undefined) throw invalid('vpcId is required');
  const vpc = ownedBy(call, data.vpcs, vpcId);
  if (vpcId !== undefined && !vpc) throw invalid(`No VPC with the id ${vpcId} was found`);
  const network = ownedBy(call, data.networks, networkId);
  if (networkId !== undefined && !network) throw invalid(`No network with the id ${networkId} was found`);
  requireQuota(call, 'publicIps', 1);
  const place = vpc ? { vpcId: vpc.id, zoneId: vpc.zoneId } : (network as CloudmcNetwork);
  const { id } = acquireAddress(call, place);
  return beginTask(call, {
    success: { kind: 'change', collection: 'publicipaddresses', id, fields: { state: 'Allocated' }, shown: true },
    failure: { kind: 'remove', collection: 'publicipaddresses', id },
  });
}

/** A new address for a VPC, or for an isolated network; not yet Allocated. */
export function acquireAddress(
  { data, environment, flavour, world }: Call,
  place: Pick<CloudmcNetwork, 'vpcId' | 'zoneId'> & Partial<CloudmcNetwork>,
): CloudmcPublicIp {
  const id = world.random.uuid();
  const address: CloudmcPublicIp = {
    id,
    environment: environment.id,
    ipAddress: publicAddress(flavour.publicRanges, data.publicAddresses),
    state: 'Allocating',
    zoneId: place.zoneId,
    ...(place.vpcId ? { vpcId: place.vpcId } : { networkId: place.id ?? '' }),
  };
  data.publicAddresses += 1;
  data.publicipaddresses[id] = address;
  return address;
}

/** Together with all rules on it. */
function release(call: Call): Reply {
  const address = addressOf(call);
  if (address.sourceNat) throw invalid('The source NAT address of a VPC cannot be released');
  const { id } = address;
  address.state = 'Releasing';
  return beginTask(call, {
    success: { kind: 'address gone', id },
    failure: { kind: 'change', collection: 'publicipaddresses', id, fields: { state: 'Allocated' } },
  });
}

function enableStaticNat(call: Call): Reply {
  const address = addressOf(call);
  const privateIpId = call.fields.text('privateIpId');
  if (privateIpId === undefined) throw invalid('privateIpId is required');
  const purposes = purposesOf(accessOf(call), address);
  if (purposes.length > 0) throw invalid(`The public IP is used for ${purposes.join(', ')} already`);
  const { instance, network } = privateIp(call, privateIpId);
  if (!leadsTo(address, network)) throw invalid('The public IP belongs to another VPC than the private IP');
  const others = ownedIn(call, call.data.publicipaddresses);
  if (others.some(({ staticNat }) => staticNat?.privateIpId === privateIpId)) {
    throw invalid('The private IP has static NAT already');
  }
  const staticNat = { instanceId: instance.id, privateIpId };
  return beginTask(call, {
    success: { kind: 'change', collection: 'publicipaddresses', id: address.id, fields: { staticNat }, shown: true },
  });
}

function disableStaticNat(call: Call): Reply {
  const address = addressOf(call);
  if (!address.staticNat) throw invalid('The public IP has no static NAT');
  const fields = { staticNat: null };
  return beginTask(call, {
    success: { kind: 'change', collection: 'publicipaddresses', id: address.id, fields, shown: true },
  });
}

function addressOf(call: Call): CloudmcPublicIp {
  const address = ownedBy(call, call.data.publicipaddresses, call.id);
  if (!address) throw notFound('publicipaddresses', call.id);
  if (address.state === 'Allocated') return address;
  throw wrongState('change a public IP', address, 'publicipaddresses', ['Allocated']);
}

/** The instance and the network behind the id of a private address, be it a NIC's first or a secondary one. */
export function privateIp(call: Call, id: string): { instance: CloudmcInstance; network: CloudmcNetwork } {
  for (const instance of ownedIn(call, call.data.instances).filter(isAlive)) {
    const nic = instance.nics.find(
      ({ ipAddressId, secondaryIps }) => ipAddressId === id || secondaryIps?.some((secondary) => secondary.id === id),
    );
    const network = nic && call.data.networks[nic.networkId];
    if (network) return { instance, network };
  }
  throw invalid(`No private IP with the id ${id} was found`);
}
