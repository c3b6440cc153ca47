import { readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Home } from '../nube';
import { Gateway } from './support/gateway';

describe('profile add', () => {
  const home = new Home();
  const gateway = new Gateway(home);
  beforeAll(() => gateway.open());
  beforeEach(() => gateway.clear());
  const secrets = { WORK_TOKEN: 'sandbox-civo-token', WRONG_TOKEN: 'not-the-token' };
  const add = (words: string, more: { input?: string; variables?: Record<string, string> } = {}) =>
    home.run(`profile add ${words} --endpoint ${gateway.endpoint}`, {
      ...more,
      variables: { ...secrets, ...more.variables },
    });
  const stored = () => (JSON.parse(readFileSync(file(), 'utf8')) as { profiles: Record<string, unknown> }).profiles;
  const file = () => path.join(home.directory, 'config', 'config.json');
  const names = async () => (await home.run('profile list -o json --query [].name')).json() as string[];

  it('checks the credential with one cheap request and says where it is kept', async () => {
    const run = await add('work --provider civo --token-env WORK_TOKEN');
    expect(run.code).toBe(0);
    expect(gateway.arrivals.map(({ method, path }) => `${method} ${path}`)).toEqual(['GET /v2/quota']);
    expect(gateway.arrivals[0]?.headers.authorization).toBe('bearer sandbox-civo-token');
    expect(run.stdout).toMatch(/^PROFILE +work\nPROVIDER +civo\n/);
    expect(run.stderr).toContain('Civo knows this as sandbox@example.com.\n');
    expect(run.stderr).toContain(`Kept as work in ${file()}; the credential is read from env:WORK_TOKEN each time.\n`);
    expect(run.stdout + run.stderr).not.toContain('sandbox-civo-token');
  });

  it('keeps the file to its owner, and in it no value that stands elsewhere', async () => {
    expect(statSync(file()).mode & 0o777).toBe(0o600);
    expect(statSync(path.dirname(file())).mode & 0o777).toBe(0o700);
    expect(readFileSync(file(), 'utf8')).not.toContain('sandbox-civo-token');
    expect(stored().work).toMatchObject({ provider: 'civo', token: 'env:WORK_TOKEN', guards: {}, defaults: {} });
  });

  it('reads the token from standard input, and shows it never again', async () => {
    const run = await add('piped --provider civo --token-stdin -o json', { input: 'sandbox-civo-token\n' });
    expect({ code: run.code, stderr: run.stderr }).toEqual({ code: 0, stderr: '' });
    expect(run.json()).toMatchObject({ name: 'piped', provider: 'civo', settings: { endpoint: gateway.endpoint } });
    expect(stored().piped).toMatchObject({ token: 'plain:sandbox-civo-token' });
    for (const line of [
      'profile get piped',
      'profile get piped -o json',
      'profile list -o wide',
      'profile list -o csv',
    ]) {
      const shown = await home.run(line);
      expect({ line, code: shown.code }).toEqual({ line, code: 0 });
      expect(shown.stdout + shown.stderr + run.stdout).not.toContain('sandbox-civo-token');
    }
  });

  it('reads the token from a file each time', async () => {
    const token = path.join(home.directory, 'token');
    writeFileSync(token, 'sandbox-civo-token\n', { mode: 0o600 });
    expect((await add(`filed --provider civo --token-file ${token}`)).code).toBe(0);
    expect((await home.run('list -p filed -o id')).stdout.split('\n')).toHaveLength(5);
    writeFileSync(token, 'changed\n');
    expect((await home.run('list -p filed -o id')).code).toBe(4);
  });

  it('takes a token on the command line with a warning', async () => {
    const run = await add('typed --provider civo --token sandbox-civo-token -o json');
    expect(run.code).toBe(0);
    expect(JSON.parse(run.stderr)).toMatchObject({ warning: { code: 'token_in_arguments' } });
  });

  it('takes the credential from the variables of nube and of the provider’s own tool', async () => {
    const own = await add('from-civo --provider civo', { variables: { CIVO_TOKEN: 'sandbox-civo-token' } });
    expect({ code: own.code, stderr: own.stderr }).toMatchObject({ code: 0 });
    const nube = await home.run('profile add from-nube', { variables: gateway.variables });
    expect({ code: nube.code, stderr: nube.stderr }).toMatchObject({ code: 0 });
    expect(await names()).toEqual(expect.arrayContaining(['from-civo', 'from-nube']));
  });

  it('does not keep a refused credential, and points to nothing that is not there', async () => {
    const run = await add('wrong --provider civo --token-env WRONG_TOKEN');
    expect({ code: run.code, stdout: run.stdout }).toEqual({ code: 4, stdout: '' });
    expect(run.stderr).toMatch(/^error: Civo refused the API key\n/);
    expect(await names()).not.toContain('wrong');
    expect(run.stderr).not.toContain('nube profile test wrong');
  });

  it('does not keep one where nobody answers', async () => {
    const line = 'profile add nobody --provider civo --token-env WORK_TOKEN --endpoint http://127.0.0.1:9';
    const run = await home.run(line, { variables: secrets });
    expect({ code: run.code, stdout: run.stdout }).toEqual({ code: 14, stdout: '' });
    expect(await names()).not.toContain('nobody');
  });

  it('keeps it unseen with --no-verify, and sends nothing', async () => {
    const run = await add('blind --provider civo --token-env WRONG_TOKEN --no-verify');
    expect({ code: run.code, arrivals: gateway.arrivals }).toEqual({ code: 0, arrivals: [] });
    expect(await names()).toContain('blind');
  });

  it('matches a region ignoring case, and suggests the nearest for one that is not there', async () => {
    const run = await add('london --provider civo --token-env WORK_TOKEN --region lon1 -o json');
    expect(run.json()).toMatchObject({ settings: { region: 'LON1' } });
    const wrong = await add('nowhere --provider civo --token-env WORK_TOKEN --region lon2');
    expect({ code: wrong.code, stdout: wrong.stdout }).toEqual({ code: 5, stdout: '' });
    expect(wrong.stderr).toContain('error: Civo has no region "lon2"\nhint: Did you mean LON1?\n');
    expect(await names()).not.toContain('nowhere');
  });

  it.each([
    ['work --provider civo --token-env WORK_TOKEN', 7, 'A profile called work exists already'],
    ['all --provider civo --token-env WORK_TOKEN', 2, '"all" cannot be the name of a profile'],
    ['env --provider civo --token-env WORK_TOKEN', 2, '"env" cannot be the name of a profile'],
    ['a/b --provider civo --token-env WORK_TOKEN', 2, '"a/b" cannot be the name of a profile'],
    ['x --provider cvo --token-env WORK_TOKEN', 2, 'There is no provider "cvo"'],
    ['x', 2, 'profile add needs --provider'],
    ['x --provider civo', 2, 'profile add needs a credential'],
    ['x --provider civo --token-env A --token-stdin', 2, 'Only one of the --token options can be given'],
    ['x --provider civo --token-env A --hub h', 2, 'A Civo profile has no hub'],
    ['x --provider civo --password-env A', 2, 'Civo takes a token, not a password'],
    ['x --provider civo --token-env UNSET_ONE', 3, 'The variable UNSET_ONE is not set'],
    ['x --provider civo --token-stdin', 2, 'The credential is empty'],
  ])('refuses what cannot be kept: %s', async (words, wanted, message) => {
    const { code, stdout, stderr } = await add(words);
    expect({ code, stdout, arrivals: gateway.arrivals }).toEqual({ code: wanted, stdout: '', arrivals: [] });
    expect(stderr).toContain(`error: ${message}`);
    expect(await names()).not.toContain('x');
  });
});

describe('the profiles', () => {
  const home = new Home({ WORK_TOKEN: 'sandbox-civo-token', WRONG_TOKEN: 'not-the-token' });
  const gateway = new Gateway(home);
  const run = (line: string) => home.run(line);
  beforeAll(async () => {
    await gateway.open();
    const more = `--provider civo --endpoint ${gateway.endpoint}`;
    expect((await run(`profile add work ${more} --token-env WORK_TOKEN --region LON1`)).code).toBe(0);
    expect((await run(`profile add wrong ${more} --token-env WRONG_TOKEN --no-verify`)).code).toBe(0);
  });
  beforeEach(() => gateway.clear());

  it('are listed with what tells them apart, and no secret', async () => {
    const { code, stderr, json } = await run('profile list -o json');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(json()).toEqual([
      {
        ...{ profile: 'work', provider: 'civo', id: 'work', name: 'work', default: false, region: 'LON1' },
        ...{ endpoint: gateway.endpoint, credential: 'env:WORK_TOKEN', guards: [] },
      },
      {
        ...{ profile: 'wrong', provider: 'civo', id: 'wrong', name: 'wrong', default: false, region: null },
        ...{ endpoint: gateway.endpoint, credential: 'env:WRONG_TOKEN', guards: [] },
      },
    ]);
    expect((await run('profile list -o id')).stdout).toBe('work\nwrong\n');
    const [heading] = (await run('profile list')).stdout.split('\n');
    expect(heading?.trim().split(/ +/)).toEqual([
      'NAME',
      'PROVIDER',
      'DEFAULT',
      'REGION',
      'ENDPOINT',
      'CREDENTIAL',
      'GUARDS',
    ]);
  });

  it('are shown one by one, and asked for nothing', async () => {
    const { code, json } = await run('profile get work -o json');
    expect(code).toBe(0);
    expect(json()).toMatchObject({
      name: 'work',
      settings: { region: 'LON1' },
      token: 'env:WORK_TOKEN',
      password: null,
    });
    expect(gateway.arrivals).toEqual([]);
    const typo = await run('profile get wrk');
    expect({ code: typo.code, stdout: typo.stdout, stderr: typo.stderr }).toEqual({
      ...{ code: 3, stdout: '', stderr: 'error: There is no profile "wrk"\nhint: Did you mean work?\n' },
    });
  });

  it('are tested side by side', async () => {
    const { code, json, error } = await run('profile test --all -o json');
    expect(code).toBe(12);
    expect(json()).toMatchObject([
      { name: 'work', status: 'succeeded', account: 'sandbox@example.com', error: null },
      { name: 'wrong', status: 'failed', account: null, error: 'Civo refused the API key' },
    ]);
    expect(error()).toMatchObject({ kind: 'partial', errors: [{ code: 'credential_refused', profile: 'wrong' }] });
    expect((await run('profile test work')).code).toBe(0);
    expect((await run('profile test wrong')).code).toBe(4);
    expect((await run('profile test')).code).toBe(2);
  });

  it('keep settings and defaults, and forget them again', async () => {
    const set = await run('profile set work region=FRA1 output=json timeout=1m -o json');
    expect(set.json()).toMatchObject({ settings: { region: 'FRA1' }, defaults: { output: 'json', timeout: '1m' } });
    expect((await run('list -p work')).json()).toMatchObject([{ name: 'db-1' }]);
    const back = await run('profile set work region= output= timeout=');
    expect(back.code).toBe(0);
    expect((await run('list -p work --columns name --no-headers')).stdout).toBe('web-1\nweb-2\ndb-1\ncache-1\n');
  });

  it('count with their output and columns only when they are the only one looked at', async () => {
    expect((await run('profile set work columns=name,nonsense region=LON1')).code).toBe(0);
    expect((await run('list -p work')).stdout).toBe('NAME\nweb-1\nweb-2\n');
    expect((await run('list -p work --columns state --no-headers')).stdout).toBe('running\nrunning\n');
    expect((await run('list -p work -o json')).json()).toHaveLength(2);
    expect((await run('list -p work,wrong')).stdout).toMatch(/^PROFILE +NAME +STATE/);
    expect((await run('profile set work columns=')).code).toBe(0);
  });

  it('have defaults for all of them under those of each', async () => {
    const set = await run('profile set --global output=json columns=name timeout=3m');
    expect({ code: set.code, stdout: set.stdout }).toEqual({ code: 0, stdout: '' });
    expect((await run('list -p work,wrong')).json()).toHaveLength(2);
    expect((await run('profile set work output=id')).code).toBe(0);
    expect((await run('list -p work')).stdout.split('\n')).toHaveLength(3);
    expect((await run('list -p work -o tsv --no-headers')).stdout).toBe('web-1\nweb-2\n');
    const { settings } = (await run('doctor --offline -p work -o json')).json();
    expect(settings).toEqual(
      expect.arrayContaining([
        { setting: 'columns', value: 'name', from: 'nube profile set --global', problem: null },
        { setting: 'timeout', value: '3m', from: 'nube profile set --global', problem: null },
      ]),
    );
    expect((await run('profile set work output=')).code).toBe(0);
    expect((await run('profile set --global output= columns= timeout=')).code).toBe(0);
    expect((await run('list -p work')).stdout).toMatch(/^PROFILE/);
    for (const line of ['profile set --global yes=true', 'profile set --global endpoint=x', 'profile set --global']) {
      expect({ line, code: (await run(line)).code }).toEqual({ line, code: 2 });
    }
  });

  it.each(['yes', 'dry-run', 'max', 'all', 'filter', 'show-secrets'])('keep no default for %s', async (option) => {
    const { code, stdout, stderr } = await run(`profile set work ${option}=1`);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(`error: ${option} cannot have a default\n`);
  });

  it.each(['outptu=json', 'timeout=soon', 'output=jsn', 'hub=h', 'region', '=x'])(
    'take nothing that means nothing: %s',
    async (pair) => {
      const before = (await run('profile get wrong -o json')).json();
      const { code, stdout } = await run(`profile set wrong ${pair}`);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect((await run('profile get wrong -o json')).json()).toEqual(before);
    },
  );

  it('are renamed with everything they have', async () => {
    expect((await run('profile use work')).code).toBe(0);
    expect((await run('profile rename work office')).code).toBe(0);
    expect((await run('profile list --query [?default].name')).json()).toEqual(['office']);
    expect((await run('profile use wrong')).code).toBe(0);
    expect((await run('list -p office --columns profile,name --no-headers')).stdout).toBe(
      'office  web-1\noffice  web-2\n',
    );
    expect((await run('list -p work')).code).toBe(3);
    expect((await run('profile rename office wrong')).code).toBe(7);
    expect((await run('profile rename office all')).code).toBe(2);
    expect((await run('profile rename nothing x')).code).toBe(3);
  });

  it('are removed after a question only', async () => {
    const asked = await run('profile remove wrong');
    expect({ code: asked.code, stdout: asked.stdout }).toEqual({ code: 9, stdout: '' });
    expect((await run('profile list -o id')).stdout).toContain('wrong\n');
    expect((await run('profile remove wrong --yes')).code).toBe(0);
    expect((await run('profile list -o id')).stdout).toBe('office\n');
    expect((await run('profile remove wrong --yes')).code).toBe(3);
    expect((await run('profile list --query [?default].name')).json()).toEqual([]);
    expect((await run('list --columns profile,name --no-headers')).stdout).toBe('office  web-1\noffice  web-2\n');
  });
});
