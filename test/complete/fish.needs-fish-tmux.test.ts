import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { testInAnyShell } from './inAnyShell';
import { Shell } from './shell';

const shell = new Shell('fish --no-config -i', [
  "function fish_prompt; echo '$ '; end; set -g fish_autosuggestion_enabled 0",
  `source '${path.resolve('completions/nube.fish')}'`,
]);

beforeAll(() => shell.ready(), 120_000);

describe('fish', { timeout: 120_000 }, () => {
  testInAnyShell(shell);

  it('completes inside quotes, behind a slash, a colon and an equals sign', async () => {
    expect(await shell.runs("nube stop 'two\tcivo/pl\tcolon:e\teq=u\t--profile=mor\t")).toEqual([
      'stop',
      'two words',
      'civo/plain-1',
      'colon:ed',
      'eq=ual',
      '--profile=morpheus',
    ]);
  });

  it('shows what there is with what it does', async () => {
    shell.type('nube re\t');
    await shell.shows('restart instances', 'bring an instance back to a backup');
    await shell.drop();
  });
});
