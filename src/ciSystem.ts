/** The CI systems whose conventions nube follows. */
export type CiSystem = 'github' | 'gitlab';

/** The CI system that this call runs in, or null. */
export function findCiSystem(variable: (name: string) => string | undefined): CiSystem | null {
  if (variable('GITHUB_ACTIONS') === 'true') return 'github';
  return variable('GITLAB_CI') === 'true' ? 'gitlab' : null;
}
