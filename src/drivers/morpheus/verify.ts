import type { Session } from '../../core/driver';
import { type Fields, fieldsOf, text } from '../../core/fields';
import { unexpected } from './fields';
import { isGone } from './readInstance';
import { readWhoami } from './user';

/** The user that the credential stands for, with the tenant where that is not the appliance's own. */
export async function verify(session: Session): Promise<string | null> {
  const whoami = await readWhoami(session).catch((error) => askOtherwise(session, error));
  const user = fieldsOf(whoami.user);
  const name = text(user.username) ?? text(user.displayName);
  if (name === null && (user.username ?? user.displayName ?? null) !== null)
    throw unexpected('GET /api/whoami', 'names no user');
  const tenant = text(fieldsOf(user.account).name);
  return name === null || tenant === null || whoami.isMasterAccount === true ? name : `${name} of ${tenant}`;
}

/** An appliance that does not tell who asks still shows by a listing that the credential is good. */
async function askOtherwise(session: Session, error: unknown): Promise<Fields> {
  if (!isGone(error)) throw error;
  await session.http.get('/api/instances', { max: 1 });
  return {};
}
