import type { Route } from '../emulator';
import { json } from '../reply';
import { clouds, environments, groups, instanceTypes, known, layouts, securityGroups, zoneTypes } from './catalog';
import type { MorpheusData } from './data';
import { failure } from './failure';
import { keyPairs, networkDomains, networkGroups, networks, networkTypes, pools, userGroups } from './infrastructure';
import { type Call, morpheusRoute } from './morpheusRoute';

interface Choice {
  name: string;
  value: unknown;
  [more: string]: unknown;
}

const SOURCES: Readonly<Record<string, (call: Call) => readonly Choice[] | Record<string, unknown>>> = {
  groups: () => choices(groups),
  clouds: (call) =>
    clouds
      .filter(({ id }) => groups.some((group) => fits(call, 'groupId', group.id) && group.cloudIds.includes(id)))
      .map(({ id, name, zoneTypeId }) => ({
        name,
        value: id,
        zoneTypeId,
        zoneType: { id: zoneTypeId, code: known(zoneTypes, zoneTypeId).code },
      })),
  instanceTypes: (call) =>
    instanceTypes
      .filter(({ id }) => layoutsFor(call).some(({ instanceTypeId }) => instanceTypeId === id))
      .map(({ id, name, code }) => ({ name, value: code, id, code })),
  instanceVersions: (call) => {
    const versions = layoutsFor(call).map(({ instanceVersion }) => instanceVersion);
    return [...new Set(versions)].map((version) => ({ name: version, value: version }));
  },
  layoutsForCloud: (call) => layoutsFor(call).map(({ id, name, code }) => ({ name, value: id, id, code })),
  environments: () => environments.map(({ name, code }) => ({ name, value: code })),
  zonePools: (call) =>
    pools
      .filter(({ cloudId }) => fits(call, 'zoneId', cloudId) && fits(call, 'cloudId', cloudId))
      .map(({ id, name }) => ({ id, name, value: `pool-${id}` })),
  zoneNetworkOptions: networkOptions,
  userGroups: () => choices(userGroups),
  networkDomains: () => choices(networkDomains),
  keyPairs: () => choices(keyPairs),
  securityGroups: () => choices(securityGroups),
  timezones: () => ['UTC', 'America/New_York', 'Europe/Berlin'].map((name) => ({ name, value: name })),
};

/** The choices for a field of a form. */
export const options: readonly Route<MorpheusData>[] = [
  morpheusRoute('GET', '/api/options/:source', (call) => {
    const source = call.param('source');
    const read = Object.hasOwn(SOURCES, source) ? SOURCES[source] : undefined;
    if (!read) throw failure(404, `Option source ${source} not found`);
    const data = read(call);
    return json(200, call.legacy ? data : { success: true, data });
  }),
];

function choices(items: readonly { id: number; name: string }[]): Choice[] {
  return items.map(({ id, name }) => ({ name, value: id }));
}

/** Whether an id is what the query asks for, if it asks for one. */
function fits(call: Call, parameter: string, id: number): boolean {
  const wanted = call.query.get(parameter) ?? '';
  return wanted === '' || wanted === String(id);
}

function layoutsFor(call: Call) {
  const { query } = call;
  const version = query.get('version') ?? '';
  const cloudIds = clouds.filter(({ id }) => fits(call, 'cloudId', id) && fits(call, 'zoneId', id));
  return layouts.filter(
    (layout) =>
      fits(call, 'instanceTypeId', layout.instanceTypeId) &&
      (version === '' || version === layout.instanceVersion) &&
      cloudIds.some(({ provisionTypeId }) => provisionTypeId === layout.provisionTypeId),
  );
}

/** Here ids of networks have a word before the number. */
function networkOptions(call: Call) {
  const own = networks.filter(({ cloudId }) => fits(call, 'zoneId', cloudId));
  const view = ({ reference, name, dhcpServer, allowStaticOverride, pool }: (typeof networks)[number]) => ({
    id: reference,
    name,
    dhcpServer,
    allowStaticOverride,
    pool,
  });
  return {
    networks: own.filter(({ reference }) => reference.startsWith('network-')).map(view),
    networkSubnets: own.filter(({ reference }) => reference.startsWith('subnet-')).map(view),
    networkGroups: networkGroups
      .filter(({ cloudId }) => fits(call, 'zoneId', cloudId))
      .map(({ id, name, networks: members }) => ({ id, name, networks: members })),
    networkTypes: networkTypes
      .filter(({ cloudId }) => fits(call, 'zoneId', cloudId))
      .map(({ cloudId: _, ...type }) => type),
    hasNetworks: true,
    maxNetworks: 10,
    enableNetworkTypeSelection: 'on',
  };
}
