import type { Machine } from '../../core/machine';
import { type Problem, warning } from './problem';

/** One of nube's own files or directories. */
export interface OwnFile {
  what: string;
  path: string;
  exists: boolean;
  /** In octal, as chmod takes it; null where there is none. */
  mode: string | null;
}

/** Where nube keeps things, and whether others could read what is secret there. */
export function lookAtFiles(machine: Machine, configuration: string): { files: OwnFile[]; problems: Problem[] } {
  const { config, data, cache, sandbox } = machine.directories;
  const places = [
    { what: 'configuration directory', path: config, secret: true },
    { what: 'configuration', path: configuration, secret: true },
    { what: 'data directory', path: data, secret: true },
    { what: 'tokens of sign-ins', path: `${data}/tokens.json`, secret: true },
    { what: 'host keys', path: `${data}/known_hosts`, secret: false },
    { what: 'cache directory', path: cache, secret: false },
    { what: 'sandbox', path: sandbox, secret: false },
  ];
  const problems: Problem[] = [];
  const files = places.map(({ what, path, secret }): OwnFile => {
    const facts = machine.facts(path);
    if (facts === null) return { what, path, exists: false, mode: null };
    const mode = facts.mode.toString(8).padStart(4, '0');
    if (secret && machine.platform !== 'win32' && (facts.mode & 0o077) !== 0) {
      const wanted = facts.kind === 'directory' ? '700' : '600';
      problems.push(warning(path, `Others can read the ${what}: its mode is ${mode}`, `chmod ${wanted} ${path}`));
    }
    return { what, path, exists: true, mode };
  });
  return { files, problems };
}
