import type { Request } from '../emulator';
import type { Refusal } from '../reply';
import type { CloudmcData, CloudmcEnvironment } from './data';
import { failure } from './failure';
import { createFields, type Fields } from './fields';
import type { Flavour, FlavourService } from './flavour';
import { organizationOf } from './organizationOf';
import type { Scene } from './scene';

/** One request to an environment with what every handler needs. */
export interface Call extends Scene {
  readonly request: Request;
  readonly data: CloudmcData;
  readonly fields: Fields;
  readonly service: FlavourService;
  readonly environment: CloudmcEnvironment;
  /** The last segment of the path, or ''. */
  readonly id: string;
}

/** Finds the environment that the path names; throws a 404 when the organisation has no such one. */
export function createCall(flavour: Flavour, request: Request, world: Scene['world']): Call {
  const { data } = world;
  const { service: code = '', environment: name = '', id = '' } = request.params;
  const organization = organizationOf(data, request);
  const connection = Object.values(data.connections).find(({ serviceCode }) => serviceCode === code);
  const service = flavour.services.find((known) => known.code === code);
  if (!connection || !service) throw unknown(`The service ${code} does not exist`);
  const environment = Object.values(data.environments).find(
    (known) => known.name === name && known.connectionId === connection.id && known.organizationId === organization.id,
  );
  if (!environment) throw unknown(`The environment ${name} does not exist in the service ${code}`);
  if (service.zones.length === 0) throw unknown(`The service ${code} has no such entity type`);
  return {
    world,
    flavour,
    request,
    data,
    fields: createFields(request.body),
    service,
    environment,
    id,
  };
}

function unknown(message: string): Refusal {
  return failure(404, [{ code: 404, message }]);
}
