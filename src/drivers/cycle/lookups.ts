import type { Session } from '../../core/driver';
import { CliError } from '../../core/errors';
import { fieldsOf, isFields, listOf, text } from '../../core/fields';
import { type Candidate, choose } from './choose';
import { idOf, readData, unexpected } from './fields';
import { readAll } from './pages';

/** An image that Cycle has ready for virtual machines. */
export interface BaseImage extends Candidate {
  title: string | null;
  version: string | null;
}

/** The base images for virtual machines; their id is the identifier. None where the core is older than they are. */
export function readBaseImages(session: Session): Promise<readonly BaseImage[]> {
  return session.once('cycle base images', async () => {
    const request = 'GET /v1/virtual-machines/images/base';
    try {
      const answer = await session.http.get('/v1/virtual-machines/images/base');
      return Object.values(readData(answer, request)).flatMap((image) => {
        const { title, versions } = fieldsOf(image);
        return listOf(versions).flatMap(({ identifier, version, supported }) => {
          const id = text(identifier);
          if (id === null || supported === false) return [];
          return [{ id, label: id, names: [id], title: text(title), version: text(version) }];
        });
      });
    } catch (error) {
      if (error instanceof CliError && error.details.providerCode === '404.uri') return [];
      throw error;
    }
  });
}

/** An SSH key that virtual machines can be made with. */
export interface MachineKey extends Candidate {
  publicKey: string | null;
  environment: string | null;
}

export function readMachineKeys(session: Session): Promise<readonly MachineKey[]> {
  return session.once('cycle keys', async () => {
    const request = 'GET /v1/virtual-machines/ssh-keys';
    const { items } = await readAll(session, '/v1/virtual-machines/ssh-keys', { sort: 'id' }, request);
    return items.map((fields) => {
      const id = idOf(fields, request);
      const name = text(fields.name);
      const environment = text(fields.environment_id);
      return {
        id,
        label: name ?? id,
        names: [name],
        where: environment,
        environment,
        publicKey: text(fields.public_key),
      };
    });
  });
}

/** A tenant of the account. */
export interface Hub {
  id: string;
  name: string;
  identifier: string | null;
}

/** The hubs of the account. This is asked without one. */
export function readHubs(session: Session): Promise<readonly Hub[]> {
  return session.once('cycle hubs', async () => {
    const request = 'GET /v1/hubs';
    const { items } = await readAll(session, '/v1/hubs', {}, request);
    return items.map((fields) => {
      const id = idOf(fields, request);
      return { id, name: text(fields.name) ?? id, identifier: text(fields.identifier) };
    });
  });
}

/** The id of a hub that was given by id, identifier or name; only the latter are asked for. */
export async function identifyHub(session: Session, hub: string): Promise<string> {
  if (/^[0-9a-f]{24}$/.test(hub)) return hub;
  const hubs = await readHubs(session);
  const candidates = hubs.map(({ id, name, identifier }) => ({ id, label: name, names: [identifier, name] }));
  return choose('hub', hub, candidates, 'nube catalog hubs shows those of the account.').id;
}

/** The name of the hub that the profile is for, from the cheapest answer that takes a valid key and hub. */
export async function verify(session: Session): Promise<string | null> {
  const request = 'GET /v1/hubs/current';
  const hub = readData(await session.http.get('/v1/hubs/current'), request);
  if (!isFields(hub) || text(hub.id) === null) throw unexpected(request, 'names no hub');
  return text(hub.name) ?? text(hub.identifier);
}
