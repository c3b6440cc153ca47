import type { Session } from '../../core/driver';
import { type Fields, fieldsOf, text } from '../../core/fields';
import type { Located } from '../../core/instance';
import { toMoment } from '../../core/units';
import { idOf, stateOf } from './fields';
import { machineResources } from './resources';
import { addressesOf } from './servers';
import { toState } from './state';

/**
 * A virtual machine in the shared model. The group is the identifier of the container that carries it. `locations`
 * names the location of each server's.
 */
export function toMachine(
  session: Session,
  fields: Fields,
  includes: Fields,
  locations: ReadonlyMap<string, string>,
  raw = false,
): Located {
  const id = idOf(fields, 'the virtual machines');
  const config = fieldsOf(fields.config);
  const meta = fieldsOf(fields.meta);
  const server = fieldsOf(meta.server);
  const container = fieldsOf(fieldsOf(includes.containers)[text(fields.container_id) ?? '']);
  const hostname = text(fieldsOf(config.network).hostname);
  const state = stateOf(fields);
  return {
    instance: {
      profile: session.profile,
      provider: session.provider,
      id,
      name: text(fields.name) ?? hostname ?? id,
      hostname,
      state: toState(state),
      providerState: state,
      region: locations.get(text(server.id) ?? '') ?? text(fieldsOf(server.provider).location),
      group: text(container.identifier) ?? text(container.name) ?? text(fields.container_id),
      size: null,
      image: machineImage(fieldsOf(fields.image)),
      ...machineResources(config, fields.volumes),
      publicAddresses: addressesOf(meta.ips),
      privateAddresses: [],
      tags: [],
      createdAt: toMoment(fieldsOf(fields.events).created),
      updatedAt: toMoment(fieldsOf(fields.events).updated),
    },
    at: { kind: 'vm', container: text(fields.container_id) ?? '' },
    ...(raw ? { raw: fields } : {}),
  };
}

function machineImage({ type, details }: Fields): string | null {
  const { identifier, url, chain_url: chain, id } = fieldsOf(details);
  return text(identifier) ?? text(url) ?? text(chain) ?? text(id) ?? text(type);
}

/** True for a virtual machine, as opposed to an instance of a container. */
export function isMachine({ at }: Located): boolean {
  return at.kind === 'vm';
}
