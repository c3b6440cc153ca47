import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { beginning, type Shell, strangeNames } from './shell';

/** Tests what completion does alike in every shell. */
export function testInAnyShell(shell: Shell): void {
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
}
