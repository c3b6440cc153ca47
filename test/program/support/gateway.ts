import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import { afterAll } from 'vitest';
import { type RunningSandbox, startSandbox } from '../../../src/sandbox';
import { bodyOf, LocalServer } from '../../localServer';
import type { Home } from '../../nube';
import { passOn, variablesOf } from '../../sandboxProfile';

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
  readonly #server = new LocalServer((incoming, outgoing) => void this.#serve(incoming, outgoing));

  constructor(private readonly home: Home) {
    afterAll(() => this.#sandbox?.close());
  }

  async open(): Promise<void> {
    this.#sandbox = await startSandbox({
      directory: path.join(this.home.directory, 'cloud'),
      providers: ['civo'],
      seed: 1,
      speed: 40,
    });
    await this.#server.listen();
  }

  get #opened(): RunningSandbox {
    if (this.#sandbox === null) throw new Error('The gateway is not open');
    return this.#sandbox;
  }

  /** What a profile's endpoint is. */
  get endpoint(): string {
    return this.#server.origin;
  }

  get token(): string {
    return this.#opened.providers.civo?.token ?? '';
  }

  /** The variables that describe a profile for it, called `env`. */
  get variables(): Record<string, string> {
    return variablesOf(this.#opened, 'civo', this.endpoint);
  }

  /** Forgets what arrived, and answers as the sandbox does from now on. */
  clear(): void {
    this.arrivals = [];
    this.instead = () => null;
    this.rewrite = (text) => text;
  }

  async #serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const sent = await bodyOf(incoming);
    const body = sent.toString();
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
    const { status, type, text } = await passOn(this.#opened, 'civo', incoming, sent);
    outgoing.writeHead(status, { 'content-type': type }).end(this.rewrite(text, arrival));
  }
}
