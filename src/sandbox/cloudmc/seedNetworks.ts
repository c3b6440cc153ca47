import type { SeedContext } from '../emulator';
import type { CloudmcData, CloudmcEnvironment, CloudmcNetwork, CloudmcPublicIp } from './data';
import type { Flavour } from './flavour';
import { publicAddress } from './subnet';
import type { Zone } from './zone';

/**
 * The networks of an environment, by name: `Web-…` in a VPC, and where it is asked for the whole landscape, with a second
 * VPC in the second zone and an isolated network.
 */
export function seedNetworks(
  flavour: Flavour,
  { random, instances }: SeedContext,
  data: CloudmcData,
  environment: CloudmcEnvironment,
  whole: boolean,
): Map<string, CloudmcNetwork> {
  const networks = new Map<string, CloudmcNetwork>();
  const code = data.connections[environment.connectionId]?.serviceCode;
  const [first, second] = flavour.services.find((service) => service.code === code)?.zones ?? [];
  if (!first) return networks;

  const main = addVpc(first, whole ? 'prod-VPC' : 'default-VPC', '10.164.208.0/20');
  addNetwork(first, whole ? 'Web-prod' : 'Web', '10.164.212.0/24', main);
  if (whole) {
    addNetwork(first, 'DB-prod', '10.164.213.0/24', main);
    addNetwork(first, 'Isolated-1', '10.1.1.0/24');
    // Many made-up instances need more addresses than a usual network has.
    if (instances !== undefined) addNetwork(first, 'Fleet', '10.0.0.0/8', main);
    if (second) addNetwork(second, 'Web-dr', '10.165.212.0/24', addVpc(second, 'dr-VPC', '10.165.208.0/20'));
  }
  return networks;

  function addVpc(zone: Zone, name: string, cidr: string): string {
    const id = random.uuid();
    const { ipAddress } = seedAddress(flavour, { random }, data, environment, {
      zoneId: zone.id,
      vpcId: id,
      sourceNat: true,
    });
    data.vpcs[id] = { id, environment: environment.id, name, cidr, zoneId: zone.id, sourceNatIp: ipAddress };
    return id;
  }

  function addNetwork(zone: Zone, name: string, cidr: string, vpcId?: string): void {
    const id = random.uuid();
    const network = {
      id,
      environment: environment.id,
      name,
      description: `${name} in ${zone.name}`,
      ...(vpcId ? { vpcId } : {}),
      zoneId: zone.id,
      cidr,
    };
    data.networks[id] = network;
    networks.set(name, network);
  }
}

/** A public address, Allocated from the beginning. */
export function seedAddress(
  flavour: Flavour,
  { random }: Pick<SeedContext, 'random'>,
  data: CloudmcData,
  environment: CloudmcEnvironment,
  rest: Pick<CloudmcPublicIp, 'zoneId'> & Partial<CloudmcPublicIp>,
): CloudmcPublicIp {
  const address: CloudmcPublicIp = {
    id: random.uuid(),
    environment: environment.id,
    ipAddress: publicAddress(flavour.publicRanges, data.publicAddresses),
    state: 'Allocated',
    ...rest,
  };
  data.publicAddresses += 1;
  data.publicipaddresses[address.id] = address;
  return address;
}
