import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it } from 'vitest';
import { Home } from '../nube';
import { idsOf, small } from './support/seeded';

describe('the sandbox', () => {
  const home = new Home();
  const state = path.join(home.directory, 'data', 'sandbox');

  it('is chosen by --sandbox as by NUBE_SANDBOX', async () => {
    const flag = await home.run('list -p civo --sandbox -o id');
    expect(flag.code).toBe(0);
    expect(flag.stdout).toBe((await home.sandbox('list -p civo -o id')).stdout);
    expect((await home.run('--sandbox list -p civo -o id')).stdout).toBe(flag.stdout);
    expect((await home.run('list -p civo', { variables: { NUBE_SANDBOX: '0' } })).code).toBe(3);
  });

  it('has a profile ready, and keeps the user’s own configuration alone', async () => {
    const { code, stdout } = await home.sandbox('profile list -o id');
    expect(code).toBe(0);
    expect(stdout.split('\n')).toContain('civo');
    const add = 'profile add civo --provider civo --token-env T --region NYC1 --no-verify';
    expect((await home.run(add, { variables: { T: 'x' } })).code).toBe(0);
    expect((await home.sandbox('list -p civo -o id')).stdout.split('\n')).toHaveLength(5);
    expect((await home.sandbox('profile set civo region=LON1')).code).toBe(0);
    expect((await home.run('profile get civo --query settings.region')).json()).toBe('NYC1');
  });

  it('keeps its state between commands, and forgets all of it with reset', async () => {
    expect((await home.sandbox(`create kept -p civo --region LON1 ${small}`)).code).toBe(0);
    expect((await home.sandbox('tag web-1 -p civo --add changed')).code).toBe(0);
    expect((await idsOf(home)).kept).toBeDefined();
    const reset = await home.run('sandbox reset');
    expect({ code: reset.code, stdout: reset.stdout }).toEqual({ code: 0, stdout: '' });
    expect(reset.stderr).toBe(`The sandbox starts over; its state was in ${state}.\n`);
    expect(Object.keys(await idsOf(home))).not.toContain('kept');
    expect((await home.sandbox('get web-1 -p civo --query tags')).json()).toEqual(['web', 'prod']);
  });

  it('loses nothing where several work on it at once', async () => {
    const names = ['one', 'two', 'three', 'four', 'five', 'six'];
    const runs = await Promise.all([
      ...names.map((name) => home.sandbox(`create ${name} -p civo --region FRA1 ${small} --no-wait -o json`)),
      ...['web-1', 'web-2'].map((name) => home.sandbox(`tag ${name} -p civo --add together`)),
    ]);
    expect(runs.map(({ code }) => code)).toEqual(runs.map(() => 0));
    const ids = await idsOf(home);
    expect(runs.slice(0, 6).map(({ json }) => json()[0].id)).toEqual(names.map((name) => ids[name]));
    expect(new Set(names.map((name) => ids[name])).size).toBe(6);
    const tagged = await home.sandbox('list -p civo --filter tag=together --columns name --no-headers');
    expect(tagged.stdout).toBe('web-1\nweb-2\n');
  });

  it('has its profiles as in the beginning after reset', async () => {
    expect((await home.sandbox('profile set civo readOnly=true region=LON1')).code).toBe(0);
    expect((await home.sandbox('sandbox reset')).code).toBe(0);
    const { settings, guards } = (await home.sandbox('profile get civo -o json')).json();
    expect({ settings, guards }).toEqual({ settings: {}, guards: {} });
  });

  it('tells where its state is and how many instances it has', async () => {
    await home.sandbox('sandbox reset');
    const before = (await home.run('sandbox status -o json')).json();
    const civo = (rows: any[]) => rows.find(({ provider }) => provider === 'civo');
    expect(civo(before)).toMatchObject({ provider: 'civo', instances: 0, states: {}, sizeBytes: 0 });
    await home.sandbox('list -p civo');
    const after = civo((await home.run('sandbox status -o json')).json());
    expect(after).toMatchObject({
      instances: 4,
      states: { ACTIVE: 3, SHUTOFF: 1 },
      file: path.join(state, 'civo.json'),
    });
    expect(after.sizeBytes).toBeGreaterThan(0);
    const table = await home.run('sandbox status --columns provider,instances --no-headers');
    expect(table.stdout).toMatch(/^civo +4$/m);
    const whole = await home.run('sandbox status');
    expect(whole.stdout.split('\n')[0]).toMatch(/^PROVIDER +INSTANCES +STATES +SIZE BYTES +FILE$/);
  });

  it('opens no socket to tell its state', async () => {
    expect((await home.run('sandbox status')).requests).toEqual([]);
    expect((await home.run('sandbox reset')).requests).toEqual([]);
  });

  it('has as many instances as asked for, the same for the same seed', async () => {
    const variables = { NUBE_SANDBOX_INSTANCES: '250', NUBE_SANDBOX_DIR: path.join(home.directory, 'large') };
    const first = await home.sandbox('list -p civo -o id', { variables });
    expect(first.stdout.trim().split('\n')).toHaveLength(250);
    const paged = await home.sandbox('list -p civo -o id --page-size 20 --concurrency 3', { variables });
    expect(paged.stdout).toBe(first.stdout);
    expect(new Set(paged.stdout.trim().split('\n')).size).toBe(250);
    expect(paged.requests.length).toBeGreaterThan(first.requests.length + 10);
    const again = { ...variables, NUBE_SANDBOX_DIR: path.join(home.directory, 'large-too') };
    const names = 'list -p civo --columns name,state,size --no-headers';
    expect((await home.sandbox(names, { variables: again })).stdout).toBe(
      (await home.sandbox(names, { variables })).stdout,
    );
    expect(existsSync(path.join(home.directory, 'large', 'civo.json'))).toBe(true);
  });

  it('holds every answer back for as long as asked', async () => {
    const began = Date.now();
    const { code } = await home.sandbox('list -p civo --region LON1', { variables: { NUBE_SANDBOX_LATENCY: '120' } });
    expect(code).toBe(0);
    expect(Date.now() - began).toBeGreaterThanOrEqual(115);
  });

  it.each([
    ['NUBE_SANDBOX_FAULT', 'gremlins', 'The sandbox knows no fault "gremlins".'],
    ['NUBE_SANDBOX_FAULT', '500:2', 'The rate of the fault "500:2" must be a number from 0 to 1.'],
    ['NUBE_SANDBOX_LATENCY', 'long', 'NUBE_SANDBOX_LATENCY takes a number, not "long"'],
    ['NUBE_SANDBOX_SEED', 'x', 'NUBE_SANDBOX_SEED takes a number, not "x"'],
  ])('refuses what it does not know: %s=%s', async (name, value, message) => {
    const { code, stderr } = await home.sandbox('get web-1 -p civo', { variables: { [name]: value } });
    expect(code).toBe(2);
    expect(stderr).toContain(`error: ${message}`);
  });
});

describe('sandbox serve', () => {
  const home = new Home();

  /** Starts the built program and gives the first line of its stdout, and a way to end it. */
  async function serve(...words: string[]) {
    const child: ChildProcess = spawn(process.execPath, ['bin/nube.js', 'sandbox', 'serve', '--port', '0', ...words], {
      env: { PATH: process.env.PATH, ...home.variables },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const written = { stdout: '', stderr: '' };
    child.stdout?.on('data', (text) => {
      written.stdout += text;
    });
    child.stderr?.on('data', (text) => {
      written.stderr += text;
    });
    const ended = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
    const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
    const first = await Promise.race([
      new Promise<string>((resolve) => lines.once('line', resolve)),
      ended.then((code) => Promise.reject(new Error(`It ended with ${code}: ${written.stderr}`))),
    ]);
    const end = async (signal: 'SIGINT' | 'SIGTERM') => {
      child.kill(signal);
      return { code: await ended, ...written };
    };
    return { first, end };
  }

  it('prints one line of JSON as soon as all listen, serves any HTTP client and ends with 130', async () => {
    const { first, end } = await serve('-o', 'json');
    const { providers } = JSON.parse(first);
    expect(providers.civo).toEqual({
      provider: 'civo',
      endpoint: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      token: expect.any(String),
    });
    const { endpoint, token } = providers.civo;
    const ask = (authorization: string) =>
      fetch(`${endpoint}/v2/instances?region=LON1`, { headers: { authorization } });
    const answer = await ask(`bearer ${token}`);
    expect(answer.status).toBe(200);
    const { items } = (await answer.json()) as { items: { hostname: string }[] };
    expect(items.map(({ hostname }) => hostname)).toEqual(['web-1', 'web-2']);
    expect((await ask('bearer wrong')).status).toBe(401);
    const { code, stdout, stderr } = await end('SIGINT');
    expect(code).toBe(130);
    expect(stdout).toBe(`${first}\n`);
    expect(JSON.parse(stderr)).toMatchObject({ error: { code: 'interrupted', kind: 'interrupted', exitCode: 130 } });
  });

  it('can be used by a profile, and brings about the faults asked for', async () => {
    const { first, end } = await serve('-o', 'json', '--fault', '403@MUTATING', '--seed', '1');
    const { endpoint, token } = JSON.parse(first).providers.civo;
    const variables = { NUBE_PROVIDER: 'civo', NUBE_TOKEN: token, NUBE_ENDPOINT: endpoint };
    const list = await home.run('list --columns name --no-headers', { variables });
    expect(list.stdout).toBe('web-1\nweb-2\ndb-1\ncache-1\n');
    expect((await home.run('tag web-1 --add x', { variables })).code).toBe(4);
    expect((await end('SIGTERM')).code).toBe(143);
    const gone = await home.run('list', { variables });
    expect(gone.code).toBe(14);
  });

  it('prints a line a provider for people, and what ends it', async () => {
    const { first, end } = await serve();
    expect(first).toMatch(/^civo +http:\/\/127\.0\.0\.1:\d+ +\S+$/);
    const { code, stderr } = await end('SIGINT');
    expect(code).toBe(130);
    expect(stderr).toMatch(/^Running until interrupted with Ctrl-C\.\nerror: /);
  });

  it.each([
    ['--fault', 'gremlins'],
    ['--port', 'any'],
    ['--latency', '-1'],
    ['--speed', '0'],
  ])('refuses what it does not take: %s %s', async (flag, value) => {
    const { code, stdout } = await home.run(['sandbox', 'serve', flag, value]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });

  it('says that a port is taken', async () => {
    const { first, end } = await serve('-o', 'json');
    const port = new URL(JSON.parse(first).providers.civo.endpoint).port;
    const { code, stdout, stderr } = await home.run(['sandbox', 'serve', '--port', port]);
    expect(stdout).toBe('');
    expect(code).not.toBe(0);
    expect(code).not.toBe(1);
    expect(stderr).toMatch(/^error: .*\n/);
    await end('SIGINT');
  });
});

describe('demo', () => {
  const home = new Home();

  it('shows each command line before its output, ends well and leaves nothing behind', async () => {
    const { code, stdout } = await home.run('demo');
    expect(code).toBe(0);
    const typed = stdout.split('\n').filter((line) => line.startsWith('$ '));
    for (const verb of ['list', 'get', 'create', 'resize', 'stop', 'start', 'delete', 'profile add']) {
      expect(typed.some((line) => line.startsWith(`$ nube ${verb}`))).toBe(true);
    }
    expect(stdout).toContain('$ nube get web-1\nPROFILE         ');
    expect(stdout).toMatch(/\$ nube profile add\n\$ nube list\n$/);
    expect(existsSync(path.join(home.directory, 'data'))).toBe(false);
    expect(existsSync(path.join(home.directory, 'config'))).toBe(false);
    expect(readdirSync(home.directory).filter((name) => name !== 'requests.ndjson')).toEqual([]);
  });

  it('uses no account of the user', async () => {
    const variables = { NUBE_PROVIDER: 'civo', NUBE_TOKEN: 'x', NUBE_ENDPOINT: 'http://127.0.0.1:9' };
    expect((await home.run('demo', { variables })).code).toBe(0);
  });
});
