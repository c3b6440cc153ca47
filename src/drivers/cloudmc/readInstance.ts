import type { Session } from '../../core/driver';
import { CliError } from '../../core/errors';
import type { Fields } from '../../core/fields';
import { readObject } from './fields';
import { entityPath, type Place } from './place';

/** The platform's own object for one instance; throws `instance_not_found` when it is gone. */
export async function readInstance(session: Session, place: Place, id: string): Promise<Fields> {
  try {
    return readObject(await session.http.get(entityPath(place, 'instances', id)), 'GET instances/ID');
  } catch (error) {
    if (!isGone(error)) throw error;
    throw new CliError('instance_not_found', `There is no instance ${id} in ${place.environment}`, {
      ...error.details,
      hint: 'nube list --all-states shows all there are.',
    });
  }
}

/** True for the failure of a request whose subject does not exist (any more). */
export function isGone(error: unknown): error is CliError {
  return error instanceof CliError && error.kind === 'not_found';
}
