import {
  type ComputeOffering,
  computeOfferings,
  type DiskOffering,
  diskOfferings,
  type Iso,
  isos,
  zoneOf,
} from './catalog';
import type { CloudmcInstance, CloudmcNetwork, CloudmcNic, CloudmcVpc } from './data';
import { imageDate } from './dates';
import { defineEntity, type Entity } from './entity';
import type { Flavour } from './flavour';
import { attachToInstance } from './instanceIso';
import { ownedBy, ownedIn } from './owned';
import type { Scene } from './scene';
import { createSubnet } from './subnet';
import type { Zone } from './zone';

/** What can only be looked at here: places, networks and what there is to choose from. */
export function lookups(flavour: Flavour): readonly Entity[] {
  return [zones, vpcs, networks, computeOfferingList, diskOfferingList, nics, ...(flavour.isos ? [isoList] : [])];
}

const zones = defineEntity<Zone>({
  type: 'zones',
  items: ({ service }) => service.zones,
  find: ({ service }, id) => service.zones.find((zone) => zone.id === id),
  view: (_call, zone) => zone,
});

const vpcs = defineEntity<CloudmcVpc>({
  type: 'vpcs',
  items: (call) => ownedIn(call, call.data.vpcs),
  find: (call, id) => ownedBy(call, call.data.vpcs, id),
  view: ({ flavour }, { id, name, cidr, zoneId, sourceNatIp }) => ({
    id,
    name,
    description: name,
    cidr,
    zoneId,
    zoneName: zoneOf(flavour, zoneId)?.name,
    state: 'Enabled',
    requiresUpgrade: false,
    sourceNatIp,
    vpnStatus: 'Disabled',
  }),
});

const networks = defineEntity<CloudmcNetwork>({
  type: 'networks',
  items: (call) => ownedIn(call, call.data.networks),
  find: (call, id) => ownedBy(call, call.data.networks, id),
  filters: {
    vpc_id: (network, value) => network.vpcId === value,
    zone_id: (network, value) => network.zoneId === value,
  },
  view({ data, flavour, world }, network) {
    const { gateway, netmask } = createSubnet(network.cidr);
    const used = world.memo(
      'networks in use',
      () => new Set(Object.values(data.instances).flatMap((instance) => instance.nics.map((nic) => nic.networkId))),
    );
    return {
      id: network.id,
      name: network.name,
      description: network.description,
      vpcId: network.vpcId,
      vpcName: network.vpcId && data.vpcs[network.vpcId]?.name,
      zoneId: network.zoneId,
      zoneName: zoneOf(flavour, network.zoneId)?.name,
      cidr: network.cidr,
      gateway,
      netmask,
      state: used.has(network.id) ? 'Implemented' : 'Allocated',
    };
  },
});

const computeOfferingList = defineEntity<ComputeOffering>({
  type: 'computeofferings',
  items: ({ flavour }) => computeOfferings(flavour),
  find: ({ flavour }, id) => computeOfferings(flavour).find((offering) => offering.id === id),
  view: (_call, offering) => offering,
});

const diskOfferingList = defineEntity<DiskOffering>({
  type: 'diskofferings',
  items: () => diskOfferings,
  find: (_call, id) => diskOfferings.find((offering) => offering.id === id),
  view: (_call, offering) => offering,
});

const isoList = defineEntity<Iso>({
  type: 'isos',
  items: () => isos,
  find: (_call, id) => isos.find((iso) => iso.id === id),
  view: ({ service }, iso) => ({
    id: iso.id,
    name: iso.name,
    description: iso.description,
    architectureWidth: 64,
    size: iso.sizeInGb * 2 ** 30,
    ready: iso.ready,
    bootable: iso.bootable,
    availablePublicly: true,
    extractable: false,
    osTypeId: iso.osTypeId,
    osTypeName: iso.osTypeName,
    created: imageDate(iso.created),
    availableInZones: service.zones.map(({ id }) => id),
  }),
  onOne: { attach: attachToInstance },
});

const nics = defineEntity<{ instance: CloudmcInstance; nic: CloudmcNic }>({
  type: 'nics',
  items: (call) =>
    ownedIn(call, call.data.instances).flatMap((instance) => instance.nics.map((nic) => ({ instance, nic }))),
  find(call, id) {
    for (const instance of ownedIn(call, call.data.instances)) {
      const nic = instance.nics.find((known) => known.id === id);
      if (nic) return { instance, nic };
    }
    return undefined;
  },
  filters: {
    instance_id: ({ instance }, value) => instance.id === value,
    network_id: ({ nic }, value) => nic.networkId === value,
  },
  view: nicView,
});

function nicView({ world: { data } }: Scene, { instance, nic }: { instance: CloudmcInstance; nic: CloudmcNic }) {
  const network = data.networks[nic.networkId];
  const { gateway, netmask } = createSubnet(network?.cidr ?? '');
  const index = instance.nics.indexOf(nic);
  return {
    id: nic.id,
    name: `NIC-${index}`,
    ipAddress: nic.ipAddress,
    isDefault: index === 0,
    networkId: nic.networkId,
    networkName: network?.name,
    gateway,
    netmask,
    macAddress: nic.macAddress,
    instanceId: instance.id,
    vpcId: network?.vpcId,
    vpcName: network?.vpcId && data.vpcs[network.vpcId]?.name,
    secondaryIps: nic.secondaryIps ?? [],
  };
}
