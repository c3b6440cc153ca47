/** What decides whether to colour: the option, the environment, and whether the output is a terminal. */
export interface ColourSources {
  /** The value of --color; undefined where it was not given. */
  option: string | undefined;
  variable(name: string): string | undefined;
  terminal: boolean;
}

/**
 * Whether to colour: --color, NUBE_COLOR, NO_COLOR, FORCE_COLOR, TERM=dumb, and last whether it is a terminal; the
 * first that says something decides. `auto` says: look at the rest, but not at NUBE_COLOR.
 */
export function wantsColour({ option, variable, terminal }: ColourSources): boolean {
  const word = option ?? variable('NUBE_COLOR');
  if (word === 'always') return true;
  if (word === 'never') return false;
  if (isSet(variable('NO_COLOR'))) return false;
  const force = variable('FORCE_COLOR');
  if (force !== undefined) return force !== '0' && force !== 'false';
  const term = variable('TERM');
  if (term === 'dumb') return false;
  if (isSet(variable('CI')) && !isSet(term)) return false;
  return terminal;
}

const isSet = (value: string | undefined): boolean => value !== undefined && value !== '';
