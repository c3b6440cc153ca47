import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { testInAnyShell } from './inAnyShell';
import { Shell } from './shell';

const shell = new Shell('zsh -f -i', [
  "unsetopt beep prompt_sp; PROMPT='$ '; autoload -Uz compinit; compinit -u -D; bindkey -e",
  `. '${path.resolve('completions/_nube')}'`,
]);

beforeAll(() => shell.ready(), 120_000);

describe('zsh', { timeout: 120_000 }, () => {
  testInAnyShell(shell);

  it('completes inside quotes, behind a slash, a colon and an equals sign', async () => {
    expect(await shell.runs('nube stop \'two\t "dol\t civo/pl\tcolon:e\teq=u\t--profile=mor\t')).toEqual([
      'stop',
      'two words',
      'dollar$HOME',
      'civo/plain-1',
      'colon:ed',
      'eq=ual',
      '--profile=morpheus',
    ]);
  });

  it('shows what there is with what it does', async () => {
    shell.type('nube re\t\t');
    await shell.shows('restart instances', 'bring an instance back to a backup');
    await shell.drop();
  });
});
