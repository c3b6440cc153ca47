import { describe, expect, it } from 'vitest';
import {
  type CompletionShell,
  completionFiles,
  type Surroundings,
  shellOf,
  withBlock,
  withoutBlock,
} from '../../src/core/completionFiles';
import { thrown } from './thrown';

const variables = (set: Readonly<Record<string, string>>) => (name: string) => set[name];

describe('the shell that is meant', () => {
  it.each([
    ['zsh', '/bin/bash', 'zsh'],
    ['pwsh', undefined, 'powershell'],
    ['powershell', undefined, 'powershell'],
    [undefined, '/usr/bin/fish', 'fish'],
    [undefined, 'bash', 'bash'],
    [undefined, 'C:\\Program Files\\pwsh', 'powershell'],
  ])('where %j is named and SHELL is %j: %s', (word, shell, expected) => {
    expect(shellOf(word, variables(shell === undefined ? {} : { SHELL: shell }))).toBe(expected);
  });

  it('must be one that there is a script for', () => {
    const hint = 'Name one of bash, zsh, fish, powershell: nube completion bash';
    expect(thrown(() => shellOf('tcsh', variables({ SHELL: '/bin/bash' })))).toEqual({
      code: 'invalid_value',
      message: 'There is no completion for "tcsh"',
      hint,
    });
    for (const set of [{}, { SHELL: '/bin/tcsh' }, { SHELL: '' }]) {
      expect(thrown(() => shellOf(undefined, variables(set)))).toEqual({
        code: 'missing_argument',
        message: 'SHELL does not tell which shell is meant',
        hint,
      });
    }
  });
});

describe('where the completion of a shell is set up', () => {
  const files = (shell: CompletionShell, file: string, over: Partial<Surroundings> = {}) =>
    completionFiles(shell, file, { home: '/me', data: '/data', variable: variables({}), windows: false, ...over });
  const moved = { variable: variables({ XDG_CONFIG_HOME: '/config', ZDOTDIR: '/zsh' }) };

  it('is for bash a script of nube’s own, which .bashrc reads where it is there', () => {
    expect(files('bash', 'nube.bash', moved)).toEqual({
      shell: 'bash',
      script: '/data/completions/nube.bash',
      startup: '/me/.bashrc',
      lines: ['[ -r /data/completions/nube.bash ] && . /data/completions/nube.bash'],
    });
  });

  it('is for zsh the same, after its own completion has been started', () => {
    const lines = [
      '(( ${+functions[compdef]} )) || { autoload -Uz compinit && compinit }',
      "[[ -r '/my data/completions/_nube' ]] && . '/my data/completions/_nube'",
    ];
    const file = { shell: 'zsh', script: '/my data/completions/_nube', lines };
    expect(files('zsh', '_nube', { data: '/my data' })).toEqual({ ...file, startup: '/me/.zshrc' });
    expect(files('zsh', '_nube', { data: '/my data', ...moved })).toEqual({ ...file, startup: '/zsh/.zshrc' });
  });

  it('is for fish a place that it looks in by itself', () => {
    const file = { shell: 'fish', startup: null, lines: [] };
    expect(files('fish', 'nube.fish')).toEqual({ ...file, script: '/me/.config/fish/completions/nube.fish' });
    expect(files('fish', 'nube.fish', moved)).toEqual({ ...file, script: '/config/fish/completions/nube.fish' });
  });

  it('is for PowerShell its profile, in its own way of quoting', () => {
    const file = {
      shell: 'powershell',
      script: "/it's/completions/nube.ps1",
      lines: ["if (Test-Path '/it''s/completions/nube.ps1') { . '/it''s/completions/nube.ps1' }"],
    };
    const data = "/it's";
    const startup = (over: Partial<Surroundings>) => files('powershell', 'nube.ps1', { data, ...over });
    expect(startup({})).toEqual({ ...file, startup: '/me/.config/powershell/profile.ps1' });
    expect(startup(moved)).toEqual({ ...file, startup: '/config/powershell/profile.ps1' });
    expect(startup({ ...moved, windows: true })).toEqual({
      ...file,
      startup: '/me/Documents/PowerShell/profile.ps1',
    });
  });
});

describe('the lines of nube in a file that a shell reads', () => {
  const block = (...lines: string[]) => ['# nube completion: begin', ...lines, '# nube completion: end', ''].join('\n');

  it.each([
    ['an empty file', '', block('new')],
    ['a file', 'a\n', `a\n\n${block('new')}`],
    ['a file whose last line has no end', 'a', `a\n\n${block('new')}`],
    ['a file that has had them in the midst', `a\n\n${block('old', 'older')}b\n`, `a\n\n${block('new')}b\n`],
    ['a file that begins with them', `${block('old')}b\n`, `${block('new')}b\n`],
    ['a file whose mark is not a line of its own', `x ${block('old')}`, `x ${block('old')}\n${block('new')}`],
    [
      'a file whose end is not marked',
      '# nube completion: begin\nold\n',
      `# nube completion: begin\nold\n\n${block('new')}`,
    ],
  ])('are put into %s', (_what, before, after) => {
    expect(withBlock(before, ['new'])).toBe(after);
    expect(withBlock(after, ['new'])).toBe(after);
  });

  it('are all of them between the marks', () => {
    expect(withBlock('', ['one', '$two'])).toBe(block('one', '$two'));
    expect(withBlock(block('old'), ['$&', "$'"])).toBe(block('$&', "$'"));
  });

  it.each([
    ['nothing else', block('old'), ''],
    ['lines before and after', `a\n\n${block('old')}b\n`, 'a\nb\n'],
    ['none of them', 'a\n', 'a\n'],
    ['an end that is the last of the file', `a\n\n${block('old').trimEnd()}`, 'a\n'],
  ])('are taken out of a file with %s', (_what, before, after) => {
    expect(withoutBlock(before)).toBe(after);
  });
});
