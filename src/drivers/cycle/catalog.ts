import type { Driver } from '../../core/driver';
import { fieldsOf, notNegative, text } from '../../core/fields';
import { groupBy } from '../../core/group';
import { toMoment } from '../../core/units';
import { readContainers } from './containers';
import { readEnvironments } from './environments';
import { idOf, stateOf } from './fields';
import { readBaseImages, readHubs, readMachineKeys } from './lookups';
import { readAll } from './pages';
import { readServers } from './servers';

/** What a create can choose from. */
export const catalog: Driver['catalog'] = {
  regions: async (session) => {
    const servers = (await readServers(session)).filter(({ location }) => location !== null);
    return [...groupBy(servers, ({ location }) => location ?? '')].map(([location, some]) => ({
      id: location,
      name: location,
      servers: some.length,
      open: some.filter(({ closed }) => closed === null).length,
    }));
  },
  images: async (session) => {
    const request = 'GET /v1/images';
    const [{ items }, base] = await Promise.all([
      readAll(session, '/v1/images', { sort: 'id' }, request),
      readBaseImages(session),
    ]);
    const own = items
      .filter((fields) => stateOf(fields) !== 'deleted')
      .map((fields) => ({
        id: idOf(fields, request),
        name: text(fields.name),
        kind: 'container',
        state: stateOf(fields),
        description: text(fieldsOf(fields.about).description),
        sizeBytes: notNegative(fields.size),
        createdAt: toMoment(fieldsOf(fields.events).created),
      }));
    const machines = base.map(({ id, title, version }) => ({
      id,
      name: [title, version].filter((part) => part !== null).join(' '),
      kind: 'vm',
      state: 'live',
      description: null,
      sizeBytes: null,
      createdAt: null,
    }));
    return [...own, ...machines];
  },
  networks: (session) => environments(session),
  environments: (session) => environments(session),
  'ssh-keys': async (session) =>
    (await readMachineKeys(session)).map(({ id, label, environment, publicKey }) => ({
      id,
      name: label,
      environment,
      publicKey,
    })),
  hubs: async (session) => (await readHubs(session)).map(({ id, name, identifier }) => ({ id, name, identifier })),
  servers: async (session) =>
    (await readServers(session)).map(({ id, label, hostname, nickname, location, cluster, state, closed }) => ({
      id,
      name: label,
      hostname,
      nickname,
      region: location,
      cluster,
      state,
      takesInstances: closed === null,
      reason: closed,
    })),
  containers: async (session) =>
    (await readContainers(session)).map(
      ({ id, label, name, strategy, state, wanted, image, environmentName, service, machine, stateful, locked }) => ({
        id,
        name: label,
        title: name,
        strategy,
        state,
        instances: wanted,
        image,
        environment: environmentName,
        kind: service !== null ? 'service' : machine !== null ? 'vm' : 'container',
        stateful,
        locked,
      }),
    ),
};

async function environments(session: Parameters<typeof readEnvironments>[0]) {
  return (await readEnvironments(session)).map(({ id, label, cluster, subnet, state }) => {
    return { id, name: label, cluster, subnet, state };
  });
}
