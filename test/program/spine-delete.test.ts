import { beforeAll, describe, expect, it } from 'vitest';
import { Home } from '../nube';
import { idsOf, small } from './support/seeded';

describe('delete', () => {
  const home = new Home();
  let ids: Readonly<Record<string, string>> = {};
  beforeAll(async () => {
    const many = await home.sandbox(`create many -p civo --region LON1 ${small} --count 11 --no-wait`);
    expect(many.code).toBe(0);
    ids = await idsOf(home);
  });
  const remove = (words: string) => home.sandbox(`delete ${words} -p civo -o json`);
  const there = async () => Object.keys(await idsOf(home)).filter((name) => !name.includes('/'));

  it('asks, naming each instance and what is lost and what stays', async () => {
    const { code, stdout, stderr, changes } = await home.sandbox('delete web-1 db-1 -p civo');
    expect({ code, stdout, changes }).toEqual({ code: 9, stdout: '', changes: [] });
    expect(stderr).toContain(
      `delete civo/web-1 (${ids['web-1']}, running): its disk and everything on it; ` +
        'attached volumes stay and are still paid for: web-1-data; ' +
        `delete civo/db-1 (${ids['db-1']}, stopped): its disk and everything on it\n`,
    );
  });

  it('prints its requests with --dry-run and sends none of them', async () => {
    const { code, stdout, stderr, changes } = await home.sandbox('delete web-1 db-1 -p civo --dry-run');
    expect({ code, stderr, changes }).toEqual({ code: 0, stderr: '', changes: [] });
    const line = (name: string, region: string) =>
      `curl -sS --fail-with-body -X DELETE 'http://127.0.0.1:[0-9]+/v2/instances/${ids[name]}\\?region=${region}' ` +
      '-H "authorization: bearer \\$NUBE_TOKEN"\n';
    expect(stdout).toMatch(new RegExp(`^# 1\n${line('web-1', 'LON1')}# 2\n${line('db-1', 'FRA1')}$`));
  });

  it('waits until the instances are gone', async () => {
    const { code, stderr, json, changes, requests } = await remove('web-1 db-1 --yes');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect([...changes].sort()).toEqual(
      [`DELETE /v2/instances/${ids['web-1']}`, `DELETE /v2/instances/${ids['db-1']}`].sort(),
    );
    const common = { profile: 'civo', provider: 'civo', action: 'delete', status: 'succeeded', state: null };
    expect(json()).toEqual(
      ['web-1', 'db-1'].map((name) => ({ ...common, id: ids[name], name, operation: null, error: null, result: null })),
    );
    expect(requests.filter(({ status }) => status === 404)).toHaveLength(2);
    expect(await there()).not.toContain('web-1');
    expect((await home.sandbox(`get ${ids['web-1']} -p civo`)).code).toBe(5);
  });

  it('returns with --no-wait once accepted', async () => {
    const { code, json, requests } = await remove('web-2 --yes --no-wait');
    expect(code).toBe(0);
    expect(json()).toMatchObject([{ name: 'web-2', status: 'accepted' }]);
    expect(requests.at(-1)?.method).toBe('DELETE');
    expect((await home.sandbox('wait web-2 -p civo --for deleted')).code).toBe(0);
    expect(await there()).not.toContain('web-2');
  });

  it('is also called rm', async () => {
    const { code, changes } = await home.sandbox('rm cache-1 -p civo');
    expect({ code, changes }).toEqual({ code: 9, changes: [] });
  });

  it('of more than ten needs --max beside --yes', async () => {
    const plain = await remove('--filter name~^many- --yes');
    expect({ code: plain.code, stdout: plain.stdout, changes: plain.changes }).toEqual({
      ...{ code: 9, stdout: '', changes: [] },
    });
    expect(plain.error()).toMatchObject({ code: 'confirmation_required', kind: 'cancelled' });
    expect(plain.error().hint).toContain('--max 11');
    const unsure = await remove('--filter name~^many- --max 11');
    expect({ code: unsure.code, changes: unsure.changes }).toEqual({ code: 9, changes: [] });
  });

  it('refuses more than --max allows', async () => {
    const { code, stdout, changes, error } = await remove('--filter name~^many- --yes --max 10');
    expect({ code, stdout, changes }).toEqual({ code: 7, stdout: '', changes: [] });
    expect(error()).toMatchObject({ code: 'too_many_targets', kind: 'conflict', exitCode: 7 });
  });

  it('needs no --max for ten, whatever --concurrency says', async () => {
    const ten = Array.from({ length: 10 }, (_, index) => `many-${index + 1}`);
    const { code, json, changes } = await remove(`${ten.join(' ')} --yes --concurrency 2`);
    expect({ code, count: changes.length }).toEqual({ code: 0, count: 10 });
    expect(json().map(({ name, status }: any) => [name, status])).toEqual(ten.map((name) => [name, 'succeeded']));
  });

  it('goes on with the others when one fails, and reports each', async () => {
    const fault = { variables: { NUBE_SANDBOX_FAULT: '409@DELETEx1' } };
    const run = await home.sandbox('delete many-11 cache-1 -p civo --yes --concurrency 1 -o json', fault);
    expect(run.code).toBe(12);
    expect(run.json()).toMatchObject([
      { name: 'many-11', status: 'failed', state: 'running', error: { kind: 'conflict' } },
      { name: 'cache-1', status: 'succeeded', state: null, error: null },
    ]);
    expect(await there()).toEqual(['many-11']);
  });

  it('takes what is going already as something to wait for', async () => {
    const stuck = { variables: { NUBE_SANDBOX_FAULT: 'stuck' } };
    expect((await home.sandbox('delete many-11 -p civo --yes --no-wait', stuck)).code).toBe(0);
    const { code, changes, json } = await remove('many-11 --yes --timeout 10s');
    expect({ code, changes }).toEqual({ code: 11, changes: [] });
    expect(json()).toMatchObject([{ name: 'many-11', status: 'accepted', state: 'deleting' }]);
  });

  it.each(['--purge', '--force', '--preserve-volumes', '--release-ip all', '--delete-snapshots', '--keep-ips'])(
    'refuses an option that Civo does not have: %s',
    async (option) => {
      const { code, stdout, changes } = await remove(`many-11 --yes ${option}`);
      expect({ code, stdout, changes }).toEqual({ code: 2, stdout: '', changes: [] });
    },
  );

  it('that fits nothing is done, as an empty list', async () => {
    const { code, stdout, changes } = await remove('--filter name=nothing --yes');
    expect({ code, stdout, changes }).toEqual({ code: 0, stdout: '[]\n', changes: [] });
  });
});
