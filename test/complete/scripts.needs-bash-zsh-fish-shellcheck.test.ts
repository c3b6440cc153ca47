import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

it.each([
  ['bash', ['-n', 'completions/nube.bash']],
  ['zsh', ['-n', 'completions/_nube']],
  ['fish', ['-n', 'completions/nube.fish']],
  ['shellcheck', ['completions/nube.bash']],
])('%s finds no fault with its script', (program, words) => {
  const { status, stdout, stderr } = spawnSync(program, words, { encoding: 'utf8' });
  expect({ status, said: stdout + stderr }).toEqual({ status: 0, said: '' });
});

it('has a script for PowerShell whose brackets close', () => {
  const code = readFileSync('completions/nube.ps1', 'utf8');
  const text = code.replace(/'(?:[^']|'')*'|"(?:[^"`]|`.)*"|#[^\n]*/g, '');
  const open: string[] = [];
  for (const [bracket] of text.matchAll(/[()[\]{}]/g)) {
    if ('([{'.includes(bracket)) open.push(bracket);
    else expect(`${open.pop()}${bracket}`).toMatch(/^(\(\)|\[\]|\{\})$/);
  }
  expect(open).toEqual([]);
});
