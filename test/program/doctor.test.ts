import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { LocalServer } from '../localServer';
import { Home } from '../nube';
import { Gateway } from './support/gateway';

describe('doctor', () => {
  const home = new Home({ WORK_TOKEN: 'sandbox-civo-token', WRONG_TOKEN: 'canary-wrong' });
  home.variables.HOME = path.join(home.directory, 'home');
  const gateway = new Gateway(home);
  const add = async (words: string) => {
    const line = `profile add ${words} --provider civo --endpoint ${gateway.endpoint}`;
    expect((await home.run(line)).code).toBe(0);
  };
  beforeAll(() => gateway.open());
  beforeEach(() => gateway.clear());

  it('finds nothing wrong where nothing is set up, and opens no connection', async () => {
    const { code, stderr, json } = await home.run('doctor -o json');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(json()).toMatchObject({ status: 'ok', profiles: [], proxies: {}, authorities: null, problems: [] });
    expect(json().settings[0]).toEqual({ setting: 'profile', value: '', from: 'built in', problem: null });
    expect(gateway.arrivals).toEqual([]);
  });

  it('asks each profile by one cheap request', async () => {
    await add('work --token-env WORK_TOKEN --region LON1');
    gateway.clear();
    const { code, json } = await home.run('doctor -o json');
    expect(code).toBe(0);
    expect(gateway.arrivals.map(({ method, path }) => `${method} ${path}`)).toEqual(['GET /v2/quota']);
    expect(json().profiles).toEqual([
      {
        ...{ profile: 'work', provider: 'civo', id: 'work', name: 'work', endpoint: gateway.endpoint },
        settings: { endpoint: gateway.endpoint, region: 'LON1' },
        ...{ credential: 'env:WORK_TOKEN', credentialChangedAt: null, credentialExpiresAt: null, reachable: true },
        ...{ account: 'sandbox@example.com', clockSkewSeconds: expect.any(Number) },
        ...{ proxy: null, caFile: null, insecure: false, guards: [], error: null },
      },
    ]);
  });

  it('asks nobody with --offline, and says what that leaves open', async () => {
    const { code, json } = await home.run('doctor --offline -o json');
    expect({ code, arrivals: gateway.arrivals }).toEqual({ code: 0, arrivals: [] });
    expect(json().profiles).toMatchObject([{ name: 'work', reachable: null, clockSkewSeconds: null, error: null }]);
    expect(json().unchecked).toEqual(['Whether the providers answer and accept the credentials', 'The clock']);
  });

  it('is a sheet for people', async () => {
    const { stdout } = await home.run('doctor');
    expect(stdout).toMatch(/^STATUS +ok\nVERSION +\d/);
    expect(stdout).toContain(
      `work: civo, ${gateway.endpoint}, credential env:WORK_TOKEN, answers as sandbox@example.com\n`,
    );
    expect(stdout).toContain('output = table (built in)\n');
    expect(stdout).not.toContain('sandbox-civo-token');
  });

  it.each([
    [{ NUBE_OUTPUT: 'csv' }, 'doctor -o json', 'output', 'json', 'the command line'],
    [{ NUBE_TIMEOUT: '3m' }, 'doctor -o json', 'timeout', '3m', 'NUBE_TIMEOUT'],
    [{ NUBE_COLUMNS: 'name' }, 'doctor -o json', 'columns', 'name', 'NUBE_COLUMNS'],
    [{ NUBE_PROFILE: 'work' }, 'doctor -o json', 'profile', 'work', 'NUBE_PROFILE'],
    [{ NUBE_PROFILE: 'other' }, 'doctor -o json -p work', 'profile', 'work', 'the command line'],
    [{}, 'doctor -o json --request-timeout 90s', 'request-timeout', '90s', 'the command line'],
    [{}, 'doctor -o json', 'concurrency', '8', 'built in'],
  ])('names the layer that set a value: %o %s', async (variables, line, setting, value, from) => {
    const { json } = await home.run(line, { variables: variables as Record<string, string> });
    expect(json().settings).toContainEqual({ setting, value, from, problem: null });
  });

  it('knows the layers of a directory and of a profile', async () => {
    const directory = path.join(home.directory, 'project', 'below');
    mkdirSync(directory, { recursive: true });
    const file = path.join(home.directory, 'project', '.nube');
    writeFileSync(file, 'profile=work\ncolumns=name,state\ntoken=canary-file\n');
    expect((await home.run('profile set work timeout=2m')).code).toBe(0);
    const { code, json } = await home.run('doctor -o json', { workingDirectory: directory });
    expect(code).toBe(0);
    expect(json().settings).toEqual(
      expect.arrayContaining([
        { setting: 'profile', value: 'work', from: file, problem: null },
        { setting: 'columns', value: 'name,state', from: file, problem: null },
        { setting: 'timeout', value: '2m', from: 'the profile work', problem: null },
      ]),
    );
    expect(json().problems).toEqual([
      {
        severity: 'warning',
        about: file,
        message: '"token=canary-file" means nothing there',
        hint: 'It takes profile= and columns= only.',
      },
    ]);
    expect(json().status).toBe('warning');
  });

  it('ends with the code of what is wrong', async () => {
    await add('wrong --token-env WRONG_TOKEN --no-verify');
    const some = await home.run('doctor -o json');
    expect(some.code).toBe(12);
    expect(some.json()).toMatchObject({ status: 'error', problems: [{ severity: 'error', about: 'profile wrong' }] });
    expect(some.error()).toMatchObject({ kind: 'partial', errors: [{ code: 'credential_refused', profile: 'wrong' }] });
    expect(some.stdout + some.stderr).not.toContain('canary-wrong');
    const unset = await home.run('doctor -o json', { variables: { WRONG_TOKEN: '', WORK_TOKEN: '' } });
    expect(unset.code).toBe(3);
    expect(unset.json().problems).toMatchObject([
      { about: 'profile work', message: 'The variable WORK_TOKEN is not set', hint: 'export WORK_TOKEN=…' },
      { about: 'profile wrong', message: 'The variable WRONG_TOKEN is not set' },
    ]);
    gateway.clear();
    const chosen = await home.run('doctor -p work -o json');
    expect({ code: chosen.code, status: chosen.json().status }).toEqual({ code: 0, status: 'ok' });
    expect(chosen.json().profiles).toMatchObject([{ name: 'work' }]);
    expect(gateway.arrivals).toHaveLength(1);
    expect((await home.run('doctor -p nobody -o json')).error()).toMatchObject({ code: 'unknown_profile' });
    expect((await home.run('profile remove wrong --yes')).code).toBe(0);
  });

  it('reports a variable that no command could use', async () => {
    const { code, json } = await home.run('doctor -o json --offline', { variables: { NUBE_TIMEOUT: 'soon' } });
    expect(code).toBe(12);
    expect(json().problems).toMatchObject([{ severity: 'error', about: 'NUBE_TIMEOUT' }]);
  });

  it('shows no password that stands in an address', async () => {
    const proxy = 'http://me:canary-proxy@proxy.example.com:3128';
    expect((await home.run(['profile', 'set', 'work', `proxy=${proxy}`])).code).toBe(0);
    const variables = { HTTPS_PROXY: proxy, NUBE_QUERY: proxy };
    for (const line of ['doctor', 'doctor -o json', 'profile get work', 'profile get work -o json', 'profile list']) {
      const { stdout, stderr } = await home.run(line, { variables });
      expect({ line, found: (stdout + stderr).includes('canary-proxy') }).toEqual({ line, found: false });
    }
    expect((await home.run('profile set work proxy=')).code).toBe(0);
  });

  it('warns of files that others can read', async () => {
    const file = path.join(home.directory, 'config', 'config.json');
    chmodSync(file, 0o644);
    const { code, json } = await home.run('doctor -o json --offline');
    expect(code).toBe(0);
    expect(json().problems).toMatchObject([{ severity: 'warning', about: file, hint: `chmod 600 ${file}` }]);
    expect(json().files).toContainEqual({ what: 'configuration', path: file, exists: true, mode: '0644' });
    chmodSync(file, 0o600);
  });

  it('lives with a configuration that cannot be read', async () => {
    const broken = new Home();
    mkdirSync(path.join(broken.directory, 'config'), { mode: 0o700 });
    writeFileSync(path.join(broken.directory, 'config', 'config.json'), '{"profiles": {', { mode: 0o600 });
    const { code, json } = await broken.run('doctor -o json');
    expect(code).toBe(3);
    expect(json()).toMatchObject({ status: 'error', problems: [{ severity: 'error', about: 'configuration' }] });
    const told = await broken.run('doctor');
    expect({ code: told.code, stderr: told.stderr }).toEqual({ code: 3, stderr: 'error: 1 problem; see above\n' });
    expect(told.stdout).toContain('error: configuration: ');
  });

  it('sees where completion was set up', async () => {
    const own = new Home();
    own.variables.HOME = own.directory;
    const found = async () => {
      const rows: { shell: string; installed: string | null }[] = (await own.run('doctor -o json')).json().completion;
      return Object.fromEntries(rows.map(({ shell, installed }) => [shell, installed]));
    };
    expect(await found()).toEqual({ bash: null, zsh: null, fish: null });
    writeFileSync(path.join(own.directory, '.zshrc'), '# source <(nube completion zsh)\n');
    for (const shell of ['bash', 'fish']) expect((await own.run(`completion install ${shell} --yes`)).code).toBe(0);
    const at = (name: string) => path.join(own.directory, name);
    expect(await found()).toEqual({
      bash: at('data/completions/nube.bash'),
      zsh: null,
      fish: at('.config/fish/completions/nube.fish'),
    });
    writeFileSync(path.join(own.directory, '.zshrc'), 'source <(nube completion zsh)\n');
    expect(await found()).toMatchObject({ zsh: at('.zshrc') });
  });

  it('looks at the sandbox and nothing else there', async () => {
    const { code, json } = await home.sandbox('doctor -o json');
    expect(code).toBe(0);
    expect(json().profiles.map(({ name, reachable }: any) => [name, reachable])).toEqual(
      ['civo', 'cloudca', 'coxedge', 'cycle', 'morpheus'].map((name) => [name, true]),
    );
    expect(json().completion).toEqual(['bash', 'zsh', 'fish'].map((shell) => ({ shell, installed: null })));
  });
});

describe('doctor and a provider', () => {
  const home = new Home({ WORK_TOKEN: 't' });
  let answer: (() => { status: number; date: Date }) | null = null;
  const server = new LocalServer((_incoming, outgoing) => {
    if (answer === null) return;
    const { status, date } = answer();
    outgoing.sendDate = false;
    outgoing.writeHead(status, { date: date.toUTCString(), 'content-type': 'application/json' }).end('{}');
  });
  beforeAll(async () => {
    await server.listen();
    const line = `profile add work --provider civo --endpoint ${server.origin} --token-env WORK_TOKEN --no-verify`;
    expect((await home.run(line)).code).toBe(0);
  });

  it('whose clock differs warns of it', async () => {
    answer = () => ({ status: 200, date: new Date(Date.now() + 600_000) });
    const { json } = await home.run('doctor -o json');
    const skew = json().profiles[0].clockSkewSeconds as number;
    expect(Math.abs(skew - 600)).toBeLessThan(60);
    expect(json().problems).toContainEqual({
      severity: 'warning',
      about: 'profile work',
      message: `The clock here is ${skew} s behind that of Civo`,
      hint: 'Set the clock: timedatectl',
    });
  });

  it('that says nothing is not waited for long', async () => {
    answer = null;
    const { code, json } = await home.run('doctor -o json');
    expect(code).toBe(14);
    expect(json().problems).toMatchObject([{ message: 'Civo did not answer within 8 s' }]);
    expect(json().profiles).toMatchObject([{ reachable: false }]);
  }, 30_000);
});
