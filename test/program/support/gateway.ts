import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll } from 'vitest';
import { type RunningSandbox, startSandbox } from '../../../src/sandbox';
import type { Home } from '../../nube';

/** A request as it arrived at the gateway. */
export interface Arrival {
  method: string;
  path: string;
  query: Readonly<Record<string, string>>;
  headers: IncomingMessage['headers'];
  body: string;
}

interface Reply {
  status: number;
  /** A text as it stands, anything else as JSON. */
  body: unknown;
}

/**
 * A Civo endpoint of a test's own in front of the sandbox's: it writes down what arrives, may answer single requests in
 * the sandbox's place, and may change what the sandbox answered.
 */
export class Gateway {
  /** Everything that arrived since the last `clear`. */
  arrivals: Arrival[] = [];
  /** Answers in place of the sandbox; null lets a request through. */
  instead: (arrival: Arrival) => Reply | null = () => null;
  /** Changes the text of the sandbox's answer. */
  rewrite: (text: string, arrival: Arrival) => string = (text) => text;
  #sandbox: RunningSandbox | null = null;
  readonly #server: Server;

  constructor(private readonly home: Home) {
    this.#server = createServer((incoming, outgoing) => void this.#serve(incoming, outgoing));
    afterAll(() => this.#close());
  }

  async open(): Promise<void> {
    this.#sandbox = await startSandbox({
      directory: path.join(this.home.directory, 'cloud'),
      providers: ['civo'],
      seed: 1,
      speed: 40,
    });
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  /** What a profile's endpoint is. */
  get endpoint(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get token(): string {
    return this.#sandbox?.providers.civo?.token ?? '';
  }

  /** The variables that describe a profile for it, called `env`. */
  get variables(): Record<string, string> {
    return { NUBE_PROVIDER: 'civo', NUBE_TOKEN: this.token, NUBE_ENDPOINT: this.endpoint };
  }

  /** Forgets what arrived, and answers as the sandbox does from now on. */
  clear(): void {
    this.arrivals = [];
    this.instead = () => null;
    this.rewrite = (text) => text;
  }

  async #serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
    const body = Buffer.concat(chunks).toString();
    const url = new URL(incoming.url ?? '/', this.endpoint);
    const method = incoming.method ?? 'GET';
    const { headers } = incoming;
    const arrival: Arrival = { method, path: url.pathname, query: Object.fromEntries(url.searchParams), headers, body };
    this.arrivals.push(arrival);
    const own = this.instead(arrival);
    if (own !== null) {
      const text = typeof own.body === 'string' ? own.body : JSON.stringify(own.body);
      const html = text.startsWith('<');
      outgoing.writeHead(own.status, { 'content-type': html ? 'text/html' : 'application/json' }).end(text);
      return;
    }
    const answer = await fetch(`${this.#sandbox?.providers.civo?.endpoint}${url.pathname}${url.search}`, {
      method,
      headers: { authorization: headers.authorization ?? '', 'content-type': headers['content-type'] ?? '' },
      ...(body === '' ? {} : { body }),
    });
    const type = answer.headers.get('content-type') ?? 'application/json';
    outgoing.writeHead(answer.status, { 'content-type': type }).end(this.rewrite(await answer.text(), arrival));
  }

  async #close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await this.#sandbox?.close();
  }
}
