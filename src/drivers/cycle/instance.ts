import type { Session } from '../../core/driver';
import { type Fields, fieldsOf, isFields, text } from '../../core/fields';
import type { Located } from '../../core/instance';
import { toMoment } from '../../core/units';
import { type Container, toContainer } from './containers';
import { idOf, stateOf } from './fields';
import { addressesOf, locationName } from './servers';
import { toState } from './state';

/** What is known about an instance from elsewhere. */
export interface Around {
  container: Container | null;
  /** The location's name. */
  location: string | null;
  addresses: readonly string[];
}

/** What an answer says about an instance beside itself; `known` is its container where that was read already. */
export function aroundOf(fields: Fields, includes: Fields, known: Container | null = null): Around {
  const container = text(fields.container_id) ?? '';
  const included = fieldsOf(includes.containers)[container];
  const location = fieldsOf(includes.locations)[text(fields.location_id) ?? ''];
  const pool = addressesOf(fieldsOf(fields.meta).sdn_pool_ips);
  return {
    container: known ?? (isFields(included) ? toContainer(included, includes, 'the containers') : null),
    location: locationName(location),
    addresses: pool.length > 0 ? pool : addressesOf(known?.ips, ({ instance_id: id }) => id === fields.id),
  };
}

/**
 * A container's instance in the shared model: image and size come from its container. The group is the container's
 * identifier, so that CONTAINER/HOSTNAME names it.
 */
export function toLocated(session: Session, fields: Fields, around: Around, raw = false): Located {
  const id = idOf(fields, 'the instances');
  const { container, location, addresses } = around;
  const hostname = text(fields.hostname);
  const state = stateOf(fields);
  const { events, environment } = fields;
  const resources = container?.resources ?? { cpus: null, memoryMiB: null, diskGiB: null };
  return {
    instance: {
      profile: session.profile,
      provider: session.provider,
      id,
      name: hostname ?? id,
      hostname,
      state: toState(state),
      providerState: state,
      region: location ?? text(fieldsOf(fields.provider).location),
      group: container?.label ?? text(fields.container_id),
      size: null,
      image: container?.image ?? null,
      ...resources,
      publicAddresses: [...addresses],
      privateAddresses: privateAddresses(fieldsOf(environment)),
      tags: [],
      createdAt: toMoment(fieldsOf(events).created),
      updatedAt: toMoment(fieldsOf(events).updated),
    },
    at: { kind: 'container', container: text(fields.container_id) ?? '' },
    ...(raw ? { raw: fields } : {}),
  };
}

/** True for an instance that only carries a virtual machine, which is shown in its place. */
export function isCarrier(fields: Fields): boolean {
  return isFields(fields.extension);
}

function privateAddresses({ ipv6, legacy }: Fields): string[] {
  const ipv4 = fieldsOf(fieldsOf(legacy).ipv4).ip;
  return [text(fieldsOf(ipv6).ip), text(ipv4)].filter((address) => address !== null);
}
