import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { HttpProxyAgent, HttpsProxyAgent } from 'hpagent';
import { describe, expect, it, onTestFinished } from 'vitest';
import { CliError } from '../../../src/core/errors';
import { type AgentOptions, createRoutes } from '../../../src/io/http/agents';
import { told } from './connection';
import { certificate, json, serve } from './server';

function routes(over: Partial<AgentOptions> = {}) {
  return createRoutes({
    profile: 'prod',
    ca: null,
    insecure: false,
    proxy: undefined,
    variable: () => undefined,
    connectTimeoutMs: 1234,
    ...over,
  });
}

/** What Node's agents keep of how they were made; its types tell of it only for https. */
const optionsOf = (agent: object | undefined) => (agent as { options?: object } | undefined)?.options;

const secure = new URL('https://api.example/x');
const plain = new URL('http://api.example/x');

describe('the route to an address', () => {
  it('keeps its connections, for less long than servers do', async () => {
    const { agent, proxy } = await routes()(secure);
    expect(proxy).toBeNull();
    expect(agent.http).toBeInstanceOf(http.Agent);
    expect(agent.https).toBeInstanceOf(https.Agent);
    for (const one of [agent.http, agent.https]) {
      expect(optionsOf(one)).toMatchObject({ keepAlive: true, timeout: 4000 });
    }
  });

  it('has no trace of TLS where it needs none', async () => {
    const { agent, proxy } = await routes({ ca: ['nothing'] })(plain);
    expect(proxy).toBeNull();
    expect(agent.https).toBeUndefined();
    expect(agent.http.constructor).toBe(http.Agent);
    expect(optionsOf(agent.http)).toMatchObject({ keepAlive: true, timeout: 4000 });
  });

  it('leads through the proxy, which has the time that a connection may take', async () => {
    const { agent, proxy } = await routes({ proxy: 'http://proxy:3128' })(secure);
    expect(proxy?.href).toBe('http://proxy:3128/');
    expect(agent.http).toBeInstanceOf(HttpProxyAgent);
    expect(agent.https).toBeInstanceOf(HttpsProxyAgent);
    for (const one of [agent.http, agent.https]) {
      expect(one).toMatchObject({ proxy: { host: 'proxy:3128' }, proxyRequestOptions: {} });
      expect(optionsOf(one)).toMatchObject({ keepAlive: true, timeout: 1234 });
    }
  });

  it('leads through it for plain addresses too', async () => {
    const { agent, proxy } = await routes({ proxy: 'http://proxy:3128' })(plain);
    expect(proxy?.href).toBe('http://proxy:3128/');
    expect(agent.http).toBeInstanceOf(HttpProxyAgent);
  });

  it('is one for all addresses of its kind, so that they share their connections', async () => {
    const variable = (name: string) =>
      ({ http_proxy: 'http://one', https_proxy: 'http://two', no_proxy: 'direct' })[name];
    const route = routes({ variable });
    const at = (address: string) => route(new URL(address));
    const all = await Promise.all(['http://direct', 'https://direct', 'http://a', 'https://a'].map(at));
    expect(new Set(all).size).toBe(4);
    expect(await Promise.all(['http://direct/x', 'https://direct/x', 'http://b', 'https://b'].map(at))).toEqual(all);
    for (const [index, address] of ['http://direct/x', 'https://direct/x', 'http://b', 'https://b'].entries()) {
      expect(await at(address)).toBe(all[index]);
    }
    expect(all.map(({ proxy }) => proxy?.host)).toEqual([undefined, undefined, 'one', 'two']);
  });

  it('is not there where the proxy is none', async () => {
    await expect(routes({ proxy: 'socks5://a' })(secure)).rejects.toThrow(CliError);
  });
});

describe('the trust of a route', () => {
  const tls = async (over: Partial<AgentOptions>) => (await routes(over)(secure)).agent.https?.options ?? {};

  it('is Node’s own unless something is said', async () => {
    for (const ca of [null, []]) {
      const options = await tls({ ca });
      expect(options).not.toHaveProperty('secureContext');
      expect(options).not.toHaveProperty('rejectUnauthorized');
    }
  });

  it('is in anybody where that is asked for', async () => {
    expect(await tls({ insecure: true })).toMatchObject({ rejectUnauthorized: false });
    expect(await tls({ insecure: true, proxy: 'http://proxy:3128' })).toMatchObject({ rejectUnauthorized: false });
  });

  it('is the same on the way to the proxy', async () => {
    const { agent } = await routes({ ca: [certificate('authority')], proxy: 'https://proxy:3128' })(secure);
    const { secureContext } = agent.https?.options ?? {};
    expect(secureContext).toBeDefined();
    for (const one of [agent.http, agent.https]) expect(one).toMatchObject({ proxyRequestOptions: { secureContext } });
  });

  /** What a server with the certificate of `authority` answers along the route, or why it can't be trusted. */
  async function ask(over: Partial<AgentOptions>): Promise<unknown> {
    const server = await serve((response) => json(response, 200, {}), { certificate: 'good' });
    const url = new URL(server.endpoint);
    const { agent } = await routes(over)(url);
    onTestFinished(() => agent.https?.destroy());
    return new Promise((resolve) => {
      const request = https.get(url, { ...(agent.https === undefined ? {} : { agent: agent.https }) });
      request.once('response', ({ statusCode }) => resolve(statusCode));
      request.once('error', (error: Error & { code?: string }) => resolve(error.code));
    });
  }
  const unknown = 'UNABLE_TO_VERIFY_LEAF_SIGNATURE';
  const other = certificate('otherAuthority');

  it('holds the authorities that are given, in one text or in several', async () => {
    expect(await ask({})).toBe(unknown);
    expect(await ask({ ca: [other] })).toBe(unknown);
    expect(await ask({ ca: [certificate('authority')] })).toBe(200);
    expect(await ask({ ca: [other, certificate('authority')] })).toBe(200);
  });

  it('holds Node’s extra ones beside them', async () => {
    const file = (path: string) => (name: string) => (name === 'NODE_EXTRA_CA_CERTS' ? path : undefined);
    const path = `${import.meta.dirname}/certificates/authority.pem`;
    expect(readFileSync(path, 'utf8')).toBe(certificate('authority'));
    expect(await ask({ ca: [other], variable: file(path) })).toBe(200);
    for (const missing of [`${path}.not`, ''])
      expect(await ask({ ca: [other], variable: file(missing) })).toBe(unknown);
  });

  it.each([[['nothing']], [[other, '']]])('is not made of what is no certificate', async (ca) => {
    const error = await tls({ ca }).catch((thrown) => thrown);
    expect(told(error)).toEqual({
      code: 'broken_configuration',
      message: 'The CA file of prod holds no certificate that can be read',
      hint: 'It is a file of PEM blocks that begin with -----BEGIN CERTIFICATE-----.',
    });
  });
});
