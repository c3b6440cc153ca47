import { describe, expect, it } from 'vitest';
import type { CreateInput, CreatePlan, Creating } from '../../src/core/driver';
import type { Settings } from '../../src/core/profile';
import { morpheus } from '../../src/drivers/morpheus';
import { changes, type Fake, fakeSession, lines, notFound, type Reply, type Sent } from './morpheusSession';

const create = morpheus.verbs.create as Creating;

const plans = [
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

const answers: Readonly<Record<string, unknown>> = {
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

function account(over: Readonly<Record<string, unknown>> = {}, settings: Settings = {}): Fake {
  return fakeSession(({ method, path }: Sent): Reply => {
    const key = method === 'GET' ? path : `${method} ${path}`;
    const body = key in over ? over[key] : answers[key];
    return body === undefined ? notFound : { body };
  }, settings);
}

const usual: CreateInput = { group: 'Production', cloud: 'East', type: 'ubuntu', layout: 'u-24', plan: 'small' };

async function planned(input: CreateInput, fake = account(), names = ['web-1']): Promise<CreatePlan> {
  const [first] = await create.plan(fake.session, names, input);
  if (first === undefined) throw new Error('no plan');
  return first;
}

async function sent(input: CreateInput, fake = account()): Promise<any> {
  await (await planned(input, fake)).run();
  return changes(fake)[0]?.body;
}

const refusal = (input: CreateInput, fake = account()) =>
  planned(input, fake).then(
    () => 'no refusal',
    ({ code, message }) => `${code}: ${message}`,
  );

describe('a create', () => {
  it('says group, cloud, type, layout and plan, and the root volume where the cloud has datastores', async () => {
    const fake = account();
    expect(await sent(usual, fake)).toEqual({
      zoneId: 6,
      instance: {
        name: 'web-1',
        site: { id: 3 },
        instanceType: { code: 'ubuntu' },
        layout: { id: 105 },
        plan: { id: 75 },
      },
      config: {},
      volumes: [
        { id: -1, rootVolume: true, name: 'root', size: 10, sizeId: null, storageType: 1, datastoreId: 'auto' },
      ],
    });
    expect(lines(fake)).toEqual(
      expect.arrayContaining([
        'GET /api/zones?groupId=3&max=100&offset=0',
        'GET /api/options/instanceTypes?groupId=3&cloudId=6',
        'GET /api/options/layoutsForCloud?groupId=3&cloudId=6&instanceTypeId=35',
        'GET /api/instances/service-plans?zoneId=6&layoutId=105&siteId=3',
      ]),
    );
  });

  it('takes everything that the command line can say', async () => {
    const body = await sent({
      ...usual,
      description: 'front',
      tag: ['one', 'owner=me'],
      label: ['two'],
      env: ['LEVEL=3', 'EMPTY='],
      copies: 2,
      network: 'VM Network',
      volume: ['data=5', 'root=20GB'],
      sshKey: 'laptop',
      config: [
        'resourcePoolId=pool-75',
        'noAgent=true',
        'hostId=12',
        'customOptions.colour=blue',
        'customOptions.version=1.10',
        'instance.instanceContext=dev',
        'servicePlanOptions.maxCores=4',
        'securityGroups=[{"id":"sg-1"}]',
        'nothing=null',
        'note={not json',
      ],
    });
    expect(body).toEqual({
      zoneId: 6,
      instance: {
        name: 'web-1',
        site: { id: 3 },
        instanceType: { code: 'ubuntu' },
        layout: { id: 105 },
        plan: { id: 75 },
        description: 'front',
        instanceContext: 'dev',
        labels: ['two', 'one'],
      },
      config: {
        resourcePoolId: 'pool-75',
        noAgent: true,
        hostId: 12,
        customOptions: { colour: 'blue', version: '1.10' },
        nothing: null,
        note: '{not json',
        publicKeyId: 26,
      },
      servicePlanOptions: { maxCores: 4 },
      securityGroups: [{ id: 'sg-1' }],
      networkInterfaces: [{ network: { id: 'network-110' }, networkInterfaceTypeId: 4, ipMode: 'dhcp' }],
      volumes: [
        { id: -1, rootVolume: true, name: 'root', size: 20, sizeId: null, storageType: 1, datastoreId: 'auto' },
        { id: -1, rootVolume: false, name: 'data', size: 5, sizeId: null, storageType: 2, datastoreId: 'auto' },
      ],
      copies: 2,
      evars: [
        { name: 'LEVEL', value: '3' },
        { name: 'EMPTY', value: '' },
      ],
      tags: [{ name: 'owner', value: 'me' }],
    });
  });

  it('calls labels and tags as an old appliance does', async () => {
    const old = account({ '/api/ping': { buildVersion: '3.1.5' } });
    const body = await sent({ ...usual, tag: ['one', 'owner=me'] }, old);
    expect(body).toMatchObject({ instance: { tags: ['one'] }, metadata: [{ name: 'owner', value: 'me' }] });
    expect(body.tags).toBeUndefined();
  });

  it('takes the cloud for a region and the plan for a size, and settings for what is not said', async () => {
    const input = { region: 'west', size: '76', type: '35', layout: '104', volume: ['root=5'] };
    const fake = account({}, { group: 'Lab' });
    expect(await sent(input, fake)).toMatchObject({
      zoneId: 8,
      instance: { site: { id: 5 }, layout: { id: 104 }, plan: { id: 76 } },
    });
    expect((await planned(input, account({}, { group: 'Lab' }))).wanted).toEqual({
      size: '4 CPU, 8GB',
      image: 'Ubuntu',
      region: 'West',
      group: 'Lab',
    });
  });

  it('needs no cloud and no layout where there is only one', async () => {
    const only = account({
      '/api/zones': { zones: [{ id: 6, name: 'East' }] },
      '/api/options/layoutsForCloud': { data: [{ name: 'VMware VM', value: 105 }] },
    });
    expect(await sent({ group: 'Production', type: 'Ubuntu', plan: 'small' }, only)).toMatchObject({
      zoneId: 6,
      instance: { layout: { id: 105 } },
    });
  });

  it.each([
    ['network-111', { network: { id: 'network-111' }, networkInterfaceTypeId: 4 }],
    ['110', { network: { id: 'network-110' }, networkInterfaceTypeId: 4, ipMode: 'dhcp' }],
    ['Any', { network: { id: 'networkGroup-3' }, networkInterfaceTypeId: 4 }],
    ['subnet-4', { network: { id: 'subnet-4' }, networkInterfaceTypeId: 4, ipMode: 'dhcp' }],
  ])('joins the network %s', async (network, expected) => {
    expect((await sent({ ...usual, network })).networkInterfaces).toEqual([expected]);
  });

  it('takes the only resource pool where one is needed, and asks for it where there are several', async () => {
    const needed = { '/api/provision-types': { provisionTypes: [{ code: 'vmware', zonePoolRequired: true }] } };
    const one = { ...needed, '/api/options/zonePools': { data: [{ id: 80, value: 'pool-80' }] } };
    expect((await sent(usual, account(one))).config).toEqual({ resourcePoolId: 'pool-80' });
    expect(await refusal(usual, account(needed))).toBe(
      'missing_argument: East takes a resource pool: --config resourcePoolId=…',
    );
  });

  it('names a datastore where the appliance does not choose one', async () => {
    const stores = {
      '/api/instances/service-plans': { plans: [{ ...plans[0], autoOptions: [] }] },
      '/api/data-stores': {
        clusters: [{ id: 63, freeSpace: 5 }],
        datastores: [
          { id: 59, freeSpace: 1 },
          { id: 60, freeSpace: 9 },
        ],
      },
    };
    expect((await sent(usual, account(stores))).volumes[0].datastoreId).toBe(60);
    const cluster = {
      '/api/instances/service-plans': { plans: [{ ...plans[0], autoOptions: [{ id: 'autoCluster' }] }] },
    };
    expect((await sent(usual, account(cluster))).volumes[0].datastoreId).toBe('autoCluster');
    const without = { '/api/provision-types': { provisionTypes: [{ code: 'vmware', hasDatastore: false }] } };
    expect((await sent(usual, account(without))).volumes).toBeUndefined();
    expect((await sent({ ...usual, volume: ['root=20'] }, account(without))).volumes).toEqual([
      { id: -1, rootVolume: true, name: 'root', size: 20, sizeId: null, storageType: 1 },
    ]);
  });

  it('is waited for from the answer on', async () => {
    const fake = account();
    expect(await (await planned(usual, fake)).run()).toMatchObject({
      id: null,
      wait: { kind: 'made', instance: '99' },
      instances: [{ instance: { id: '99', name: 'web-1', state: 'pending' } }],
    });
  });

  it('of several is several requests', async () => {
    const fake = account();
    const all = await create.plan(fake.session, ['web-1', 'web-2'], usual);
    for (const one of all) await one.run();
    expect(changes(fake).map(({ body }) => (body as any).instance.name)).toEqual(['web-1', 'web-2']);
  });

  it.each<[string, CreateInput, string]>([
    ['no plan', { ...usual, plan: '' }, 'missing_argument: Morpheus needs --plan'],
    ['no group', { ...usual, group: '' }, 'missing_argument: Morpheus needs --group'],
    ['no type', { ...usual, type: '' }, 'missing_argument: Morpheus needs --type'],
    [
      'no cloud of several',
      { ...usual, cloud: '' },
      'missing_argument: The group Production has several clouds: it takes --cloud',
    ],
    [
      'no layout of several',
      { ...usual, layout: '' },
      'missing_argument: Ubuntu in East has several layouts: it takes --layout',
    ],
    ['an unknown group', { ...usual, group: 'Prod' }, 'resource_not_found: There is no group "Prod"'],
    ['an unknown type', { ...usual, type: 'ubnutu' }, 'resource_not_found: There is no instance type "ubnutu"'],
    ['a type number that there is not', { ...usual, type: '99' }, 'resource_not_found: There is no instance type "99"'],
    [
      'a layout by a name of several',
      { ...usual, layout: 'VMware VM' },
      'ambiguous_resource: Several layouts are called "VMware VM": 105 (u-24), 104 (u-22)',
    ],
    ['an unknown plan', { ...usual, plan: 'huge' }, 'resource_not_found: There is no plan "huge"'],
    ['an unknown network', { ...usual, network: 'DMZ' }, 'resource_not_found: There is no network "DMZ"'],
    ['an unknown key', { ...usual, sshKey: 'x' }, 'resource_not_found: There is no SSH key "x"'],
    ['a broken variable', { ...usual, env: ['LEVEL'] }, 'invalid_value: --env takes NAME=VALUE, not "LEVEL"'],
    ['a label with a value', { ...usual, label: ['a=b'] }, 'invalid_value: "a=b" cannot be a label: it has a value'],
    ['tags run together', { ...usual, tag: ['a,b=c'] }, 'invalid_value: --tag takes LABEL or NAME=VALUE, not "a,b=c"'],
    ['a broken setting', { ...usual, config: ['pool'] }, 'invalid_value: --config takes KEY=VALUE, not "pool"'],
    [
      'a setting that reaches too far',
      { ...usual, config: ['__proto__.x=1'] },
      'invalid_value: --config takes KEY=VALUE, not "__proto__.x=1"',
    ],
    [
      'a volume that grows',
      { ...usual, volume: ['root=+5'] },
      'invalid_value: A new volume has a size, not a growth: --volume root=+5',
    ],
    [
      'two root volumes',
      { ...usual, volume: ['root=5', 'root=6'] },
      'conflicting_options: The root volume is given two sizes',
    ],
    [
      'no root size that anybody knows',
      { ...usual, plan: 'large', volume: ['data=5'] },
      'missing_argument: The plan 4 CPU, 8GB does not say how large the root volume is',
    ],
    [
      'two clouds',
      { ...usual, region: 'West' },
      'conflicting_options: At Morpheus a region is a cloud: East or West, not both',
    ],
    [
      'two plans',
      { ...usual, size: 'large' },
      'conflicting_options: At Morpheus the size is the plan: give only --plan',
    ],
  ])('refuses %s before it sends anything', async (_what, input, message) => {
    const fake = account();
    expect(await refusal(input, fake)).toBe(message);
    expect(changes(fake)).toEqual([]);
  });

  it('refuses a name that is taken in another group, or that waits for its removal', async () => {
    const elsewhere = { id: 1, name: 'web-1', status: 'running', group: { id: 5, name: 'Lab' } };
    const settings = { group: 'Production' };
    const taken = account({ '/api/instances': { instances: [elsewhere] } }, settings);
    expect(await refusal(usual, taken)).toBe('name_taken: An instance called web-1 exists already in the group Lab');
    const waits = { id: 1, name: 'web-1', status: 'pendingRemoval', group: { id: 3, name: 'Production' } };
    expect(await refusal(usual, account({ '/api/instances': { instances: [waits] } }, settings))).toContain(
      'whose removal waits',
    );
    const here = { id: 1, name: 'web-1', status: 'running', group: { id: 3 } };
    expect(await refusal(usual, account({ '/api/instances': { instances: [here] } }, settings))).toBe('no refusal');
  });
});

describe('the wizard', () => {
  /** Answers each question with its first choice unless told otherwise. */
  async function ask(fake: Fake, given: CreateInput, said: Partial<Record<keyof CreateInput, string>> = {}) {
    const asked: string[] = [];
    let input: CreateInput = given;
    for (const { option, message, choices, when } of create.questions) {
      if (input[option] !== undefined || (fake.session.settings as any)[option] !== undefined) continue;
      if (when === undefined ? !create.required.includes(option) : !(await when(fake.session, input))) continue;
      const offered = await choices?.(fake.session, input);
      asked.push(`${message} ${(offered ?? []).map(({ value, name }) => `${value}: ${name}`).join(' | ')}`.trim());
      const answer = said[option] ?? offered?.[0]?.value ?? '';
      if (answer !== '') input = { ...input, [option]: ['volume', 'config'].includes(option) ? [answer] : answer };
    }
    return { asked, input };
  }

  it('asks in the order in which a person thinks', async () => {
    const fake = account();
    const { asked, input } = await ask(fake, {}, { volume: 'root=30' });
    expect(asked).toEqual([
      'In which group? Production: Production | Lab: Lab',
      'In which cloud? East: East | West: West',
      'Which type? ubuntu: Ubuntu (ubuntu) | apache: Apache (apache)',
      'Which layout? u-24: VMware VM 24.04 (u-24) | u-22: VMware VM 22.04 (u-22)',
      'Which plan? 1 CPU, 1GB: 1 CPU, 1GB (1 CPU, 1024 MiB, 10 GiB) | 4 CPU, 8GB: 4 CPU, 8GB',
      'In which network? VM Network: VM Network | Backend: Backend | Any: Any | Sub: Sub | : whichever the cloud chooses',
      'Root volume, as root=GB (empty for that of the plan)?',
    ]);
    expect(await sent(input, fake)).toMatchObject({
      zoneId: 6,
      instance: { layout: { id: 105 }, plan: { id: 75 } },
      networkInterfaces: [{ network: { id: 'network-110' } }],
      volumes: [{ size: 30 }],
    });
  });

  it('asks nothing that is said, set or the only choice', async () => {
    const only = account(
      {
        '/api/options/layoutsForCloud': { data: [{ name: 'VMware VM', value: 105 }] },
        '/api/provision-types': {
          provisionTypes: [{ code: 'vmware', hasNetworks: false, rootDiskCustomizable: false }],
        },
      },
      { group: 'Production', cloud: 'East' },
    );
    expect((await ask(only, { type: 'ubuntu', size: 'small' })).asked).toEqual([]);
  });

  it('asks for the resource pool where one is needed', async () => {
    const pools = account({
      '/api/provision-types': { provisionTypes: [{ code: 'vmware', zonePoolRequired: true, hasNetworks: true }] },
    });
    const { asked, input } = await ask(pools, usual);
    expect(asked[0]).toBe('In which resource pool? resourcePoolId=pool-75: Pool A | resourcePoolId=pool-76: Pool B');
    expect(lines(pools)).toContain('GET /api/options/zoneNetworkOptions?zoneId=6&provisionTypeId=7&poolId=pool-75');
    expect((await sent(input, pools)).config).toEqual({ resourcePoolId: 'pool-75' });
  });

  it('reads the bare lists of old appliances', async () => {
    const bare = account({
      '/api/options/instanceTypes': [{ name: 'Ubuntu', value: 'ubuntu' }],
      '/api/options/layoutsForCloud': [{ name: 'VMware VM', value: 105 }],
      '/api/options/zoneNetworkOptions': (answers['/api/options/zoneNetworkOptions'] as any).data,
    });
    expect((await ask(bare, {})).asked).toHaveLength(6);
  });
});
