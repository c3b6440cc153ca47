import type { Connection } from './context';
import { toCliError } from './errors';

/** Runs work that talks through a connection: its errors know the profile and provider. */
export async function through<T>({ profile }: Connection, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    throw toCliError(thrown).with({ profile: profile.name, provider: profile.provider });
  }
}
