import type { Session } from '../../core/driver';
import { CliError, toCliError } from '../../core/errors';
import { type Fields, fieldsOf } from '../../core/fields';
import { path } from '../../core/http';
import { readUnder } from './fields';
import { ownNotFound } from './refusal';

/** Morpheus's own object for one instance; throws `instance_not_found` when it is gone. */
export async function readInstance(session: Session, id: string): Promise<Fields> {
  return (await readAnswer(session, id)).fields;
}

/** The object and the whole answer. Figures stood beside the instance once, and stand inside it now. */
export async function readAnswer(session: Session, id: string): Promise<{ fields: Fields; body: unknown }> {
  try {
    const answer = await session.http.get(path`/api/instances/${id}`);
    const instance = readUnder(answer, 'instance', 'GET /api/instances/ID');
    return { fields: { ...instance, stats: instance.stats ?? fieldsOf(answer.body).stats }, body: answer.body };
  } catch (error) {
    if (!isGone(error)) throw error;
    throw new CliError('instance_not_found', `There is no instance ${id}`, {
      ...toCliError(error).details,
      hint: 'nube list shows all there are.',
    });
  }
}

/** The object, or null where the appliance no longer knows the instance. */
export async function findInstance(session: Session, id: string): Promise<Fields | null> {
  try {
    return await readInstance(session, id);
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
}

/** True where the appliance itself says that there is no such thing; the 404 of a web server in front is none. */
export function isGone(error: unknown): boolean {
  return (
    error instanceof CliError && (error.code === 'instance_not_found' || error.details.providerCode === ownNotFound)
  );
}
