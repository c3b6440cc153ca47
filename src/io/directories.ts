import os from 'node:os';
import path from 'node:path';
import envPaths from 'env-paths';

/** Where nube keeps things, each made only when something is written. */
export interface Directories {
  config: string;
  data: string;
  cache: string;
  sandbox: string;
}

/**
 * The directories by nube's own variables, else by the platform's rules (XDG on Linux, which says that a variable with
 * a relative path is to be ignored).
 */
export function findDirectories(variable: (name: string) => string | undefined): Directories {
  const platform = envPaths('nube', { suffix: '' });
  const whole = (found: string, usual: string) => (path.isAbsolute(found) ? found : path.join(os.homedir(), usual));
  const data = variable('NUBE_DATA_DIR') ?? whole(platform.data, '.local/share/nube');
  return {
    config: variable('NUBE_CONFIG_DIR') ?? whole(platform.config, '.config/nube'),
    data,
    cache: variable('NUBE_CACHE_DIR') ?? whole(platform.cache, '.cache/nube'),
    sandbox: variable('NUBE_SANDBOX_DIR') ?? `${data}/sandbox`,
  };
}
