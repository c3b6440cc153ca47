import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { Home } from '../nube';

/** Secrets that are planted wherever one can be, by what they are. */
const planted = {
  'user data': 'canary-user-data-1',
  'a header': 'canary-header-2',
  'a field': 'canary-field-3',
  'a token that is not used': 'canary-token-5',
};

const home = new Home({ NUBE_TOKEN: planted['a token that is not used'] });
const userData = path.join(home.directory, 'user-data');
writeFileSync(userData, `#!/bin/sh\necho ${planted['user data']}\n`, { mode: 0o600 });

/** What is not the emulators' own memory, nor what they were sent, nor what the test itself has put there. */
function filesOf(directory: string): string[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(directory, name))
    .filter((file) => statSync(file).isFile() && file !== userData)
    .filter((file) => !/requests\.ndjson$|sandbox\/(civo|cloudca|coxedge|cloudmc|cycle|morpheus)[^/]*$/.test(file));
}

function found(where: string, text: string, secrets: Readonly<Record<string, string>>): string[] {
  return Object.entries(secrets).flatMap(([what, secret]) => (text.includes(secret) ? [`${what} in ${where}`] : []));
}

const create: Readonly<Record<string, string>> = {
  civo: 'create new-1 -p civo --size g4s.small --image ubuntu-noble',
};

describe('a planted secret', { timeout: 240_000 }, () => {
  it.each(['civo'])('is seen nowhere on %s', async (profile) => {
    const secrets = { ...planted, 'the token': `sandbox-${profile}-token` };
    const listed = await home.sandbox(`list -p ${profile} -o id`);
    const [id = ''] = listed.stdout.split('\n');
    const ref = `${profile}/${id}`;
    const shown = await home.sandbox(`get ${ref} -o json --show-secrets`);
    expect(shown.code).toBe(0);
    const { password, userData: kept } = shown.json();
    const own = { ...(password ? { 'the password': password } : {}), ...(kept ? { 'kept user data': kept } : {}) };
    const all = { ...secrets, ...own } as Record<string, string>;
    const leaks: string[] = [];
    for (const line of [
      `list -p ${profile} -o json`,
      `list -p ${profile} --raw -o json`,
      `get ${ref}`,
      `get ${ref} --raw`,
      `get ${ref} -o yaml`,
      `volumes ${ref}`,
      `containers ${ref}`,
      `env ${ref}`,
      `security-groups ${ref}`,
      `backups ${ref}`,
      `stats ${ref}`,
      `catalog sizes -p ${profile}`,
      `profile list -o json`,
      `profile get ${profile} -o json`,
      `profile test ${profile}`,
      `console ${ref}`,
      `ssh ${ref} --print`,
      `ssh-config --print -p ${profile}`,
      `inventory --list -p ${profile}`,
      `stop ${ref} --yes --dry-run`,
      `reset-password ${ref} --yes --dry-run`,
      `backup ${ref} --name canary --dry-run`,
      `exec ${ref} --dry-run -- true`,
      `${create[profile]} --user-data ${userData} --yes --dry-run`,
      `${create[profile]} --user-data ${userData} --yes --no-wait`,
      `api GET /nowhere -p ${profile} --header Authorization:${planted['a header']}`,
      `api POST /nowhere -p ${profile} --field password=${planted['a field']} --header X-Auth-Token:${planted['a header']}`,
      `stop ${ref} --yes --no-wait`,
      'op list',
    ]) {
      const run = await home.sandbox(`${line} --debug`.replace(' -- true --debug', ' --debug -- true'));
      expect({ line, code: run.code, stderr: run.code === 1 ? run.stderr : '' }).not.toMatchObject({ code: 1 });
      leaks.push(...found(`the output of ${line}`, run.stdout + run.stderr, all));
    }
    for (const file of filesOf(home.directory)) leaks.push(...found(file, readFileSync(file, 'utf8'), all));
    expect(leaks).toEqual([]);
  });

  it('in the address of a proxy is shown neither by the profile nor by what fails', async () => {
    const add =
      'profile add proxied --provider civo --no-verify --token-stdin --proxy http://me:canary-proxy-6@127.0.0.1:9';
    const secrets = { 'the proxy’s password': 'canary-proxy-6', 'the token': 'canary-token-7' };
    const leaks: string[] = [];
    for (const line of [
      `${add} --endpoint http://api.example.invalid`,
      'profile list -o json',
      'profile get proxied',
      'profile get proxied -o json',
      'profile set proxied region=LON1 -o json',
      'list -p proxied --debug',
      'api POST /v2/x -p proxied --data {} --dry-run',
      'doctor -o json',
    ]) {
      const run = await home.run(line, { input: 'canary-token-7', variables: { NUBE_CONNECT_TIMEOUT: '1' } });
      leaks.push(...found(`the output of ${line}`, run.stdout + run.stderr, secrets));
    }
    expect(leaks).toEqual([]);
  });
});
