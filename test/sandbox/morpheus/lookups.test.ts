import { describe, expect, test } from 'vitest';
import { creation, startMorpheus } from './morpheusClient';

interface Choice {
  name: string;
  value: unknown;
}

const choices = (data: Choice[]) => data.map(({ name, value }) => `${name}: ${value}`);

describe('what a wizard looks up', () => {
  test('leads from a group to an instance, with ids that hold together', async () => {
    const { ask } = await startMorpheus();
    const get = async (path: string) => {
      const { status, body } = await ask('GET', path);
      expect(status, path).toBe(200);
      return body;
    };
    const groups = (await get('/options/groups')).data;
    expect(choices(groups)).toEqual(['Production: 3', 'Lab: 5']);
    const group = groups[0].value;
    const clouds = (await get(`/options/clouds?groupId=${group}`)).data;
    expect(choices(clouds)).toEqual(['vCenter East: 6', 'AWS West: 8']);
    const cloud = clouds[1];
    expect((await get(`/zone-types/${cloud.zoneTypeId}`)).zoneType.code).toBe('amazon');
    const types = (await get(`/options/instanceTypes?groupId=${group}&cloudId=${cloud.value}`)).data;
    expect(choices(types)).toEqual(['Ubuntu: ubuntu', 'Apache: apache']);
    const [found] = (await get(`/instance-types?code=${types[0].value}`)).instanceTypes;
    const type = (await get(`/instance-types/${found.id}`)).instanceType;
    expect(type).toMatchObject({ code: 'ubuntu', versions: ['24.04', '22.04'] });
    const scope = `groupId=${group}&cloudId=${cloud.value}&instanceTypeId=${type.id}`;
    const versions = (await get(`/options/instanceVersions?${scope}`)).data;
    expect(choices(versions)).toEqual(['24.04: 24.04']);
    const layouts = (await get(`/options/layoutsForCloud?${scope}&version=24.04`)).data;
    expect(choices(layouts)).toEqual(['Amazon VM: 205']);
    expect((await get('/instances?name=fresh')).instances).toEqual([]);
    expect(choices((await get('/options/environments')).data)).toContain('Dev: dev');
    const layout = (await get(`/library/layouts/${layouts[0].value}`)).instanceTypeLayout;
    const [provisionType] = (await get(`/provision-types?code=${layout.provisionType.code}`)).provisionTypes;
    expect(provisionType).toMatchObject({ zonePoolRequired: true, hasDatastore: false, hasSnapshots: false });
    const query = `zoneId=${cloud.value}&layoutId=${layout.id}&siteId=${group}`;
    const { plans } = await get(`/instances/service-plans?${query}`);
    expect(plans.map(({ code }: { code: string }) => code)).toEqual([
      'amazon-t3.small',
      'amazon-t3.medium',
      'amazon-t3.large',
    ]);
    expect(plans[0]).toMatchObject({ id: 90, value: 90, maxCores: 2, customCores: false, autoOptions: [] });
    const pools = (await get(`/options/zonePools?zoneId=${cloud.value}`)).data;
    expect(pools).toEqual([{ id: 80, name: 'vpc-main', value: 'pool-80' }]);
    expect(await get(`/data-stores?zoneId=${cloud.value}&siteId=${group}`)).toEqual({ clusters: [], datastores: [] });
    const networking = (await get(`/options/zoneNetworkOptions?zoneId=${cloud.value}`)).data;
    expect(networking).toMatchObject({
      networks: [],
      networkSubnets: [{ id: 'subnet-120', dhcpServer: true }],
      networkTypes: [{ id: 9, defaultType: true }],
      hasNetworks: true,
      enableNetworkTypeSelection: 'on',
    });
    for (const source of ['userGroups', 'networkDomains', 'timezones']) {
      expect((await get(`/options/${source}`)).success).toBe(true);
    }
    const body = creation(
      'fresh',
      {
        zoneId: cloud.value,
        volumes: [{ id: -1, rootVolume: true, name: 'root', size: 8, storageType: plans[0].storageTypes[0].id }],
        networkInterfaces: [{ network: { id: networking.networkSubnets[0].id } }],
        config: { resourcePoolId: pools[0].value },
      },
      { site: { id: group }, layout: { id: layout.id }, plan: { id: plans[0].id } },
    );
    expect((await ask('POST', '/instances', body)).status).toBe(200);
  });

  test('knows the datastores and networks of a cloud', async () => {
    const { ask } = await startMorpheus();
    const stores = (await ask('GET', '/data-stores?zoneId=6&resourcePoolId=75')).body;
    expect(stores).toMatchObject({ clusters: [{ id: 63 }], datastores: [{ id: 59 }, { id: 60 }] });
    expect((await ask('GET', '/zones/6/data-stores')).body.meta.total).toBe(3);
    expect((await ask('GET', '/zones/6/resource-pools')).body.resourcePools).toMatchObject([{ id: 75 }, { id: 76 }]);
    expect((await ask('GET', '/zones/7/resource-pools')).status).toBe(404);
    const { networks } = (await ask('GET', '/networks?zoneId=6')).body;
    expect(networks).toMatchObject([
      { id: 110, name: 'VM Network', zone: { id: 6 } },
      { id: 111, name: 'Backend', pool: { id: 71 }, allowStaticOverride: true },
    ]);
    const { data } = (await ask('GET', '/options/zoneNetworkOptions?zoneId=6')).body;
    expect(data.networks.map(({ id }: { id: string }) => id)).toEqual(['network-110', 'network-111']);
    expect(data.networkGroups[0].id).toBe('networkGroup-3');
    const { plans } = (await ask('GET', '/instances/service-plans?zoneId=6&layoutId=105')).body;
    expect(plans[0]).toMatchObject({
      datastores: { standard: [{ id: 59 }, { id: 60 }] },
      autoOptions: [{ id: 'auto' }],
    });
  });

  test('has lists that can be narrowed, and each item by itself', async () => {
    const { ask } = await startMorpheus();
    const lists: Record<string, [string, number]> = {
      '/groups': ['groups', 2],
      '/groups?name=Lab': ['groups', 1],
      '/zones': ['zones', 2],
      '/zones?groupId=5': ['zones', 1],
      '/zones?name=AWS+West': ['zones', 1],
      '/zone-types': ['zoneTypes', 2],
      '/instance-types': ['instanceTypes', 4],
      '/library/instance-types?phrase=tom': ['instanceTypes', 1],
      '/library/layouts': ['instanceTypeLayouts', 7],
      '/environments': ['environments', 3],
      '/provision-types?code=vmware': ['provisionTypes', 1],
      '/networks': ['networks', 3],
      '/networks/domains': ['networkDomains', 2],
      '/security-groups': ['securityGroups', 3],
      '/key-pairs': ['keyPairs', 1],
      '/user-groups': ['userGroups', 1],
      '/storage-providers': ['storageProviders', 2],
      '/storage/buckets': ['storageBuckets', 2],
      '/storage-volumes': ['storageVolumes', 5],
      '/virtual-images': ['virtualImages', 3],
    };
    const seen: Record<string, [string, number]> = {};
    for (const path of Object.keys(lists)) {
      const { body } = await ask('GET', path);
      const [key = ''] = Object.keys(body);
      expect(body.meta.total).toBe(body[key].length);
      seen[path] = [key, body[key].length];
    }
    expect(seen).toEqual(lists);
    expect((await ask('GET', '/groups/5')).body.group).toMatchObject({ name: 'Lab', zones: [{ id: 6 }] });
    expect((await ask('GET', '/zones/8')).body.zone).toMatchObject({ zoneType: { code: 'amazon' } });
    expect((await ask('GET', '/key-pairs/26')).body.keyPair.name).toBe('laptop');
    expect((await ask('GET', '/groups/6')).body).toEqual({ success: false, msg: 'group not found' });
  });

  test('has the plans of administrators in a list without meta', async () => {
    const { ask } = await startMorpheus();
    const { body } = await ask('GET', '/service-plans');
    expect(Object.keys(body)).toEqual(['servicePlans']);
    expect(body.servicePlans).toHaveLength(8);
  });

  test('does not know every source, and gave bare lists in the old age', async () => {
    const { ask, set } = await startMorpheus();
    expect((await ask('GET', '/options/moons')).body).toEqual({
      success: false,
      msg: 'Option source moons not found',
    });
    await set({ age: 'legacy' });
    expect((await ask('GET', '/options/groups')).body).toEqual([
      { name: 'Production', value: 3 },
      { name: 'Lab', value: 5 },
    ]);
  });
});
