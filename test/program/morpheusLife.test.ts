import { describe, expect, it } from 'vitest';
import { changesOf, MorpheusHome } from './morpheusHome';

const home = new MorpheusHome();

describe.each(['current', 'legacy'])('power on a %s appliance', (age) => {
  it.each([
    ['stop erp-1 --yes', 'stop', 'stopped'],
    ['start report-1', 'start', 'running'],
    ['start sandbox-lab-1', 'start', 'running'],
    ['reboot erp-2 --yes', 'restart', 'running'],
    ['suspend erp-2 --yes', 'suspend', 'suspended'],
  ])('%s', async (line, what, state) => {
    await home.set({ age });
    const run = await home.nube(`${line} -o json`);
    expect({ code: run.code, stderr: run.stderr }).toEqual({ code: 0, stderr: '' });
    expect(run.json()).toMatchObject([{ status: 'succeeded', state, error: null }]);
    expect(changesOf(run)).toEqual([
      {
        method: 'PUT',
        path: expect.stringMatching(`^/api/instances/\\d+/${what}$`),
        query: { server: 'true' },
        body: null,
      },
    ]);
  });

  it('tells why an operation failed', async () => {
    await home.set({ age });
    const run = await home.nube('stop erp-1 --yes -o json', { NUBE_SANDBOX_FAULT: 'task-failure' });
    expect(run.code).toBe(10);
    expect(run.error()).toMatchObject({
      code: 'operation_failed',
      message: expect.stringMatching(/^erp-1 went to failed: Shutdown of erp-1 failed/),
    });
  });
});

describe('power on Morpheus', () => {
  it('refuses a wrong state before it sends anything', async () => {
    const run = await home.nube('suspend report-1 --yes -o json');
    expect({ code: run.code, changes: run.changes }).toEqual({ code: 7, changes: [] });
    expect(run.error().message).toContain('report-1 is stopped');
  });

  it('takes the refusal of one instance under success for what it is', async () => {
    await home.set({ refusedIds: [Number(await home.idOf('erp-1'))] });
    const run = await home.nube('stop erp-1 erp-2 --yes -o json');
    expect(run.code).toBe(12);
    expect(run.json()).toMatchObject([
      {
        name: 'erp-1',
        status: 'failed',
        state: 'running',
        error: { message: 'Morpheus refused the request: The cloud refused the request' },
      },
      { name: 'erp-2', status: 'succeeded', state: 'stopped' },
    ]);
  });

  it('waits while the status lags', async () => {
    await home.set({ statusLag: 8000 });
    const run = await home.nube('reboot erp-2 --yes -o json');
    expect(run.json()).toMatchObject([{ status: 'succeeded', state: 'running' }]);
  });

  it('says when nothing came of it', async () => {
    const run = await home.nube('stop erp-1 --yes -o json', { NUBE_SANDBOX_FAULT: 'task-vanished' });
    expect({ code: run.code, message: run.error().message }).toEqual({
      code: 10,
      message: expect.stringMatching(/^Nothing came of it: erp-1 is (running again|still running)$/),
    });
  });

  it('finds out what became of a stop whose answer was lost, and sends it once', async () => {
    const run = await home.nube('stop erp-1 --yes -o json', { NUBE_SANDBOX_FAULT: 'drop-after-commitx1' });
    expect(run.json()).toMatchObject([{ status: 'succeeded', state: 'stopped' }]);
    expect(run.changes).toHaveLength(1);
  });
});

describe('update on Morpheus', () => {
  it.each(['current', 'legacy'])('changes name and description of a %s appliance', async (age) => {
    await home.set({ age });
    const run = await home.nube(['update', 'erp-2', '--name', 'erp-two', '--description', 'second one', '-o', 'json']);
    expect(run.json()).toMatchObject([{ name: 'erp-two', status: 'succeeded' }]);
    expect(changesOf(run)[0]?.body).toEqual({ instance: { name: 'erp-two', description: 'second one' } });
    expect((await home.nube('get erp-two -o json')).json()).toMatchObject({
      description: 'second one',
      hostname: 'erp-2',
    });
  });

  it('refuses a name that is taken, and a host name', async () => {
    const taken = await home.nube('update erp-2 --name erp-1 -o json');
    expect({ code: taken.code, changes: taken.changes }).toEqual({ code: 7, changes: [] });
    expect((await home.nube('update erp-2 --hostname x')).code).toBe(2);
  });
});

describe('delete on Morpheus', () => {
  it('waits until it is gone, and takes the volumes along', async () => {
    const run = await home.nube('delete erp-2 --yes -o json');
    expect(run.json()).toMatchObject([{ name: 'erp-2', status: 'succeeded', state: null }]);
    expect(changesOf(run)).toEqual([
      {
        method: 'DELETE',
        path: expect.stringMatching(/^\/api\/instances\/\d+$/),
        query: { removeVolumes: 'on' },
        body: null,
      },
    ]);
    expect((await home.nube('get erp-2')).code).toBe(5);
  });

  it.each([
    ['9.0.0', { releaseFloatingIps: 'off' }],
    ['5.5.0', { releaseEIPs: 'off' }],
  ])('has every option on %s', async (buildVersion, addresses) => {
    await home.set({ buildVersion });
    const run = await home.nube('delete erp-1 --preserve-volumes --keep-backups --keep-ips --force --yes -o json');
    expect(run.json()).toMatchObject([{ status: 'succeeded' }]);
    expect(changesOf(run)[0]?.query).toEqual({ preserveVolumes: 'on', keepBackups: 'on', force: 'on', ...addresses });
  });

  it('asks first, and says what goes', async () => {
    const run = await home.nube('delete erp-1');
    expect({ code: run.code, changes: run.changes }).toEqual({ code: 9, changes: [] });
    expect(run.stderr).toContain('its backups go with it');
  });

  it('refuses a locked instance before it sends anything', async () => {
    await home.set({ locked: [Number(await home.idOf('erp-1'))] });
    const run = await home.nube('delete erp-1 --yes -o json');
    expect({ code: run.code, changes: run.changes }).toEqual({ code: 7, changes: [] });
    expect(run.error().message).toBe('erp-1 is locked, and Morpheus removes nothing that is');
  });

  it('says when a policy puts it off, until when, and how to undo it', async () => {
    await home.set({ deletePolicy: 'delayed' });
    const run = await home.nube('delete erp-2 --yes -o json');
    expect(run.code).toBe(11);
    expect(run.json()).toMatchObject([{ status: 'accepted', state: 'deleting', error: { code: 'held' } }]);
    expect(run.error().message).toMatch(
      /is removed at \d{4}-.*; until then nube api PUT \/api\/instances\/\d+\/cancel-removal -p morpheus brings it back/,
    );
    expect((await home.nube('list -o json --query [].name')).json()).not.toContain('erp-2');
    expect((await home.nube('list --all-states -o json --query [].name')).json()).toContain('erp-2');
    expect((await home.nube('get erp-2 -o json')).json()).toMatchObject({ providerState: 'pendingRemoval' });
    const create = '--group Production --cloud 6 --type ubuntu --layout 105 --plan vm-2048';
    const again = await home.nube(`create erp-2 ${create} -o json`);
    expect({ code: again.code, changes: again.changes }).toEqual({ code: 7, changes: [] });
    expect(again.error().message).toContain('whose removal waits');
    expect((await home.nube(`api PUT /api/instances/${await home.idOf('erp-2')}/cancel-removal`)).code).toBe(0);
    expect((await home.nube('get erp-2 -o json')).json()).toMatchObject({ state: 'stopped' });
  });

  it('says when somebody has to approve it, and does not send it twice', async () => {
    await home.set({ deletePolicy: 'approval' });
    const first = await home.nube('delete erp-2 --yes -o json');
    expect({ code: first.code, changes: first.changes.length }).toEqual({ code: 11, changes: 1 });
    expect(first.error().message).toContain('its removal waits for somebody to approve it');
    const second = await home.nube('delete erp-2 --yes -o json');
    expect({ code: second.code, changes: second.changes.length }).toEqual({ code: 11, changes: 0 });
    await home.set({ deletePolicy: 'now' });
    expect((await home.nube('wait erp-2 --for deleted')).code).toBe(0);
  });

  it('tells why it failed, and goes on with --force', async () => {
    await home.set({ failure: true });
    const run = await home.nube('delete erp-2 --yes -o json');
    expect(run.code).toBe(10);
    expect(run.error().message).toContain('Teardown of erp-2 failed');
    expect((await home.nube('delete erp-2 --force --yes')).code).toBe(0);
  });

  it('that came to nothing is none', async () => {
    const run = await home.nube('delete erp-2 --yes -o json', { NUBE_SANDBOX_FAULT: 'task-vanished' });
    expect({ code: run.code, message: run.error().message }).toEqual({
      code: 10,
      message: expect.stringMatching(/^erp-2 was not removed: it is (still )?running$/),
    });
  });
});
