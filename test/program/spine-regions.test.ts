import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Home } from '../nube';
import { type Arrival, Gateway } from './support/gateway';
import { small } from './support/seeded';

const closed = { status: 403, body: { code: 'region_unavailable', reason: 'Down for maintenance' } };
const listing = ({ method, path, query }: Arrival) => `${method} ${path} ${query.region ?? ''}`.trim();

describe('listing over regions', () => {
  const home = new Home();
  const gateway = new Gateway(home);
  beforeAll(() => gateway.open());
  beforeEach(() => gateway.clear());
  const run = (line: string) => home.run(line, { variables: gateway.variables });
  const names = async (line: string) => (await run(`${line} --columns name --no-headers`)).stdout;

  it('asks for the regions, then every region that has instances, once', async () => {
    expect(await names('list')).toBe('web-1\nweb-2\ndb-1\ncache-1\n');
    expect(listing(gateway.arrivals[0] as Arrival)).toBe('GET /v2/regions');
    expect(gateway.arrivals.slice(1).map(listing).sort()).toEqual(
      ['LON1', 'FRA1', 'NYC1', 'PHX1', 'PRIV1'].map((region) => `GET /v2/instances ${region}`).sort(),
    );
  });

  it('says who asks, and sends the credential, with every request', async () => {
    expect((await run('list')).code).toBe(0);
    expect(gateway.arrivals).toHaveLength(6);
    for (const { headers } of gateway.arrivals) {
      expect(headers).toMatchObject({ authorization: `bearer ${gateway.token}`, accept: 'application/json' });
      expect(headers['user-agent']).toMatch(/^nube\/\d+\.\d+\.\d+/);
    }
  });

  it('takes one request where --region names the region', async () => {
    expect(await names('list --region FRA1')).toBe('db-1\n');
    expect(gateway.arrivals.map(listing)).toEqual(['GET /v2/instances FRA1']);
  });

  it('reads all pages of a size that was asked for', async () => {
    expect(await names('list --region LON1 --page-size 1')).toBe('web-1\nweb-2\n');
    expect(gateway.arrivals.map(({ query }) => [query.page, query.per_page])).toEqual([
      ['1', '1'],
      ['2', '1'],
    ]);
  });

  it('keeps the rows of the others when one region is dead, says which, and ends with 12', async () => {
    gateway.instead = ({ query }) => (query.region === 'LON1' ? closed : null);
    const { code, stdout, stderr } = await run('list --columns name,region');
    expect(code).toBe(12);
    expect(stdout).toBe('NAME     REGION\ndb-1     FRA1\ncache-1  NYC1\n');
    expect(stderr.split('\n').filter((line) => line.startsWith('error:'))).toHaveLength(1);
    expect(stderr).toContain('Region LON1: The region is closed at the moment');
    expect(stderr).toContain('Down for maintenance');
  });

  it('says so in JSON as one error with the failure of the region inside', async () => {
    gateway.instead = ({ query }) => (query.region === 'FRA1' ? closed : null);
    const { code, stderr, json, error } = await run('list -o json');
    expect(code).toBe(12);
    expect(json().map(({ name }: { name: string }) => name)).toEqual(['web-1', 'web-2', 'cache-1']);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(error()).toMatchObject({
      code: 'some_failed',
      kind: 'partial',
      exitCode: 12,
      errors: [
        {
          code: 'provider_unavailable',
          kind: 'unavailable',
          exitCode: 14,
          message: 'Region FRA1: The region is closed at the moment: Down for maintenance',
          profile: 'env',
          provider: 'civo',
          httpStatus: 403,
          providerCode: 'region_unavailable',
          errors: [],
        },
      ],
    });
  });

  it('keeps the rows of the pages before one that fails', async () => {
    gateway.instead = ({ query }) => (query.region === 'LON1' && query.page === '2' ? closed : null);
    const { code, stdout } = await run('list --page-size 1 --columns name --no-headers');
    expect({ code, stdout }).toEqual({ code: 12, stdout: 'web-1\ndb-1\ncache-1\n' });
  });

  it('does not call a region a profile', async () => {
    gateway.instead = ({ query }) => (query.region === 'LON1' ? closed : null);
    expect((await run('list')).stderr).not.toContain('of 2 profiles failed');
  });

  it('streams the rows of the regions that answer', async () => {
    gateway.instead = ({ query }) => (query.region === 'LON1' ? closed : null);
    const { code, stdout } = await run('list -o ndjson');
    expect(code).toBe(12);
    expect(stdout.split('\n').map((line) => (line === '' ? '' : JSON.parse(line).name))).toEqual([
      'db-1',
      'cache-1',
      '',
    ]);
  });

  it('ends with the kind that all regions share, and an empty list', async () => {
    gateway.instead = ({ path }) => (path === '/v2/instances' ? closed : null);
    const { code, stdout, error } = await run('list -o json');
    expect({ code, stdout }).toEqual({ code: 14, stdout: '[]\n' });
    expect(error()).toMatchObject({ kind: 'unavailable', exitCode: 14 });
  });

  it('ends with 10 where they fail for different reasons', async () => {
    const refused = { status: 403, body: { code: 'authentication_access_denied', reason: 'No' } };
    gateway.instead = ({ path, query }) => {
      return path !== '/v2/instances' ? null : query.region === 'LON1' ? refused : closed;
    };
    const { code, stdout } = await run('list -o json');
    expect({ code, stdout }).toEqual({ code: 10, stdout: '[]\n' });
  });

  it('ends with the code of the request for the regions where that fails', async () => {
    gateway.instead = ({ path }) => (path === '/v2/regions' ? closed : null);
    const { code, stdout, stderr } = await run('list');
    expect(code).toBe(14);
    expect(stdout).not.toContain('web-1');
    expect(stderr).toMatch(/^error: The region is closed at the moment\nreason: Down for maintenance\nhint: /);
    expect(gateway.arrivals).toHaveLength(1);
  });

  it('sends a region as it was typed and says what it may be where there is none', async () => {
    const { code, stderr } = await run('list --region lon1');
    expect(code).toBe(5);
    expect(listing(gateway.arrivals[0] as Arrival)).toBe('GET /v2/instances lon1');
    expect(gateway.arrivals.filter(({ path }) => path === '/v2/instances')).toHaveLength(1);
    expect(stderr).toMatch(/^error: .*region.*\n/);
    expect(stderr).toContain('hint: Did you mean LON1?\n');
  });
});

describe('a dead region', () => {
  const home = new Home();
  const gateway = new Gateway(home);
  beforeAll(() => gateway.open());
  beforeEach(() => {
    gateway.clear();
    gateway.instead = ({ path, query }) => (path === '/v2/instances' && query.region === 'FRA1' ? closed : null);
  });
  const run = (line: string) => home.run(line, { variables: gateway.variables });
  const changes = () =>
    gateway.arrivals.filter(({ method }) => method !== 'GET').map(({ method, path }) => [method, path]);

  it('is no more than a warning for reading an instance that was found elsewhere', async () => {
    const { code, json, stderr } = await run('get web-1 -o json');
    expect(code).toBe(0);
    expect(json().name).toBe('web-1');
    expect(
      stderr
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([{ warning: { code: 'provider_unavailable', message: expect.stringContaining('FRA1') } }]);
  });

  it('is the reason where the instance was not found', async () => {
    const { code, stdout, stderr } = await run('get db-1');
    expect({ code, stdout }).toEqual({ code: 14, stdout: '' });
    expect(stderr).toMatch(/^error: Region FRA1: The region is closed at the moment\n/);
  });

  it.each(['stop web-1 --yes', 'delete web-1 --yes', 'tag web-1 --add x', 'stop --filter name=web-1 --yes'])(
    'keeps a change from being sent, for the name could be used there: %s',
    async (line) => {
      const { code, stdout, stderr } = await run(line);
      expect({ code, stdout, changes: changes() }).toEqual({ code: 14, stdout: '', changes: [] });
      expect(stderr).toMatch(/^error: Region FRA1: The region is closed at the moment\n/);
    },
  );

  it('keeps what waits for deleted from being done, and a create from being sent', async () => {
    const wait = await run('wait db-1 --for deleted --timeout 1s');
    expect({ code: wait.code, stdout: wait.stdout }).toEqual({ code: 14, stdout: '' });
    const create = await run(`create x --region FRA1 ${small} --if-not-exists`);
    expect({ code: create.code, stdout: create.stdout, changes: changes() }).toEqual({
      code: 14,
      stdout: '',
      changes: [],
    });
  });

  it('does not matter where the region is named', async () => {
    const { code, stdout } = await run('tag web-1 --add x --region LON1 -o id');
    expect({ code, stdout, changes: changes() }).toEqual({
      code: 0,
      stdout: expect.stringMatching(/^[0-9a-f-]{36}\n$/),
      changes: [['PUT', `/v2/instances/${stdout.trim()}/tags`]],
    });
  });

  it('keeps wait from guessing', async () => {
    const { code, stdout } = await run('wait web-1 --timeout 1s');
    expect({ code, stdout }).toEqual({ code: 14, stdout: '' });
  });

  it('lets stats and volumes warn and go on', async () => {
    for (const verb of ['stats', 'volumes']) {
      const { code, json, stderr } = await run(`${verb} web-1 -o json`);
      expect({ verb, code, rows: json().length }).toEqual({ verb, code: 0, rows: 1 });
      expect(JSON.parse(stderr)).toMatchObject({ warning: { message: expect.stringContaining('FRA1') } });
    }
  });

  it('is a failure of one part for a catalog', async () => {
    gateway.instead = ({ path, query }) => (path === '/v2/networks' && query.region === 'FRA1' ? closed : null);
    const { code, json, error } = await run('catalog networks -o json');
    expect(json().map(({ region }: { region: string }) => region)).toEqual(['LON1', 'LON1', 'NYC1', 'PHX1', 'PRIV1']);
    expect(code).toBe(12);
    expect(error()).toMatchObject({ kind: 'partial', errors: [{ kind: 'unavailable' }] });
  });
});
