import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Home } from '../nube';
import { Gateway } from './support/gateway';
import { idsOf, small } from './support/seeded';

describe('wait', () => {
  const home = new Home();
  let ids: Readonly<Record<string, string>> = {};
  beforeAll(async () => {
    ids = await idsOf(home);
  });
  const wait = (words: string) => home.sandbox(`wait ${words} -p civo -o json`);

  it('waits for running unless told otherwise, and prints what an action prints', async () => {
    const { code, stderr, json, changes } = await wait('web-1');
    expect({ code, stderr, changes }).toEqual({ code: 0, stderr: '', changes: [] });
    expect(json()).toEqual([
      {
        profile: 'civo',
        provider: 'civo',
        id: ids['web-1'],
        name: 'web-1',
        action: 'wait',
        status: 'succeeded',
        state: 'running',
        operation: null,
        error: null,
        result: null,
      },
    ]);
  });

  it('follows an instance into the state', async () => {
    expect((await home.sandbox(`create soon -p civo --region LON1 ${small} --no-wait`)).code).toBe(0);
    const { code, json } = await wait('soon --for running');
    expect(code).toBe(0);
    expect(json()).toMatchObject([{ name: 'soon', status: 'succeeded', state: 'running' }]);
    expect((await home.sandbox('stop soon -p civo --yes --no-wait')).code).toBe(0);
    expect((await wait('soon --for stopped')).json()).toMatchObject([{ status: 'succeeded', state: 'stopped' }]);
  });

  it('ends with 11 when the time is up, and tells the state', async () => {
    const { code, json, error } = await wait('db-1 --timeout 20s');
    expect(code).toBe(11);
    expect(json()).toMatchObject([
      { name: 'db-1', status: 'accepted', state: 'stopped', error: { code: 'timed_out', kind: 'timeout' } },
    ]);
    expect(error()).toMatchObject({
      ...{ code: 'timed_out', kind: 'timeout', exitCode: 11, profile: 'civo' },
      message: 'db-1 was still stopped when the time was up',
    });
    expect(error().hint).toContain(`nube get civo/${ids['db-1']}`);
  });

  it('looks at one thing, again and again', async () => {
    const { requests } = await wait('db-1 --timeout 10s');
    const looks = requests.filter(({ path }) => path !== '/v2/regions' && path !== '/v2/instances');
    expect(looks.length).toBeGreaterThan(1);
    expect(new Set(looks.map(({ path }) => path))).toEqual(new Set([`/v2/instances/${ids['db-1']}`]));
  });

  it('for deleted is done once the instance is gone, and where nothing is found', async () => {
    expect((await home.sandbox('delete soon -p civo --yes --no-wait')).code).toBe(0);
    expect((await wait('soon --for deleted')).code).toBe(0);
    const { code, stdout } = await wait('soon --for deleted');
    expect({ code, stdout }).toEqual({ code: 0, stdout: '[]\n' });
    expect((await wait('--filter name=soon --for deleted')).stdout).toBe('[]\n');
  });

  it('for anything else needs something to wait for', async () => {
    for (const words of ['soon', '--filter name=soon', 'soon --for stopped']) {
      const { code, stdout } = await wait(words);
      expect({ words, code, stdout }).toEqual({ words, code: 5, stdout: '' });
    }
  });

  it('waits for a selection, and for each of several on its own', async () => {
    const web = await wait('--filter tag=web');
    expect(web.json().map(({ name, status }: any) => [name, status])).toEqual([
      ['web-1', 'succeeded'],
      ['web-2', 'succeeded'],
    ]);
    const some = await wait('--all --timeout 5s');
    expect(some.code).toBe(12);
    expect(some.json().map(({ name, status }: any) => [name, status])).toEqual([
      ['web-1', 'succeeded'],
      ['web-2', 'succeeded'],
      ['db-1', 'accepted'],
      ['cache-1', 'succeeded'],
    ]);
    expect(some.error()).toMatchObject({ kind: 'partial', errors: [{ code: 'timed_out' }] });
  });

  it('gives up at once on an instance that went to an error', async () => {
    const fault = { variables: { NUBE_SANDBOX_FAULT: 'task-failure' } };
    expect((await home.sandbox('stop web-2 -p civo --yes', fault)).code).toBe(10);
    const { code, json, error } = await wait('web-2 --for running');
    expect(code).toBe(10);
    expect(json()).toMatchObject([{ name: 'web-2', status: 'failed', state: 'error' }]);
    expect(error()).toMatchObject({ code: 'operation_failed', message: 'web-2 is in the state error (ERROR)' });
    expect((await wait('web-2 --for error')).code).toBe(0);
  });

  it.each([
    ['runing', 'Did you mean running?'],
    ['delted', 'Did you mean deleted?'],
    ['port:0', 'The states are pending, '],
    ['port:65536', 'The states are pending, '],
    ['port:http', 'The states are pending, '],
  ])('refuses what is no state, ssh or port: %s', async (word, hint) => {
    const { code, stdout, requests, error } = await wait(`web-1 --for ${word}`);
    expect({ code, stdout, requests }).toEqual({ code: 2, stdout: '', requests: [] });
    expect(error().message).toBe(`--for takes a state, ssh or port:N, not ${JSON.stringify(word)}`);
    expect(error().hint).toContain(hint);
  });

  it.each(['', '--all web-1', 'web-1 --filter name=web-1'])('needs references or a selection: %s', async (words) => {
    const { code, stdout, requests } = await wait(words);
    expect({ code, stdout, requests }).toEqual({ code: 2, stdout: '', requests: [] });
  });

  it('takes --all only beside -p or a filter', async () => {
    const { code, stdout, requests } = await home.sandbox('wait --all');
    expect({ code, stdout, requests }).toEqual({ code: 2, stdout: '', requests: [] });
  });

  it('for ssh says why an instance without a public address cannot be reached', async () => {
    const made = `create inside -p civo --region LON1 ${small} --public-ip none --no-wait`;
    expect((await home.sandbox(made)).code).toBe(0);
    const { code, json, error } = await wait('inside --for ssh --timeout 60s');
    expect(code).toBe(7);
    expect(json()).toMatchObject([{ name: 'inside', status: 'failed', state: 'running' }]);
    expect(error()).toMatchObject({ code: 'wrong_state' });
    expect(error().message).toContain('inside has no public address');
  });
});

describe('wait for a port', () => {
  const home = new Home();
  const gateway = new Gateway(home);
  const servers: Server[] = [];
  const listen = async () => {
    const server = createServer((socket) => socket.end());
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return (server.address() as AddressInfo).port;
  };
  beforeAll(() => gateway.open());
  beforeEach(() => {
    gateway.clear();
    gateway.rewrite = (text) => text.replaceAll('203.0.113.', '127.0.0.');
  });
  afterAll(() => {
    for (const server of servers) server.close();
  });
  const wait = (words: string) => home.run(`wait ${words} --region LON1 -o json`, { variables: gateway.variables });

  it('is done when something answers there', async () => {
    gateway.rewrite = (text) => text.replaceAll('203.0.113.5', '127.0.0.1');
    const { code, json } = await wait(`web-1 --for port:${await listen()}`);
    expect(code).toBe(0);
    expect(json()).toMatchObject([{ name: 'web-1', status: 'succeeded', state: 'running', error: null }]);
  });

  it('ends with 11 where the port stays closed', async () => {
    const port = await listen();
    await new Promise((resolve) => servers.pop()?.close(resolve));
    gateway.rewrite = (text) => text.replaceAll('203.0.113.5', '127.0.0.1');
    const { code, json, error } = await wait(`web-1 --for port:${port} --timeout 200ms`);
    expect(code).toBe(11);
    expect(json()).toMatchObject([{ name: 'web-1', status: 'accepted', state: 'running' }]);
    expect(error()).toMatchObject({ code: 'timed_out', kind: 'timeout' });
    expect(error().message).toContain(`port ${port}`);
  });

  it('is not there while the instance does not run', async () => {
    gateway.rewrite = (text) => text.replaceAll('203.0.113.5', '127.0.0.1').replaceAll('"ACTIVE"', '"SHUTOFF"');
    const { code, json } = await wait(`web-1 --for port:${await listen()} --timeout 200ms`);
    expect(code).toBe(11);
    expect(json()).toMatchObject([{ status: 'accepted', state: 'stopped' }]);
  });
});
