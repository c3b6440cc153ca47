import type { Session } from '../../core/driver';
import { CliError } from '../../core/errors';
import { path } from '../../core/http';
import type { Located } from '../../core/instance';

/** The environment of a service that something is in; both are addressed by what a person types. */
export interface Place {
  service: string;
  environment: string;
}

/** The kinds of things in an environment, as its paths spell them. */
export type Entity =
  | 'instances'
  | 'volumes'
  | 'snapshots'
  | 'networks'
  | 'nics'
  | 'zones'
  | 'templates'
  | 'isos'
  | 'computeofferings'
  | 'diskofferings'
  | 'sshkeys'
  | 'affinitygroups'
  | 'publicipaddresses'
  | 'portforwardingrules';

/** Where the profile, or a flag over it, says to look. Throws `incomplete_profile`. */
export function placeOf({ profile, settings: { service, environment } }: Session): Place {
  if (service !== undefined && environment !== undefined) return { service, environment };
  throw new CliError('incomplete_profile', `The profile ${profile} lacks its service or its environment`, {
    hint: `nube profile set ${profile} service=CODE environment=NAME`,
  });
}

/** Where the instance was found. */
export function placeAt({ at: { service, environment } }: Located): Place {
  if (service === undefined || environment === undefined) throw new Error('an instance without its environment');
  return { service, environment };
}

/** The path of all things of a kind, or of one of them. */
export function entityPath({ service, environment }: Place, entity: Entity, id?: string): string {
  const all = path`/services/${service}/${environment}/${entity}`;
  return id === undefined ? all : `${all}${path`/${id}`}`;
}
