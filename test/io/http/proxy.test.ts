import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { proxyFor } from '../../../src/io/http/proxy';
import { connect, failure, post, token, told } from './connection';
import { certificate, json, serve } from './server';
import { startProxy } from './startProxy';

const variables = (all: Record<string, string>) => (name: string) => all[name];

describe('a proxy', () => {
  it('from the variables leads to a secure host, whose certificate still counts', async () => {
    const server = await serve((response) => json(response, 200, { ok: true }), { certificate: 'misnamed' });
    const proxy = await startProxy(server.port);
    const variable = variables({ HTTPS_PROXY: `http://me:p%40ss@${proxy.address}` });
    const ca = [certificate('authority')];
    const { http: through } = connect('https://wrong.example', { variable, ca });
    expect((await through.get('/x')).body).toEqual({ ok: true });
    await through.get('/y');
    expect(proxy.asked.map(({ url }) => url)).toEqual(['wrong.example:443']);
    expect(proxy.asked[0]?.headers['proxy-authorization']).toBe(`Basic ${btoa('me:p@ss')}`);
    expect(JSON.stringify(proxy.asked)).not.toContain(token);
    const misled = connect('https://right.example', { variable, ca });
    expect((await failure(misled.http.get('/x'))).message).toBe(
      'The certificate of right.example:443 is not trusted: it is for another name',
    );
  });

  it('from the profile wins, without a scheme too', async () => {
    const server = await serve((response) => json(response, 200, {}));
    const proxy = await startProxy(server.port);
    const variable = variables({ http_proxy: 'http://127.0.0.1:1', no_proxy: '*' });
    await connect('http://api.example', { variable, settings: { proxy: proxy.address } }).http.get('/x');
    expect(proxy.asked.map(({ url }) => url)).toEqual(['api.example:80']);
    expect(server.seen[0]).toMatchObject({ url: '/x', headers: { host: 'api.example' } });
  });

  it('that refuses is named, and a change through it never left', async () => {
    const proxy = await startProxy(0, 407);
    const variable = variables({ https_proxy: `http://${proxy.address}` });
    const { http: through, slept } = connect('https://api.example', { variable });
    expect(told(await failure(post(through)))).toEqual({
      code: 'unreachable',
      message: `The proxy ${proxy.address} did not let the connection through: it answered with 407`,
      hint: 'Check HTTPS_PROXY, HTTP_PROXY and NO_PROXY, or the setting proxy of the profile.',
    });
    expect(slept).toEqual([]);
  });

  it('that is down is named, after the tries that a change which never left may have', async () => {
    const variable = variables({ https_proxy: 'http://127.0.0.1:1' });
    const { http: through, slept } = connect('https://api.example', { variable });
    expect((await failure(post(through))).message).toBe(
      'The proxy 127.0.0.1:1 did not let the connection through: ECONNREFUSED',
    );
    expect(slept).toEqual([500, 1000, 2000]);
  });

  it('that never answers is given up in time', async () => {
    const silent = createServer();
    silent.listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const address = `127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const variable = variables({ https_proxy: `http://${address}` });
    const { http: through } = connect('https://api.example', { variable, connectTimeoutMs: 20 });
    expect((await failure(post(through))).message).toBe(`${address} did not accept a connection within 0.02 s`);
    silent.close();
  });

  it('that breaks a tunnel after the change has left leaves it open', async () => {
    const server = await serve((_response, _seen, _number, request) => request.socket.destroy());
    const proxy = await startProxy(server.port);
    const { http: through } = connect('http://api.example', { settings: { proxy: `http://${proxy.address}` } });
    expect((await failure(post(through))).code).toBe('answer_lost');
    expect(server.seen.length).toBe(1);
  });

  it('is never used for this machine', async () => {
    const server = await serve((response) => json(response, 200, {}));
    const variable = variables({ HTTP_PROXY: 'http://127.0.0.1:1' });
    await connect(server.endpoint, { variable, settings: { proxy: '127.0.0.1:1' } }).http.get('/x');
    expect(server.seen.length).toBe(1);
  });

  it.each([
    ['socks5://127.0.0.1:1080', 'The proxy in HTTPS_PROXY is not an http or https address'],
    ['http://', 'The proxy in HTTPS_PROXY is not an http or https address'],
  ])('%s is a broken configuration', async (value, message) => {
    const variable = variables({ HTTPS_PROXY: value });
    expect(told(await failure(connect('https://api.example', { variable }).http.get('/x')))).toMatchObject({
      code: 'broken_configuration',
      message,
    });
  });
});

describe('NO_PROXY', () => {
  it.each([
    ['*', 'https://api.example', true],
    ['example', 'https://api.example', true],
    ['.example', 'https://api.example', true],
    ['*.example', 'https://api.example', true],
    ['api.example', 'https://api.example', true],
    ['.api.example', 'https://api.example', true],
    ['ample', 'https://api.example', false],
    ['other, API.Example', 'https://api.example', true],
    ['other api.example', 'https://api.example', true],
    ['api.example:443', 'https://api.example', true],
    ['api.example:8443', 'https://api.example', false],
    ['api.example:8443', 'https://api.example:8443', true],
    ['10.1.2.3', 'https://10.1.2.3', true],
    ['2.3', 'https://10.1.2.3', false],
    ['10.0.0.0/8', 'https://10.1.2.3', true],
    ['10.0.0.0/8', 'https://11.1.2.3', false],
    ['10.0.0.0/99', 'https://10.1.2.3', false],
    ['fd00::/8', 'https://[fd00::1]', true],
    ['fd00::1', 'https://[fd00::1]', true],
    ['[fd00::1]:8443', 'https://[fd00::1]:8443', true],
    ['[fd00::1]:8443', 'https://[fd00::1]', false],
    ['', 'https://api.example', false],
    [',', 'https://api.example', false],
  ])('%j and %s: %s', (exceptions, address, direct) => {
    const variable = variables({ HTTPS_PROXY: 'proxy:3128', NO_PROXY: exceptions });
    expect(proxyFor(new URL(address), undefined, variable) === null).toBe(direct);
  });

  it.each(['http://localhost', 'http://a.localhost:80', 'http://127.3.2.1', 'http://[::1]:8080'])(
    '%s is direct',
    (address) => {
      expect(proxyFor(new URL(address), 'proxy:3128', variables({ HTTP_PROXY: 'proxy:3128' }))).toBeNull();
    },
  );

  it('and the proxy variables count in either case, each for its own scheme', () => {
    const both = variables({ http_proxy: 'one:1', HTTPS_PROXY: 'two:2' });
    expect(proxyFor(new URL('http://a.example'), undefined, both)?.host).toBe('one:1');
    expect(proxyFor(new URL('https://a.example'), undefined, both)?.host).toBe('two:2');
    expect(proxyFor(new URL('https://a.example'), 'none', both)).toBeNull();
  });
});
