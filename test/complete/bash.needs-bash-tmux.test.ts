import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { testInAnyShell } from './inAnyShell';
import { Shell } from './shell';

const shell = new Shell('bash --norc --noprofile -i', [
  'set +o history; bind "set bell-style none"; bind "set enable-bracketed-paste off"',
  `. '${path.resolve('completions/nube.bash')}'`,
]);

beforeAll(() => shell.ready(), 120_000);

describe('bash', { timeout: 120_000 }, () => {
  testInAnyShell(shell);

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

  it('completes in the middle of a line', async () => {
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
