import type { Session } from '../../core/driver';
import { CliError, toCliError } from '../../core/errors';
import type { Fields } from '../../core/fields';
import { path } from '../../core/http';
import type { InstanceDetail, Located } from '../../core/instance';
import { readObject, reference } from './fields';
import { toDetail, toLocated } from './instance';
import { attachedTo, readNetworks, readVolumes } from './lookups';
import { regionOf } from './regions';

/** Civo's own object for one instance; throws `instance_not_found` when it is gone. */
export async function readInstance(session: Session, region: string, id: string): Promise<Fields> {
  try {
    return readObject(await session.http.get(path`/v2/instances/${id}`, { region }), 'GET /v2/instances/ID');
  } catch (error) {
    if (!isGone(error)) throw error;
    throw new CliError('instance_not_found', `There is no instance ${id} in ${region}`, {
      ...toCliError(error).details,
      hint: 'nube list shows all there are.',
    });
  }
}

/** The same, or null when it is gone. */
export async function findInstance(session: Session, region: string, id: string): Promise<Fields | null> {
  try {
    return await readInstance(session, region, id);
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
}

/** True for the failure of a request whose instance does not exist (any more). */
export function isGone(error: unknown): boolean {
  // A 404 that is not Civo's own word for it may be a proxy's, or another region's.
  return error instanceof CliError && error.code === 'instance_not_found';
}

/** The instance alone. */
export async function look(session: Session, target: Located): Promise<Located> {
  const region = regionOf(target);
  return toLocated(session, await readInstance(session, region, target.instance.id), region);
}

/** One instance with what is attached to it. */
export async function get(
  session: Session,
  target: Located,
): Promise<{ located: Located; detail: InstanceDetail; raw: unknown }> {
  const region = regionOf(target);
  const [fields, networks, volumes] = await Promise.all([
    readInstance(session, region, target.instance.id),
    readNetworks(session, region).catch(missing(session, 'networks', region)),
    readVolumes(session, region).catch(missing(session, 'volumes', region)),
  ]);
  const located = toLocated(session, fields, region);
  const network = reference(fields.network_id);
  const detail: InstanceDetail = {
    ...toDetail(located, fields),
    networks: network === null ? [] : [networks.find(({ id }) => id === network)?.name ?? network],
    volumes: attachedTo(fields, volumes),
  };
  return { located, detail, raw: fields };
}

/** An instance is worth showing without the names of what belongs to it. */
function missing(session: Session, what: string, region: string): (error: unknown) => readonly never[] {
  return (error) => {
    session.warn('details_missing', `The ${what} of ${region} could not be read: ${toCliError(error).message}`);
    return [];
  };
}
