import { describe, expect, it } from 'vitest';
import { shellLine } from '../../src/core/shell';
import { type Answer, ProgramHome } from '../reach/program';
import { shipped } from '../startProgram';

describe('Ctrl-D', () => {
  const home = new ProgramHome({ TERM: 'xterm', COLUMNS: '200' });
  const converse = (words: readonly string[], answers: readonly Answer[]) =>
    home.atTerminal(`stty cols 200; ${shellLine(shipped(words))}`, answers);
  const stop = ['--sandbox', 'stop', 'web-1', '-p', 'civo'];

  it.each<[string, string[], Answer[]]>([
    ['a question', ['profile', 'add', '--provider', 'morpheus'], [['Address of', '\x04']]],
    ['a list', ['profile', 'add'], [['Which provider?', '\x04']]],
    ['a yes', stop, [['(y/N)', '\x04']]],
    [
      'a hidden answer',
      ['profile', 'add', '--provider', 'civo'],
      [
        ['Where is the token to be kept?', '\r'],
        ['? Token', '\x04'],
      ],
    ],
  ])('at %s is the wish to leave', async (_, words, answers) => {
    const { code, lines } = await converse(words, answers);
    expect([code, lines.at(-2)]).toEqual([130, 'error: Interrupted; nothing was sent']);
  });

  it('is not what Ctrl-Z is: the question is there again after fg', async () => {
    const line = shellLine(shipped(stop));
    const { lines } = await home.atTerminal('PS1="ready> " sh -i', [
      ['ready> ', `${line}\r`],
      ['(y/N)', '\x1a'],
      ['Stopped', 'fg\r'],
      [line, 'n\r'],
      ['Nothing was done', ''],
      ['ready> ', 'echo "ended in $?"; exit\r'],
    ]);
    expect(lines.find((one) => one.startsWith('ended in'))).toBe('ended in 9');
  });

  it('behind something typed is nothing', async () => {
    const { code, lines } = await converse(stop, [
      ['(y/N)', 'n\x04'],
      ['(y/N) n', '\r'],
    ]);
    expect([code, lines.at(-2)]).toEqual([9, 'error: Nothing was done']);
  });
});
