import type { IncomingMessage, ServerResponse } from 'node:http';
import { type RunningSandbox, startSandbox } from '../../src/sandbox';
import { bodyOf, LocalServer } from '../localServer';
import { passOn, variablesOf } from '../sandboxProfile';

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
  readonly #server = new LocalServer((incoming, outgoing) => void this.#serve(incoming, outgoing));

  constructor(private readonly provider: string) {}

  async open(directory: string): Promise<void> {
    this.#sandbox = await startSandbox({ directory, providers: [this.provider], seed: 1, speed: 100 });
    await this.#server.listen();
  }

  /** The variables that describe a profile for it. */
  get variables(): Record<string, string> {
    return variablesOf(this.#opened, this.provider, this.#server.origin);
  }

  get #opened(): RunningSandbox {
    if (this.#sandbox === null) throw new Error('The tap is not open');
    return this.#sandbox;
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
    this.#server.close();
    await this.#sandbox?.close();
  }

  async #serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const body = await bodyOf(incoming);
    const what = `${incoming.method} ${incoming.url?.split('?')[0]}`;
    const { after } = this.#hold ?? {};
    const fits =
      this.#hold?.request.test(what) === true && (after === undefined || this.#answered.some((one) => after.test(one)));
    if (fits && this.#hold?.at === 'request') return this.#held();
    this.arrived.push(what);
    const { status, type, text } = await passOn(this.#opened, this.provider, incoming, body);
    if (fits) return this.#held();
    this.#answered.push(what);
    outgoing.writeHead(status, { 'content-type': type }).end(text);
  }
}
