import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { Home } from '../nube';
import { civoAccount } from './civoAccount';

/** The names of the hosts in a configuration. */
const namesIn = (text: string) => [...text.matchAll(/^Host (\S+)$/gm)].map(([, name]) => name ?? '');

/** What OpenSSH makes of a host; throws where it does not accept the file. */
function resolved(file: string, host: string): Record<string, string> {
  const text = execFileSync('ssh', ['-G', '-F', file, host], { encoding: 'utf8', stdio: 'pipe' });
  return Object.fromEntries(
    text
      .trim()
      .split('\n')
      .map((line) => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)]),
  );
}

describe('nube ssh-config on the sandbox', () => {
  const home = new Home();
  const file = path.join(home.directory, 'data/sandbox/ssh_config');

  it('writes a block for each instance that ssh can reach, and prints the line to include it', async () => {
    const { code, stdout, stderr } = await home.sandbox('ssh-config');
    expect({ code, stdout }).toEqual({ code: 0, stdout: `Include ${file}\n` });
    expect(stderr).toContain('At the top'.toLowerCase());
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const names = namesIn(readFileSync(file, 'utf8'));
    expect(names).toEqual(
      expect.arrayContaining(['civo-web-1', 'cloudca-build-1', 'coxedge-edge-1', 'morpheus-erp-1']),
    );
    const { id, publicAddresses } = (await home.sandbox('get web-1 -o json')).json();
    for (const name of names) {
      const settings = resolved(file, name);
      expect(settings).toMatchObject({
        userknownhostsfile: path.join(home.directory, 'data/sandbox/known_hosts'),
        stricthostkeychecking: 'accept-new',
      });
      expect(settings.hostname).not.toBe(name);
    }
    expect(resolved(file, 'civo-web-1')).toMatchObject({
      hostname: publicAddresses[0],
      port: '22',
      user: 'civo',
      hostkeyalias: `civo.civo.${id}`,
    });
  });

  it('keeps the blocks of profiles that are not looked at, and drops those that are gone', async () => {
    const before = namesIn(readFileSync(file, 'utf8'));
    expect((await home.sandbox('delete web-2 --yes')).code).toBe(0);
    expect((await home.sandbox('ssh-config -p civo')).code).toBe(0);
    expect(namesIn(readFileSync(file, 'utf8'))).toEqual(before.filter((name) => name !== 'civo-web-2'));
  });

  it('keeps the blocks of a profile that does not answer, and says so', async () => {
    const before = readFileSync(file, 'utf8');
    const { code } = await home.sandbox('ssh-config', { variables: { NUBE_SANDBOX_FAULT: '500' } });
    expect(code).toBe(14);
    expect(readFileSync(file, 'utf8')).toBe(before);
  });

  it('prints and writes nothing with --print', async () => {
    const before = readFileSync(file, 'utf8');
    const { code, stdout } = await home.sandbox('ssh-config --print -p civo --filter name=web-1');
    expect(code).toBe(0);
    expect(namesIn(stdout)).toContain('civo-web-1');
    expect(namesIn(stdout)).not.toContain('civo-db-1');
    expect(readFileSync(file, 'utf8')).toBe(before);
  });
});

describe('nube ssh-config for an account', () => {
  const odd = civoAccount([]);
  const home = new Home();
  home.variables.NUBE_CONFIG_DIR = path.join(home.directory, 'my "odd" 100% dir');
  home.variables.NUBE_DATA_DIR = path.join(home.directory, 'data dir');
  const file = path.join(home.variables.NUBE_CONFIG_DIR, 'ssh_config');
  const write = () => home.run('ssh-config', { variables: odd.variables() });

  it('lets nothing of a provider’s into the file but plain words', async () => {
    const hostile = '\nProxyCommand touch marked\nHost *';
    odd.machines.push(
      { id: '1', hostname: `evil${hostile}`, public_ip: '192.0.2.1' },
      { id: `2${hostile}`, hostname: 'two words', public_ip: '192.0.2.2' },
      { id: '3', hostname: '*', public_ip: '192.0.2.3' },
      { id: '4', hostname: 'bad-host', public_ip: `192.0.2.4${hostile}` },
      { id: '5', hostname: 'bad-user', public_ip: '192.0.2.5', initial_user: `root${hostile}` },
      { id: '6', hostname: '-oProxyCommand=id', public_ip: '192.0.2.6' },
      { id: '7', hostname: '日本', public_ip: '192.0.2.7' },
    );
    const { code } = await write();
    expect(code).toBe(12);
    const text = readFileSync(file, 'utf8');
    expect(text).not.toMatch(/^\s*ProxyCommand/im);
    const names = namesIn(text);
    expect(names.sort()).toEqual([
      'env-evil-ProxyCommand-touch-marked-Host',
      'env-host-3',
      'env-host-7',
      'env-oProxyCommand-id',
      'env-two-words',
    ]);
    for (const name of names) expect(resolved(file, name).hostname).toMatch(/^192\.0\.2\.\d$/);
    expect(existsSync('marked')).toBe(false);
  });

  it('tells instances of the same name apart by the shortest start of the id', async () => {
    odd.machines.splice(
      0,
      odd.machines.length,
      { id: 'aaaaaaaa-1', hostname: 'web', public_ip: '192.0.2.1' },
      { id: 'aaaaaaaa-2', hostname: 'web', public_ip: '192.0.2.2' },
      { id: 'bbbbbbbbbb', hostname: 'Web', public_ip: '192.0.2.3' },
      { id: 'cccccccccc', hostname: 'db', public_ip: '192.0.2.4' },
    );
    expect((await write()).code).toBe(0);
    const names = namesIn(readFileSync(file, 'utf8'));
    expect(names.sort()).toEqual(['env-Web-bbbbbbbb', 'env-db', 'env-web-aaaaaaaa-1', 'env-web-aaaaaaaa-2']);
    expect(resolved(file, 'env-web-aaaaaaaa-2').hostname).toBe('192.0.2.2');
  });

  it('is read by OpenSSH through the printed line, wherever it lies', async () => {
    const { stdout } = await write();
    const own = path.join(home.directory, 'own_config');
    writeFileSync(own, stdout);
    expect(resolved(own, 'env-db')).toMatchObject({
      hostname: '192.0.2.4',
      userknownhostsfile: path.join(home.directory, 'data dir/known_hosts'),
    });
  });

  it('holds the profile’s user and jump host', async () => {
    mkdirSync(path.join(home.directory, 'plain'), { recursive: true });
    const variables = { NUBE_CONFIG_DIR: path.join(home.directory, 'plain') };
    const { NUBE_ENDPOINT = '', NUBE_TOKEN = '' } = odd.variables();
    const added = `profile add work --provider civo --region LON1 --no-verify --token-env WORK --endpoint ${NUBE_ENDPOINT}`;
    const line = `${added} --ssh-user ops --jump me@bastion:2222`;
    expect((await home.run(line, { variables })).code).toBe(0);
    expect((await home.run('ssh-config', { variables: { ...variables, WORK: NUBE_TOKEN } })).code).toBe(0);
    const settings = resolved(path.join(variables.NUBE_CONFIG_DIR, 'ssh_config'), 'work-db');
    expect(settings).toMatchObject({ user: 'ops', proxyjump: 'me@bastion:2222' });
  });
});
