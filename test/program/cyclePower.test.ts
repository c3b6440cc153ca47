import { afterEach, describe, expect, it } from 'vitest';
import { CycleHome, outcomes } from './cycleHome';

const cycle = new CycleHome();
const { home } = cycle;
afterEach(() => cycle.reset());

const task = (container: string) => `POST /v1/containers/${container}/tasks`;

describe('stop, start and reboot on Cycle', () => {
  it('say that the whole container is meant, count its instances and send nothing without that being asked for', async () => {
    for (const yes of ['', ' --yes']) {
      const { code, stdout, stderr, changes } = await cycle.run(`stop api-1${yes}`);
      expect({ code, stdout, changes }).toEqual({ code: 9, stdout: '', changes: [] });
      expect(stderr).toContain('stop is for the whole container api, which has 2 instances: api-1, api-2.');
      expect(stderr).toContain(`Give --whole-container${yes === '' ? ' --yes' : ''} if that is meant.`);
    }
  });

  it('are one task of the container, with a row for each instance it touches', async () => {
    const container = await cycle.containerOf('api');
    const stop = await cycle.run('stop api-2 --whole-container --yes -o json');
    expect({ code: stop.code, stderr: stop.stderr }).toEqual({ code: 0, stderr: '' });
    expect(stop.changes).toEqual([task(container)]);
    expect(stop.requests.find(({ method }) => method === 'POST')?.body).toEqual({ action: 'stop' });
    expect(outcomes(stop)).toEqual([
      ['api-2', 'succeeded', 'stopped'],
      ['api-1', 'succeeded', 'stopped'],
    ]);
    expect(stop.json()[0].operation).toMatch(/^[0-9a-f]{24}$/);
    const start = await cycle.run('start api-1 api-2 --whole-container --yes -o json');
    expect(start.changes).toEqual([task(container)]);
    expect(outcomes(start)).toEqual([
      ['api-1', 'succeeded', 'running'],
      ['api-2', 'succeeded', 'running'],
    ]);
  });

  it('need no more than --yes where the container has one instance', async () => {
    const reboot = await cycle.run('reboot store-1 --yes -o json');
    expect(reboot.requests.find(({ method }) => method === 'POST')?.body).toEqual({ action: 'restart' });
    expect(outcomes(reboot)).toEqual([['store-1', 'succeeded', 'running']]);
  });

  it('count every instance touched for --max and for guards', async () => {
    const { code, error, changes } = await cycle.run('stop api-1 --whole-container --yes --max 1 -o json');
    expect({ code, changes }).toEqual({ code: 7, changes: [] });
    expect(error().message).toBe('stop would touch 2 instances, and --max is 1');
    await home.sandbox('profile set cycle protect=api-2');
    const guarded = await cycle.run('stop api-1 --whole-container --yes -o json');
    expect({ code: guarded.code, changes: guarded.changes, error: guarded.error().code }).toEqual({
      code: 7,
      changes: [],
      error: 'guarded',
    });
    await home.sandbox('profile unguard cycle protect --yes');
  });

  it('name instances as CONTAINER/HOSTNAME, and show what several fit', async () => {
    expect((await home.sandbox('get store/store-1 -o json')).json()).toMatchObject({ name: 'store-1', group: 'store' });
    const wrong = await home.sandbox('stop api/store-1 --yes -o json');
    expect({ code: wrong.code, changes: wrong.changes }).toEqual({ code: 5, changes: [] });
    const id = await cycle.containerOf('reports');
    await home.sandbox(['api', 'PATCH', `/v1/containers/${id}`, '-p', 'cycle', '--data', '{"identifier":"api"}']);
    const { code, stderr } = await cycle.run('list --container api');
    expect(code).toBe(6);
    expect(stderr).toMatch(
      /^error: Several containers are called "api": [0-9a-f]{24} \(production\), [0-9a-f]{24} \(production\)$/m,
    );
  });

  it("refuse Cycle's own services, with a reason", async () => {
    await cycle.set({ service_container: true });
    expect((await cycle.run('list -o json --query [].name')).json()).toContain('discovery-1');
    for (const verb of ['stop', 'reboot', 'delete', 'clone', 'drain']) {
      const { code, error, changes } = await cycle.run(
        `${verb} discovery-1${verb === 'clone' ? '' : ' --yes'} -o json`,
      );
      expect({ verb, code, changes }).toEqual({ verb, code: 8, changes: [] });
      expect(error().message).toContain("is Cycle's own discovery service");
    }
  });

  it('print the request of a dry run', async () => {
    const { code, stdout, changes } = await cycle.run('reboot api-1 --dry-run');
    expect({ code, changes }).toEqual({ code: 0, changes: [] });
    expect(stdout).toMatch(
      /^# 1\ncurl -sS --fail-with-body -X POST 'http:\/\/127\.0\.0\.1:\d+\/v1\/containers\/[0-9a-f]{24}\/tasks' -H "authorization: Bearer \$NUBE_TOKEN" -H 'x-hub-id: [0-9a-f]{24}' .* -d '\{"action":"restart"\}'\n$/,
    );
  });

  it('return at once with --no-wait', async () => {
    const { code, json } = await cycle.run('stop store-1 --yes --no-wait -o json');
    expect(code).toBe(0);
    expect(json()).toMatchObject([{ status: 'accepted', operation: expect.stringMatching(/^[0-9a-f]{24}$/) }]);
  });

  it('work on a virtual machine alone', async () => {
    const id = await cycle.idOf('vm-1');
    for (const [verb, state, sent] of [
      ['stop', 'stopped', 'stop'],
      ['start', 'running', 'start'],
      ['reboot', 'running', 'restart'],
    ]) {
      const run = await cycle.run(`${verb} vm-1 --yes -o json`);
      expect(run.changes).toEqual([`POST /v1/virtual-machines/${id}/tasks`]);
      expect(run.requests.find(({ method }) => method === 'POST')?.body).toEqual({ action: sent });
      expect(outcomes(run)).toEqual([['vm-1', 'succeeded', state]]);
    }
  });
});

describe('a job on Cycle', () => {
  const stop = (variables: Record<string, string> = {}) => cycle.run('stop store-1 --yes -o json', { variables });
  const looks = (run: Awaited<ReturnType<typeof stop>>) =>
    run.requests.filter(({ path }) => path.startsWith('/v1/jobs/')).map(({ status }) => status);

  it('may be unknown at first', async () => {
    await cycle.set({ job_not_found_polls: 3 });
    const run = await stop();
    expect(outcomes(run)).toEqual([['store-1', 'succeeded', 'stopped']]);
    expect(looks(run).slice(0, 4)).toEqual([404, 404, 404, 200]);
  });

  it('may be gone as soon as it has ended', async () => {
    await cycle.set({ job_gone_after_completion: true });
    const run = await stop();
    expect(outcomes(run)).toEqual([['store-1', 'succeeded', 'stopped']]);
    expect(looks(run).at(-1)).toBe(404);
  });

  it.each(['none', 'job_id'])('may be described in the form %s', async (job_descriptor) => {
    await cycle.set({ job_descriptor });
    const run = await stop();
    expect(outcomes(run)).toEqual([['store-1', 'succeeded', 'stopped']]);
    expect(looks(run).length === 0).toBe(job_descriptor === 'none');
    const reboot = await cycle.run('reboot worker-1 --yes -o json');
    expect(outcomes(reboot)).toEqual([['worker-1', 'succeeded', 'running']]);
  });

  it.each([
    ['error', 'The compute server did not complete the task in time'],
    ['expired', 'The job expired before it was done'],
  ])('that ends as %s has failed', async (job_outcome, message) => {
    await cycle.set({ job_outcome });
    const { code, json, error } = await stop();
    expect(code).toBe(10);
    expect(json()).toMatchObject([
      { status: 'failed', state: 'running', error: { code: 'operation_failed', message } },
    ]);
    expect(error()).toMatchObject({ code: 'operation_failed', message, profile: 'cycle' });
  });

  it('that fails to start something says so, and the instance is in error', async () => {
    const { code, json } = await cycle.run('start reports-1 -o json', {
      variables: { NUBE_SANDBOX_FAULT: 'task-failure' },
    });
    expect(code).toBe(10);
    expect(json()).toMatchObject([
      {
        state: 'error',
        status: 'failed',
        error: { message: 'reports-1 failed: The compute server did not complete the task in time' },
      },
    ]);
  });

  it('that vanishes without having done anything leaves the end unknown', async () => {
    const { code, json } = await stop({ NUBE_SANDBOX_FAULT: 'task-vanished' });
    expect(code).toBe(14);
    expect(json()).toMatchObject([{ status: 'unknown', state: 'running', error: { code: 'answer_lost' } }]);
  });

  it('may be scheduled for a little later', async () => {
    await cycle.set({ job_delay: 20 });
    expect(outcomes(await stop())).toEqual([['store-1', 'succeeded', 'stopped']]);
  });

  it('that the key may not see is replaced by what it does, and the capability named', async () => {
    await cycle.set({ missing_capabilities: ['apionly-jobs-view'] });
    const run = await stop();
    expect(outcomes(run)).toEqual([['store-1', 'succeeded', 'stopped']]);
    expect(JSON.parse(run.stderr).warning).toEqual({
      code: 'jobs_hidden',
      message:
        "Jobs can't be followed, only what they do: The role of the API key lacks the capability apionly-jobs-view",
    });
    expect(looks(run)).toEqual([403]);
  });

  it.each([
    ['stop api-1 --yes --whole-container', ['stopped', 'stopped']],
    ['stop store-1 --yes', ['stopped']],
    ['reboot store-1 --yes', ['running']],
  ])('whose answer was lost is settled by looking: %s', async (line, states) => {
    const run = await cycle.run(`${line} -o json`, { variables: { NUBE_SANDBOX_FAULT: 'drop-after-commitx1' } });
    expect(run.code).toBe(0);
    expect(outcomes(run).map(([, , state]) => state)).toEqual(states);
    expect(run.changes).toHaveLength(1);
  });
});

describe('a refusal of Cycle', () => {
  it('names the capability that the key lacks', async () => {
    await cycle.set({ missing_capabilities: ['containers-manage'] });
    const { code, error } = await cycle.run('stop store-1 --yes -o json');
    expect(code).toBe(4);
    expect(error()).toMatchObject({
      code: 'not_allowed',
      message: 'The role of the API key lacks the capability containers-manage',
      hint: "Give the key's role containers-manage, or use another profile.",
      providerCode: '403.permissions',
      httpStatus: 403,
    });
  });

  it.each([{ auth_error: 'oauth' }, { auth_error: 'cycle' }, { error_codes: 'underscore' }])(
    'of the key is told in each form: %j',
    async (settings) => {
      await cycle.set(settings);
      const { code, error } = await cycle.run('list -o json', { variables: { NUBE_SANDBOX_FAULT: '401' } });
      expect(code).toBe(4);
      expect(error()).toMatchObject({
        code: 'credential_refused',
        message: expect.stringMatching(
          /^Cycle refused the API key: The (API key is invalid|access token is invalid .*)$/,
        ),
      });
    },
  );
});
