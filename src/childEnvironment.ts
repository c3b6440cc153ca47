import type { Driver } from './core/driver';
import type { Profile } from './core/profile';

/** The environment for another program: this one's, without the variables that hold nube's own secrets. */
export function childEnvironment(drivers: readonly Driver[], profiles: readonly Profile[]): NodeJS.ProcessEnv {
  const secret = new Set([
    ...drivers.flatMap(({ variables }) => Object.values(variables).flat()),
    ...profiles.flatMap(({ token, password }) => [token, password].flatMap(variableOf)),
  ]);
  const own = Object.entries(process.env).filter(
    ([name]) => !secret.has(name) && !/^NUBE_(TOKEN|PASSWORD|ASKPASS)/.test(name),
  );
  return Object.fromEntries(own);
}

function variableOf(source: string | null): string[] {
  return source?.startsWith('env:') === true ? [source.slice(4)] : [];
}
