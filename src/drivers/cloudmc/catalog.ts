import type { Driver, Session } from '../../core/driver';
import { readEnvironments, readServices } from './account';
import type { Installation } from './installation';
import {
  readAddresses,
  readAffinityGroups,
  readDiskOfferings,
  readIsos,
  readNetworks,
  readOfferings,
  readSshKeys,
  readTemplates,
  readVolumes,
  readZones,
} from './lookups';
import { placeOf } from './place';
import { toRow } from './volumes';

/** What a create, or a profile, can choose from. */
export function catalog(installation: Installation): Driver['catalog'] {
  return {
    services: async (session) => {
      const services = await readServices(session, installation);
      return services.map(({ code, name, type, reachable }) => ({ id: code, name, type, reachable }));
    },
    // An environment is addressed by its name, which therefore is what nube calls its id.
    environments: async (session) => {
      const environments = await readEnvironments(session, installation);
      return environments.map(({ name, ...rest }) => ({ id: name, name, ...rest }));
    },
    zones: async (session) => (await readZones(session, placeOf(session))).map(({ id, name }) => ({ id, name })),
    networks: networkRows,
    images: async (session) => {
      const templates = await readTemplates(session, installation, placeOf(session));
      return templates.map(({ ready: _ready, bareMetal: _metal, stepGiB: _step, ...template }) => template);
    },
    sizes: async (session) => {
      const offerings = await readOfferings(session, placeOf(session));
      return offerings
        .filter(({ bareMetal }) => !bareMetal)
        .map(({ bareMetal: _metal, cpuChoices, memoryChoices, ...offering }) => ({
          ...offering,
          cpuChoices: cpuChoices.map(String),
          memoryChoicesMiB: memoryChoices.map(String),
        }));
    },
    'disk-offerings': async (session) =>
      (await readDiskOfferings(session, placeOf(session))).map((offering) => ({ ...offering })),
    // An SSH key is addressed by its name.
    'ssh-keys': async (session) => {
      const keys = await readSshKeys(session, placeOf(session));
      return keys.map(({ name, fingerprint }) => ({ id: name, name, fingerprint }));
    },
    'affinity-groups': async (session) =>
      (await readAffinityGroups(session, placeOf(session))).map((group) => ({ ...group })),
    volumes: async (session) => (await readVolumes(session, placeOf(session))).map(toRow),
    'public-ips': async (session) => {
      const addresses = await readAddresses(session, placeOf(session));
      return addresses.map(({ id, name, purposes, state, instances, network, vpc, zone }) => {
        const users = instances.map((one) => one.name ?? one.id);
        return { id, name, purposes, state, instances: users, network, vpc, region: zone };
      });
    },
    ...(installation.isos
      ? {
          isos: async (session: Session) =>
            (await readIsos(session, placeOf(session))).map(({ zone, ...iso }) => ({ ...iso, region: zone })),
        }
      : {}),
  };
}

const networkRows: NonNullable<Driver['catalog']['networks']> = async (session) => {
  const place = placeOf(session);
  const [networks, zones] = await Promise.all([readNetworks(session, place), readZones(session, place)]);
  return networks.map(({ id, name, description, vpc, zoneId, cidr, gateway, state }) => {
    const region = zones.find((zone) => zone.id === zoneId)?.name ?? zoneId;
    return { id, name, description, vpc, region, cidr, gateway, state };
  });
};
