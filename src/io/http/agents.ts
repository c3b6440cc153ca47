import { readFileSync } from 'node:fs';
import http from 'node:http';
import type https from 'node:https';
import type tls from 'node:tls';
import type { ProxyAgentRequestOptions } from 'hpagent';
import { CliError } from '../../core/errors';
import { proxyFor, type Variable } from './proxy';

export interface AgentOptions {
  profile: string;
  /** Certificates in PEM, trusted beside the usual ones. */
  ca: readonly string[] | null;
  /** Accept any certificate. */
  insecure: boolean;
  /** The profile's own proxy. */
  proxy: string | undefined;
  variable: Variable;
  connectTimeoutMs: number;
}

/** The connections to one address, and the proxy they go through. */
export interface Route {
  agent: { http: http.Agent; https?: https.Agent };
  proxy: URL | null;
}

/**
 * Connections unused for so long are closed, before servers usually do: a change must not meet one that is just
 * being closed, for then nobody can tell whether it arrived.
 */
const idleMs = 4000;

/** Makes the function that gives the route to an address; routes through the same proxy share their connections. */
export function createRoutes(options: AgentOptions): (url: URL) => Promise<Route> {
  const routes = new Map<string, Promise<Route>>();
  return async (url) => {
    const proxy = proxyFor(url, options.proxy, options.variable);
    const plain = url.protocol === 'http:' && proxy === null;
    const key = plain ? 'plain' : (proxy?.href ?? 'direct');
    const route = routes.get(key) ?? (plain ? plainRoute() : createRoute(options, proxy));
    routes.set(key, route);
    return route;
  };
}

/** Without a trace of TLS, whose loading takes as long as all else that an HTTP client needs. */
async function plainRoute(): Promise<Route> {
  return { agent: { http: new http.Agent({ keepAlive: true, timeout: idleMs }) }, proxy: null };
}

async function createRoute(options: AgentOptions, proxy: URL | null): Promise<Route> {
  const { default: https } = await import('node:https');
  const secureContext = await trust(options);
  const own: { secureContext?: tls.SecureContext } = secureContext === null ? {} : { secureContext };
  const secure = { ...own, ...(options.insecure ? { rejectUnauthorized: false } : {}) };
  if (proxy === null) {
    const common = { keepAlive: true, timeout: idleMs };
    return { agent: { http: new http.Agent(common), https: new https.Agent({ ...common, ...secure }) }, proxy };
  }
  const { HttpProxyAgent, HttpsProxyAgent } = await import('hpagent');
  // hpagent hands these to https.request, which knows more than hpagent's types do.
  const proxyRequestOptions: ProxyAgentRequestOptions & typeof own = own;
  // It takes `timeout` also as the time that the proxy has for opening the tunnel.
  const common = { proxy, keepAlive: true, timeout: options.connectTimeoutMs, proxyRequestOptions };
  return { agent: { http: new HttpProxyAgent(common), https: new HttpsProxyAgent({ ...common, ...secure }) }, proxy };
}

/**
 * The usual authorities and those given, or null where the usual ones are enough. The `ca` option of node:tls would
 * replace the usual ones, the system's too where Node was told to use them; a context to which some are added does not.
 */
async function trust({ profile, ca, variable }: AgentOptions): Promise<tls.SecureContext | null> {
  if (ca === null || ca.length === 0) return null;
  const [{ default: tls }, { X509Certificate }] = await Promise.all([import('node:tls'), import('node:crypto')]);
  const trusted = tls.createSecureContext();
  // Node 20 forgets these as soon as one is added.
  addExtra(trusted, variable('NODE_EXTRA_CA_CERTS'));
  for (const pem of ca) {
    try {
      new X509Certificate(pem);
      trusted.context.addCACert(pem);
    } catch {
      throw new CliError('broken_configuration', `The CA file of ${profile} holds no certificate that can be read`, {
        hint: 'It is a file of PEM blocks that begin with -----BEGIN CERTIFICATE-----.',
      });
    }
  }
  return trusted;
}

/** Like Node, goes on without a file that can't be read. */
function addExtra({ context }: tls.SecureContext, file: string | undefined): void {
  if (file === undefined) return;
  try {
    context.addCACert(readFileSync(file));
  } catch {}
}
