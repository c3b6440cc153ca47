import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type RunningSandbox, startSandbox } from '../../src/sandbox';

/** Where a request is held: on its way there, or its answer on the way back. */
export interface Hold {
  request: RegExp;
  at: 'request' | 'answer';
  /** Only once such a request has been answered. */
  after?: RegExp;
}

/** A provider of the sandbox behind a line that can be held at one request, for as long as nobody lets go. */
export class Tap {
  /** What came to the sandbox, as `METHOD /path`. */
  arrived: string[] = [];
  #held: () => void = () => {};
  #hold: Hold | null = null;
  #answered: string[] = [];
  #sandbox: RunningSandbox | null = null;
  readonly #server: Server = createServer((incoming, outgoing) => void this.#serve(incoming, outgoing));

  async open(provider: string, directory: string): Promise<void> {
    this.#sandbox = await startSandbox({ directory, providers: [provider], seed: 1, speed: 100 });
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  /** The variables that describe a profile for it. */
  variables(provider: string): Record<string, string> {
    const settings = this.#sandbox?.providers[provider] ?? {};
    const own = new URL(settings.endpoint ?? '');
    own.port = String((this.#server.address() as AddressInfo).port);
    const named = ['token', 'service', 'environment', 'hub'].flatMap((name) =>
      settings[name] === undefined ? [] : [[`NUBE_${name.toUpperCase()}`, settings[name]]],
    );
    return { NUBE_PROVIDER: provider, NUBE_ENDPOINT: String(own).replace(/\/$/, ''), ...Object.fromEntries(named) };
  }

  /** Resolves once a request is held. */
  hold(hold: Hold): Promise<void> {
    this.#hold = hold;
    this.#answered = [];
    return new Promise((resolve) => {
      this.#held = resolve;
    });
  }

  letGo(): void {
    this.#hold = null;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await this.#sandbox?.close();
  }

  async #serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
    const { method = 'GET', url = '/', headers } = incoming;
    const what = `${method} ${url.split('?')[0]}`;
    const { after } = this.#hold ?? {};
    const fits =
      this.#hold?.request.test(what) === true && (after === undefined || this.#answered.some((one) => after.test(one)));
    if (fits && this.#hold?.at === 'request') return this.#held();
    this.arrived.push(what);
    const { origin } = new URL(Object.values(this.#sandbox?.providers ?? {})[0]?.endpoint ?? '');
    const {
      host: _host,
      connection: _connection,
      'content-length': _length,
      'transfer-encoding': _te,
      ...rest
    } = headers;
    const body = Buffer.concat(chunks);
    const answer = await fetch(`${origin}${url}`, {
      method,
      headers: rest as Record<string, string>,
      ...(body.length === 0 ? {} : { body }),
    });
    const text = await answer.text();
    if (fits) return this.#held();
    this.#answered.push(what);
    outgoing.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'application/json' });
    outgoing.end(text);
  }
}
