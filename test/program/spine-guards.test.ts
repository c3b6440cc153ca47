import { beforeEach, describe, expect, it } from 'vitest';
import { Home } from '../nube';
import { idsOf, small } from './support/seeded';

describe('a guarded profile', () => {
  const home = new Home();
  beforeEach(async () => {
    for (const guard of ['readOnly', 'protect', 'maxTargets', 'confirm']) {
      expect((await home.sandbox(`profile unguard civo ${guard} --yes`)).code).toBe(0);
    }
  });
  const guard = async (...settings: string[]) =>
    expect((await home.sandbox(['profile', 'set', 'civo', ...settings])).code).toBe(0);
  const refused = async (line: string, message: string, guardName: string) => {
    const { code, stdout, stderr, changes } = await home.sandbox(`${line} -p civo`);
    expect({ line, code, stdout, changes }).toEqual({ line, code: 7, stdout: '', changes: [] });
    expect(stderr).toBe(
      `error: The profile civo ${message}\nhint: If you are sure: nube profile unguard civo ${guardName}\n`,
    );
  };

  it.each([
    ['stop web-1 --yes', 'stop'],
    ['start db-1 --yes', 'start'],
    ['delete web-1 --yes', 'delete'],
    ['update web-1 --hostname x', 'update'],
    ['tag web-1 --add x', 'tag'],
    ['resize web-1 --size g3.large --yes', 'resize'],
    ['firewall web-1 --set web', 'firewall'],
    [`create x --region LON1 ${small}`, 'create'],
    ['api POST /v2/sshkeys --data {}', 'api POST'],
    ['api DELETE /v2/sshkeys/x', 'api DELETE'],
  ])('that is read-only changes nothing, --yes or not: %s', async (line, action) => {
    await guard('readOnly=true');
    await refused(line, `is read-only: no ${action}`, 'readOnly');
  });

  it('that is read-only still reads', async () => {
    await guard('readOnly=true');
    expect((await home.sandbox('get web-1 -p civo -o id')).code).toBe(0);
    expect((await home.sandbox('api GET /v2/ping -p civo')).code).toBe(0);
    expect((await home.sandbox('wait web-1 -p civo -o id')).code).toBe(0);
  });

  it('that protects names refuses them, and with them everything else that was asked', async () => {
    await guard('protect=prod-*,web-?');
    await refused('stop web-1 cache-1 --yes', 'protects web-1 by web-?', 'protect');
    await refused('delete --filter region=LON1 --yes', 'protects web-1 by web-?', 'protect');
    await refused('tag web-2 --add x', 'protects web-2 by web-?', 'protect');
    const { code, changes } = await home.sandbox('tag cache-1 --add x -p civo');
    expect({ code, count: changes.length }).toEqual({ code: 0, count: 1 });
    await refused('api DELETE /v2/sshkeys/x', 'has the guard protect, and api cannot tell what it changes', 'protect');
  });

  it('that limits targets refuses more at once, and counts only those that would be touched', async () => {
    await guard('maxTargets=1');
    await refused('stop web-1 web-2 --yes', 'allows 1 at once, and stop would touch 2', 'maxTargets');
    await refused('tag --all --add x --yes', 'allows 1 at once, and tag would touch 2', 'maxTargets');
    const { code, changes } = await home.sandbox('stop web-1 db-1 -p civo --yes --dry-run');
    expect({ code, changes }).toEqual({ code: 0, changes: [] });
  });

  it('that limits targets refuses to make more, too', async () => {
    await guard('maxTargets=1');
    await refused(
      `create more --region LON1 ${small} --count 2`,
      'allows 1 at once, and create would touch 2',
      'maxTargets',
    );
  });

  it('that wants confirmation typed takes no --yes for it', async () => {
    await guard('confirm=typed');
    for (const line of ['stop web-1 --yes', 'delete web-1 --yes', 'resize web-1 --size g3.large --yes']) {
      const [verb] = line.split(' ');
      await refused(line, `wants ${verb} confirmed by typing, at a terminal`, 'confirm');
    }
    expect((await home.sandbox('tag web-1 --add typed -p civo')).code).toBe(0);
  });

  it('is refused in a dry run as well', async () => {
    await guard('readOnly=true');
    const { code, stdout } = await home.sandbox('stop web-1 -p civo --dry-run');
    expect({ code, stdout }).toEqual({ code: 7, stdout: '' });
  });

  it('says so as JSON', async () => {
    await guard('readOnly=true');
    const { error } = await home.sandbox('stop web-1 -p civo --yes -o json');
    expect(error()).toMatchObject({ code: 'guarded', kind: 'conflict', exitCode: 7, profile: 'civo' });
  });

  it('must protect something', async () => {
    const { code, stderr } = await home.sandbox('profile set civo protect=,');
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: "error: protect takes patterns of names\nhint: For example protect='prod-*,db-*'\n",
    });
    expect((await home.sandbox('profile get civo --query guards')).json()).toEqual({});
  });

  it('is shown with its guards', async () => {
    await guard('protect=a,b', 'maxTargets=5', 'readOnly=true', 'confirm=typed');
    expect((await home.sandbox('profile get civo --query guards')).json()).toEqual({
      ...{ protect: ['a', 'b'], maxTargets: 5, readOnly: true, confirm: 'typed' },
    });
    const [{ guards }] = (await home.sandbox('profile list -o json --query [?name==`civo`]')).json();
    expect([...guards].sort()).toEqual(['confirm', 'maxTargets', 'protect', 'readOnly']);
  });

  it.each(['readOnly=false', 'readOnly=', 'confirm=', 'maxTargets=6', 'maxTargets=', 'protect=a', 'protect='])(
    'is only ever tightened by profile set: %s',
    async (setting) => {
      await guard('protect=a,b', 'maxTargets=5', 'readOnly=true', 'confirm=typed');
      const before = (await home.sandbox('profile get civo --query guards')).stdout;
      const { code, stdout, stderr } = await home.sandbox(`profile set civo ${setting}`);
      expect(stdout).toBe('');
      expect([2, 7]).toContain(code);
      if (code === 7) expect(stderr).toContain(`nube profile unguard civo ${setting.split('=')[0]}`);
      expect((await home.sandbox('profile get civo --query guards')).stdout).toBe(before);
      await guard('protect=a,b,c', 'maxTargets=4');
    },
  );

  it('is loosened by a command of its own, which asks', async () => {
    await guard('readOnly=true');
    const asked = await home.sandbox('profile unguard civo readOnly');
    expect({ code: asked.code, stdout: asked.stdout }).toEqual({ code: 9, stdout: '' });
    expect((await home.sandbox('stop web-1 -p civo --yes')).code).toBe(7);
    expect((await home.sandbox('profile unguard civo readonly --yes')).code).toBe(2);
    expect((await home.sandbox('profile unguard civo readOnly --yes')).code).toBe(0);
    const ids = await idsOf(home);
    const { code, changes } = await home.sandbox('stop web-1 -p civo --yes --no-wait');
    expect({ code, changes }).toEqual({ code: 0, changes: [`PUT /v2/instances/${ids['web-1']}/stop`] });
  });
});
