import type { SeedContext } from '../emulator';
import { buildBackup, buildInstance, hostNameOf, type Making, usualInterfaces, usualVolume } from './buildInstance';
import { clouds, GIB, groups, known, layouts, plans } from './catalog';
import type { MorpheusData, MorpheusInstance, MorpheusVariable } from './data';
import { nextId } from './operation';
import { usualSettings } from './settings';

const DAY = 86_400_000;
const FIRST_ID = 1201;

interface Plan {
  name: string;
  description?: string;
  group: string;
  cloud: string;
  layoutId: number;
  planCode: string;
  status: string;
  context: string;
  labels: string[];
  tags?: Record<string, string>;
  evars?: MorpheusVariable[];
  importedEnvs?: Record<string, MorpheusVariable | string>;
  securityGroupIds?: number[];
  /** In GB, beside the root volume. */
  dataVolumes?: number[];
  nodeCount?: number;
  /** Days before seeding. */
  age: number;
}

const USUAL: readonly Plan[] = [
  {
    name: 'erp-1',
    description: 'Finance and stock',
    group: 'Production',
    cloud: 'vCenter East',
    layoutId: 221,
    planCode: 'vm-4096',
    status: 'running',
    context: 'production',
    labels: ['erp', 'prod'],
    tags: { owner: 'finance', tier: 'app' },
    evars: [
      { name: 'DATABASE_NAME', value: 'erp', export: false, masked: false },
      { name: 'ERP_WORKERS', value: 4, export: true, masked: false },
      { name: 'ERP_SECRET', value: 'sandbox-secret', export: true, masked: true },
    ],
    importedEnvs: {
      MYSQL_HOST: { name: 'MYSQL_HOST', value: 'container1413', export: true, masked: false },
      MYSQL_PORT: { name: 'MYSQL_PORT', value: 3306, export: true, masked: false },
      MYSQL_PASSWORD: { name: 'MYSQL_PASSWORD', value: 'morpheus', export: true, masked: true },
      MYSQL_USERNAME: 'morpheus',
    },
    securityGroupIds: [19],
    dataVolumes: [50],
    nodeCount: 2,
    age: 210,
  },
  {
    name: 'erp-2',
    group: 'Production',
    cloud: 'vCenter East',
    layoutId: 105,
    planCode: 'vm-2048',
    status: 'running',
    context: 'production',
    labels: ['erp', 'prod'],
    tags: { owner: 'finance' },
    securityGroupIds: [2, 43],
    age: 87,
  },
  {
    name: 'report-1',
    description: 'Nightly figures',
    group: 'Production',
    cloud: 'AWS West',
    layoutId: 205,
    planCode: 'amazon-t3.medium',
    status: 'stopped',
    context: 'production',
    labels: ['report'],
    age: 45,
  },
  {
    name: 'sandbox-lab-1',
    group: 'Lab',
    cloud: 'vCenter East',
    layoutId: 104,
    planCode: 'vm-1024',
    status: 'suspended',
    context: 'dev',
    labels: [],
    tags: { owner: 'lab' },
    age: 12,
  },
];

const POWER: Readonly<Record<string, string>> = { running: 'on', stopped: 'off', suspended: 'paused' };

/** A small appliance with speaking names, or one with as many instances as asked for, in both groups and clouds. */
export function seed(context: SeedContext): MorpheusData {
  const { instances: count, now, random } = context;
  const data: MorpheusData = {
    settings: structuredClone(usualSettings),
    nextId: FIRST_ID,
    instances: {},
    volumes: {},
    snapshots: {},
    backups: {},
    processes: {},
    images: {},
    executions: {},
    tokens: {},
    addresses: {},
  };
  const made = [...(count === undefined ? USUAL : generatedPlans(context, count))].map((plan) => {
    const created = now - plan.age * DAY - random.below(DAY);
    return addInstance({ data, random, now: created }, plan);
  });
  addImages(data, now);
  if (count === undefined) {
    for (const instance of made) addProvision(data, instance);
    addBackup(data, context, made[0]);
  }
  return data;
}

function* generatedPlans({ random }: SeedContext, count: number): Generator<Plan> {
  for (let number = 1; number <= count; number += 1) {
    const role = random.pick(['erp', 'report', 'ledger', 'crm']);
    const [group, cloud] = random.pick([
      ['Production', 'vCenter East'],
      ['Production', 'AWS West'],
      ['Lab', 'vCenter East'],
    ] as const);
    const isAmazon = cloud === 'AWS West';
    yield {
      name: `${role}-${String(number).padStart(6, '0')}`,
      group,
      cloud,
      layoutId: isAmazon ? 205 : random.pick([104, 105, 48, 221]),
      planCode: isAmazon
        ? random.pick(['amazon-t3.small', 'amazon-t3.medium'])
        : random.pick(['vm-1024', 'vm-2048', 'vm-4096']),
      status: random.below(5) === 0 ? 'stopped' : 'running',
      context: group === 'Lab' ? 'dev' : 'production',
      labels: [role],
      tags: { owner: random.pick(['finance', 'sales', 'it']) },
      age: 1 + random.below(400),
    };
  }
}

function addInstance(making: Making, plan: Plan): MorpheusInstance {
  const cloud = clouds.find(({ name }) => name === plan.cloud) ?? known(clouds, 0);
  const size = plans.find(({ code }) => code === plan.planCode) ?? known(plans, 0);
  const root = usualVolume(cloud, size);
  const datastoreId = cloud.publicAddresses ? null : 59;
  const instance = buildInstance(making, {
    name: plan.name,
    description: plan.description ?? null,
    hostName: hostNameOf(plan.name),
    groupId: groups.find(({ name }) => name === plan.group)?.id ?? 0,
    cloud,
    layout: known(layouts, plan.layoutId),
    plan: size,
    shape: { maxCores: size.maxCores, coresPerSocket: 1, maxMemory: size.maxMemory },
    instanceContext: plan.context,
    volumes: [
      { ...root, datastoreId },
      ...(plan.dataVolumes ?? []).map((gigabytes, index) => ({
        ...root,
        name: `data-${index + 1}`,
        size: gigabytes,
        datastoreId,
      })),
    ],
    interfaces: usualInterfaces(cloud),
    labels: plan.labels,
    tags: Object.entries(plan.tags ?? {}).map(([name, value]) => ({ name, value })),
    evars: plan.evars ? structuredClone(plan.evars) : [],
    securityGroupIds: plan.securityGroupIds ?? [],
    config: { createUser: false, resourcePoolId: cloud.publicAddresses ? 'pool-80' : 'pool-75' },
    nodeCount: plan.nodeCount ?? 1,
    userId: 1,
  });
  instance.status = plan.status;
  instance.statusDate = making.now;
  instance.provisioned = true;
  if (plan.importedEnvs) instance.importedEnvs = structuredClone(plan.importedEnvs);
  for (const node of instance.nodes) Object.assign(node, { status: plan.status, powerState: POWER[plan.status] });
  return instance;
}

function addImages(data: MorpheusData, now: number): void {
  for (const [name, imageType, osType] of [
    ['Ubuntu 24.04', 'vmware', 'linux'],
    ['Windows Server 2022', 'vmware', 'windows'],
    ['Ubuntu 24.04 AMI', 'ami', 'linux'],
  ] as const) {
    const id = nextId(data);
    const created = now - 300 * DAY;
    data.images[id] = {
      id,
      name,
      status: 'Active',
      imageType,
      osType,
      rawSize: 10 * GIB,
      userUploaded: false,
      created,
    };
  }
}

/** How it came to be, in history. */
function addProvision(data: MorpheusData, instance: MorpheusInstance): void {
  const id = nextId(data);
  data.processes[id] = {
    id,
    instanceId: instance.id,
    nodeId: null,
    code: 'provision',
    status: 'complete',
    startDate: instance.created,
    endDate: instance.created + 214_000,
    error: null,
    resultType: null,
    resultId: null,
    eventId: nextId(data),
    createdBy: instance.createdBy,
    operation: null,
  };
}

/** A job that ran last night. */
function addBackup(data: MorpheusData, { random, now }: SeedContext, instance: MorpheusInstance | undefined): void {
  if (!instance) return;
  const backup = buildBackup({ data, random, now: instance.created }, instance);
  const startDate = now - DAY / 2;
  backup.results.push({
    id: nextId(data),
    status: 'SUCCEEDED',
    startDate,
    endDate: startDate + 312_000,
    sizeInMb: 4210,
    errorMessage: null,
  });
}
