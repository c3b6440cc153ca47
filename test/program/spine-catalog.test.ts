import { describe, expect, it } from 'vitest';
import { Home } from '../nube';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

describe('catalog', () => {
  const home = new Home();
  const rows = async (words: string) => {
    const run = await home.sandbox(`catalog ${words} -p civo -o json`);
    expect({ words, code: run.code, stderr: run.stderr, changes: run.changes }).toEqual({
      ...{ words, code: 0, stderr: '', changes: [] },
    });
    return run.json() as Record<string, unknown>[];
  };
  const common = { profile: 'civo', provider: 'civo' };

  it('regions: tells which take instances', async () => {
    const found = await rows('regions');
    expect(found.map(({ id }) => id)).toEqual(['LON1', 'FRA1', 'NYC1', 'PHX1', 'MUM1', 'PRIV1']);
    expect(found[3]).toMatchObject({ ...common, id: 'PHX1', name: 'Phoenix 1', instances: true, outOfCapacity: true });
    expect(found[4]).toMatchObject({ id: 'MUM1', instances: false });
  });

  it('sizes: only what an instance can be made of today', async () => {
    const found = await rows('sizes --region LON1');
    expect(found.map(({ id }) => id)).toEqual([
      ...['g3.xsmall', 'g3.small', 'g3.medium', 'g3.large', 'g3.xlarge', 'g3.2xlarge'],
      ...['g4s.xsmall', 'g4s.small', 'g4s.medium'],
    ]);
    expect(found[3]).toMatchObject({ ...common, region: 'LON1', cpus: 4, memoryMiB: 8192, diskGiB: 100, gpus: null });
  });

  it('images: of one region, the account’s own among them, none that are not ready or for clusters', async () => {
    const found = await rows('images --region LON1');
    const names = found.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['ubuntu-jammy', 'debian-12', 'golden-web']));
    expect(names).not.toContain('debian-13');
    expect(names.filter((name) => /k3s|talos/.test(String(name)))).toEqual([]);
    for (const { id } of found) expect(id).toMatch(uuid);
  });

  it('networks, firewalls, ssh-keys, volumes, public-ips: what the account has', async () => {
    expect(await rows('networks --region LON1')).toMatchObject([
      { ...common, name: 'Default', region: 'LON1', cidr: '192.168.1.0/24', default: true },
      { name: 'backend', default: false },
    ]);
    expect((await rows('firewalls --region LON1')).map(({ name, network }) => [name, network])).toEqual([
      ['default-default', 'Default'],
      ['web', 'Default'],
      ['backend', 'backend'],
    ]);
    expect(await rows('ssh-keys')).toMatchObject([{ name: 'laptop', fingerprint: expect.stringMatching(/^SHA256:/) }]);
    const web = (await home.sandbox('get web-1 -p civo --query id')).json();
    expect(await rows('volumes --region LON1')).toMatchObject([
      { name: 'web-1-data', instanceId: web, sizeGiB: 20 },
      { name: 'scratch', instanceId: null, sizeGiB: 20 },
    ]);
    expect(await rows('public-ips --region LON1')).toMatchObject([{ name: 'spare', address: '203.0.113.9' }]);
  });

  it('names the profiles whose provider has no such kind, but with --quiet', async () => {
    const left = 'Left out, for they have no zones: civo, cycle, morpheus';
    const found = await home.sandbox('catalog zones -o csv --columns profile');
    expect({ code: found.code, stderr: found.stderr }).toEqual({ code: 0, stderr: `warning: ${left}\n` });
    const json = await home.sandbox('catalog zones -o json');
    expect(JSON.parse(json.stderr)).toEqual({ warning: { code: 'profiles_left_out', message: left } });
    expect((await home.sandbox('catalog zones -q')).stderr).toBe('');
  });

  it('quota: limit and use of each thing', async () => {
    const found = await rows('quota');
    expect(found.find(({ id }) => id === 'instance_count')).toEqual({
      ...{ ...common, id: 'instance_count', name: 'instance count', limit: 32, usage: 4 },
    });
    for (const row of found) expect(row).toMatchObject({ limit: expect.any(Number), usage: expect.any(Number) });
  });

  it('asks every region that has instances where none is named', async () => {
    for (const kind of ['sizes', 'images', 'networks', 'firewalls', 'volumes', 'public-ips']) {
      const { requests } = await home.sandbox(`catalog ${kind} -p civo -o id`);
      expect({ kind, regions: new Set(requests.slice(1).map(({ query }) => query.region)) }).toEqual({
        kind,
        regions: new Set(['LON1', 'FRA1', 'NYC1', 'PHX1', 'PRIV1']),
      });
    }
  });

  it('prints tables, csv, ids, sorted and chosen columns like any list', async () => {
    const sizes = 'catalog sizes -p civo --region LON1';
    expect((await home.sandbox(`${sizes} --columns id,memoryMiB --sort -memoryMiB -o csv`)).stdout).toMatch(
      /^id,memoryMiB\ng3\.2xlarge,32768\ng3\.xlarge,16384\n/,
    );
    expect((await home.sandbox(`${sizes} --columns id,memoryMiB,diskGiB --no-headers`)).stdout).toMatch(
      /^g3\.xsmall +1 GiB +25 GiB\n/,
    );
    expect((await home.sandbox(`${sizes} -o id`)).stdout).toMatch(/^g3\.xsmall\ng3\.small\n/);
  });

  it.each(['isos', 'disk-offerings', 'servers', 'hubs', 'groups', 'plans', 'environments'])(
    'is not supported for what Civo does not have: %s',
    async (kind) => {
      const { code, stdout, stderr, requests } = await home.sandbox(`catalog ${kind} -p civo`);
      expect({ code, stdout, requests }).toEqual({ code: 8, stdout: '', requests: [] });
      expect(stderr).toMatch(new RegExp(`^error: Civo has no ${kind}\nhint: `));
    },
  );

  it('suggests the nearest kind, and names one where none was given', async () => {
    const typo = await home.sandbox('catalog size -p civo');
    expect({ code: typo.code, stdout: typo.stdout, requests: typo.requests }).toEqual({
      code: 2,
      stdout: '',
      requests: [],
    });
    expect(typo.stderr).toBe('error: There is no catalog of "size"\nhint: Did you mean sizes?\n');
    const none = await home.sandbox('catalog -p civo');
    expect({ code: none.code, requests: none.requests }).toEqual({ code: 2, requests: [] });
    expect(none.stderr).toContain('hint: For example nube catalog sizes');
  });
});

describe('stats', () => {
  const home = new Home();

  it('prints the latest figures of an instance that runs', async () => {
    const { code, stderr, json } = await home.sandbox('stats web-1 -p civo -o json');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const [row, ...others] = json();
    expect(others).toEqual([]);
    const id = (await home.sandbox('get web-1 -p civo --query id')).json();
    expect(row).toMatchObject({ profile: 'civo', provider: 'civo', id, instanceId: id, name: 'web-1' });
    expect(row).toMatchObject({ memoryMaxMiB: 2048, diskMaxGiB: 25, networkReceiveBytesPerSecond: null });
    for (const field of ['cpuPercent', 'memoryPercent', 'diskPercent']) {
      expect(row[field]).toBeGreaterThan(0);
      expect(row[field]).toBeLessThanOrEqual(100);
    }
    expect(row.memoryUsedMiB).toBeCloseTo((row.memoryPercent * 2048) / 100, 1);
    expect(row.diskUsedGiB).toBeCloseTo((row.diskPercent * 25) / 100, 1);
  });

  it('prints percentages for people, and a row for each of several', async () => {
    const { stdout } = await home.sandbox('stats web-1 cache-1 -p civo --columns name,cpuPercent,memoryMaxMiB');
    expect(stdout).toMatch(/^NAME +CPU +MEMORY MAX\nweb-1 +[\d.]+% +2 GiB\ncache-1 +[\d.]+% +4 GiB\n$/);
  });

  it('has none of an instance that does not run', async () => {
    const { code, stdout } = await home.sandbox('stats db-1 -p civo -o json');
    expect({ code, stdout }).toEqual({ code: 0, stdout: '[]\n' });
  });

  it.each(['', 'web-1 --since 1h', 'web-1 --until 1h'])('refuses what it needs or Civo has not: %s', async (words) => {
    const { code, stdout } = await home.sandbox(`stats ${words} -p civo`);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });
});

describe('providers', () => {
  const home = new Home();
  const query = (expression: string) => home.run(['providers', '-o', 'json', '--query', expression]);

  it('tells for each verb of a provider: yes, yes with a limit, or no with the reason', async () => {
    const of = async (verb: string) => (await query(`[?provider=='civo' && verb=='${verb}']`)).json();
    const named = (verb: string) => ({ provider: 'civo', title: 'Civo', verb });
    expect(await of('create')).toEqual([{ ...named('create'), supported: true, limit: null, reason: null }]);
    expect(await of('resize')).toEqual([
      { ...named('resize'), supported: true, limit: 'Upwards only, and by --size.', reason: null },
    ]);
    expect(await of('suspend')).toEqual([
      { ...named('suspend'), supported: false, limit: null, reason: 'its instances only run or are stopped' },
    ]);
  });

  it('has a row for each verb', async () => {
    const verbs = (await query("[?provider=='civo'].verb")).json() as string[];
    expect(new Set(verbs).size).toBe(verbs.length);
    expect(verbs).toEqual(expect.arrayContaining(['list', 'get', 'create', 'stop', 'clone', 'ssh', 'console', 'env']));
  });

  it('prints a table with a word for each, sends nothing and needs no profile', async () => {
    const { code, stdout, stderr, requests } = await home.run(
      'providers --no-headers --columns provider,verb,supported',
    );
    expect({ code, stderr, requests }).toEqual({ code: 0, stderr: '', requests: [] });
    expect(stdout).toMatch(/^civo +create +yes$/m);
    expect(stdout).toMatch(/^civo +resize +limited$/m);
    expect(stdout).toMatch(/^civo +suspend +no$/m);
  });
});
