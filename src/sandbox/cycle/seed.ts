import type { SeedContext } from '../emulator';
import { createId } from './createId';
import { DEFAULT_SETTINGS } from './cycleSettings';
import type { CycleData } from './data';
import { seedContainers } from './seedContainers';
import { seedMany } from './seedMany';

/** The hub of the sandbox's profile; it is the same in every sandbox. */
export const HUB_ID = '65a1f0c2d4b7e8901c2d3e4f';

const DAY = 86_400_000;
const CLUSTER = 'main';

/** A small hub with speaking names, or one with as many instances as asked for. */
export function seed(context: SeedContext): CycleData {
  const { random, now, instances } = context;
  const data: CycleData = {
    id_base: random.hex(10),
    id_count: 0,
    secret: random.hex(64),
    hub: { id: HUB_ID, name: 'Sandbox Hub', identifier: 'sandbox-hub', created: now - 400 * DAY },
    account: { id: '', first: 'Ada', last: 'Sandbox', email: 'ada@example.com' },
    api_key: { id: '', name: 'sandbox' },
    integrations: {},
    locations: {},
    clusters: {},
    servers: {},
    environments: {},
    images: {},
    containers: {},
    instances: {},
    virtual_machines: {},
    ssh_keys: {},
    ips: {},
    backups: {},
    jobs: {},
    credentials: {},
    notifications: [],
    settings: { ...DEFAULT_SETTINGS, missing_capabilities: [] },
    disks: {},
  };
  data.account.id = createId(data, now - 401 * DAY);
  data.api_key.id = createId(data, now - 390 * DAY);
  addPlaces(context, data);
  if (instances === undefined) seedContainers(context, data);
  else seedMany(context, data, instances);
  return data;
}

function addPlaces({ now }: SeedContext, data: CycleData): void {
  const created = now - 380 * DAY;
  const integrationId = createId(data, created);
  data.integrations[integrationId] = {
    id: integrationId,
    name: 'Vultr',
    vendor: 'vultr',
    identifier: 'vultr-main',
    created,
  };
  const clusterId = createId(data, created);
  data.clusters[clusterId] = { id: clusterId, identifier: CLUSTER, created };
  const amsterdam = addLocation(data, created, integrationId, {
    name: 'Amsterdam',
    code: 'ams',
    city: 'Amsterdam',
    state: 'NH',
    country: 'NL',
    region: 'Europe',
    latitude: 52,
    longitude: 5,
  });
  const newYork = addLocation(data, created, integrationId, {
    name: 'New York',
    code: 'ewr',
    city: 'New York',
    state: 'NY',
    country: 'US',
    region: 'North America',
    latitude: 41,
    longitude: -74,
  });
  for (const [hostname, nickname, location, changes] of [
    ['ams-host-1', 'ams-1', amsterdam, {}],
    ['ams-host-2', 'ams-2', amsterdam, {}],
    ['nyc-host-1', '', newYork, {}],
    // No new instances there: its instances are being moved away.
    ['ams-host-3', 'ams-3', amsterdam, { evacuate: now - 2 * DAY }],
    ['nyc-host-2', 'nyc-2', newYork, { online: false }],
  ] as const) {
    const id = createId(data, created + DAY);
    data.servers[id] = {
      id,
      location_id: location,
      integration_id: integrationId,
      cluster: CLUSTER,
      hostname,
      nickname,
      model: 'vc2-4c-8gb',
      state: 'live',
      online: true,
      evacuate: 0,
      tags: ['general'],
      cores: 4,
      ram_mb: 8192,
      created: created + DAY,
      ...changes,
    };
  }
  const environmentId = createId(data, now - 300 * DAY);
  data.environments[environmentId] = {
    id: environmentId,
    identifier: 'production',
    name: 'production',
    description: 'What customers use',
    cluster: CLUSTER,
    state: 'live',
    hosts: 1,
    created: now - 300 * DAY,
  };
  for (const [name, size] of [
    ['shop/api:1.4.2', 84_000_000],
    ['shop/worker:1.4.2', 79_000_000],
    ['library/postgres:16', 148_000_000],
    ['shop/api:1.5.0', 85_000_000],
  ] as const) {
    const id = createId(data, now - 200 * DAY);
    data.images[id] = {
      id,
      name,
      description: '',
      source_id: createId(data, now - 200 * DAY),
      size,
      created: now - 200 * DAY,
    };
  }
}

function addLocation(
  data: CycleData,
  created: number,
  integrationId: string,
  place: Omit<CycleData['locations'][string], 'id' | 'integration_id' | 'vendor'>,
): string {
  const id = createId(data, created);
  data.locations[id] = { ...place, id, integration_id: integrationId, vendor: 'vultr' };
  return id;
}
