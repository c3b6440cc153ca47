import type { Driver, Row, Session } from '../../core/driver';
import { fieldsOf, listOf, reference, text } from '../../core/fields';
import { idOf, scalar, truth } from './fields';
import { readImages } from './images';
import { readKeys } from './keys';
import { readClouds, readGroups, toPlan } from './lookups';
import { readAll } from './pages';
import { readScope } from './scope';

/** What a create can choose from, within the group and cloud of the profile where that narrows it. */
export const catalog: Driver['catalog'] = {
  groups: async (session) =>
    (await readGroups(session)).map(({ id, name, code, fields }) => ({
      id,
      name,
      code,
      location: text(fields.location),
      clouds: listOf(fields.zones).flatMap((zone) => text(zone.name) ?? []),
    })),
  clouds,
  regions: clouds,
  types: async (session) =>
    (await readAll(session, '/api/instance-types', 'instanceTypes')).map((fields) => ({
      id: idOf(fields, 'the instance types'),
      name: text(fields.name),
      code: text(fields.code),
      category: text(fields.category),
      versions: Array.isArray(fields.versions) ? fields.versions.flatMap((version) => scalar(version) ?? []) : [],
    })),
  layouts: async (session) =>
    (await readAll(session, '/api/library/layouts', 'instanceTypeLayouts')).map((fields) => ({
      id: idOf(fields, 'the layouts'),
      name: text(fields.name),
      code: text(fields.code),
      type: text(fieldsOf(fields.instanceType).code) ?? text(fieldsOf(fields.instanceType).name),
      version: scalar(fields.instanceVersion),
      provisionType: text(fieldsOf(fields.provisionType).code) ?? text(fieldsOf(fields.provisionType).name),
    })),
  plans,
  sizes: plans,
  networks: async (session) => {
    const { zoneId } = await readScope(session);
    const networks = await readAll(session, '/api/networks', 'networks', { zoneId });
    return networks.map((fields) => ({
      id: idOf(fields, 'the networks'),
      name: text(fields.name),
      cidr: text(fields.cidr),
      cloud: text(fieldsOf(fields.zone).name),
      dhcp: truth(fields.dhcpServer),
      pool: text(fieldsOf(fields.pool).name),
    }));
  },
  images: async (session) =>
    (await readImages(session)).map(({ id, name, status, fields }) => ({
      id,
      name,
      status,
      type: text(fields.imageType),
      system: text(fieldsOf(fields.osType).name) ?? text(fieldsOf(fields.osType).code),
    })),
  firewalls: async (session) =>
    (await readAll(session, '/api/security-groups', 'securityGroups')).map((fields) => ({
      id: idOf(fields, 'the security groups'),
      name: text(fields.name),
      description: text(fields.description),
    })),
  'ssh-keys': async (session) =>
    (await readKeys(session)).map(({ id, name, fields }) => ({
      id,
      name,
      fingerprint: text(fields.fingerprint) ?? text(fields.md5),
      hasPrivateKey: truth(fields.hasPrivateKey),
    })),
  environments: async (session) =>
    (await readAll(session, '/api/environments', 'environments')).map((fields) => ({
      id: idOf(fields, 'the environments'),
      name: text(fields.name),
      code: text(fields.code),
    })),
};

async function clouds(session: Session): Promise<readonly Row[]> {
  const { siteId } = await readScope(session);
  return (await readClouds(session, siteId)).map(({ id, name, code, fields }) => ({
    id,
    name,
    code,
    type: text(fieldsOf(fields.zoneType).code) ?? reference(fields.zoneTypeId),
    groups: listOf(fields.groups).flatMap((group) => text(group.name) ?? []),
  }));
}

/** The plans of the whole appliance; which of them fit depends on group, cloud and layout. */
async function plans(session: Session): Promise<readonly Row[]> {
  return (await readAll(session, '/api/service-plans', 'servicePlans')).map((fields) => {
    const { id, name, code, cpus, memoryMiB, diskGiB } = toPlan(fields);
    const provisionType = text(fieldsOf(fields.provisionType).code);
    return { id, name, code, cpus, memoryMiB, diskGiB, provisionType, active: truth(fields.active) };
  });
}
