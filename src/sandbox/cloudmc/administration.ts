import type { Request, Route, World } from '../emulator';
import { json, type Reply } from '../reply';
import type { CloudmcConnection, CloudmcData, CloudmcEnvironment, CloudmcOrganization } from './data';
import { notFound } from './failure';
import type { Flavour } from './flavour';
import { organizationOf } from './organizationOf';

type Handle = (request: Request, world: World<CloudmcData>, organization: CloudmcOrganization) => Reply;

/** Organisations, service connections and environments: lists without metadata, nothing to change. */
export function administration(flavour: Flavour): Route<CloudmcData>[] {
  function get(path: string, handle: Handle): Route<CloudmcData> {
    return {
      method: 'GET',
      path: flavour.prefix + path,
      handle: (request, world) => handle(request, world, organizationOf(world.data, request)),
    };
  }

  return [
    get('/organizations', (_request, { data }) => {
      const shown = Object.values(data.organizations).map((organization) => organizationView(data, organization));
      return json(200, { data: shown });
    }),
    get('/organizations/:id', ({ params }, { data }) => {
      const organization = itemOf(data.organizations, 'organizations', params.id);
      return json(200, { data: organizationView(data, organization) });
    }),
    get('/services/connections', (request, world) => {
      const organization = organizationOf(world.data, request, 'organizationId');
      const shown = connectionsOf(world.data, organization).map((connection) => connectionView(world, connection));
      return json(200, { data: shown });
    }),
    get('/services/connections/:id', ({ params }, world) => {
      const shown = connectionView(world, itemOf(world.data.connections, 'connections', params.id));
      return json(200, { data: flavour.connectionInList ? [shown] : shown });
    }),
    get('/environments', (_request, { data }, organization) => {
      const shown = environmentsOf(data, organization).map((environment) =>
        environmentView(flavour, data, environment),
      );
      return json(200, { data: shown });
    }),
    get('/environments/:id', ({ params }, { data }) => {
      const environment = itemOf(data.environments, 'environments', params.id);
      return json(200, { data: environmentView(flavour, data, environment) });
    }),
  ];
}

function itemOf<Item>(items: Record<string, Item>, type: string, id = ''): Item {
  const item = Object.hasOwn(items, id) ? items[id] : undefined;
  if (!item) throw notFound(type, id);
  return item;
}

function environmentsOf(data: CloudmcData, { id }: CloudmcOrganization): CloudmcEnvironment[] {
  return Object.values(data.environments).filter((environment) => environment.organizationId === id);
}

/** The services in which an organisation has an environment. */
function connectionsOf(data: CloudmcData, organization: CloudmcOrganization): CloudmcConnection[] {
  const ids = new Set(environmentsOf(data, organization).map(({ connectionId }) => connectionId));
  return Object.values(data.connections).filter(({ id }) => ids.has(id));
}

function organizationView(data: CloudmcData, organization: CloudmcOrganization) {
  const { id, name, entryPoint, parentId } = organization;
  return {
    id,
    name,
    entryPoint,
    parent: parentId && { id: parentId },
    serviceConnections: connectionsOf(data, organization).map(({ id, serviceCode }) => ({ id, serviceCode })),
    environments: environmentsOf(data, organization).map(({ id }) => ({ id })),
  };
}

function connectionView(world: World<CloudmcData>, { id, serviceCode, name, type }: CloudmcConnection) {
  return {
    id,
    serviceCode,
    name,
    type,
    status: { reachable: true, lastUpdated: new Date(world.now()).toISOString() },
  };
}

function environmentView(flavour: Flavour, data: CloudmcData, environment: CloudmcEnvironment) {
  const { id, name, description } = environment;
  const organization = data.organizations[environment.organizationId];
  const connection = data.connections[environment.connectionId];
  const { serviceCode, type } = connection ?? {};
  return {
    id,
    name,
    description,
    membership: 'MANY_USERS',
    creationDate: new Date(environment.created).toISOString(),
    state: flavour.showsServiceCode ? undefined : 'PROVISIONED',
    organization: { id: organization?.id, name: organization?.name, entryPoint: organization?.entryPoint },
    serviceConnection: {
      id: connection?.id,
      name: connection?.name,
      ...(flavour.showsServiceCode ? { category: 'IAAS', serviceCode, type } : {}),
    },
    roles: [],
  };
}
