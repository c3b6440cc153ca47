import type { Connection } from './context';
import { toCliError } from './errors';
import type { Located } from './instance';

/** The instance as it is now, by the cheapest way its driver has. */
export async function lookAt({ driver, session }: Connection, located: Located): Promise<Located> {
  if (driver.look !== undefined) return driver.look(session, located);
  return (await driver.get(session, located)).located;
}

/** The same, or null when it is gone. */
export async function lookFor(connection: Connection, located: Located): Promise<Located | null> {
  try {
    return await lookAt(connection, located);
  } catch (thrown) {
    if (toCliError(thrown).code === 'instance_not_found') return null;
    throw thrown;
  }
}

/** Runs work that talks through a connection: its errors know the profile and provider. */
export async function through<T>({ profile }: Connection, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    throw toCliError(thrown).with({ profile: profile.name, provider: profile.provider });
  }
}
