import type { CreateInput, CreatePlan, Creating } from '../../src/core/driver';
import type { Settings } from '../../src/core/profile';
import { morpheus } from '../../src/drivers/morpheus';
import { changes, type Fake, fakeSession, notFound, type Reply, type Sent } from './morpheusSession';

export const create = morpheus.verbs.create as Creating;

export const plans = [
  {
    id: 75,
    code: 'small',
    name: '1 CPU, 1GB',
    maxCores: 1,
    maxMemory: 1073741824,
    maxStorage: 10737418240,
    storageTypes: [{ id: 1 }, { id: 2, defaultType: true }],
    rootStorageTypes: [{ id: 1 }],
    autoOptions: [{ id: 'auto' }],
  },
  { id: 76, code: 'large', name: '4 CPU, 8GB', maxStorage: null, supportsAutoDatastore: true },
];

export const answers: Readonly<Record<string, unknown>> = {
  '/api/groups': {
    groups: [
      { id: 3, name: 'Production' },
      { id: 5, name: 'Lab' },
    ],
    meta: { total: 2 },
  },
  '/api/zones': {
    zones: [
      { id: 6, name: 'East', code: 'east' },
      { id: 8, name: 'West', code: 'west' },
    ],
    meta: { total: 2 },
  },
  '/api/options/instanceTypes': {
    success: true,
    data: [
      { name: 'Ubuntu', value: 'ubuntu' },
      { name: 'Apache', value: 'apache' },
    ],
  },
  '/api/instance-types': {
    instanceTypes: [
      {
        id: 35,
        code: 'ubuntu',
        instanceTypeLayouts: [
          {
            id: 105,
            code: 'u-24',
            name: 'VMware VM',
            instanceVersion: '24.04',
            provisionType: { id: 7, code: 'vmware' },
          },
          {
            id: 104,
            code: 'u-22',
            name: 'VMware VM',
            instanceVersion: '22.04',
            provisionType: { id: 7, code: 'vmware' },
          },
        ],
      },
    ],
  },
  '/api/instance-types/35': { instanceType: { id: 35, code: 'ubuntu' } },
  '/api/options/layoutsForCloud': {
    data: [
      { name: 'VMware VM', value: 105 },
      { name: 'VMware VM', value: '104' },
    ],
  },
  '/api/instances/service-plans': { plans },
  '/api/provision-types': {
    provisionTypes: [{ code: 'vmware', hasDatastore: true, hasNetworks: true, zonePoolRequired: false }],
  },
  '/api/options/zoneNetworkOptions': {
    success: true,
    data: {
      networks: [
        { id: 'network-110', name: 'VM Network', dhcpServer: true, pool: null },
        { id: 'network-111', name: 'Backend', dhcpServer: true, pool: { id: 7 } },
      ],
      networkGroups: [{ id: 'networkGroup-3', name: 'Any' }],
      networkSubnets: [{ id: 'subnet-4', name: 'Sub', dhcpServer: 'on' }],
      networkTypes: [{ id: 3 }, { id: 4, defaultType: true }],
      enableNetworkTypeSelection: 'on',
    },
  },
  '/api/options/zonePools': {
    data: [
      { id: 75, name: 'Pool A', value: 'pool-75' },
      { id: 76, name: 'Pool B', value: 'pool-76' },
    ],
  },
  '/api/key-pairs': { keyPairs: [{ id: 26, name: 'laptop' }], meta: { total: 1 } },
  '/api/instances': { instances: [], meta: { total: 0 } },
  '/api/ping': { buildVersion: '9.0.0' },
  'POST /api/instances': {
    success: true,
    instance: { id: 99, name: 'web-1', status: 'provisioning', volumes: [{ id: -1 }] },
  },
};

export function account(over: Readonly<Record<string, unknown>> = {}, settings: Settings = {}): Fake {
  return fakeSession(({ method, path }: Sent): Reply => {
    const key = method === 'GET' ? path : `${method} ${path}`;
    const body = key in over ? over[key] : answers[key];
    return body === undefined ? notFound : { body };
  }, settings);
}

export const usual: CreateInput = { group: 'Production', cloud: 'East', type: 'ubuntu', layout: 'u-24', plan: 'small' };

export async function planned(input: CreateInput, fake = account(), names = ['web-1']): Promise<CreatePlan> {
  const [first] = await create.plan(fake.session, names, input);
  if (first === undefined) throw new Error('no plan');
  return first;
}

export async function sent(input: CreateInput, fake = account()): Promise<any> {
  await (await planned(input, fake)).run();
  return changes(fake)[0]?.body;
}

export const refusal = (input: CreateInput, fake = account()) =>
  planned(input, fake).then(
    () => 'no refusal',
    ({ code, message }) => `${code}: ${message}`,
  );
