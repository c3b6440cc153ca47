import type { IncomingMessage, ServerResponse } from 'node:http';
import { LocalServer } from '../../localServer';
import type { Home } from '../../nube';

/** A Civo account of one region with so many instances, `NAME-0` first, that only lists them. */
export class CivoPages {
  /** The pages that were asked for, in the order in which the requests came. */
  pages: number[] = [];
  /** The most requests that were open at once. */
  most = 0;
  /** Answers in place of the account; null lets a request through. */
  instead: (page: number) => { status: number; headers?: Record<string, string>; body: string } | null = () => null;
  /** So many requests for pages after the first are held until all are there, or no further one comes. */
  together = 1;
  #open = 0;
  #held: (() => void)[] = [];
  #patience: NodeJS.Timeout | undefined;
  readonly #server = new LocalServer((incoming, outgoing) => this.#serve(incoming, outgoing));

  constructor(
    readonly name: string,
    readonly count: number,
    private readonly latencyMs = 0,
  ) {}

  /** Begins to listen, and adds a profile of this name that leads here, its token in that variable. */
  async addTo(home: Home, name = this.name, variable = 'TOKEN'): Promise<void> {
    await this.#server.listen();
    const words = `profile add ${name} --provider civo --region LON1 --token-env ${variable} --no-verify`;
    const { code, stderr } = await home.run(`${words} --endpoint ${this.#server.origin}`);
    if (code !== 0) throw new Error(stderr);
  }

  clear(): void {
    this.pages = [];
    this.most = 0;
    this.together = 1;
  }

  #serve(incoming: IncomingMessage, outgoing: ServerResponse): void {
    const { searchParams } = new URL(incoming.url ?? '', 'http://civo');
    const [page, size] = ['page', 'per_page'].map((name) => Number(searchParams.get(name)));
    if (page === undefined || size === undefined) return;
    this.pages.push(page);
    this.#open += 1;
    this.most = Math.max(this.most, this.#open);
    const { status, headers, body } = this.instead(page) ?? {
      status: 200,
      body: JSON.stringify(this.#page(page, size)),
    };
    const answer = () =>
      setTimeout(() => {
        this.#open -= 1;
        outgoing.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
      }, this.latencyMs);
    if (page === 1) return void answer();
    this.#held.push(answer);
    clearTimeout(this.#patience);
    if (this.#held.length >= this.together) this.#letGo();
    else this.#patience = setTimeout(() => this.#letGo(), 500);
  }

  #letGo(): void {
    for (const answer of this.#held.splice(0)) answer();
  }

  #page(page: number, size: number) {
    const first = (page - 1) * size;
    const items = Array.from({ length: Math.max(0, Math.min(size, this.count - first)) }, (_, index) => ({
      id: `${this.name}-id-${first + index}`,
      hostname: `${this.name}-${first + index}`,
      status: (first + index) % 10 === 0 ? 'SHUTOFF' : 'ACTIVE',
      size: 'g3.small',
      cpu_cores: first + index,
      created_at: '2026-01-01T00:00:00Z',
    }));
    return { page, per_page: size, pages: Math.ceil(this.count / size), items };
  }
}
