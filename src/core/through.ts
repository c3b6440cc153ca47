import type { Connection } from './context';
import { CliError, toCliError } from './errors';
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

/**
 * Runs work that talks through a connection: its errors know the profile and provider, and their hints name both
 * the profile and, where it is about one, the instance.
 */
export async function through<T>({ profile }: Connection, work: () => Promise<T>, located?: Located): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    throw placed(toCliError(thrown), profile.name, located).with({ profile: profile.name, provider: profile.provider });
  }
}

function placed(error: CliError, profile: string, located: Located | undefined): CliError {
  const { hint } = error.details;
  if (hint === undefined || error.kind === 'internal') return error;
  const reference = located === undefined ? 'REF' : `${profile}/${located.instance.id}`;
  const whole = hint
    .replace(/\bnube catalog ([a-z-]+)(?![a-z-]| -p )/g, `nube catalog $1 -p ${profile}`)
    .replace(/(?<=\bnube [a-z-]+ )REF\b/g, reference);
  return new CliError(error.code, error.message, { ...error.details, hint: whole });
}
