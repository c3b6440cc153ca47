/** What can be had on the appliance. It never changes, so it isn't part of the state. */
export interface MorpheusGroup {
  id: number;
  name: string;
  code: string;
  location: string | null;
  cloudIds: readonly number[];
}

export interface MorpheusCloud {
  id: number;
  name: string;
  code: string;
  zoneTypeId: number;
  provisionTypeId: number;
  /** Whether instances are started once they are made. */
  powersOn: boolean;
  /** Whether each server has a public address beside its own. */
  publicAddresses: boolean;
  hypervisor: { id: number; name: string };
}

export interface MorpheusProvisionType {
  id: number;
  code: string;
  name: string;
  hasNetworks: boolean;
  hasZonePools: boolean;
  zonePoolRequired: boolean;
  hasDatastore: boolean;
  supportsAutoDatastore: boolean;
  rootDiskCustomizable: boolean;
  hasSnapshots: boolean;
  hasMemorySnapshots: boolean;
}

export interface MorpheusInstanceType {
  id: number;
  code: string;
  name: string;
  category: string;
  /** Where its service listens; null when there is none. */
  port: number | null;
  portName: string;
  platform: string;
  containerType: { id: number; code: string; name: string };
}

export interface MorpheusLayout {
  id: number;
  code: string;
  name: string;
  instanceTypeId: number;
  instanceVersion: string;
  provisionTypeId: number;
}

export interface MorpheusPlan {
  id: number;
  code: string;
  name: string;
  provisionTypeId: number;
  maxCores: number;
  /** In bytes. */
  maxMemory: number;
  maxStorage: number;
  /** Whether cores and memory can be chosen. */
  custom: boolean;
  /** In dollars an hour. */
  price: number;
}

export const GIB = 1024 ** 3;

const VMWARE = 7;
const AMAZON = 12;

export const groups: readonly MorpheusGroup[] = [
  { id: 3, name: 'Production', code: 'production', location: 'New York', cloudIds: [6, 8] },
  { id: 5, name: 'Lab', code: 'lab', location: null, cloudIds: [6] },
];

export const clouds: readonly MorpheusCloud[] = [
  {
    id: 6,
    name: 'vCenter East',
    code: 'vcenter-east',
    zoneTypeId: 4,
    provisionTypeId: VMWARE,
    powersOn: true,
    publicAddresses: false,
    hypervisor: { id: 31, name: 'esx-01.east.example.com' },
  },
  {
    id: 8,
    name: 'AWS West',
    code: 'aws-west',
    zoneTypeId: 13,
    provisionTypeId: AMAZON,
    powersOn: false,
    publicAddresses: true,
    hypervisor: { id: 33, name: 'us-west-2' },
  },
];

export const zoneTypes = [
  { id: 4, code: 'vmware', name: 'VMware vCenter', enabled: true, provisionTypes: [VMWARE] },
  { id: 13, code: 'amazon', name: 'Amazon', enabled: true, provisionTypes: [AMAZON] },
];

export const provisionTypes: readonly MorpheusProvisionType[] = [
  {
    id: VMWARE,
    code: 'vmware',
    name: 'VMware',
    hasNetworks: true,
    hasZonePools: true,
    zonePoolRequired: false,
    hasDatastore: true,
    supportsAutoDatastore: true,
    rootDiskCustomizable: true,
    hasSnapshots: true,
    hasMemorySnapshots: true,
  },
  {
    id: AMAZON,
    code: 'amazon',
    name: 'Amazon EC2',
    hasNetworks: true,
    hasZonePools: true,
    zonePoolRequired: true,
    hasDatastore: false,
    supportsAutoDatastore: false,
    rootDiskCustomizable: true,
    hasSnapshots: false,
    hasMemorySnapshots: false,
  },
];

export const instanceTypes: readonly MorpheusInstanceType[] = [
  type(35, 'ubuntu', 'Ubuntu', 'os', 22, 'SSH', 'linux', 135),
  type(21, 'apache', 'Apache', 'web', 80, 'Http', 'linux', 121),
  type(44, 'tomcat', 'Tomcat', 'app', 8080, 'Http', 'linux', 144),
  type(52, 'windows', 'Windows', 'os', null, 'RDP', 'windows', 152),
];

export const layouts: readonly MorpheusLayout[] = [
  layout(105, 35, 'VMware VM', '24.04', VMWARE),
  layout(104, 35, 'VMware VM', '22.04', VMWARE),
  layout(205, 35, 'Amazon VM', '24.04', AMAZON),
  layout(48, 21, 'VMware VM', '2.4', VMWARE),
  layout(248, 21, 'Amazon VM', '2.4', AMAZON),
  layout(221, 44, 'VMware VM', '9.0', VMWARE),
  layout(130, 52, 'VMware VM', '2022', VMWARE),
];

export const plans: readonly MorpheusPlan[] = [
  plan(11, 'vm-1024', '1 CPU, 1GB Memory', VMWARE, 1, 1, 10, 0.01),
  plan(12, 'vm-2048', '1 CPU, 2GB Memory', VMWARE, 1, 2, 20, 0.02),
  plan(75, 'vm-4096', '2 CPU, 4GB Memory', VMWARE, 2, 4, 40, 0.04),
  plan(76, 'vm-8192', '4 CPU, 8GB Memory', VMWARE, 4, 8, 80, 0.08),
  { ...plan(77, 'vm-custom', 'Custom', VMWARE, 1, 1, 10, 0.02), custom: true },
  plan(90, 'amazon-t3.small', 'T3 Small - 2 Core, 2GB Memory', AMAZON, 2, 2, 8, 0.0208),
  plan(91, 'amazon-t3.medium', 'T3 Medium - 2 Core, 4GB Memory', AMAZON, 2, 4, 8, 0.0416),
  plan(92, 'amazon-t3.large', 'T3 Large - 2 Core, 8GB Memory', AMAZON, 2, 8, 8, 0.0832),
];

export const environments = [
  { id: 1, code: 'production', name: 'Production', description: null, visibility: 'public', sortOrder: 0 },
  { id: 2, code: 'staging', name: 'Staging', description: null, visibility: 'public', sortOrder: 1 },
  { id: 4, code: 'dev', name: 'Dev', description: null, visibility: 'public', sortOrder: 2 },
];

export const securityGroups = [
  { id: 19, accountId: 1, name: 'All Tomcat Access', description: 'Allow everyone to access Tomcat' },
  { id: 2, accountId: 1, name: 'Web', description: 'HTTP and HTTPS' },
  { id: 43, accountId: 1, name: 'Office only', description: null },
];

export const taskSets = [
  { id: 61, name: 'Patch', type: 'operation', platform: 'all' },
  { id: 62, name: 'Rotate logs', type: 'operation', platform: 'linux' },
];

/** The one with that id; what the state refers to is always there. */
export function known<Item extends { id: number }>(items: readonly Item[], id: number): Item {
  return items.find((item) => item.id === id) ?? (items[0] as Item);
}

/** The layout's instance type. */
export function typeOfLayout(layoutId: number): MorpheusInstanceType {
  return known(instanceTypes, known(layouts, layoutId).instanceTypeId);
}

/** How instances are made in a cloud. */
export function provisionTypeOf(cloudId: number): MorpheusProvisionType {
  return known(provisionTypes, known(clouds, cloudId).provisionTypeId);
}

function type(
  id: number,
  code: string,
  name: string,
  category: string,
  port: number | null,
  portName: string,
  platform: string,
  containerTypeId: number,
): MorpheusInstanceType {
  const containerType = { id: containerTypeId, code: `${code}-vm`, name };
  return { id, code, name, category, port, portName, platform, containerType };
}

function layout(
  id: number,
  instanceTypeId: number,
  name: string,
  instanceVersion: string,
  provisionTypeId: number,
): MorpheusLayout {
  const { code } = known(instanceTypes, instanceTypeId);
  const where = known(provisionTypes, provisionTypeId).code;
  return {
    id,
    code: `${code}-${where}-${instanceVersion}-single`,
    name,
    instanceTypeId,
    instanceVersion,
    provisionTypeId,
  };
}

function plan(
  id: number,
  code: string,
  name: string,
  provisionTypeId: number,
  maxCores: number,
  memory: number,
  storage: number,
  price: number,
): MorpheusPlan {
  return {
    id,
    code,
    name,
    provisionTypeId,
    maxCores,
    maxMemory: memory * GIB,
    maxStorage: storage * GIB,
    custom: false,
    price,
  };
}
