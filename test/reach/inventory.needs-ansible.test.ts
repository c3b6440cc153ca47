import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { shipped } from '../startProgram';
import { civoAccount, token } from './civoAccount';
import { ProgramHome } from './program';

const account = civoAccount([
  { id: '1', hostname: 'web-1', public_ip: '192.0.2.1', tags: ['web', 'env=prod'] },
  { id: '2', hostname: '{{ lookup("pipe", "touch marked") }}', public_ip: '192.0.2.2' },
  { id: '3', hostname: 'no-address', public_ip: '' },
]);
const home = new ProgramHome();

/** The wrapper that docs/reaching.md shows. */
function script(): string {
  const file = home.file('nube.sh');
  const [node, nube] = shipped([]);
  writeFileSync(file, `#!/bin/sh\nexec '${node}' '${nube}' inventory "$@"\n`);
  chmodSync(file, 0o755);
  return file;
}

const environment = () => ({ ...home.variables, ...account.variables(), ANSIBLE_LOCAL_TEMP: home.file('ansible') });
const ansible = async (program: string, ...words: string[]) => {
  const { code, stdout, stderr } = await home.start([program, ...words], { variables: environment() });
  expect([code, stderr]).toEqual([0, expect.any(String)]);
  return stdout;
};

describe('an inventory for Ansible', () => {
  it('is accepted by it as a script, with hosts, variables and groups', async () => {
    const inventory = JSON.parse(await ansible('ansible-inventory', '-i', script(), '--list'));
    const { hostvars } = inventory._meta;
    expect(Object.keys(hostvars).sort()).toEqual(['env-lookup-pipe-touch-marked', 'env-no-address', 'env-web-1']);
    expect(hostvars['env-web-1']).toMatchObject({
      ansible_host: '192.0.2.1',
      ansible_port: 22,
      ansible_user: 'civo',
      ansible_ssh_common_args: expect.stringMatching(/^-o HostKeyAlias=civo\.env\.1 -o UserKnownHostsFile=/),
      nube_state: 'running',
      nube_tags: ['web', 'env=prod'],
    });
    expect(hostvars['env-no-address']).not.toHaveProperty('ansible_host');
    expect(inventory.tag_web.hosts).toEqual(['env-web-1']);
    expect(inventory.tag_env_prod.hosts).toEqual(['env-web-1']);
    for (const group of ['provider_civo', 'profile_env', 'region_lon1', 'state_running']) {
      expect(inventory[group].hosts).toHaveLength(3);
    }
  });

  it('gives one host’s variables', async () => {
    const { code, stdout } = await home.run(['inventory', '--host', 'env-web-1'], { variables: account.variables() });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ ansible_host: '192.0.2.1', nube_id: '1' });
    const missing = await home.run(['inventory', '--host', 'env-web-9'], { variables: account.variables() });
    expect([missing.code, missing.stderr]).toEqual([5, expect.stringContaining('Did you mean env-web-1?')]);
  });

  it('has no word of a provider run as a template', async () => {
    const output = await ansible(
      'ansible',
      'all',
      '-i',
      script(),
      '-m',
      'debug',
      '-a',
      'msg=name-{{nube_name}}',
      '-c',
      'local',
    );
    expect(output).toContain('name-{{ lookup(');
    expect(existsSync(home.file('marked'))).toBe(false);
  });

  it('holds no secret', async () => {
    const { stdout } = await home.run(['inventory'], { variables: account.variables() });
    expect(stdout).not.toContain(token);
    const sandbox = await home.sandbox(['inventory', '--list']);
    expect(sandbox.stdout).not.toMatch(/password|secret|token"/i);
  });

  it('says that a part is missing, so that Ansible uses none of it', async () => {
    const variables = { ...account.variables(), NUBE_ENDPOINT: 'http://127.0.0.1:1' };
    const { code, stdout } = await home.run(['inventory', '--list'], { variables });
    expect(code).toBe(14);
    expect(JSON.parse(stdout)._meta.hostvars).toEqual({});
  });

  it('may be of a selection', async () => {
    const { stdout } = await home.run(['inventory', '--filter', 'tag=web'], { variables: account.variables() });
    expect(Object.keys(JSON.parse(stdout)._meta.hostvars)).toEqual(['env-web-1']);
  });
});
