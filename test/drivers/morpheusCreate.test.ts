import { describe, expect, it } from 'vitest';
import type { CreateInput } from '../../src/core/driver';
import { account, create, planned, plans, refusal, sent, usual } from './morpheusAccount';
import { changes, lines } from './morpheusSession';

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
