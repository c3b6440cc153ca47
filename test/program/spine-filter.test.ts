import { describe, expect, it } from 'vitest';
import { Home } from '../nube';

describe('a filter', () => {
  const home = new Home();
  const fitting = async (...filters: string[]) => {
    const flags = filters.flatMap((filter) => ['--filter', filter]);
    const run = await home.sandbox(['list', '-p', 'civo', '--columns', 'name', '--no-headers', ...flags]);
    expect({ code: run.code, stderr: run.stderr }).toEqual({ code: 0, stderr: '' });
    return run.stdout.split('\n').filter((line) => line !== '');
  };
  const all = ['web-1', 'web-2', 'db-1', 'cache-1'];
  const but = (...names: string[]) => all.filter((name) => !names.includes(name));

  // web-1 and web-2: 1 CPU, 2 GiB, 25 GiB, tags web and prod; db-1: stopped, 4, 8 GiB, 100 GiB, tag db;
  // cache-1: 2, 4 GiB, 50 GiB, no tags.
  it.each([
    ['state=stopped', ['db-1']],
    ['state!=stopped', but('db-1')],
    ['name~^web-', ['web-1', 'web-2']],
    ['name~1$', but('web-2')],
    ['region=FRA1', ['db-1']],
    ['provider!=civo', []],
    ['provider=civo', all],
    ['providerState=SHUTOFF', ['db-1']],
    ['size=g3.small', ['web-1', 'web-2']],
    ['image~ubuntu', but('db-1')],
    ['publicAddresses=203.0.113.7', ['db-1']],
  ])('compares text: %s', async (filter, names) => {
    expect(await fitting(filter)).toEqual(names);
  });

  it.each([
    ['cpus=2', ['cache-1']],
    ['cpus!=1', ['db-1', 'cache-1']],
    ['cpus>2', ['db-1']],
    ['cpus>=2', ['db-1', 'cache-1']],
    ['cpus<2', ['web-1', 'web-2']],
    ['cpus<=2', but('db-1')],
  ])('compares numbers: %s', async (filter, names) => {
    expect(await fitting(filter)).toEqual(names);
  });

  it.each([
    ['memory>=4GiB', ['db-1', 'cache-1']],
    ['memory>=4GB', ['db-1', 'cache-1']],
    ['memory=2048', ['web-1', 'web-2']],
    ['memory=2048MiB', ['web-1', 'web-2']],
    ['memory<2GiB', []],
    ['memoryMiB>4096', ['db-1']],
    ['disk>=50', ['db-1', 'cache-1']],
    ['disk=50GiB', ['cache-1']],
    ['disk<=25600MiB', ['web-1', 'web-2']],
    ['diskGiB>50GB', ['db-1']],
  ])('takes sizes with units, memory in MiB and the rest in GB without one: %s', async (filter, names) => {
    expect(await fitting(filter)).toEqual(names);
  });

  it.each([
    ['age>30d', ['web-1', 'db-1']],
    ['age<2w', ['cache-1']],
    ['age>=1300h', ['db-1']],
    ['age<864000', ['cache-1']],
    ['createdAt<2020-01-01', []],
    ['createdAt>2020-01-01T00:00:00Z', all],
    ['createdAt>20d', ['cache-1']],
  ])('takes ages and moments: %s', async (filter, names) => {
    expect(await fitting(filter)).toEqual(names);
  });

  it.each([
    ['tag=prod', ['web-1', 'web-2']],
    ['tags=db', ['db-1']],
    ['tag!=prod', ['db-1', 'cache-1']],
    ['tag~^(db|we)', but('cache-1')],
    ['tag=pro', []],
  ])('means any element of a list, and none with !=: %s', async (filter, names) => {
    expect(await fitting(filter)).toEqual(names);
  });

  it.each(['group=any', 'group~.', 'group~', 'updatedAt<2100-01-01', 'updatedAt>2000-01-01'])(
    'is not fitted by an absent value: %s',
    async (filter) => {
      expect(await fitting(filter)).toEqual([]);
    },
  );

  it.each(['group!=any', 'updatedAt!=2026-01-01'])('is fitted by an absent value only with !=: %s', async (filter) => {
    expect(await fitting(filter)).toEqual(all);
  });

  it('must hold together with every other one', async () => {
    expect(await fitting('state=running', 'region=LON1', 'name~2$')).toEqual(['web-2']);
    expect(await fitting('state=running', 'state=stopped')).toEqual([]);
  });

  it('is never split at a comma', async () => {
    expect(await fitting('name~^(web-1|x{0,1}db-1)$')).toEqual(['web-1', 'db-1']);
    expect(await fitting('name=web-1,web-2')).toEqual([]);
  });

  it.each([
    ['bogus=1', 'There is no field "bogus" to filter on', 'The fields are profile, provider, id, name, '],
    ['stat=running', 'There is no field "stat" to filter on', 'Did you mean state?'],
    ['running', '"running" is not a filter', 'For example --filter state=running'],
    ['=running', '"=running" is not a filter', 'For example --filter state=running'],
    ['memory>=lots', '"lots" is not a size', 'For example 20GB'],
    ['age>soon', '"soon" is not a time', 'For example 90s'],
    ['createdAt<yesterday', '"yesterday" is not a moment', 'For example 2026-01-31'],
  ])('that says nothing is refused before anything is sent: %s', async (filter, message, hint) => {
    for (const line of ['list', 'stop --yes', 'delete --yes', 'wait']) {
      const run = await home.sandbox([...line.split(' '), '-p', 'civo', '--filter', filter]);
      expect({ line, code: run.code, stdout: run.stdout, requests: run.requests }).toEqual({
        ...{ line, code: 2, stdout: '', requests: [] },
      });
      expect(run.stderr).toContain(`error: ${message}\n`);
      expect(run.stderr).toContain(`hint: ${hint}`);
    }
  });

  it.each(['cpus>many', 'cpus=', 'name~['])('with a value that cannot be compared is refused: %s', async (filter) => {
    const { code, stdout, stderr, requests } = await home.sandbox(['list', '-p', 'civo', '--filter', filter]);
    expect({ code, stdout, requests }).toEqual({ code: 2, stdout: '', requests: [] });
    expect(stderr).toMatch(/^error: ".*" is not a (number|regular expression)/);
  });

  it('chooses the targets of a changing verb just as rows of a list', async () => {
    const run = await home.sandbox('stop -p civo --filter tag=web --filter name~2$ --yes -o json');
    expect(run.code).toBe(0);
    expect(run.json()).toMatchObject([{ name: 'web-2', status: 'succeeded', state: 'stopped' }]);
    expect(run.changes).toHaveLength(1);
  });
});
