import type { Session } from '../../core/driver';
import { fieldsOf, text } from './fields';
import { readWhoami } from './user';

/** The user that the credential stands for, with the tenant where that is not the appliance's own. */
export async function verify(session: Session): Promise<string | null> {
  const whoami = await readWhoami(session);
  const user = fieldsOf(whoami.user);
  const name = text(user.username) ?? text(user.displayName);
  const tenant = text(fieldsOf(user.account).name);
  return name === null || tenant === null || whoami.isMasterAccount === true ? name : `${name} of ${tenant}`;
}
