import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { beginning, Shell, strangeNames } from './shell';

const shell = new Shell('fish --no-config -i', [
  "function fish_prompt; echo '$ '; end; set -g fish_autosuggestion_enabled 0",
  `source '${path.resolve('completions/nube.fish')}'`,
]);

beforeAll(() => shell.ready(), 120_000);

describe('fish', { timeout: 120_000 }, () => {
  it('completes commands, options and their values', async () => {
    expect(await shell.runs('nube lis\t--all-s\t--outp\tjs\t')).toEqual(['list', '--all-states', '--output', 'json']);
    expect(await shell.runs('nube list --output=js\t--columns name,stat\t')).toEqual([
      'list',
      '--output=json',
      '--columns',
      'name,state',
    ]);
    expect(await shell.runs('nube prof\tung\twork ma\t')).toEqual(['profile', 'unguard', 'work', 'maxTargets']);
  });

  it('hands over names as one word each, whatever they mean to a shell', async () => {
    expect(await shell.runs(`nube stop ${strangeNames.map((name) => `${beginning(name)}\t`).join('')}`)).toEqual([
      'stop',
      ...strangeNames,
    ]);
    expect(existsSync(path.join(shell.directory, 'harm'))).toBe(false);
  });

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

  it('completes files where a file belongs', async () => {
    writeFileSync(path.join(shell.directory, 'cloud init.yaml'), '');
    expect(await shell.runs('nube create x --user-data clo\t--from-file=clo\t')).toEqual([
      'create',
      'x',
      '--user-data',
      'cloud init.yaml',
      '--from-file=cloud init.yaml',
    ]);
    expect(await shell.runs('nube cp clo\tplain\t/tmp')).toEqual(['cp', 'cloud init.yaml', 'plain-1:/tmp']);
  });

  it('shows what there is with what it does', async () => {
    shell.type('nube re\t');
    await shell.shows('restart instances', 'bring an instance back to a backup');
    await shell.drop();
  });
});
