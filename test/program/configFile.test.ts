import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { Home } from '../nube';

const home = new Home();
const directory = path.join(home.directory, 'config');
const file = path.join(directory, 'config.json');
const add = (name: string) => home.run(`profile add ${name} --provider civo --no-verify --token-env WORK_TOKEN -q`);
const text = () => readFileSync(file, 'utf8');
const mode = (name: string) => (statSync(name).mode & 0o777).toString(8);
const work = { provider: 'civo', settings: {}, token: 'plain:s3cret-canary', password: null, guards: {}, defaults: {} };

function put(content: string | object): void {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content), { mode: 0o644 });
}

/** What there is, and when it was last touched. */
function state() {
  return readdirSync(directory).map((name) => [name, statSync(path.join(directory, name)).mtimeMs]);
}

beforeEach(() => rmSync(directory, { recursive: true, force: true }));

describe('the configuration file', () => {
  it('is not made by looking, nor its directory', async () => {
    for (const line of ['profile list', 'list', 'providers', '--sandbox list', 'profile get work'])
      await home.run(line);
    expect(readdirSync(home.directory)).not.toContain('config');
  });

  it('is not written by looking, nor by what fails', async () => {
    await add('work');
    const before = state();
    for (const [line, code] of [
      ['profile list', 0],
      ['profile get work', 0],
      ['profile set other region=LON1', 3],
      ['profile set work hub=x', 2],
      ['profile rename work all', 2],
      ['profile use other', 3],
      ['profile remove work', 9],
      ['profile add work --provider civo --no-verify --token-env X', 7],
      ['list', 3],
    ] as const) {
      expect({ line, code: (await home.run(line)).code }).toEqual({ line, code });
    }
    expect(state()).toEqual(before);
  });

  it('behind a link stays there, and the link stays a link', async () => {
    const dotfiles = path.join(home.directory, 'dotfiles');
    mkdirSync(dotfiles, { mode: 0o755 });
    mkdirSync(directory, { mode: 0o700 });
    symlinkSync('../dotfiles/nube.json', file);
    for (const name of ['work', 'other']) expect((await add(name)).code).toBe(0);
    expect(lstatSync(file).isSymbolicLink()).toBe(true);
    expect(readlinkSync(file)).toBe('../dotfiles/nube.json');
    expect(Object.keys(JSON.parse(text()).profiles)).toEqual(['work', 'other']);
    expect([mode(file), mode(dotfiles), readdirSync(dotfiles)]).toEqual(['600', '755', ['nube.json']]);
  });

  it('of before is understood, and kept when the new one is written', async () => {
    const old = { profiles: { work: { provider: 'civo', token: 'env:WORK_TOKEN' } }, note: 'mine' };
    put(old);
    expect((await home.run('profile list -o id')).stdout).toBe('work\n');
    expect(JSON.parse(text())).toEqual(old);
    const run = await home.run('profile set work region=LON1 -o json');
    const copy = path.join(directory, 'config.json.version-0');
    expect(JSON.parse(run.stderr)).toEqual({
      warning: {
        code: 'configuration_migrated',
        message: `The configuration as it was before is kept in ${copy}.`,
      },
    });
    expect(JSON.parse(readFileSync(copy, 'utf8'))).toEqual(old);
    expect(mode(copy)).toBe('600');
    expect(JSON.parse(text())).toEqual({
      version: 1,
      selected: null,
      note: 'mine',
      profiles: { work: { ...work, token: 'env:WORK_TOKEN', settings: { region: 'LON1' } } },
    });
  });

  it('of a newer nube is refused, for reading and for writing, and stays as it is', async () => {
    put({ version: 99, profiles: { work: { something: 'else' } } });
    const before = state();
    for (const line of ['profile list', 'list', 'profile use work', 'profile add x --provider civo --token-env X']) {
      const run = await home.run(line);
      expect({ line, code: run.code, stdout: run.stdout, stderr: run.stderr }).toEqual({
        line,
        code: 3,
        stdout: '',
        stderr: `error: ${file} was written by a newer nube\nhint: Update nube, or point NUBE_CONFIG_DIR elsewhere.\n`,
      });
    }
    expect(state()).toEqual(before);
  });

  it('that cannot be written is named', async () => {
    writeFileSync(directory, 'in the way');
    const run = await add('work');
    expect({ code: run.code, stdout: run.stdout }).toEqual({ code: 3, stdout: '' });
    expect(run.stderr).toMatch(
      /^error: .*config\.json cannot be written: a file stands in place of its directory\nhint: Look whose it is/,
    );
  });
});

describe('a broken configuration file', () => {
  const broken: [string, string, string][] = [
    ['cut off', '{"version":1,\n"profiles":{"work":{"token":"plain:s3cret-canary', 'it is not JSON'],
    ['not JSON', 'plain:s3cret-canary', 'it is not JSON'],
    ['empty', '', 'it is empty'],
    ['a list', '["s3cret-canary"]', 'it is not a JSON object'],
  ];

  it.each(broken)(
    '(%s) is explained by what reads it, without a word of what is in it',
    async (_name, content, why) => {
      put(content);
      for (const line of ['profile list', 'list', 'profile set work region=LON1', 'profile remove work --yes']) {
        const run = await home.run(line);
        expect({ line, code: run.code, stdout: run.stdout }).toEqual({ line, code: 3, stdout: '' });
        expect(run.stderr).toContain(`error: ${file} cannot be read: ${why}`);
        expect(run.stderr).toContain(
          'hint: Mend it in an editor, or add a profile: nube profile add keeps this file aside',
        );
        expect(run.stderr).not.toContain('canary');
      }
      expect([text(), readdirSync(directory)]).toEqual([content, ['config.json']]);
    },
  );

  it('leaves everything that needs no profile at work', async () => {
    put('{');
    for (const line of [
      ...['--help', '--version', 'help list', 'explain 4', 'explain broken_configuration', 'schema list', 'providers'],
      ...['--sandbox list', '--sandbox profile list', 'sandbox status'],
    ]) {
      const { code, stderr } = await home.run(line);
      expect({ line, code, stderr }).toEqual({ line, code: 0, stderr: '' });
    }
    expect(text()).toBe('{');
  });

  it.each(broken)('(%s) is kept aside when a profile is added', async (_name, content) => {
    put(content);
    const run = await add('work');
    expect(run.code).toBe(0);
    const [copy = '', ...others] = readdirSync(directory).filter((name) => name !== 'config.json');
    expect(others).toEqual([]);
    expect(copy).toMatch(/^config\.json\.broken-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ$/);
    expect(run.stderr).toMatch(/^warning: .*config\.json was broken \(it is .*\); it is kept in .*broken-.*\n/);
    expect([readFileSync(path.join(directory, copy), 'utf8'), mode(path.join(directory, copy))]).toEqual([
      content,
      '600',
    ]);
    expect(Object.keys(JSON.parse(text()).profiles)).toEqual(['work']);
  });

  it.each([
    [{ profiles: [] }, 'profiles is not an object'],
    [{ version: 'x' }, 'version is not a number'],
    [{ profiles: {}, selected: 'work' }, 'selected is not a list of names'],
    [{ profiles: { work: 1 } }, 'profiles.work is not an object'],
    [{ profiles: { work: {} } }, 'profiles.work.provider is not the name of a provider'],
    [{ profiles: { work: { ...work, settings: { region: 1 } } } }, 'profiles.work.settings is not an object of texts'],
    [{ profiles: { work: { ...work, token: 's3cret-canary' } } }, 'profiles.work.token is not like env:NAME'],
    [{ profiles: { work: { ...work, guards: { readOnly: 'yes' } } } }, 'profiles.work.guards.readOnly is not true'],
    [{ profiles: { work: { ...work, guards: { readonly: true } } } }, 'profiles.work.guards.readonly is not a guard'],
  ])('in a part that only its owner can mend stays where it is: %j', async (parts, message) => {
    put({ version: 1, ...parts });
    const before = state();
    for (const line of ['list', 'profile add x --provider civo --no-verify --token-env X']) {
      const run = await home.run(line);
      expect({ line, code: run.code, stdout: run.stdout }).toEqual({ line, code: 3, stdout: '' });
      expect(run.stderr).toContain(`error: In ${file} ${message}`);
      expect(run.stderr).not.toContain('canary');
    }
    expect(state()).toEqual(before);
  });
});
