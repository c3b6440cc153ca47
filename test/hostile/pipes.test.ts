import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { Home } from '../nube';
import { place } from './harmless';

/** Reading a pipe would wait for a writer, which nothing in this process could interrupt: so it is another's. */
function runs(home: Home, line: string, variables: Record<string, string> = {}) {
  const { status, stdout, stderr, signal } = spawnSync(
    process.execPath,
    [path.resolve('bin/nube.js'), ...line.split(' ')],
    {
      env: { PATH: process.env.PATH, HOME: home.directory, ...home.variables, ...variables },
      cwd: home.directory,
      encoding: 'utf8',
      timeout: 60_000,
      input: '',
    },
  );
  return { code: status, signal, stdout, stderr };
}

describe('in place of a file of nube’s own', () => {
  const home = new Home();
  afterEach(() => {
    for (const name of ['config', 'data', 'cache'])
      rmSync(path.join(home.directory, name), { recursive: true, force: true });
  });

  /** Something that is no file where nube looks for one. */
  function put(kind: 'pipe' | 'directory', name: string): void {
    const at = path.join(home.directory, name);
    mkdirSync(path.dirname(at), { recursive: true, mode: 0o700 });
    if (kind === 'pipe') execFileSync('mkfifo', [at]);
    else mkdirSync(at);
  }

  it.each([
    ['pipe', 'it is not a file'],
    ['directory', 'it is a directory'],
  ] as const)('a %s is no configuration', (kind, says) => {
    put(kind, 'config/config.json');
    const { code, signal, stdout, stderr } = runs(home, 'profile list -o json');
    expect({ code, signal, stdout }).toEqual({ code: 3, signal: null, stdout: '' });
    expect(stderr).toContain(`cannot be read: ${says}`);
    expect(runs(home, '__complete -- list -p ')).toMatchObject({ code: 0, signal: null });
  });

  it.each(['pipe', 'directory'] as const)('a %s is no entry of the journal, and hides none', (kind) => {
    put(kind, 'data/sandbox/journal/1aaaaaaaa.jsonl');
    put(kind, 'data/sandbox/journal/zzzzzzzzz.jsonl');
    const made = runs(home, '--sandbox reboot web-1 -p civo --yes --no-wait -o json');
    expect({ code: made.code, stderr: made.stderr }).toEqual({ code: 0, stderr: '' });
    const { code, stdout, stderr } = runs(home, '--sandbox op list --all -o json');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject([{ action: 'reboot', status: 'accepted' }]);
    const [entry] = JSON.parse(stdout);
    expect(runs(home, '__complete -- --sandbox op resume ').stdout).toContain(entry.id);
  });

  it.each(['pipe', 'directory'] as const)('a %s holds no tokens, no lists for completion and no sandbox', (kind) => {
    put(kind, 'data/tokens.json');
    put(kind, 'data/sandbox/civo.json');
    put(kind, `data/sandbox/names/${encodeURIComponent('civo instances')}.json`);
    expect(runs(home, '--sandbox list -p civo -o id')).toMatchObject({
      code: 0,
      signal: null,
      stderr: expect.stringMatching(/^warning: The sandbox state of civo could not be read. It was put aside as .+\n$/),
    });
    expect(runs(home, '__complete -- --sandbox get -p civo ')).toMatchObject({ code: 0, signal: null, stderr: '' });
  });

  it('a pipe is no file of another tool', () => {
    put('pipe', '.civo.json');
    const { code, signal, stdout, stderr } = runs(home, 'profile import --yes -o json');
    expect({ code, signal, stdout }).toEqual({ code: 0, signal: null, stdout: '[]\n' });
    expect(stderr).toContain('it is not a file');
    rmSync(path.join(home.directory, '.civo.json'));
  });

  it('a pipe may be what the user names', () => {
    place(
      home,
      'entries.json',
      JSON.stringify({ name: 'x', region: 'LON1', size: 'g3.xsmall', image: 'ubuntu-jammy' }),
    );
    const line = `cat entries.json | "${process.execPath}" "${path.resolve('bin/nube.js')}" --sandbox create -p civo --from-file /dev/stdin --dry-run`;
    const shown = execFileSync('sh', ['-c', line], {
      env: { PATH: process.env.PATH, HOME: home.directory, ...home.variables },
      cwd: home.directory,
      encoding: 'utf8',
    });
    expect(shown).toContain('/v2/instances');
  });
});
