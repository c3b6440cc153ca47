import type { Session } from '../../core/driver';
import { type Fields, fieldsOf, reference, text } from '../../core/fields';
import { truth } from './fields';

/** Who asks: the user, and what the appliance says of itself. */
export function readWhoami(session: Session): Promise<Fields> {
  return session.once('morpheus whoami', async () => fieldsOf((await session.http.get('/api/whoami')).body));
}

/**
 * Whom to log in as: with `createUser` the requester was made a user of the machine. Of a machine that somebody else
 * made, or that has only the image's own user, the name is not told.
 */
export async function readUser(session: Session, fields: Fields): Promise<string | null> {
  if (truth(fieldsOf(fields.config).createUser) !== true) return null;
  const user = fieldsOf((await readWhoami(session)).user);
  const maker = reference(fieldsOf(fields.createdBy).id);
  return maker !== null && maker !== reference(user.id) ? null : text(user.linuxUsername);
}
