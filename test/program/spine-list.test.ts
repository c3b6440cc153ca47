import { beforeAll, describe, expect, it } from 'vitest';
import { instanceFields } from '../../src/core/instance';
import { Home } from '../nube';
import { idsOf } from './support/seeded';

describe('list', () => {
  const home = new Home();
  const list = (options = '', more = {}) => home.sandbox(`list -p civo ${options}`, more);
  let ids: Readonly<Record<string, string>> = {};
  beforeAll(async () => {
    ids = await idsOf(home);
  });

  const names = (options: string) => list(`${options} --columns name --no-headers`);

  it('prints a table in which nothing is cut where no terminal is', async () => {
    const created = (await list('-o json --query [].createdAt')).json() as string[];
    expect(created).toHaveLength(4);
    const { code, stdout, stderr } = await list();
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toBe(
      [
        'PROFILE  NAME     STATE    REGION  SIZE       PUBLIC IP    CREATED',
        `civo     web-1    running  LON1    g3.small   203.0.113.5  ${created[0]}`,
        `civo     web-2    running  LON1    g3.small   203.0.113.6  ${created[1]}`,
        `civo     db-1     stopped  FRA1    g3.large   203.0.113.7  ${created[2]}`,
        `civo     cache-1  running  NYC1    g3.medium  203.0.113.8  ${created[3]}`,
        '',
      ].join('\n'),
    );
  });

  it('prints every field in the wide table', async () => {
    const { stdout } = await list('-o wide --filter name=db-1');
    const [header = '', row = '', ...rest] = stdout.split('\n');
    expect(rest).toEqual(['']);
    expect(header.split(/ {2,}/)).toEqual([
      ...['PROFILE', 'PROVIDER', 'NAME', 'ID', 'HOSTNAME', 'STATE', 'PROVIDER STATE', 'REGION', 'GROUP', 'SIZE'],
      ...['IMAGE', 'CPUS', 'MEMORY', 'DISK', 'PUBLIC IP', 'PRIVATE IP', 'TAGS', 'CREATED', 'UPDATED'],
    ]);
    expect(row.split(/ {2,}/).slice(0, -2)).toEqual([
      ...['civo', 'civo', 'db-1', ids['db-1'], 'db-1', 'stopped', 'SHUTOFF', 'FRA1', '-', 'g3.large'],
      ...['debian-12', '4', '8 GiB', '100 GiB', '203.0.113.7', '192.168.1.2', 'db'],
    ]);
  });

  it('prints the shared model as JSON, numbers as numbers and what is absent as null', async () => {
    const { code, stderr, stdout, json } = await list('-o json --filter name=web-1');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(json()).toEqual([
      {
        profile: 'civo',
        provider: 'civo',
        id: ids['web-1'],
        name: 'web-1',
        hostname: 'web-1',
        state: 'running',
        providerState: 'ACTIVE',
        region: 'LON1',
        group: null,
        size: 'g3.small',
        image: 'ubuntu-noble',
        cpus: 1,
        memoryMiB: 2048,
        diskGiB: 25,
        publicAddresses: ['203.0.113.5'],
        privateAddresses: ['192.168.1.2'],
        tags: ['web', 'prod'],
        createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
        updatedAt: null,
      },
    ]);
    expect(stdout).toBe(`${JSON.stringify(json(), null, 2)}\n`);
  });

  it('prints a line of JSON for each with ndjson, and the same as YAML', async () => {
    const rows = (await list('-o json')).json() as object[];
    expect((await list('-o ndjson')).stdout).toBe(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    const yaml = (await list('-o yaml --filter name=web-1')).stdout;
    expect(yaml.startsWith('- profile: civo\n  provider: civo\n')).toBe(true);
    expect(yaml).toContain('  group: null\n  size: g3.small\n');
    expect(yaml).toContain('  tags:\n    - web\n    - prod\n');
  });

  it('prints ids and references, a line each', async () => {
    const order = ['web-1', 'web-2', 'db-1', 'cache-1'];
    expect((await list('-o id')).stdout).toBe(order.map((name) => `${ids[name]}\n`).join(''));
    expect((await list('-o ref')).stdout).toBe(order.map((name) => `civo/${ids[name]}\n`).join(''));
  });

  it('prints every field as csv, with lists joined and what is absent left empty', async () => {
    const { stdout } = await list('-o csv --filter name=web-1');
    const [header, row = '', end] = stdout.split('\n');
    expect([...(header ?? '').split(',')].sort()).toEqual([...instanceFields].sort());
    expect(row).toMatch(/,LON1,,g3\.small,ubuntu-noble,1,2048,25,203\.0\.113\.5,192\.168\.1\.2,web;prod,[^,]+,$/);
    expect(end).toBe('');
  });

  it('lets --columns choose and order the columns of tables, csv and tsv', async () => {
    const chosen = '--filter region=LON1 --columns state,name,tags,group';
    expect((await list(chosen)).stdout).toBe(
      'STATE    NAME   TAGS       GROUP\nrunning  web-1  web, prod  -\nrunning  web-2  web, prod  -\n',
    );
    expect((await list(`${chosen} -o tsv`)).stdout).toBe(
      'state\tname\ttags\tgroup\nrunning\tweb-1\tweb;prod\t\nrunning\tweb-2\tweb;prod\t\n',
    );
    expect((await list(`${chosen} -o csv --no-headers`)).stdout).toBe(
      'running,web-1,web;prod,\nrunning,web-2,web;prod,\n',
    );
  });

  it('answers a wrong column with those there are and the nearest, before anything is sent', async () => {
    const { code, stdout, stderr, requests } = await list('--columns nme');
    expect({ code, stdout, requests }).toEqual({ code: 2, stdout: '', requests: [] });
    expect(stderr).toMatch(/^error: There is no column "nme"; there are profile, provider, name, .*, updatedAt\n/);
    expect(stderr).toMatch(/\nhint: Did you mean name\?\n$/);
    const sort = await list('--sort stat');
    expect({ code: sort.code, requests: sort.requests }).toEqual({ code: 2, requests: [] });
    expect(sort.stderr).toContain('hint: Did you mean state?\n');
  });

  it.each(['json', 'yaml', 'ndjson', 'id', 'ref'])(
    'refuses --columns with -o %s, and points to --query',
    async (to) => {
      const run = await list(`--columns name -o ${to}`);
      expect({ code: run.code, stdout: run.stdout, requests: run.requests }).toEqual({
        code: 2,
        stdout: '',
        requests: [],
      });
      expect(run.stderr).toContain('--query');
    },
  );

  it('sorts by any column, upwards and downwards, numbers as numbers', async () => {
    expect((await names('--sort name')).stdout).toBe('cache-1\ndb-1\nweb-1\nweb-2\n');
    expect((await names('--sort -name')).stdout).toBe('web-2\nweb-1\ndb-1\ncache-1\n');
    expect((await names('--sort -memoryMiB')).stdout).toBe('db-1\ncache-1\nweb-1\nweb-2\n');
    expect((await names('--sort createdAt')).stdout).toBe('db-1\nweb-1\nweb-2\ncache-1\n');
  });

  it('keeps rows without a value last in both directions', async () => {
    expect((await names('--sort tags')).stdout.trim().split('\n').at(-1)).toBe('cache-1');
    expect((await names('--sort -tags')).stdout.trim().split('\n').at(-1)).toBe('cache-1');
  });

  it('counts --limit after filter and sort', async () => {
    expect((await names('--limit 2 --sort -cpus')).stdout).toBe('db-1\ncache-1\n');
    expect((await names('--limit 1 --filter state=stopped')).stdout).toBe('db-1\n');
    expect((await list('--limit 2 -o json')).json()).toHaveLength(2);
    expect((await list('--limit 0')).code).toBe(2);
  });

  it('applies --query to the whole of the JSON, and prints JSON unless told otherwise', async () => {
    expect((await list('--query [].name')).json()).toEqual(['web-1', 'web-2', 'db-1', 'cache-1']);
    expect((await list('--query length(@)')).stdout).toBe('4\n');
    expect((await list('--query [?state==`stopped`].region')).json()).toEqual(['FRA1']);
    expect((await list('--query [].name -o ndjson')).stdout).toBe('"web-1"\n"web-2"\n"db-1"\n"cache-1"\n');
    expect((await list('--query [].name -o csv')).stdout).toBe('web-1\nweb-2\ndb-1\ncache-1\n');
    expect((await list('--query [0:2].{n:name,c:cpus} -o tsv')).stdout).toBe('n\tc\nweb-1\t1\nweb-2\t1\n');
    expect((await list('--query [0:2].{called:name} -o yaml')).stdout).toBe('- called: web-1\n- called: web-2\n');
    expect((await list('--query nothing')).stdout).toBe('null\n');
  });

  it.each(['table', 'wide', 'id', 'ref'])('refuses --query with -o %s', async (to) => {
    const { code, stdout, requests } = await list(`--query [] -o ${to}`);
    expect({ code, stdout, requests }).toEqual({ code: 2, stdout: '', requests: [] });
  });

  it('refuses a broken query before anything is sent', async () => {
    const { code, stdout, stderr, requests } = await list('--query [?state');
    expect({ code, stdout, requests }).toEqual({ code: 2, stdout: '', requests: [] });
    expect(stderr).toMatch(/^error: The query "\[\?state" can't be answered\n/);
    expect(stderr).toContain(`For example --query "[?state=='running'].name"\n`);
    expect((await list("--query [?state=='running'].name -o json")).json()).toContain('web-1');
  });

  it('prints an empty list as an empty list, which is no failure', async () => {
    const none = '--filter name=none';
    expect((await list(`${none} -o json`)).stdout).toBe('[]\n');
    expect((await list(`${none} -o ndjson`)).stdout).toBe('');
    expect((await list(`${none} -o id`)).stdout).toBe('');
    expect((await list(`${none} -o csv --columns name,state`)).stdout).toBe('name,state\n');
    expect((await list(`${none} -o csv --columns name --no-headers`)).stdout).toBe('');
    const table = await list(none);
    expect(table.code).toBe(0);
    expect((await list(none, { columns: 80 })).stdout).toBe('No instances.\n');
  });

  it('refuses an unknown format with those there are', async () => {
    const { code, stdout, stderr, requests } = await list('-o jsn');
    expect({ code, stdout, requests }).toEqual({ code: 2, stdout: '', requests: [] });
    expect(stderr).toContain('table, wide, json, yaml, ndjson, csv, tsv, id, ref');
  });

  it('prints the provider’s own objects with --raw, secrets masked', async () => {
    const { code, stdout, json } = await list('--raw -o json');
    expect(code).toBe(0);
    expect(json()).toHaveLength(4);
    expect(json()[0]).toMatchObject({ hostname: 'web-1', status: 'ACTIVE', civostatsd_token: '********' });
    expect(json()[3]).toMatchObject({ hostname: 'cache-1', initial_password: '********' });
    expect(stdout).not.toMatch(/"civostatsd_token": "[^*]/);
  });

  it('refuses options that only other providers have, naming the profile', async () => {
    for (const option of ['--hub one', '--search web', '--server node', '--kind vm', '--updated-since 2h']) {
      const { code, stdout, stderr, requests } = await list(option);
      expect({ option, code, stdout, requests }).toEqual({ option, code: 2, stdout: '', requests: [] });
      expect(stderr).toBe(
        `error: No profile looked at has ${option.split(' ')[0]}: civo\n` +
          'hint: Choose another profile with -p, or leave the option out.\n',
      );
    }
  });

  it('takes the lack of a place for nothing to list, where another profile has the place', async () => {
    const left = 'warning: Left out: morpheus (There is no cloud "LON1")\n';
    const run = await home.sandbox('list -p morpheus,civo --region LON1 --columns name --no-headers');
    expect(run).toMatchObject({ code: 0, stdout: 'web-1\nweb-2\n', stderr: left });
    const ids = await home.sandbox('catalog networks -p morpheus,civo --region LON1 --columns region,name -o csv');
    expect(ids).toMatchObject({ code: 0, stdout: 'region,name\nLON1,Default\nLON1,backend\n', stderr: left });
    const stop = await home.sandbox('stop web-1 -p morpheus,civo --region LON1 --dry-run');
    expect({ code: stop.code, stderr: stop.stderr }).toEqual({ code: 0, stderr: left });
    const inventory = await home.sandbox('inventory -p morpheus,civo --region LON1 --query all.hosts');
    expect(inventory.json()).toEqual(['civo-web-1', 'civo-web-2']);
    expect({ code: inventory.code, stderr: inventory.stderr }).toEqual({ code: 0, stderr: left });
    const nowhere = await home.sandbox('list -p morpheus,civo --region NOWHERE -o json');
    expect(nowhere).toMatchObject({ code: 5, stdout: '[]\n' });
    expect(nowhere.error().errors).toMatchObject([{ profile: 'morpheus' }, { profile: 'civo', kind: 'not_found' }]);
  });

  it('answers to its other name', async () => {
    expect((await home.sandbox('ls -p civo -o id')).stdout).toBe((await list('-o id')).stdout);
  });

  it('says with --quiet nothing of the profiles that it leaves out', async () => {
    const loud = await home.sandbox('list --hub sandbox-hub -o id');
    expect(loud.stderr).toMatch(/^warning: Left out, for they have no --hub: civo, cloudca, coxedge, morpheus\n/);
    const quiet = await home.sandbox('list --hub sandbox-hub -o id --quiet');
    expect(quiet.stderr).toBe(loud.stderr.split('\n').slice(1).join('\n'));
  });
});
