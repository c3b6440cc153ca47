import type { SeedContext } from '../emulator';
import { computeOffering, diskOfferings, fixedId } from './catalog';
import type { CloudmcData, CloudmcEnvironment, CloudmcInstance, CloudmcNetwork, CloudmcNic } from './data';
import { stampDate } from './dates';
import type { Flavour } from './flavour';
import { seedAddress, seedNetworks } from './seedNetworks';
import { generatedPlans, type InstancePlan, usualPlans } from './seedPlans';
import { createSshKey } from './sshKeys';
import { createSubnet, type Subnet } from './subnet';

const DAY = 86_400_000;
const PUBLIC_KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHVzZWQgYnkgdGhlIG51YmUgc2FuZGJveCBvbmx5ISEh laptop';

/** The environment that has the instances: the usual few, or as many as asked for. */
export function seedProduction(
  flavour: Flavour,
  context: SeedContext,
  data: CloudmcData,
  environment: CloudmcEnvironment,
): void {
  const { random, now, instances: count } = context;
  const networks = seedNetworks(flavour, context, data, environment, true);
  const key = createSshKey(environment.id, 'laptop', PUBLIC_KEY);
  data.sshkeys[key.id] = key;
  const groupId = addGroup('apart', 'host anti-affinity');
  addGroup('dedicated-hosts', 'ExplicitDedication');
  const plans = count === undefined ? (usualPlans[flavour.name] ?? []) : generatedPlans(flavour.name, random, count);
  const places = new Map<string, number>();
  const subnets = new Map<string, Subnet>();
  const templateIds = new Map<string, string>();
  for (const plan of plans) addInstance(plan);
  if (count === undefined) addSpares();

  function addGroup(name: string, type: string): string {
    const id = random.uuid();
    data.affinitygroups[id] = { id, environment: environment.id, name, description: name, type };
    return id;
  }

  function networkNamed(name: string): CloudmcNetwork {
    return networks.get(name) as CloudmcNetwork;
  }

  function templateIdOf(name: string): string {
    const id = templateIds.get(name) ?? fixedId(`template ${name}`);
    templateIds.set(name, id);
    return id;
  }

  function nextAddress(name: string): string {
    const place = places.get(name) ?? 10;
    places.set(name, place + 1);
    const subnet = subnets.get(name) ?? createSubnet(networkNamed(name).cidr);
    subnets.set(name, subnet);
    return subnet.at(place);
  }

  function addNic(name: string): CloudmcNic {
    return {
      id: random.uuid(),
      networkId: networkNamed(name).id,
      ipAddress: nextAddress(name),
      ipAddressId: random.uuid(),
      macAddress: `02:00:${random.hex(2)}:${random.hex(2)}:00:${random.hex(2)}`,
    };
  }

  function addInstance(plan: InstancePlan): void {
    const offering = computeOffering(flavour, plan.offering);
    const instance: CloudmcInstance = {
      id: random.uuid(),
      environment: environment.id,
      name: plan.name,
      hostname: plan.name,
      state: plan.state,
      templateId: templateIdOf(plan.template),
      computeOfferingId: offering?.id ?? '',
      cpuCount: plan.shape?.cpuCount ?? offering?.cpuCount ?? 1,
      memoryInMB: plan.shape?.memoryInMB ?? offering?.memoryInMB ?? 1024,
      ...(plan.key ? { sshKeyName: key.name } : {}),
      ...(plan.userData ? { userData: plan.userData } : {}),
      affinityGroupIds: plan.group ? [groupId] : [],
      nics: [plan.network, ...(plan.second ? [plan.second] : [])].map(addNic),
    };
    if (plan.second && instance.nics[0]) {
      instance.nics[0].secondaryIps = [{ id: random.uuid(), ipAddress: nextAddress(plan.network) }];
    }
    data.instances[instance.id] = instance;
    data.rootVolumes += 1;
    const root = addVolume(`ROOT-${data.rootVolumes}`, 20, instance.id);
    plan.disks?.forEach((size, index) => {
      addVolume(`${plan.name}-data-${index + 1}`, size, instance.id, size);
    });
    addWaysIn(plan, instance);
    for (let age = plan.snapshots ?? 0; age > 0; age -= 1) {
      const name = `${plan.name}_ROOT-${data.rootVolumes}_${stampDate(now - age * DAY)}`;
      addSnapshot(name, root, `ROOT-${data.rootVolumes}`);
    }
  }

  function addVolume(name: string, sizeInGb: number, instanceId?: string, offered?: number): string {
    const id = random.uuid();
    const offering = diskOfferings.find(({ gbSize }) => gbSize === offered);
    data.volumes[id] = {
      id,
      environment: environment.id,
      name,
      type: offering ? 'data' : 'os',
      state: 'Ready',
      created: now - (1 + random.below(200)) * DAY,
      ...(instanceId ? { instanceId } : {}),
      zoneId: networkNamed('Web-prod').zoneId,
      sizeInGb,
      ...(offering ? { diskOfferingId: offering.id } : {}),
    };
    return id;
  }

  function addSnapshot(name: string, volumeId: string, volume: string): void {
    const id = random.uuid();
    data.snapshots[id] = {
      id,
      environment: environment.id,
      name,
      state: 'BackedUp',
      volumeId,
      volume,
      volumeType: 'os',
    };
  }

  function addWaysIn(plan: InstancePlan, instance: CloudmcInstance): void {
    const { zoneId, vpcId = '' } = networkNamed(plan.network);
    const privateIpId = instance.nics[0]?.ipAddressId ?? '';
    if (plan.staticNat) {
      const staticNat = { instanceId: instance.id, privateIpId };
      seedAddress(flavour, context, data, environment, { zoneId, vpcId, staticNat });
    }
    if (!plan.forwards) return;
    const address = seedAddress(flavour, context, data, environment, { zoneId, vpcId });
    for (const [publicPort, privatePort] of plan.forwards) {
      const id = random.uuid();
      data.portforwardingrules[id] = {
        id,
        environment: environment.id,
        ipAddressId: address.id,
        instanceId: instance.id,
        privateIpId,
        protocol: 'TCP',
        privatePortStart: String(privatePort),
        privatePortEnd: String(privatePort),
        publicPortStart: String(publicPort),
        publicPortEnd: String(publicPort),
        state: 'Active',
      };
    }
  }

  /** A volume and an address that are free. */
  function addSpares(): void {
    addVolume('spare', 20, undefined, 20);
    const { zoneId, vpcId = '' } = networkNamed('Web-prod');
    seedAddress(flavour, context, data, environment, { zoneId, vpcId });
  }
}
