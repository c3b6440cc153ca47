import { describe, expect, it } from 'vitest';
import { wantsColour } from '../../src/render/colour';

const decide = (terminal: boolean, option: string | undefined, variables: Record<string, string>): boolean =>
  wantsColour({ option, terminal, variable: (name) => variables[name] });

describe('wantsColour', () => {
  it.each<[what: string, option: string | undefined, variables: Record<string, string>, pipe: boolean, tty: boolean]>([
    ['nothing said', undefined, { TERM: 'xterm' }, false, true],
    ['--color always', 'always', { NUBE_COLOR: 'never', NO_COLOR: '1', TERM: 'dumb' }, true, true],
    ['--color never', 'never', { NUBE_COLOR: 'always', FORCE_COLOR: '1' }, false, false],
    ['--color auto passes over NUBE_COLOR', 'auto', { NUBE_COLOR: 'always' }, false, true],
    ['--color auto leaves NO_COLOR in force', 'auto', { NO_COLOR: '1' }, false, false],
    ['NUBE_COLOR=always', undefined, { NUBE_COLOR: 'always', NO_COLOR: '1' }, true, true],
    ['NUBE_COLOR=never', undefined, { NUBE_COLOR: 'never', FORCE_COLOR: '1' }, false, false],
    ['NUBE_COLOR=auto', undefined, { NUBE_COLOR: 'auto', FORCE_COLOR: '1' }, true, true],
    ['NO_COLOR before FORCE_COLOR', undefined, { NO_COLOR: '1', FORCE_COLOR: '1' }, false, false],
    ['an empty NO_COLOR says nothing', undefined, { NO_COLOR: '' }, false, true],
    ['FORCE_COLOR before TERM', undefined, { FORCE_COLOR: '1', TERM: 'dumb' }, true, true],
    ['an empty FORCE_COLOR forces', undefined, { FORCE_COLOR: '' }, true, true],
    ['FORCE_COLOR=0', undefined, { FORCE_COLOR: '0' }, false, false],
    ['FORCE_COLOR=false', undefined, { FORCE_COLOR: 'false' }, false, false],
    ['TERM=dumb', undefined, { TERM: 'dumb' }, false, false],
    ['CI without a terminal type', undefined, { CI: 'true' }, false, false],
    ['CI with a terminal type', undefined, { CI: 'true', TERM: 'xterm-256color' }, false, true],
  ])('%s', (_what, option, variables, pipe, tty) => {
    expect(decide(false, option, variables)).toBe(pipe);
    expect(decide(true, option, variables)).toBe(tty);
  });
});
