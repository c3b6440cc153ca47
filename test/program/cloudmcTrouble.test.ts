import { afterEach, describe, expect, it } from 'vitest';
import { Home } from '../nube';

const flavours = [
  { profile: 'cloudca', title: 'cloud.ca', running: 'build-1', stopped: 'mail-1' },
  { profile: 'coxedge', title: 'Cox Edge', running: 'edge-1', stopped: 'edge-3' },
];

describe.each(flavours)('when things go wrong on $title', ({ profile, title, running, stopped }) => {
  const home = new Home();
  afterEach(() => home.sandbox('sandbox reset'));
  const run = (line: string, fault?: string) =>
    home.sandbox(`${line} -p ${profile} -o json`, {
      variables: fault === undefined ? {} : { NUBE_SANDBOX_FAULT: fault },
    });

  it.each([
    ['401', 4, 'credential_refused', `nube profile test`],
    ['403', 4, 'not_allowed', 'Ask for the permission, or use another profile.'],
    ['404', 5, 'resource_not_found', 'nube catalog environments shows those there are.'],
    ['error-in-200', 14, 'provider_unavailable', ''],
    ['html', 14, 'provider_unavailable', ''],
    ['truncated', 10, 'unexpected_answer', ''],
  ])('tells %s apart', async (fault, exit, code, hint) => {
    const listed = await run('list', fault);
    expect([listed.code, listed.stdout]).toEqual([exit, '[]\n']);
    expect(listed.error()).toMatchObject({ code, profile, hint: expect.stringContaining(hint) });
  });

  it.each([
    [`start ${running}`, 0, 'skipped'],
    [`stop ${stopped} --yes`, 0, 'skipped'],
    [`recover ${running}`, 7, `${running} is running`],
    [`purge ${running} --yes`, 7, `${running} is running`],
  ])('sends nothing for %s, for it is not in the state for it', async (line, exit, said) => {
    const { code, changes, stdout, stderr } = await run(line);
    expect([code, changes]).toEqual([exit, []]);
    expect(stdout + stderr).toContain(said);
  });

  it('makes a sentence of the platform’s own refusal of a state', async () => {
    // It stopped between the look and the request.
    const stuck = await run(`stop ${running} --yes --timeout 5s`, 'stuck');
    expect(stuck.code).toBe(11);
    const { id } = (await run(`get ${running}`)).json();
    const raw = await run(
      `api POST /services/${profile === 'cloudca' ? 'compute-qc' : 'compute-on'}/production/instances/${id}?operation=start`,
    );
    expect(raw.stderr).toContain(`${id} is Stopping; it must be Stopped`);
    expect(raw.error()).toMatchObject({ code: 'wrong_state', providerCode: '2012' });
  });

  it.each(['stop', 'backup', 'update --name hal', 'delete', 'reset-password --show-secrets'])(
    'reports a failed task of %s, and what the platform says',
    async (line) => {
      const [verb = '', ...options] = line.split(' ');
      const failed = await run([verb, running, ...options, '--yes'].join(' '), 'task-failure');
      expect(failed.code).toBe(10);
      expect(failed.json()).toMatchObject([{ status: 'failed', error: { kind: 'failed' } }]);
      expect(failed.error().message).toContain('There is not enough capacity in the zone to do this');
    },
  );

  it('settles by looking what a forgotten task does not tell', async () => {
    const stop = await run(`stop ${running} --yes`, 'task-vanished');
    expect([stop.code, stop.json()[0].status, stop.json()[0].state]).toEqual([0, 'succeeded', 'stopped']);
    await run(`start ${running}`);
    const gone = await run(`delete ${running} --purge --yes`, 'task-vanished');
    expect([gone.code, gone.json()[0].status, gone.json()[0].state]).toEqual([0, 'succeeded', null]);
  });

  it('says unknown where looking does not settle it', async () => {
    const reboot = await run(`reboot ${running} --yes`, 'task-vanished');
    expect(reboot.code).toBe(14);
    expect(reboot.json()).toMatchObject([{ status: 'unknown', state: 'running', operation: expect.any(String) }]);
    expect(reboot.error()).toMatchObject({
      code: 'answer_lost',
      message: `How reboot of ${running} ended is not known: ${title} has forgotten the task; ${running} is Running`,
    });
  });

  const lost: readonly (readonly [string, string])[] = [
    [`stop ${running} --yes`, 'POST'],
    [`update ${running} --name hal`, 'PUT'],
    [`resize ${running} --size 8vCPU.16GB --yes`, 'POST'],
    [`network ${running} --to DB-prod --yes`, 'POST'],
    [`delete ${running} --yes`, 'DELETE'],
    [`delete ${running} --purge --yes`, 'DELETE'],
  ];
  it.each(lost)('finds that %s happened although its answer was lost', async (line, method) => {
    const { code, json, changes } = await run(line, `drop-after-commit@${method}x1`);
    expect([code, json()[0].status, changes.length]).toEqual([0, 'succeeded', 1]);
  });

  it('finds a snapshot by its name when the answer was lost, and takes each once', async () => {
    const { code, json, changes } = await run(`backup ${running}`, 'drop-after-commit@POSTx1');
    expect([code, json()[0].status, changes.length]).toEqual([0, 'succeeded', 2]);
    const kept = (await run(`backups ${running}`)).json() as { name: string }[];
    const names = kept.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it('says unknown of a lost reboot, and sends no second', async () => {
    const reboot = await run(`reboot ${running} --yes`, 'drop-after-commit@POSTx1');
    expect([reboot.code, reboot.json()[0].status]).toEqual([14, 'unknown']);
    expect(reboot.changes).toHaveLength(1);
  });

  it('sends again what was limited with a time to wait', async () => {
    const stop = await run(`stop ${running} --yes`, '429-after@POSTx1');
    expect([stop.code, stop.json()[0].status]).toEqual([0, 'succeeded']);
  });

  it('names an environment that is not there', async () => {
    const { code, error } = await run('list --environment nowhere');
    expect(code).toBe(5);
    expect(error().message).toMatch(new RegExp(`^${title} has no environment nowhere in a service compute-`));
    const other = await run('list --environment test_area');
    expect(other.code).toBe(0);
  });

  it.each([
    ['suspend', 'its instances only run or are stopped'],
    ['tag --add prod', 'its instances have no tags'],
    ['firewall --on', 'an instance has no firewall of its own: its network has rules'],
    ['stats', 'its API has no figures of what instances use'],
    ['image', 'its API makes no image of an instance'],
    ['migrate --to elsewhere', 'it chooses the servers of instances itself'],
    ['drain', 'its API takes no single instance out of the traffic'],
    ['upgrade', 'it upgrades nothing inside an instance'],
    ['security-groups', 'an instance has no security groups: its network has rules'],
    ['containers', 'its instances are virtual machines without containers of their own'],
    ['env', 'it keeps no environment variables for an instance'],
  ])('refuses %s with the reason', async (line, reason) => {
    const [verb = '', ...options] = line.split(' ');
    const { code, changes, error } = await run([verb, running, ...options].join(' '));
    expect([code, changes]).toEqual([8, []]);
    expect(error().message).toBe(`${title} has no ${verb}: ${reason}`);
  });

  it('refuses to put a snapshot back, and says what to do instead', async () => {
    const { code, changes, error } = await run(`restore ${running} some --yes`);
    expect([code, changes]).toEqual([8, []]);
    expect((await run(`restore ${running}`)).error()).toEqual(error());
    expect(error()).toMatchObject({
      message: `${title} has no restore: a snapshot can’t be put back in place, neither by its API nor in its portal`,
      hint: expect.stringMatching(/^Make a template of the snapshot at .*, then nube create --image TEMPLATE/),
    });
  });

  it.each(['delete --preserve-volumes', 'update --description x', 'resize --plan x', 'reboot --soft'])(
    'refuses the option of %s, which others have',
    async (line) => {
      const [verb = '', ...options] = line.split(' ');
      const { code, changes, error } = await run([verb, running, ...options, '--yes'].join(' '));
      expect([code, changes, error().code]).toEqual([2, [], 'option_not_available']);
    },
  );

  it.each([
    ['delete', '--delete-volume ROOT-30001', 2],
    ['delete', '--delete-volume nothing', 5],
    ['delete', '--release-ip 203.0.113.250', 5],
    ['resize', '--size nothing', 5],
    ['resize', '--cpus 2', 2],
    ['network', '--to nothing', 5],
    ['ssh-key', '--set nothing', 5],
    ['backups', '--delete nothing', 5],
  ])('refuses %s %s before anything is sent', async (verb, options, exit) => {
    const { code, changes } = await run(`${verb} ${running} ${options} --yes`);
    expect([code, changes]).toEqual([exit, []]);
  });
});
