/** What the clouds of the appliance have to put instances on. It never changes, so it isn't part of the state. */
export interface MorpheusNetwork {
  id: number;
  /** As a request to make an instance names it. */
  reference: string;
  name: string;
  cloudId: number;
  /** A number for each address: the first one given out. */
  firstAddress: number;
  cidr: string;
  dhcpServer: boolean;
  allowStaticOverride: boolean;
  pool: { id: number; name: string } | null;
}

export interface MorpheusPool {
  id: number;
  name: string;
  cloudId: number;
  type: string;
}

export interface MorpheusDatastore {
  id: number;
  name: string;
  cloudId: number;
  /** A cluster of datastores. */
  cluster: boolean;
  freeSpace: number;
}

const GB = 1024 ** 3;

export const networks: readonly MorpheusNetwork[] = [
  network(110, 'network-110', 'VM Network', 6, [10, 20], true, null),
  network(111, 'network-111', 'Backend', 6, [10, 60], false, { id: 71, name: 'Backend pool' }),
  network(120, 'subnet-120', 'vpc-main us-west-2a', 8, [10, 120], true, null),
];

/** A group stands for the first network in it. */
export const networkGroups = [{ id: 'networkGroup-3', name: 'Any VM network', cloudId: 6, networks: [110, 111] }];

export const networkTypes = [
  { id: 4, code: 'vmxNet3', name: 'VMXNET 3', defaultType: true, cloudId: 6 },
  { id: 3, code: 'e1000', name: 'E1000', defaultType: false, cloudId: 6 },
  { id: 9, code: 'eni', name: 'ENI', defaultType: true, cloudId: 8 },
];

export const pools: readonly MorpheusPool[] = [
  { id: 75, name: 'Cluster East', cloudId: 6, type: 'Cluster' },
  { id: 76, name: 'Cluster East / Batch', cloudId: 6, type: 'Resource Pool' },
  { id: 80, name: 'vpc-main', cloudId: 8, type: 'VPC' },
];

export const datastores: readonly MorpheusDatastore[] = [
  { id: 59, name: 'ssd-01', cloudId: 6, cluster: false, freeSpace: 812 * GB },
  { id: 60, name: 'hdd-01', cloudId: 6, cluster: false, freeSpace: 4096 * GB },
  { id: 63, name: 'all-flash', cloudId: 6, cluster: true, freeSpace: 2048 * GB },
];

export const storageTypes = [
  { id: 1, code: 'standard', name: 'Standard', defaultType: true, cloudId: 6 },
  { id: 14, code: 'amazon-gp3', name: 'gp3', defaultType: true, cloudId: 8 },
  { id: 15, code: 'amazon-io2', name: 'io2', defaultType: false, cloudId: 8 },
];

export const storageProviders = [
  { id: 17, name: 'Image store', providerType: 'local', active: true },
  { id: 18, name: 'Archive', providerType: 's3', active: true },
];

export const keyPairs = [
  {
    id: 26,
    name: 'laptop',
    accountId: 1,
    publicKey: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHVzZWQgYnkgdGhlIG51YmUgc2FuZGJveCBvbmx5ISEh laptop',
    hasPrivateKey: true,
    privateKey: null,
  },
];

export const userGroups = [{ id: 51, name: 'Operators', description: 'On call' }];

export const networkDomains = [
  { id: 41, name: 'east.example.com', active: true },
  { id: 42, name: 'lab.example.com', active: true },
];

/** The network that such a reference of a request means. */
export function networkOfReference(reference: string, cloudId: number): MorpheusNetwork | undefined {
  const group = networkGroups.find(({ id }) => id === reference);
  return networks.find(
    (network) =>
      network.cloudId === cloudId && (group ? group.networks.includes(network.id) : network.reference === reference),
  );
}

/** The pool that `75`, `pool-75` or `poolGroup-2` means; a group of pools stands for the first pool. */
export function poolOfReference(reference: string, cloudId: number): MorpheusPool | undefined {
  const own = pools.filter((pool) => pool.cloudId === cloudId);
  if (reference.startsWith('poolGroup-')) return own[0];
  return own.find(({ id }) => String(id) === reference || `pool-${id}` === reference);
}

/** An address as text. */
export function toAddress(number: number): string {
  return `${number >>> 24}.${(number >>> 16) & 255}.${(number >>> 8) & 255}.${number & 255}`;
}

function network(
  id: number,
  reference: string,
  name: string,
  cloudId: number,
  [first, second]: readonly [number, number],
  dhcpServer: boolean,
  pool: MorpheusNetwork['pool'],
): MorpheusNetwork {
  return {
    id,
    reference,
    name,
    cloudId,
    firstAddress: ((first << 24) | (second << 16)) + 10,
    cidr: `${first}.${second}.0.0/16`,
    dhcpServer,
    allowStaticOverride: id !== 120,
    pool,
  };
}
