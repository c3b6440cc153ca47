import type { Session } from '../../core/driver';
import { type Fields, fieldsOf, listOf, text } from '../../core/fields';
import { path } from '../../core/http';
import type { Candidate } from './choose';
import { idOf, stateOf } from './fields';
import { readAll } from './pages';

export interface Server extends Candidate {
  hostname: string | null;
  nickname: string | null;
  /** The location's name. */
  location: string | null;
  cluster: string | null;
  state: string;
  /** Why no new instance can be placed there now, or null. */
  closed: string | null;
}

/** Every server of the hub, in Cycle's order. */
export function readServers(session: Session): Promise<readonly Server[]> {
  return session.once('cycle servers', async () => {
    const request = 'GET /v1/infrastructure/servers';
    const query = { include: 'locations', meta: 'node', sort: 'id' };
    const { items, includes } = await readAll(session, '/v1/infrastructure/servers', query, request);
    return toServers(items, includes, request);
  });
}

/** The servers on which instances of a container can be placed. Its include is spelt in the singular. */
export async function readUsableServers(session: Session, container: string): Promise<readonly Server[]> {
  const request = 'GET /v1/containers/ID/servers/usable';
  const query = { include: 'location', meta: 'node', sort: 'id' };
  const { items, includes } = await readAll(session, path`/v1/containers/${container}/servers/usable`, query, request);
  return toServers(items, includes, request);
}

function toServers(items: readonly Fields[], includes: Fields, request: string): readonly Server[] {
  const locations = fieldsOf(includes.locations);
  return items.map((fields) => {
    const id = idOf(fields, request);
    const [nickname, hostname] = [text(fields.nickname), text(fields.hostname)];
    const location =
      locationName(locations[text(fields.location_id) ?? '']) ?? text(fieldsOf(fields.provider).location);
    return {
      id,
      label: nickname ?? hostname ?? id,
      names: [nickname, hostname],
      where: location,
      hostname,
      nickname,
      location,
      cluster: text(fields.cluster),
      state: stateOf(fields),
      closed: closedFor(fields),
    };
  });
}

/** A server that is not live, is being evacuated or whose node is offline takes no new instances. */
function closedFor(fields: Fields): string | null {
  const state = stateOf(fields);
  if (state !== 'live') return `it is ${state === '' ? 'in an unknown state' : state}`;
  if (typeof fields.evacuate === 'object' && fields.evacuate !== null) return 'it is being evacuated';
  return fieldsOf(fieldsOf(fields.meta).node).online === false ? 'it is offline' : null;
}

/** What people call a location. */
export function locationName(value: unknown): string | null {
  const { name, geographic, abbreviation } = fieldsOf(value);
  return text(name) ?? text(fieldsOf(geographic).city) ?? text(abbreviation);
}

/** The addresses in a list of IPs, those of one owner where `fits` says so. */
export function addressesOf(ips: unknown, fits: (assignment: Fields) => boolean = () => true): string[] {
  return listOf(ips)
    .filter(({ assignment }) => fits(fieldsOf(assignment)))
    .map(({ address, ip }) => text(address) ?? text(ip))
    .filter((address) => address !== null);
}
