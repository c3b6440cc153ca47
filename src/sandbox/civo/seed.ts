import type { SeedContext } from '../emulator';
import { fingerprint } from './account';
import { regions, sizeNamed, sizes } from './catalog';
import type { CivoData, CivoFirewall, CivoInstance, CivoNetwork } from './data';
import { timestamp } from './operation';
import { createSubnet, publicAddress, type Subnet } from './subnet';

const DAY = 86_400_000;
const PUBLIC_KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHVzZWQgYnkgdGhlIG51YmUgc2FuZGJveCBvbmx5ISEh laptop';

interface Plan {
  hostname: string;
  region: string;
  size: string;
  image: string;
  status: string;
  tags: string[];
  notes?: string;
  /** Has an initial password in place of the SSH key. */
  password?: boolean;
  /** Days before seeding. */
  age: number;
}

const USUAL: readonly Plan[] = [
  {
    hostname: 'web-1',
    region: 'LON1',
    size: 'g3.small',
    image: 'ubuntu-noble',
    status: 'ACTIVE',
    tags: ['web', 'prod'],
    notes: 'Front of the shop',
    age: 41,
  },
  {
    hostname: 'web-2',
    region: 'LON1',
    size: 'g3.small',
    image: 'ubuntu-noble',
    status: 'ACTIVE',
    tags: ['web', 'prod'],
    age: 26,
  },
  { hostname: 'db-1', region: 'FRA1', size: 'g3.large', image: 'debian-12', status: 'SHUTOFF', tags: ['db'], age: 63 },
  {
    hostname: 'cache-1',
    region: 'NYC1',
    size: 'g3.medium',
    image: 'ubuntu-jammy',
    status: 'ACTIVE',
    tags: [],
    password: true,
    age: 9,
  },
];

/** A small account with speaking names, or one with as many instances as asked for, spread over three regions. */
export function seed(context: SeedContext): CivoData {
  const { random, now, instances: count } = context;
  const keyId = random.uuid();
  const data: CivoData = {
    account_id: random.uuid(),
    instances: {},
    networks: {},
    firewalls: {},
    volumes: {},
    ips: {},
    sshkeys: {
      [keyId]: {
        id: keyId,
        name: 'laptop',
        fingerprint: fingerprint(PUBLIC_KEY),
        public_key: PUBLIC_KEY,
        created_at: timestamp(now - 120 * DAY),
      },
    },
    snapshots: {},
    consoles: {},
    limits: limits(count ?? 0),
    actions: [],
    public_addresses: 0,
  };
  const homes = new Map(regions.map(({ code }) => [code, addDefaultNetwork(context, data, code)]));
  addBackendNetwork(context, data);
  const plans = count === undefined ? USUAL : generatedPlans(context, count);
  for (const plan of plans) addInstance(context, data, plan, homes.get(plan.region) as Home, keyId);
  if (count === undefined) addExtras(context, data);
  return data;
}

interface Home {
  network: CivoNetwork;
  subnet: Subnet;
  firewall: CivoFirewall;
}

function limits(count: number): CivoData['limits'] {
  return {
    instance_count: count + 32,
    cpu_core: count * 8 + 64,
    ram_mb: count * 32_768 + 131_072,
    disk_gb: count * 200 + 2000,
    disk_volume_count: count + 32,
    public_ip_address: count + 32,
  };
}

function* generatedPlans({ random }: SeedContext, count: number): Generator<Plan> {
  const places = ['LON1', 'FRA1', 'NYC1'];
  const offered = sizes.slice(0, 4);
  for (let number = 1; number <= count; number += 1) {
    const role = random.pick(['web', 'api', 'db', 'worker']);
    yield {
      hostname: `${role}-${String(number).padStart(6, '0')}`,
      region: places[number % places.length] as string,
      size: random.pick(offered).name,
      image: random.pick(['ubuntu-noble', 'ubuntu-jammy', 'debian-12']),
      status: random.below(5) === 0 ? 'SHUTOFF' : 'ACTIVE',
      tags: [role, random.pick(['prod', 'staging'])],
      age: 1 + random.below(400),
    };
  }
}

function addInstance({ random, now }: SeedContext, data: CivoData, plan: Plan, home: Home, keyId: string): void {
  const { network, subnet, firewall } = home;
  const id = random.uuid();
  const instance: CivoInstance = {
    id,
    region: plan.region,
    hostname: plan.hostname,
    name: `${plan.hostname}-${random.hex(8)}`,
    status: plan.status,
    size: sizeNamed(plan.size)?.name ?? plan.size,
    network_id: network.id,
    firewall_id: firewall.id,
    private_ip: subnet.at(network.next_address),
    public_ip: publicAddress(data.public_addresses),
    reserved_ip_id: '',
    source_id: plan.image,
    volume_type: '',
    initial_user: plan.image.startsWith('debian') ? 'debian' : 'civo',
    initial_password: plan.password ? random.word(14) : '',
    ssh_key_id: plan.password ? '' : keyId,
    script: '',
    tags: plan.tags,
    notes: plan.notes ?? '',
    reverse_dns: '',
    civostatsd_token: random.uuid(),
    created_at: timestamp(now - plan.age * DAY - random.below(DAY)),
    allowed_ips: [],
    network_bandwidth_limit: 0,
    recovery: false,
  };
  network.next_address += 1;
  data.public_addresses += 1;
  data.instances[id] = instance;
}

function addDefaultNetwork({ random, instances }: SeedContext, data: CivoData, region: string): Home {
  // Many made-up instances need more addresses than a usual network has.
  const cidr = instances === undefined ? '192.168.1.0/24' : '10.0.0.0/8';
  const network = addNetwork(data, random.uuid(), region, 'Default', cidr, true);
  const firewall = addFirewall(data, random.uuid(), network, 'default-default', true, ['1-65535']);
  if (region === 'LON1') addFirewall(data, random.uuid(), network, 'web', false, ['22', '80', '443']);
  return { network, subnet: createSubnet(cidr), firewall };
}

function addBackendNetwork({ random }: SeedContext, data: CivoData): void {
  const network = addNetwork(data, random.uuid(), 'LON1', 'backend', '192.168.10.0/24', false);
  addFirewall(data, random.uuid(), network, 'backend', false, ['22', '5432']);
}

function addNetwork(
  data: CivoData,
  id: string,
  region: string,
  label: string,
  cidr: string,
  isDefault: boolean,
): CivoNetwork {
  const name = `cust-${label.toLowerCase()}-${id.slice(0, 8)}`;
  const network = { id, region, name, label, default: isDefault, cidr, status: 'Active', next_address: 2 };
  data.networks[id] = network;
  return network;
}

function addFirewall(
  data: CivoData,
  id: string,
  network: CivoNetwork,
  name: string,
  isDefault: boolean,
  ports: readonly string[],
): CivoFirewall {
  const rules = ports.map((range, index) => ({
    id: `${id.slice(0, -2)}${String(index + 10)}`,
    protocol: 'tcp',
    start_port: range.split('-')[0] ?? range,
    end_port: range.split('-')[1] ?? range,
    ports: range,
    cidr: ['0.0.0.0/0'],
    direction: 'ingress',
    action: 'allow',
    label: `TCP ${range}`,
  }));
  const { region } = network;
  const firewall = { id, region, name, label: name, network_id: network.id, default: isDefault, rules };
  data.firewalls[id] = firewall;
  return firewall;
}

/** A volume in use, one that is free, and a reserved address. */
function addExtras({ random, now }: SeedContext, data: CivoData): void {
  const web = Object.values(data.instances).find((instance) => instance.hostname === 'web-1');
  for (const [name, instanceId] of [
    ['web-1-data', web?.id ?? ''],
    ['scratch', ''],
  ] as const) {
    const id = random.uuid();
    data.volumes[id] = {
      id,
      region: 'LON1',
      name,
      instance_id: instanceId,
      cluster_id: '',
      network_id: web?.network_id ?? '',
      mountpoint: instanceId === '' ? '' : '/dev/vdb',
      status: instanceId === '' ? 'available' : 'attached',
      volume_type: 'standard',
      size_gb: 20,
      bootable: false,
      created_at: timestamp(now - 30 * DAY),
    };
  }
  const id = random.uuid();
  data.ips[id] = { id, region: 'LON1', name: 'spare', ip: publicAddress(data.public_addresses), instance_id: '' };
  data.public_addresses += 1;
}
