import type { Request } from '../emulator';
import { type Zone, zoneNamed } from './catalog';
import type { CloudmcConnection, CloudmcData, CloudmcEnvironment } from './data';
import { Failure } from './failure';
import { createFields, type Fields } from './fields';
import type { Flavour } from './flavours';
import { organizationOf } from './organizationOf';
import type { Scene } from './scene';

/** One request to an environment with what every handler needs. */
export interface Call extends Scene {
  readonly request: Request;
  readonly data: CloudmcData;
  readonly fields: Fields;
  readonly connection: CloudmcConnection;
  readonly environment: CloudmcEnvironment;
  readonly zones: readonly Zone[];
  /** The last segment of the path, or ''. */
  readonly id: string;
}

/** Finds the environment that the path names; throws a 404 when the organisation has no such one. */
export function createCall(flavour: Flavour, request: Request, world: Scene['world']): Call {
  const { data } = world;
  const { service = '', environment: name = '', id = '' } = request.params;
  const organization = organizationOf(data, request);
  const connection = Object.values(data.connections).find(({ serviceCode }) => serviceCode === service);
  if (!connection) throw unknown(`The service ${service} does not exist`);
  const environment = Object.values(data.environments).find(
    (known) => known.name === name && known.connectionId === connection.id && known.organizationId === organization.id,
  );
  if (!environment) throw unknown(`The environment ${name} does not exist in the service ${service}`);
  if (connection.zones.length === 0) throw unknown(`The service ${service} has no such entity type`);
  return {
    world,
    flavour,
    request,
    data,
    fields: createFields(request.body),
    connection,
    environment,
    zones: connection.zones.map(zoneNamed),
    id,
  };
}

function unknown(message: string): Failure {
  return new Failure(404, [{ code: 404, message }]);
}
