import type { Route } from '../emulator';
import { json } from '../reply';
import {
  clouds,
  environments,
  groups,
  instanceTypes,
  known,
  layouts,
  type MorpheusCloud,
  type MorpheusInstanceType,
  type MorpheusLayout,
  plans,
  provisionTypes,
  securityGroups,
  zoneTypes,
} from './catalog';
import type { MorpheusData, MorpheusInstance, MorpheusVolume } from './data';
import { failure } from './failure';
import {
  datastores,
  keyPairs,
  type MorpheusDatastore,
  type MorpheusNetwork,
  networkDomains,
  networks,
  networkTypes,
  pools,
  storageProviders,
  storageTypes,
  userGroups,
} from './infrastructure';
import { type Call, morpheusRoute } from './morpheusRoute';
import { page } from './page';

/** What instances are made from and live among: everything that a wizard looks up. */
export const lookups: readonly Route<MorpheusData>[] = [
  ...lookup('/api/groups', 'groups', 'group', groups, ({ cloudIds, ...group }) => ({
    ...group,
    active: true,
    accountId: 1,
    zones: cloudIds.map((id) => ({ id, name: known(clouds, id).name })),
  })),
  ...lookup('/api/zones', 'zones', 'zone', clouds, cloudView, (call, { id }) => {
    const groupId = call.query.get('groupId');
    const group = groups.find((item) => String(item.id) === groupId);
    return groupId === null || groupId === '' || group?.cloudIds.includes(id) === true;
  }),
  morpheusRoute('GET', '/api/zones/:id/resource-pools', (call) => {
    const cloud = cloudOf(call);
    const own = pools.filter(({ cloudId }) => cloudId === cloud.id);
    return page(call, 'resourcePools', own, ({ cloudId: _, ...pool }) => ({ ...pool, active: true, zone: cloud.name }));
  }),
  morpheusRoute('GET', '/api/zones/:id/data-stores', (call) => {
    const cloud = cloudOf(call);
    const own = datastores.filter(({ cloudId }) => cloudId === cloud.id);
    return page(call, 'datastores', own, datastoreView);
  }),
  ...lookup('/api/zone-types', 'zoneTypes', 'zoneType', zoneTypes, (type) => type),
  ...lookup('/api/instance-types', 'instanceTypes', 'instanceType', instanceTypes, instanceTypeView),
  ...lookup('/api/library/instance-types', 'instanceTypes', 'instanceType', instanceTypes, instanceTypeView),
  ...lookup('/api/library/layouts', 'instanceTypeLayouts', 'instanceTypeLayout', layouts, layoutView),
  ...lookup('/api/environments', 'environments', 'environment', environments, (environment) => environment),
  ...lookup('/api/provision-types', 'provisionTypes', 'provisionType', provisionTypes, (type) => ({
    ...type,
    description: null,
    optionTypes: [],
  })),
  ...lookup('/api/networks/domains', 'networkDomains', 'networkDomain', networkDomains, (domain) => domain),
  ...lookup('/api/networks', 'networks', 'network', networks, networkView, (call, network) =>
    ofZone(call, network.cloudId),
  ),
  ...lookup('/api/security-groups', 'securityGroups', 'securityGroup', securityGroups, (group) => group),
  ...lookup('/api/key-pairs', 'keyPairs', 'keyPair', keyPairs, (pair) => pair),
  ...lookup('/api/user-groups', 'userGroups', 'userGroup', userGroups, (group) => group),
  ...lookup('/api/storage-providers', 'storageProviders', 'storageProvider', storageProviders, (provider) => provider),
  ...lookup('/api/storage/buckets', 'storageBuckets', 'storageBucket', storageProviders, (provider) => provider),
  morpheusRoute('GET', '/api/data-stores', (call) => {
    const own = datastores.filter(({ cloudId }) => ofZone(call, cloudId)).map(datastoreView);
    const clusters = own.filter(({ type }) => type === 'cluster');
    return json(200, { clusters, datastores: own.filter((store) => !clusters.includes(store)) });
  }),
  morpheusRoute('GET', '/api/storage-volumes', (call) => {
    const { data } = call;
    const used = Object.values(data.instances).flatMap((instance) =>
      instance.provisioned ? instance.volumes.map((volume) => ({ volume, instance })) : [],
    );
    const free = Object.values(data.volumes).map((volume) => ({ volume, instance: null }));
    return page(call, 'storageVolumes', [...used, ...free], storageVolumeView);
  }),
  morpheusRoute('GET', '/api/service-plans', () => json(200, { servicePlans: plans.map(planView) })),
  morpheusRoute('GET', '/api/instances/service-plans', (call) => {
    const layout = layouts.find(({ id }) => String(id) === call.query.get('layoutId'));
    const offered = plans.filter(({ provisionTypeId }) => {
      const cloud = clouds.find((known) => known.provisionTypeId === provisionTypeId);
      return (!layout || layout.provisionTypeId === provisionTypeId) && cloud !== undefined && ofZone(call, cloud.id);
    });
    return json(200, { plans: offered.map(planView) });
  }),
];

/** A list, which `name`, `code` and `phrase` narrow, and each item of it. */
function lookup<Item extends { id: number; name: string; code?: string }>(
  path: string,
  plural: string,
  singular: string,
  items: readonly Item[],
  view: (item: Item) => unknown,
  fits: (call: Call, item: Item) => boolean = () => true,
): Route<MorpheusData>[] {
  return [
    morpheusRoute('GET', path, (call) => {
      const name = call.query.get('name');
      const code = call.query.get('code');
      const phrase = call.query.get('phrase')?.toLowerCase() ?? '';
      const found = items.filter(
        (item) =>
          (name === null || item.name === name) &&
          (code === null || item.code === code) &&
          item.name.toLowerCase().includes(phrase) &&
          fits(call, item),
      );
      return page(call, plural, found, view);
    }),
    morpheusRoute('GET', `${path}/:id`, (call) => {
      const item = items.find(({ id }) => String(id) === call.param('id'));
      if (!item) throw failure(404, `${singular} not found`);
      return json(200, { [singular]: view(item) });
    }),
  ];
}

function ofZone(call: Call, cloudId: number): boolean {
  const zoneId = call.query.get('zoneId') ?? '';
  return zoneId === '' || zoneId === String(cloudId);
}

function cloudOf(call: Call): MorpheusCloud {
  const cloud = clouds.find(({ id }) => String(id) === call.param('id'));
  if (!cloud) throw failure(404, 'Cloud not found');
  return cloud;
}

function cloudView(cloud: MorpheusCloud) {
  const { id, name, code, zoneTypeId } = cloud;
  const type = known(zoneTypes, zoneTypeId);
  return {
    id,
    name,
    code,
    accountId: 1,
    enabled: true,
    status: 'ok',
    zoneType: { id: type.id, code: type.code },
    zoneTypeId,
    autoRecoverPowerState: cloud.powersOn,
    groups: groups.filter(({ cloudIds }) => cloudIds.includes(id)).map((group) => ({ id: group.id, name: group.name })),
  };
}

function instanceTypeView(type: MorpheusInstanceType) {
  const own = layouts.filter(({ instanceTypeId }) => instanceTypeId === type.id);
  return {
    id: type.id,
    code: type.code,
    name: type.name,
    category: type.category,
    description: null,
    active: true,
    versions: [...new Set(own.map(({ instanceVersion }) => instanceVersion))],
    instanceTypeLayouts: own.map(layoutView),
  };
}

function layoutView(layout: MorpheusLayout) {
  const { instanceTypeId, provisionTypeId, ...shown } = layout;
  const type = known(instanceTypes, instanceTypeId);
  const provisionType = known(provisionTypes, provisionTypeId);
  return {
    ...shown,
    instanceType: { id: type.id, code: type.code, name: type.name },
    provisionType: { id: provisionType.id, code: provisionType.code, name: provisionType.name },
    serverCount: 1,
    containerTypes: [type.containerType],
  };
}

/** A service plan, with all that is needed to fill in the volumes. */
function planView(plan: (typeof plans)[number]) {
  const { custom, price, provisionTypeId, ...shown } = plan;
  const provisionType = known(provisionTypes, provisionTypeId);
  const cloud = clouds.find((item) => item.provisionTypeId === provisionTypeId);
  const stores = datastores.filter(({ cloudId }) => cloudId === cloud?.id);
  const types = storageTypes.filter(({ cloudId }) => cloudId === cloud?.id).map(({ cloudId: _, ...type }) => type);
  return {
    ...shown,
    value: plan.id,
    active: true,
    provisionType: { id: provisionType.id, code: provisionType.code, name: provisionType.name },
    coresPerSocket: 1,
    customCores: custom,
    customMaxMemory: custom,
    customMaxStorage: true,
    customMaxDataStorage: true,
    addVolumes: true,
    storageTypes: types,
    rootStorageTypes: types,
    datastores: {
      [types[0]?.code ?? '']: stores.filter(({ cluster }) => !cluster).map(({ id, name }) => ({ id, name })),
    },
    autoOptions: provisionType.supportsAutoDatastore ? [{ id: 'auto', name: 'Auto - Datastore' }] : [],
    supportsAutoDatastore: provisionType.supportsAutoDatastore,
    price,
  };
}

function datastoreView(store: MorpheusDatastore) {
  return {
    id: store.id,
    name: store.name,
    type: store.cluster ? 'cluster' : 'generic',
    freeSpace: store.freeSpace,
    online: true,
    active: true,
    allowProvision: true,
    zone: { id: store.cloudId, name: known(clouds, store.cloudId).name },
  };
}

/** Here ids are plain numbers. */
function networkView(network: MorpheusNetwork) {
  const { cloudId, firstAddress: _, reference: __, ...shown } = network;
  return {
    ...shown,
    displayName: network.name,
    active: true,
    zone: { id: cloudId, name: known(clouds, cloudId).name },
    networkTypes: networkTypes.filter((type) => type.cloudId === cloudId).map(({ id, name }) => ({ id, name })),
  };
}

function storageVolumeView({ volume, instance }: { volume: MorpheusVolume; instance: MorpheusInstance | null }) {
  return {
    id: volume.id,
    uuid: volume.uuid,
    name: volume.name,
    maxStorage: volume.size * 1024 ** 3,
    rootVolume: volume.rootVolume,
    status: 'provisioned',
    datastore:
      volume.datastoreId === null ? null : { id: volume.datastoreId, name: known(datastores, volume.datastoreId).name },
    instance: instance ? { id: instance.id, name: instance.name } : null,
  };
}
