import envPaths from 'env-paths';

/** Where nube keeps things, each made only when something is written. */
export interface Directories {
  config: string;
  data: string;
  cache: string;
  sandbox: string;
}

/** The directories by nube's own variables, else by the platform's rules (XDG on Linux). */
export function findDirectories(variable: (name: string) => string | undefined): Directories {
  const platform = envPaths('nube', { suffix: '' });
  const data = variable('NUBE_DATA_DIR') ?? platform.data;
  return {
    config: variable('NUBE_CONFIG_DIR') ?? platform.config,
    data,
    cache: variable('NUBE_CACHE_DIR') ?? platform.cache,
    sandbox: variable('NUBE_SANDBOX_DIR') ?? `${data}/sandbox`,
  };
}
