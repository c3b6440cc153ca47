import { CliError } from '../../core/errors';

const offered = {
  container: ['creators', 'servers', 'locations', 'integrations', 'containers', 'environments'],
  server: ['creators', 'servers', 'locations', 'integrations', 'containers', 'environments'],
  machine: ['creators', 'environments', 'clusters', 'containers'],
} as const;

const all: readonly string[] = [...new Set(Object.values(offered).flat())];

/** Throws `invalid_value` for what no listing has. */
export function refuseIncludes(asked: readonly string[]): void {
  const wrong = asked.find((name) => !all.includes(name));
  if (wrong === undefined) return;
  throw new CliError('invalid_value', `--include takes ${all.join(', ')}, not ${JSON.stringify(wrong)}`, {
    hint: 'For example --include servers,locations --raw -o json.',
  });
}

/**
 * The value of `include` for one listing: what nube needs and what was asked for, as far as that listing has it. The
 * instances of a server have the creator in the singular.
 */
export function withIncludes(
  needed: readonly string[],
  asked: readonly string[],
  listing: keyof typeof offered,
): string {
  const has: readonly string[] = offered[listing];
  const names = [...new Set([...needed, ...asked.filter((name) => has.includes(name))])];
  return names.map((name) => (name === 'creators' && listing === 'server' ? 'creator' : name)).join(',');
}
