import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { Home } from '../nube';
import { Gateway } from './support/gateway';

describe('a token in the keychain', () => {
  const home = new Home();
  const gateway = new Gateway(home);
  beforeAll(() => gateway.open());
  const token = 'sandbox-civo-token';
  const add = (name: string, words = '--token-stdin', input = token) =>
    home.run(`profile add ${name} --provider civo --endpoint ${gateway.endpoint} --token-keychain ${words}`, { input });
  const file = () => readFileSync(path.join(home.directory, 'config', 'config.json'), 'utf8');
  const accounts = (name: string) => [...home.keychain.keys()].filter((key) => key.startsWith(`${name}-`));

  it('goes there and not into the file, which says where it is', async () => {
    const run = await add('work');
    expect({ code: run.code, stderr: run.stderr }).toMatchObject({ code: 0 });
    expect(run.stderr).toContain('the credential is in the keychain of this machine.\n');
    const [account = ''] = accounts('work');
    expect(account).toMatch(/^work-[0-9a-f]{8}$/);
    expect(home.keychain.get(account)).toBe(token);
    expect(JSON.parse(file()).profiles.work.token).toBe(`keychain:${account}`);
    expect(file() + run.stdout + run.stderr).not.toContain(token);
    expect((await home.run('profile get work --query token')).json()).toBe(`keychain:${account}`);
  });

  it('is read from there and from nowhere else', async () => {
    expect((await home.run('list -p work -o id')).stdout.split('\n')).toHaveLength(5);
    home.keychainLocked = true;
    const run = await home.run('list -p work', { variables: { CIVO_TOKEN: token, NUBE_TOKEN: token } });
    home.keychainLocked = false;
    expect({ code: run.code, stderr: run.stderr }).toEqual({
      code: 3,
      stderr: 'error: The keychain did not answer within 30 s\nhint: Unlock it.\n',
    });
  });

  it('stays through a new name, and goes with the profile', async () => {
    expect((await home.run('profile rename work office')).code).toBe(0);
    expect((await home.run('list -p office -o id')).code).toBe(0);
    expect((await home.run('profile remove office --yes')).code).toBe(0);
    expect([...home.keychain]).toEqual([]);
  });

  it('that cannot be taken away is named, and the profile goes nevertheless', async () => {
    expect((await add('stuck')).code).toBe(0);
    home.keychainLocked = true;
    const run = await home.run('profile remove stuck --yes');
    home.keychainLocked = false;
    expect(run.code).toBe(0);
    expect(run.stderr).toMatch(
      /^warning: The secret of stuck is still in the keychain, as stuck-[0-9a-f]{8} of nube\. The keychain did not answer/,
    );
    expect((await home.run('profile list -o id')).stdout).toBe('');
    home.keychain.clear();
  });

  it('is not kept when it is refused, when the name is taken, or where there is no keychain', async () => {
    const refused = await add('wrong', '--token-stdin', 'not-the-token');
    expect({ code: refused.code, kept: [...home.keychain] }).toEqual({ code: 4, kept: [] });
    expect((await add('taken')).code).toBe(0);
    expect((await add('taken')).code).toBe(7);
    expect(accounts('taken')).toHaveLength(1);
    home.keychainLocked = true;
    const locked = await add('locked');
    home.keychainLocked = false;
    expect({ code: locked.code, stdout: locked.stdout }).toEqual({ code: 3, stdout: '' });
    expect((await home.run('profile list -o id')).stdout).toBe('taken\n');
    expect(file()).not.toContain(token);
  });

  it.each([
    ['--token-env WORK_TOKEN', 2, 'Only a token that is typed or piped in goes into the keychain'],
    ['', 2, 'profile add needs a credential'],
  ])('needs to be given: %s', async (words, code, message) => {
    const run = await add('x', words, '');
    expect({ code: run.code, stdout: run.stdout }).toEqual({ code, stdout: '' });
    expect(run.stderr).toContain(`error: ${message}\n`);
  });
});
