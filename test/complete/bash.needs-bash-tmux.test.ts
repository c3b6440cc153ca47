import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { beginning, Shell, strangeNames } from './shell';

const shell = new Shell('bash --norc --noprofile -i', [
  'set +o history; bind "set bell-style none"; bind "set enable-bracketed-paste off"',
  `. '${path.resolve('completions/nube.bash')}'`,
]);

beforeAll(() => shell.ready(), 120_000);

describe('bash', { timeout: 120_000 }, () => {
  it('completes commands, options and their values', async () => {
    expect(await shell.runs('nube lis\t--all-s\t--outp\tjs\t')).toEqual(['list', '--all-states', '--output', 'json']);
    expect(await shell.runs('nube list --output=js\t')).toEqual(['list', '--output=json']);
    expect(await shell.runs('nube list --columns name,stat\t')).toEqual(['list', '--columns', 'name,state']);
    expect(await shell.runs('nube prof\tun\twork ma\t')).toEqual(['profile', 'unguard', 'work', 'maxTargets']);
  });

  it('hands over names as one word each, whatever they mean to a shell', async () => {
    expect(await shell.runs(`nube stop ${strangeNames.map((name) => `${beginning(name)}\t`).join('')}`)).toEqual([
      'stop',
      ...strangeNames,
    ]);
    expect(existsSync(path.join(shell.directory, 'harm'))).toBe(false);
  });

  it('completes inside quotes', async () => {
    expect(await shell.runs("nube get 'two\t")).toEqual(['get', 'two words']);
    expect(await shell.runs('nube get "dol\t')).toEqual(['get', 'dollar$HOME']);
    expect(await shell.runs('nube get "bac\t')).toEqual(['get', 'back\\slash']);
    expect(await shell.runs('nube get two\\ w\t')).toEqual(['get', 'two words']);
  });

  it('completes behind a colon and an equals sign', async () => {
    expect(await shell.runs('nube get colon:e\t')).toEqual(['get', 'colon:ed']);
    expect(await shell.runs('nube get eq=u\t')).toEqual(['get', 'eq=ual']);
    expect(await shell.runs('nube get civo/pl\t')).toEqual(['get', 'civo/plain-1']);
    expect(await shell.runs('nube list --profile=mor\t')).toEqual(['list', '--profile=morpheus']);
  });

  it('completes in the middle of a line, and files where a file belongs', async () => {
    writeFileSync(path.join(shell.directory, 'cloud init.yaml'), '');
    expect(await shell.runs('nube create x --user-data clo\t')).toEqual([
      'create',
      'x',
      '--user-data',
      'cloud init.yaml',
    ]);
    expect(await shell.runs('nube create x --user-data=clo\t')).toEqual(['create', 'x', '--user-data=cloud init.yaml']);
    expect(await shell.runs('nube cp clo\tplain\t/tmp')).toEqual(['cp', 'cloud init.yaml', 'plain-1:/tmp']);
    expect(await shell.runs('nube get pla --debug\u0002\u0002\u0002\u0002\u0002\u0002\u0002\u0002\t')).toEqual([
      'get',
      'plain-1',
      '--debug',
    ]);
  });

  it('shows what there is, and nothing where nothing can stand', async () => {
    shell.type('nube catalog s\t\t');
    await shell.shows('servers', 'services', 'sizes', 'ssh-keys');
    await shell.drop();
    expect(await shell.runs('nube nothing \t\t')).toEqual(['nothing']);
  });
});
