import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll } from 'vitest';
import { type RunningSandbox, startSandbox } from '../../src/sandbox';
import { Home } from '../nube';

/** An answer on its way. */
export interface Passing {
  method: string;
  /** With its query, as it was sent. */
  url: string;
  status: number;
  body: Buffer;
}

/** A server in front of one provider's sandbox, which may change whatever is answered. */
export class Between {
  /** Gives the bytes that go out in place of the answer's. */
  change: (passing: Passing) => Buffer = ({ body }) => body;
  /** Everything that arrived, as `METHOD /path?query`. */
  arrivals: string[] = [];
  token = '';
  readonly home = new Home();
  #variables: Record<string, string> = {};
  #sandbox: RunningSandbox | null = null;
  readonly #server = createServer({ maxHeaderSize: 2 ** 20 }, (incoming, outgoing) => this.#serve(incoming, outgoing));

  constructor(readonly provider: string) {
    afterAll(() => this.#close());
  }

  async open(): Promise<void> {
    const directory = path.join(this.home.directory, 'cloud');
    this.#sandbox = await startSandbox({ directory, providers: [this.provider], seed: 1, speed: 1000 });
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    const { provider: _provider, token = '', ...settings } = this.#sandbox.providers[this.provider] ?? {};
    this.token = token;
    this.#variables = {
      ...Object.fromEntries(Object.entries(settings).map(([name, value]) => [`NUBE_${name.toUpperCase()}`, value])),
      NUBE_PROVIDER: this.provider,
      NUBE_TOKEN: token,
      NUBE_ENDPOINT: `${this.origin}${this.prefix}`,
    };
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** The path of the endpoint, which every request has in front. */
  get prefix(): string {
    return this.#endpoint.pathname.replace(/\/$/, '');
  }

  get #endpoint(): URL {
    return new URL(this.#sandbox?.providers[this.provider]?.endpoint ?? '');
  }

  /** Runs a command line of the profile `env`, which leads here. */
  run(
    line: string | readonly string[],
    options: { columns?: number; input?: string; variables?: Record<string, string> } = {},
  ) {
    this.arrivals = [];
    return this.home.run(line, { ...options, variables: { ...this.#variables, ...options.variables }, haste: 1000 });
  }

  #serve(incoming: IncomingMessage, outgoing: ServerResponse): void {
    const { method = 'GET', url = '/', headers } = incoming;
    this.arrivals.push(`${method} ${url}`);
    const { hostname, port } = this.#endpoint;
    const onward = request({ hostname, port, method, path: url, headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => {
        const status = answer.statusCode ?? 500;
        const body = this.change({ method, url, status, body: Buffer.concat(chunks) });
        outgoing.writeHead(status, { 'content-type': 'application/json', 'content-length': body.length }).end(body);
      });
    });
    onward.on('error', () => outgoing.destroy());
    incoming.pipe(onward);
  }

  async #close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await this.#sandbox?.close();
  }
}

/** JSON with every text changed that is not the name of a field; `change` is told which field it stands in. */
export function withTexts(body: Buffer, change: (text: string, field: string) => unknown): Buffer {
  if (body.length === 0) return body;
  const walk = (value: unknown, field: string): unknown => {
    if (typeof value === 'string') return change(value, field);
    if (Array.isArray(value)) return value.map((item) => walk(item, field));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, walk(inner, key)]));
  };
  return Buffer.from(JSON.stringify(walk(JSON.parse(body.toString()), '')));
}
