import { beforeAll, describe, expect, it } from 'vitest';
import { Home } from '../nube';
import { idsOf, small } from './support/seeded';
import { whenSent } from './support/whenSent';

const stuck = { NUBE_SANDBOX_FAULT: 'stuck' };
/** A look at one instance, which waiting consists of. */
const look = /^GET \/v2\/instances\/[0-9a-f-]+$/;

describe('an interruption while waiting', () => {
  const home = new Home();
  let ids: Readonly<Record<string, string>> = {};
  beforeAll(async () => {
    ids = await idsOf(home);
  });
  /** How the operation can be followed: by looking at the instance, or by taking it up again. */
  const follow = (id: string) => new RegExp(`nube (get civo/${id}|op resume \\S+)`);

  it('stops the waiting, says that it goes on and how to follow it, and ends with 130', async () => {
    const run = await home.sandbox('stop web-1 -p civo --yes', {
      variables: stuck,
      during: whenSent(home, look),
    });
    expect(run.code).toBe(130);
    expect(run.stderr).toMatch(
      /^stop civo\/web-1 …\nstop civo\/web-1: still going on\nerror: Stopped waiting; stop of web-1 goes on\nhint: /,
    );
    expect(run.stderr.split('\n').at(-2)).toMatch(follow(ids['web-1'] as string));
    expect(run.changes).toEqual([`PUT /v2/instances/${ids['web-1']}/stop`]);
  });

  it('names commands with --sandbox where it was typed', async () => {
    const run = await home.run('stop web-2 --sandbox -p civo --yes', {
      variables: stuck,
      during: whenSent(home, look),
    });
    expect(run.code).toBe(130);
    expect(run.stderr).toMatch(/\nhint: .*nube --sandbox (get civo|op resume )/);
    expect(run.stderr).not.toMatch(/nube (get|op) /);
  });

  it('prints what is known of each target', async () => {
    const run = await home.sandbox('start db-1 -p civo -o json', {
      variables: stuck,
      during: whenSent(home, look),
    });
    expect(run.code).toBe(130);
    expect(run.json()).toMatchObject([
      { name: 'db-1', action: 'start', status: 'accepted', error: { code: 'interrupted' } },
    ]);
    expect(run.error()).toMatchObject({ code: 'interrupted', kind: 'interrupted', exitCode: 130 });
    expect(run.error().hint).toMatch(follow(ids['db-1'] as string));
  });

  it('of a create tells the id that was made', async () => {
    const run = await home.sandbox(`create going -p civo --region LON1 ${small} -o json`, {
      variables: stuck,
      during: whenSent(home, look),
    });
    expect(run.code).toBe(130);
    const id = (await idsOf(home)).going as string;
    expect(run.json()).toMatchObject([{ id, name: 'going', status: 'accepted', error: { code: 'interrupted' } }]);
    expect(run.error().hint).toMatch(follow(id));
    expect(run.changes).toEqual(['POST /v2/instances']);
  });

  it('by SIGTERM ends with 143', async () => {
    const run = await home.sandbox('reboot cache-1 -p civo --yes -o json', {
      variables: stuck,
      during: (interrupt) => whenSent(home, look)(() => interrupt('SIGTERM')),
    });
    expect(run.code).toBe(143);
    expect(run.error()).toMatchObject({ code: 'terminated', kind: 'terminated', exitCode: 143 });
  });

  it('sends no further change of several', async () => {
    const run = await home.sandbox(`create many -p civo --region LON1 ${small} --count 4 -o json`, {
      variables: { NUBE_SANDBOX_LATENCY: '60' },
      during: whenSent(home, /^POST \/v2\/instances$/),
    });
    expect(run.code).toBe(130);
    expect(run.changes.length).toBeLessThanOrEqual(2);
    const made = Object.keys(await idsOf(home)).filter((name) => name.startsWith('many-'));
    expect(made.length).toBeLessThanOrEqual(run.changes.length);
    expect(run.json().map(({ name }: { name: string }) => name)).toEqual(['many-1', 'many-2', 'many-3', 'many-4']);
  });

  it('of wait ends it, in the midst of a look as between two', async () => {
    for (const latency of ['0', '60']) {
      const run = await home.sandbox('wait web-2 -p civo --for stopped', {
        variables: { NUBE_SANDBOX_LATENCY: latency },
        during: whenSent(home, look),
      });
      expect({ code: run.code, changes: run.changes }).toEqual({ code: 130, changes: [] });
      expect(run.stderr).toMatch(/\nerror: Stopped waiting for web-2\n/);
      expect(run.stderr).not.toContain('warning:');
    }
  });
});

describe('an interruption of the change itself', () => {
  const home = new Home();
  const options = { variables: { NUBE_SANDBOX_FAULT: 'slow@MUTATING' }, during: whenSent(home, /^(PUT|POST) /) };

  it.each(['stop web-1 --yes', `create half --region LON1 ${small}`])(
    'leaves open whether it was accepted, and says what to type to see: %s',
    async (line) => {
      const run = await home.sandbox(`${line} -p civo -o json --request-timeout 300ms`, options);
      expect(run.code).toBe(130);
      expect(run.changes).toHaveLength(1);
      expect(run.json()).toMatchObject([{ status: 'unknown', error: { code: 'answer_lost' } }]);
      expect(run.error()).toMatchObject({ code: 'interrupted', exitCode: 130 });
      expect(run.error().hint).toMatch(/nube (get|list|op) /);
    },
  );

  it('ends an api request with 130', async () => {
    const run = await home.sandbox('api POST /v2/sshkeys --data {} -p civo --request-timeout 300ms', options);
    expect({ code: run.code, stdout: run.stdout, changes: run.changes }).toEqual({
      ...{ code: 130, stdout: '', changes: ['POST /v2/sshkeys'] },
    });
  });
});

describe('an interruption before anything was changed', () => {
  const home = new Home();

  it('ends with 130 and sends nothing more', async () => {
    const slow = { variables: { NUBE_SANDBOX_FAULT: 'slow' }, during: whenSent(home, /^GET \/v2\/regions$/) };
    for (const line of ['list -o json', 'stop web-1 --yes -o json']) {
      const run = await home.sandbox(`${line} -p civo`, slow);
      expect({ line, code: run.code, requests: run.requests.length }).toEqual({ line, code: 130, requests: 1 });
      expect(run.error()).toMatchObject({ code: 'interrupted', exitCode: 130 });
    }
  });

  it.each([
    ['list', 'Interrupted'],
    ['get web-1', 'Interrupted'],
    ['stop web-1 --yes', 'Interrupted; nothing was changed'],
    [`create none --region LON1 ${small}`, 'Interrupted; nothing was changed'],
  ])('blames no provider: %s', async (line, message) => {
    const slow = { variables: { NUBE_SANDBOX_FAULT: 'slow' }, during: whenSent(home, /^GET /) };
    const run = await home.sandbox(`${line} -p civo`, slow);
    expect(run).toMatchObject({ code: 130, stderr: `error: ${message}\n`, changes: [] });
  });

  it('ends the waits between tries', async () => {
    const run = await home.sandbox('list -p civo', {
      variables: { NUBE_SANDBOX_FAULT: '429-after', NUBE_SANDBOX_SPEED: '1' },
      during: whenSent(home, /^GET \/v2\/regions$/),
    });
    expect({ code: run.code, requests: run.requests.length }).toEqual({ code: 130, requests: 1 });
  });
});
