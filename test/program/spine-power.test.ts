import { beforeAll, describe, expect, it } from 'vitest';
import { Home } from '../nube';
import { idsOf } from './support/seeded';

const named = (rows: any[]) => rows.map(({ name, status, state }) => [name, status, state]);
const regionsSent = (run: { requests: { method: string; body: any; query: any }[] }) =>
  run.requests.filter(({ method }) => method !== 'GET').map(({ query, body }) => [query.region, body?.region]);

describe('stop and start', () => {
  const home = new Home();
  let ids: Readonly<Record<string, string>> = {};
  beforeAll(async () => {
    ids = await idsOf(home);
  });
  const run = (line: string) => home.sandbox(`${line} -p civo -o json`);

  it('stop asks, naming profile, name, id, state and what is lost, and sends nothing without an answer', async () => {
    const { code, stdout, stderr, changes } = await home.sandbox('stop web-1 -p civo');
    expect({ code, stdout, changes }).toEqual({ code: 9, stdout: '', changes: [] });
    expect(stderr).toMatch(
      new RegExp(
        '^error: stop asks first, and nobody is there to answer\n' +
          `reason: stop civo/web-1 \\(${ids['web-1']}, running\\): what runs on it is interrupted.*\n` +
          'hint: Give --yes if you are sure.*\n$',
      ),
    );
  });

  it('send the region with the request and print the state after the waiting', async () => {
    const stop = await run('stop db-1 web-1 --yes');
    expect({ code: stop.code, stderr: stop.stderr }).toEqual({ code: 0, stderr: '' });
    expect(stop.changes).toEqual([`PUT /v2/instances/${ids['web-1']}/stop`]);
    expect(regionsSent(stop)).toEqual([['LON1', 'LON1']]);
    expect(stop.json()).toMatchObject([
      { name: 'db-1', action: 'stop', status: 'skipped', state: 'stopped', operation: null, error: null },
      { name: 'web-1', action: 'stop', status: 'succeeded', state: 'stopped', operation: null, error: null },
    ]);
    const start = await run('start db-1');
    expect(start.changes).toEqual([`PUT /v2/instances/${ids['db-1']}/start`]);
    expect(regionsSent(start)).toEqual([['FRA1', 'FRA1']]);
    expect(named(start.json())).toEqual([['db-1', 'succeeded', 'running']]);
  });

  it('start asks only when there are several to start', async () => {
    expect((await run('stop web-1 web-2 --yes')).code).toBe(0);
    const asked = await run('start web-1 web-2');
    expect({ code: asked.code, stdout: asked.stdout, changes: asked.changes }).toEqual({
      ...{ code: 9, stdout: '', changes: [] },
    });
    expect((await run('start web-1 db-1')).code).toBe(0);
    const sure = await run('start --filter tag=web --yes');
    expect(named(sure.json())).toEqual([
      ['web-1', 'skipped', 'running'],
      ['web-2', 'succeeded', 'running'],
    ]);
  });

  it('work on a selection as on names, and are done where nothing fits', async () => {
    const all = await run('stop --filter region=LON1 --yes');
    expect(named(all.json())).toEqual([
      ['web-1', 'succeeded', 'stopped'],
      ['web-2', 'succeeded', 'stopped'],
    ]);
    const none = await home.sandbox('stop --filter name=none -p civo --yes');
    expect({ code: none.code, changes: none.changes }).toEqual({ code: 0, changes: [] });
    expect(none.stderr).toBe('warning: Nothing fits the selection\n');
    expect((await run('stop --filter name=none --yes')).stdout).toBe('[]\n');
    expect((await home.sandbox('stop --filter name=none -p civo --yes -q')).stderr).toBe('');
  });

  it.each([
    ['stop', 'needs an instance, or a selection'],
    ['stop web-1 --filter name=web-1 --yes', 'takes references or a selection, not both'],
    ['stop web-1 --all --yes', 'takes references or a selection, not both'],
    ['start', 'needs an instance, or a selection'],
  ])('need references or a selection, and not both: %s', async (line, message) => {
    const { code, stdout, stderr, requests } = await home.sandbox(`${line} -p civo`);
    expect({ code, stdout, requests }).toEqual({ code: 2, stdout: '', requests: [] });
    expect(stderr).toContain(message);
  });

  it('take --all only beside -p or a filter', async () => {
    const { code, stdout, requests } = await home.sandbox('start --all');
    expect({ code, stdout, requests }).toEqual({ code: 2, stdout: '', requests: [] });
    const all = await run('start --all --yes');
    expect({ code: all.code, names: all.json().map(({ name }: any) => name) }).toEqual({
      code: 0,
      names: ['web-1', 'web-2', 'db-1', 'cache-1'],
    });
  });

  it('refuse more than --max before anything is sent', async () => {
    const { code, stdout, changes, error } = await run('stop --all --yes --max 3');
    expect({ code, stdout, changes }).toEqual({ code: 7, stdout: '', changes: [] });
    expect(error()).toMatchObject({ code: 'too_many_targets', kind: 'conflict' });
  });

  it('return with --no-wait once accepted, after one request', async () => {
    const { code, json, changes, requests } = await run('stop cache-1 --yes --no-wait');
    expect({ code, changes }).toEqual({ code: 0, changes: [`PUT /v2/instances/${ids['cache-1']}/stop`] });
    expect(requests.at(-1)?.method).toBe('PUT');
    expect(json()).toMatchObject([{ name: 'cache-1', status: 'accepted', error: null }]);
    expect((await run('wait cache-1 --for stopped')).code).toBe(0);
  });

  it('say when the time is up that it goes on, and how to look', async () => {
    const { code, json, error } = await home.sandbox('start cache-1 -p civo -o json --timeout 10s', {
      variables: { NUBE_SANDBOX_FAULT: 'stuck' },
    });
    expect(code).toBe(11);
    expect(json()).toMatchObject([{ name: 'cache-1', status: 'accepted', error: { code: 'timed_out' } }]);
    expect(error()).toMatchObject({ code: 'timed_out', kind: 'timeout', exitCode: 11, profile: 'civo' });
    expect(error().hint).toContain(`nube get civo/${ids['cache-1']}`);
  });

  it('print one line at the start and one at the end where no terminal is, and none with -q', async () => {
    const loud = await home.sandbox('stop web-1 -p civo --yes');
    expect(loud.stderr).toBe('stop civo/web-1 …\nstop civo/web-1: stopped\n');
    expect((await home.sandbox('start web-1 -p civo -q')).stderr).toBe('');
  });

  it('report each of several for itself: one that fails makes 12, all of a kind their own code', async () => {
    const once = { variables: { NUBE_SANDBOX_FAULT: '403@MUTATINGx1' } };
    const some = await home.sandbox('stop web-1 web-2 -p civo --yes --concurrency 1 -o json', once);
    expect(some.code).toBe(12);
    expect(named(some.json())).toEqual([
      ['web-1', 'failed', 'running'],
      ['web-2', 'succeeded', 'stopped'],
    ]);
    expect(some.error()).toMatchObject({
      ...{ code: 'some_failed', kind: 'partial', exitCode: 12 },
      errors: [{ code: 'not_allowed', kind: 'auth', exitCode: 4, profile: 'civo', provider: 'civo' }],
    });
    const always = { variables: { NUBE_SANDBOX_FAULT: '403@MUTATING' } };
    const all = await home.sandbox('stop web-1 db-1 -p civo --yes -o json', always);
    expect(all.code).toBe(4);
    expect(all.error()).toMatchObject({ code: 'not_allowed', kind: 'auth', errors: [{}, {}] });
  });

  it('stop takes no --force on Civo', async () => {
    const { code, stdout, stderr, changes } = await home.sandbox('stop web-1 -p civo --yes --force');
    expect({ code, stdout, changes }).toEqual({ code: 2, stdout: '', changes: [] });
    expect(stderr).toBe('error: Civo has no --force for stop\nhint: nube help stop shows which providers have it.\n');
  });
});

describe('reboot', () => {
  const home = new Home();
  let ids: Readonly<Record<string, string>> = {};
  beforeAll(async () => {
    ids = await idsOf(home);
  });
  const reboot = (words: string) => home.sandbox(`reboot ${words} -p civo -o json`);

  it.each([
    ['', 'hard_reboots'],
    ['--hard', 'hard_reboots'],
    ['--soft', 'soft_reboots'],
  ])('is hard unless said: %s', async (option, route) => {
    const { code, json, changes } = await reboot(`web-1 ${option} --yes`);
    expect({ code, changes }).toEqual({ code: 0, changes: [`POST /v2/instances/${ids['web-1']}/${route}`] });
    expect(json()).toMatchObject([{ name: 'web-1', action: 'reboot', status: 'succeeded', state: 'running' }]);
  });

  it('is also called restart', async () => {
    const { code, changes } = await home.sandbox('restart web-1 -p civo --soft --yes');
    expect({ code, changes }).toEqual({ code: 0, changes: [`POST /v2/instances/${ids['web-1']}/soft_reboots`] });
  });

  it('refuses both ways at once, asks, and refuses one that is stopped with the way out', async () => {
    const both = await reboot('web-1 --soft --hard --yes');
    expect({ code: both.code, stdout: both.stdout, requests: both.requests }).toEqual({
      ...{ code: 2, stdout: '', requests: [] },
    });
    const asked = await reboot('web-1');
    expect({ code: asked.code, stdout: asked.stdout, changes: asked.changes }).toEqual({
      ...{ code: 9, stdout: '', changes: [] },
    });
    const stopped = await reboot('web-1 db-1 --yes');
    expect({ code: stopped.code, stdout: stopped.stdout, changes: stopped.changes }).toEqual({
      ...{ code: 7, stdout: '', changes: [] },
    });
    expect(stopped.error()).toMatchObject({
      ...{ code: 'wrong_state', kind: 'conflict', exitCode: 7 },
      message: 'db-1 is stopped; to reboot it, it must be running',
      hint: `nube start civo/${ids['db-1']}`,
    });
  });
});

describe('resize', () => {
  const home = new Home();
  let ids: Readonly<Record<string, string>> = {};
  beforeAll(async () => {
    ids = await idsOf(home);
  });
  const resize = (words: string) => home.sandbox(`resize ${words} -p civo -o json`);

  it('makes an instance larger and waits until it is', async () => {
    const run = await resize('web-1 --size g3.medium --yes');
    expect({ code: run.code, changes: run.changes }).toEqual({
      ...{ code: 0, changes: [`PUT /v2/instances/${ids['web-1']}/resize`] },
    });
    expect(run.requests.find(({ method }) => method === 'PUT')?.body).toEqual({ size: 'g3.medium', region: 'LON1' });
    expect(named(run.json())).toEqual([['web-1', 'succeeded', 'running']]);
    expect((await home.sandbox('get web-1 -p civo -o json')).json()).toMatchObject({
      ...{ size: 'g3.medium', cpus: 2, memoryMiB: 4096, diskGiB: 50 },
    });
  });

  it('leaves one that is stopped stopped', async () => {
    expect(named((await resize('db-1 --size g3.xlarge --yes')).json())).toEqual([['db-1', 'succeeded', 'stopped']]);
  });

  it('refuses to make one smaller, and sends nothing, not even for the others', async () => {
    const { code, stdout, changes, error } = await resize('web-2 web-1 --size g3.small --yes');
    expect({ code, stdout, changes }).toEqual({ code: 8, stdout: '', changes: [] });
    expect(error()).toMatchObject({ code: 'not_supported', kind: 'unsupported', exitCode: 8 });
    expect(error().message).toContain('web-1 cannot go from g3.medium to g3.small, which has less CPU, memory, disk');
  });

  it('sends nothing where it has the size already', async () => {
    const { code, changes, json } = await resize('web-1 --size g3.medium');
    expect({ code, changes }).toEqual({ code: 0, changes: [] });
    expect(json()).toMatchObject([{ status: 'skipped', state: 'running' }]);
  });

  it('asks, saying what cannot be undone', async () => {
    const { code, changes, error } = await resize('web-1 --size g3.large');
    expect({ code, changes }).toEqual({ code: 9, changes: [] });
    expect(error().message).toContain('it restarts, and can never be made smaller again');
  });

  it.each([
    ['--size g3.larg', 5],
    ['', 2],
    ['--cpus 4', 2],
    ['--memory 8GiB', 2],
    ['--plan x', 2],
    ['--volume root=50', 2],
  ])('refuses an unknown size and what Civo has not: %s', async (option, wanted) => {
    const { code, stdout, changes } = await resize(`web-1 ${option} --yes`);
    expect({ code, stdout, changes }).toEqual({ code: wanted, stdout: '', changes: [] });
  });

  it('names the profile in the error of what it refuses', async () => {
    const { error } = await resize('web-1 --size g3.nothing --yes');
    expect(error()).toMatchObject({ code: 'resource_not_found', profile: 'civo', provider: 'civo' });
  });

  it('suggests the nearest size', async () => {
    expect((await resize('web-1 --size g3.larg --yes')).error().hint).toMatch(/^Did you mean g3\.large\b/);
  });
});
