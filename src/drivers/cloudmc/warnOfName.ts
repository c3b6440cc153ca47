import type { Session } from '../../core/driver';

/** Says that a name is no host name, which the instance also gets from it. It is sent all the same. */
export function warnOfName(session: Session, name: string): void {
  if (name.length <= 62 && /^[A-Za-z][A-Za-z0-9-]*$/.test(name)) return;
  session.warn(
    'name_not_host_name',
    `${JSON.stringify(name)} can't be a host name: up to 62 letters, digits and "-", a letter first.`,
  );
}
