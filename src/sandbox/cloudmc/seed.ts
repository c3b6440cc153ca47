import type { SeedContext } from '../emulator';
import type { CloudmcConnection, CloudmcData, CloudmcEnvironment, CloudmcOrganization } from './data';
import type { Flavour } from './flavour';
import { seedNetworks } from './seedNetworks';
import { seedProduction } from './seedProduction';

const DAY = 86_400_000;

/** Two organisations, one below the other; all instances are in the first one's `production`. */
export function createSeed(flavour: Flavour): (context: SeedContext) => CloudmcData {
  return (context) => {
    const { random, instances: count } = context;
    const most = count ?? 0;
    const data: CloudmcData = {
      organizations: {},
      connections: {},
      environments: {},
      vpcs: {},
      networks: {},
      instances: {},
      volumes: {},
      snapshots: {},
      publicipaddresses: {},
      portforwardingrules: {},
      sshkeys: {},
      affinitygroups: {},
      templates: {},
      tasks: {},
      limits: { instances: most + 40, volumes: 2 * most + 100, snapshots: most + 100, publicIps: most + 20 },
      publicAddresses: 0,
      rootVolumes: 30_000,
      settings: { ...flavour.settings },
    };
    const own = addOrganization({ id: random.uuid(), name: 'Sandbox', entryPoint: 'sandbox' });
    const below = addOrganization({ id: random.uuid(), name: 'Sandbox Lab', entryPoint: 'lab', parentId: own.id });
    const connections = flavour.services.map(({ code, name, type }) => {
      const connection = { id: random.uuid(), serviceCode: code, name, type };
      data.connections[connection.id] = connection;
      return connection;
    });
    const [main, ...others] = connections as [CloudmcConnection, ...CloudmcConnection[]];

    const production = addEnvironment(own, main, 'production', 'What customers see');
    seedProduction(flavour, context, data, production);
    seedNetworks(flavour, context, data, addEnvironment(own, main, 'test_area', 'For trying things out'), false);
    for (const connection of others) {
      const environment = addEnvironment(own, connection, 'secondary', connection.name);
      seedNetworks(flavour, context, data, environment, false);
    }
    seedNetworks(flavour, context, data, addEnvironment(below, main, 'production', 'The same in the lab'), false);
    return data;

    function addOrganization(organization: CloudmcOrganization): CloudmcOrganization {
      data.organizations[organization.id] = organization;
      return organization;
    }

    function addEnvironment(
      organization: CloudmcOrganization,
      connection: CloudmcConnection,
      name: string,
      description: string,
    ): CloudmcEnvironment {
      const environment: CloudmcEnvironment = {
        id: random.uuid(),
        name,
        description,
        organizationId: organization.id,
        connectionId: connection.id,
        projectId: random.uuid(),
        created: context.now - 300 * DAY,
      };
      data.environments[environment.id] = environment;
      return environment;
    }
  };
}
