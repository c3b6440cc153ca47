import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Home } from '../nube';
import { type Arrival, Gateway } from './support/gateway';
import { small } from './support/seeded';

const page = '<!doctype html>\n<title>404 Not Found</title>\n<h1>Nothing to see</h1>\n';
const isLook = ({ method, path }: Arrival) => method === 'GET' && /^\/v2\/instances\/[0-9a-f-]+$/.test(path);
const isListing = ({ method, path }: Arrival) => method === 'GET' && path === '/v2/instances';

describe('an answer that is not what was promised', () => {
  const home = new Home();
  const gateway = new Gateway(home);
  beforeAll(() => gateway.open());
  beforeEach(() => gateway.clear());
  const run = (line: string) => home.run(`${line} --region LON1`, { variables: gateway.variables });
  const changes = () => gateway.arrivals.filter(({ method }) => method !== 'GET').map(({ method }) => method);

  it.each([
    ['HTML', page],
    ['no JSON', '{"items": ['],
    ['a list', []],
    ['a number', 7],
    ['items that are none', { items: 'none', pages: 1 }],
    ['an entry that is none', { items: ['web-1'], pages: 1 }],
    ['an entry without an id', { items: [{ hostname: 'web-1' }], pages: 1 }],
  ])('is one clear error that names the request, where it is %s', async (_what, body) => {
    gateway.instead = (arrival) => (isListing(arrival) ? { status: 200, body } : null);
    const { code, stdout, stderr, error } = await run('list -o json');
    expect({ code, stdout }).toEqual({ code: 10, stdout: '[]\n' });
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(error()).toMatchObject({ code: 'unexpected_answer', kind: 'failed', profile: 'env' });
    expect(error().message).toContain('instances');
  });

  it('shows an unlisted state as unknown, with the provider’s own word', async () => {
    gateway.rewrite = (text) => text.replaceAll('"status":"ACTIVE"', '"status":"LEVITATING"');
    const { code, json } = await run('list -o json');
    expect(code).toBe(0);
    for (const row of json()) expect(row).toMatchObject({ state: 'unknown', providerState: 'LEVITATING' });
    const stop = await run('stop web-1 --yes -o json');
    expect({ code: stop.code, changes: changes() }).toEqual({ code: 7, changes: [] });
  });

  it('does not crash where everything but the id is missing', async () => {
    gateway.instead = (arrival) => (isListing(arrival) ? { status: 200, body: { items: [{ id: 'a1b2c3d4' }] } } : null);
    const { code, json } = await run('list -o json');
    expect(code).toBe(0);
    expect(json()).toMatchObject([
      { id: 'a1b2c3d4', name: 'a1b2c3d4', state: 'unknown', size: null, tags: [], cpus: null },
    ]);
  });

  it('is no sign that an instance is gone, where a page of HTML comes with 404', async () => {
    gateway.instead = (arrival) => (isLook(arrival) ? { status: 404, body: page } : null);
    const get = await run('get web-1');
    expect(get.code).not.toBe(0);
    expect(get.stderr).not.toContain('There is no instance');
    const wait = await run('wait web-1 --for deleted --timeout 100ms -o json');
    expect(wait.json()).not.toMatchObject([{ status: 'succeeded' }]);
    expect(wait.code).not.toBe(0);
    const gone = await run('delete web-2 --yes -o json');
    expect(gone.json()).not.toMatchObject([{ status: 'succeeded' }]);
    expect(gone.code).not.toBe(0);
    expect(changes()).toEqual(['DELETE']);
  });

  it('is no sign that an instance is gone, where the region is what is not found', async () => {
    const body = { code: 'database_region_not_found', reason: 'No such region' };
    gateway.instead = (arrival) => (isLook(arrival) ? { status: 404, body } : null);
    const wait = await run('wait web-1 --for deleted --timeout 100ms -o json');
    expect(wait.json()).not.toMatchObject([{ status: 'succeeded' }]);
    expect(wait.code).not.toBe(0);
  });

  it('to a create is followed by a look, not by a second one', async () => {
    gateway.rewrite = (text, { method, path }) => (method === 'POST' && path === '/v2/instances' ? page : text);
    const { code, json } = await run(`create garbled ${small} -o json`);
    expect({ code, changes: changes() }).toEqual({ code: 0, changes: ['POST'] });
    expect(json()).toMatchObject([{ name: 'garbled', status: 'succeeded', state: 'running' }]);
  });

  it('to a create is never taken for another instance', async () => {
    gateway.rewrite = (text, { method, path }) =>
      method === 'POST' && path === '/v2/instances' ? text.replace(/"id":"[^"]+"/, '"id":4711') : text;
    const { code, json } = await run(`create numbered ${small} -o json`);
    expect({ code, changes: changes() }).toEqual({ code: 0, changes: ['POST'] });
    expect(json()).toMatchObject([
      { name: 'numbered', status: 'succeeded', id: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    ]);
  });
});

describe('what nobody would type', () => {
  const home = new Home({ T: 'sandbox-civo-token' });

  it.each(['list', 'get cache-1', 'stop cache-1 --yes', 'catalog sizes', 'stats cache-1'])(
    'an empty region is a mistake, not another region: %s',
    async (line) => {
      const { code, stdout, changes } = await home.sandbox([...line.split(' '), '-p', 'civo', '--region', '']);
      expect({ line, code, stdout, changes }).toEqual({ line, code: 2, stdout: '', changes: [] });
    },
  );

  it.each(['constructor', 'toString', 'valueOf'])('a profile may be called %s', async (name) => {
    const add = await home.run(`profile add ${name} --provider civo --token-env T --no-verify`);
    expect({ code: add.code, stderr: add.stderr }).toMatchObject({ code: 0 });
    expect((await home.run(`profile get ${name} -o id`)).stdout).toBe(`${name}\n`);
    expect((await home.run(`profile remove ${name} --yes`)).code).toBe(0);
    expect((await home.run('profile list -o json')).json()).toEqual([]);
  });

  it.each(['constructor', 'toString', '__proto__'])('there is no provider called %s', async (name) => {
    const add = await home.run(`profile add x --provider ${name} --token-env T --no-verify`);
    expect({ code: add.code, stdout: add.stdout }).toEqual({ code: 2, stdout: '' });
    expect(add.stderr).toContain(`error: There is no provider "${name}"\n`);
    const list = await home.run('list', { variables: { NUBE_PROVIDER: name, NUBE_TOKEN: 'x' } });
    expect([2, 3]).toContain(list.code);
    expect(list.stdout).toBe('');
  });

  it('a reference is never empty', async () => {
    for (const line of [
      ['get', ''],
      ['stop', '', '--yes'],
      ['delete', '', '--yes'],
      ['get', 'civo/'],
    ]) {
      const { code, stdout, changes } = await home.sandbox([...line, '-p', 'civo']);
      expect({ line, refused: code === 2 || code === 5, stdout, changes }).toEqual({
        ...{ line, refused: true, stdout: '', changes: [] },
      });
    }
  });

  it('names of columns, fields and kinds that are on every object are none', async () => {
    for (const line of [
      'list --columns constructor',
      'list --sort toString',
      'list --filter valueOf=1',
      'catalog constructor',
    ]) {
      const { code, stdout, requests } = await home.sandbox(`${line} -p civo`);
      expect({ line, code, stdout, requests }).toEqual({ line, code: 2, stdout: '', requests: [] });
    }
  });
});
