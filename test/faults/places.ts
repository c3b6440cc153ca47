import dns from 'node:dns';
import { createServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { createServer as createTcpServer } from 'node:net';
import path from 'node:path';
import { afterAll } from 'vitest';
import { startSandbox } from '../../src/sandbox';
import { Home } from '../nube';
import { certificate, key } from '../sandbox/certificate';

/** A name that nothing resolves; the resolver of this machine is not asked for it. */
const nowhere = 'api.nowhere.invalid';

/** Where faults come from that no provider can bring about: a name, a port and a certificate that lead nowhere. */
export class Places {
  /** By kind, the variables of a profile that leads there. */
  variables: Readonly<Record<string, Record<string, string>>> = {};
  secrets: readonly string[] = [];
  /** The variables of one that leads to the provider. */
  here: Record<string, string> = {};
  readonly #home = new Home();

  constructor(readonly provider: string) {}

  async open(): Promise<void> {
    const sandbox = await startSandbox({
      directory: path.join(this.#home.directory, 'own'),
      providers: [this.provider],
      speed: 1000,
    });
    const { provider: _provider, token = '', endpoint = '', ...settings } = sandbox.providers[this.provider] ?? {};
    const tls = createServer({ key, cert: certificate }, (_incoming, outgoing) => outgoing.end('{}'));
    const port = await listen(tls);
    const closed = createTcpServer();
    const free = await listen(closed);
    closed.close();
    const { origin, pathname } = new URL(endpoint);
    const below = pathname.replace(/\/$/, '');
    const at = (origin: string) => ({
      ...Object.fromEntries(Object.entries(settings).map(([name, value]) => [`NUBE_${name.toUpperCase()}`, value])),
      NUBE_PROVIDER: this.provider,
      NUBE_TOKEN: token,
      NUBE_ENDPOINT: `${origin}${below}`,
    });
    this.secrets = [token];
    this.here = at(origin);
    this.variables = {
      refused: at(`http://127.0.0.1:${free}`),
      certificate: at(`https://127.0.0.1:${port}`),
      dns: at(`http://${nowhere}`),
    };
    const { lookup } = dns;
    dns.lookup = ((name: string, ...rest: unknown[]) => {
      if (name !== nowhere) return (lookup as (...all: unknown[]) => void)(name, ...rest);
      const callback = rest.at(-1) as (error: Error) => void;
      setImmediate(
        callback,
        Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), {
          code: 'ENOTFOUND',
          syscall: 'getaddrinfo',
          hostname: name,
        }),
      );
    }) as typeof lookup;
    afterAll(async () => {
      dns.lookup = lookup;
      tls.close();
      await sandbox.close();
    });
  }
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}
