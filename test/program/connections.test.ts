import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { certificate, json, serve } from '../io/http/server';
import { startProxy } from '../io/http/startProxy';
import { Home } from '../nube';
import { CycleServer, say } from './cycleServer';

const home = new Home();
const token = 'connection-token-1';
const authority = path.join(home.directory, 'authority.pem');
writeFileSync(authority, certificate('authority'));

const empty = { page: 1, per_page: 100, pages: 1, items: [] };
/** A profile at Civo that is described by variables. */
const described = (endpoint: string, more: Record<string, string> = {}) => ({
  variables: { NUBE_PROVIDER: 'civo', NUBE_TOKEN: token, NUBE_REGION: 'LON1', NUBE_ENDPOINT: endpoint, ...more },
});

describe('a proxy', () => {
  it('carries a whole command to a host whose authority the profile names, and sees nothing of it', async () => {
    const server = await serve((response) => json(response, 200, empty), { certificate: 'misnamed' });
    const proxy = await startProxy(server.port);
    const variables = { TOKEN: token, HTTPS_PROXY: `http://${proxy.address}` };
    const added = await home.run(
      `profile add far --provider civo --endpoint https://wrong.example --region LON1 --token-env TOKEN --ca-file ${authority} --no-verify`,
    );
    expect(added.code).toBe(0);
    const run = await home.run('list -p far -o json', { variables });
    expect({ code: run.code, stdout: run.json(), stderr: run.stderr }).toEqual({ code: 0, stdout: [], stderr: '' });
    expect(proxy.asked.map(({ url }) => url)).toEqual(['wrong.example:443']);
    expect(JSON.stringify(proxy.asked)).not.toContain(token);
    expect(server.seen.map(({ headers }) => headers.authorization)).toEqual([`bearer ${token}`]);
    await home.run('profile set far ca-file=');
    const refused = await home.run('list -p far -o json', { variables });
    expect(refused.error()).toMatchObject({ code: 'tls_refused', exitCode: 14 });
    expect(server.seen).toHaveLength(1);
  });

  it('of the profile wins over the variables, and none there is none', async () => {
    const server = await serve((response) => json(response, 200, { ok: true }));
    const [own, other] = [await startProxy(server.port), await startProxy(server.port)];
    const counts = () => [own.asked.length, other.asked.length];
    const add = `profile add near --provider civo --endpoint http://api.invalid --token-env TOKEN --no-verify`;
    expect((await home.run(`${add} --proxy http://${own.address}`)).code).toBe(0);
    const variables = { TOKEN: token, HTTP_PROXY: other.address, NO_PROXY: 'api.invalid' };
    const line = 'api POST /v2/x -p near --field a=b -o json';
    expect((await home.run(line, { variables })).code).toBe(0);
    expect(counts()).toEqual([1, 0]);
    await home.run('profile set near proxy=none');
    const direct = await home.run(line, { variables: { ...variables, NO_PROXY: '' } });
    expect(direct.error()).toMatchObject({ code: 'unreachable' });
    expect(counts()).toEqual([1, 0]);
  });

  it.each([
    ['', 1],
    ['other.invalid', 1],
    ['api.invalid:81', 1],
    ['vali', 1],
    ['api.invalid', 0],
    ['.invalid', 0],
    ['*', 0],
    ['other, API.invalid:80', 0],
  ])('is asked where NO_PROXY is %j: %i times', async (exceptions, times) => {
    const server = await serve((response) => json(response, 200, { ok: true }));
    const proxy = await startProxy(server.port);
    const variables = { HTTP_PROXY: proxy.address, NO_PROXY: exceptions };
    const run = await home.run('api POST /v2/x --field a=b -o json', described('http://api.invalid', variables));
    expect({ asked: proxy.asked.length, sent: server.seen.length }).toEqual({ asked: times, sent: times });
    if (times === 0) expect(run.error()).toMatchObject({ code: 'unreachable' });
    else expect(run.code).toBe(0);
  });
});

describe('a redirect', () => {
  it.each(['civo', 'cloudca', 'coxedge', 'cycle', 'morpheus'])(
    'of %s to another host goes without the credential, and a change is not redirected',
    async (provider) => {
      const other = await serve((response) => json(response, 200, { other: true }));
      const server = await serve((response) => json(response, 307, {}, { location: `${other.endpoint}/away` }));
      const scopes = { NUBE_SERVICE: 'compute', NUBE_ENVIRONMENT: 'prod', NUBE_HUB: '5f0f1a2b3c4d5e6f70819203' };
      const options = described(server.endpoint, { ...scopes, NUBE_PROVIDER: provider });
      const read = await home.run('api GET /x --header X-Auth-Token:header-secret-2', options);
      expect(read.json()).toEqual({ other: true });
      expect(JSON.stringify(server.seen[0]?.headers)).toContain(token);
      expect(other.seen).toHaveLength(1);
      expect(JSON.stringify(other.seen)).not.toMatch(/connection-token-1|header-secret-2/);
      const changed = await home.run('api POST /x --field a=b', options);
      expect({ code: changed.code, reached: other.seen.length }).toEqual({ code: 10, reached: 1 });
      expect(changed.stderr).toContain('a change is not redirected');
    },
  );
});

describe('a certificate', () => {
  it('is unseen only where the profile says so, never by a flag', async () => {
    for (const line of ['list --insecure', 'api GET /x --insecure', '--insecure list']) {
      const run = await home.run(line, described('http://127.0.0.1:9'));
      expect({ line, code: run.code }).toEqual({ line, code: 2 });
    }
  });
});

describe('a stream', () => {
  const server = new CycleServer();

  it.each([
    ['goes through the proxy', '', ['stream.invalid:80'], 0],
    ['goes directly where NO_PROXY says so', 'stream.invalid', [], 14],
  ])('%s', async (_what, exceptions, asked, code) => {
    server.begin((socket) => void say(socket, ['hello\n']));
    server.instead = {
      '/v1/containers/c1/instances/a1/console': {
        status: 200,
        body: { data: { token: 'stream-token', address: 'ws://stream.invalid/stream' } },
      },
    };
    const proxy = await startProxy(Number(new URL(server.variables.NUBE_ENDPOINT ?? '').port));
    const variables = { ...server.variables, HTTP_PROXY: proxy.address, NO_PROXY: exceptions };
    const run = await home.run('console api-1', { variables, haste: 100 });
    expect({ code: run.code, asked: proxy.asked.map(({ url }) => url) }).toEqual({ code, asked });
    expect({ stdout: run.stdout, tokens: server.tokens }).toEqual(
      code === 0 ? { stdout: 'hello\n', tokens: ['stream-token'] } : { stdout: '', tokens: [] },
    );
  });
});
