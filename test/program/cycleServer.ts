import { afterAll, beforeAll } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { LocalServer } from '../localServer';

/**
 * Just enough of Cycle to find one instance, `api-1` of the container `api`, and to open its streams, each of which
 * does what a test says.
 */
export class CycleServer {
  /** Called for each stream that is opened; `count` is how many there have been. */
  talk: (socket: WebSocket, count: number) => void = (socket) => socket.close(1000);
  /** Answers in place of the usual ones, by path. */
  instead: Readonly<Record<string, { status: number; body: unknown }>> = {};
  /** The tokens that streams were opened with. */
  tokens: string[] = [];
  readonly #server = new LocalServer((request, response) => {
    const { status, body } = this.#answer(request.url?.split('?')[0] ?? '');
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  readonly #sockets: WebSocketServer;
  #minted = 0;

  constructor() {
    this.#sockets = new WebSocketServer({ server: this.#server.http });
    this.#sockets.on('connection', (socket, request) => {
      this.tokens.push(new URLSearchParams(request.url?.split('?')[1]).get('token') ?? '');
      this.talk(socket, this.tokens.length);
    });
    beforeAll(() => this.#server.listen());
    afterAll(() => {
      for (const socket of this.#sockets.clients) socket.terminate();
    });
  }

  /** The variables that describe a profile for it, called `env`. */
  get variables(): Record<string, string> {
    return {
      NUBE_PROVIDER: 'cycle',
      NUBE_TOKEN: 'key',
      NUBE_HUB: '5f0f1a2b3c4d5e6f70819203',
      NUBE_ENDPOINT: this.#server.origin,
    };
  }

  /** Begins anew, with other streams. */
  begin(talk: CycleServer['talk']): void {
    this.talk = talk;
    this.instead = {};
    this.tokens = [];
    this.#minted = 0;
  }

  #answer(path: string): { status: number; body: unknown } {
    const own = this.instead[path];
    if (own !== undefined) return own;
    const ok = (data: unknown) => ({ status: 200, body: { data } });
    if (/\/(console|telemetry\/resources\/stream)$/.test(path)) {
      this.#minted += 1;
      return ok({ token: `token ${this.#minted}`, address: `${this.#server.origin}/stream` });
    }
    const live = { current: 'live' };
    if (path === '/v1/infrastructure/servers') return ok([{ id: 's1', hostname: 'node', state: live }]);
    if (path === '/v1/infrastructure/servers/s1/instances') {
      return ok([{ id: 'a1', hostname: 'api-1', container_id: 'c1', state: { current: 'running' } }]);
    }
    if (path === '/v1/containers' || path === '/v1/virtual-machines') return ok([]);
    return { status: 404, body: { error: { status: 404, code: '404.uri', title: 'Unknown' }, data: null } };
  }
}

/** Sends frames one after another, each in a moment of its own, and then does what is left to do. */
export async function say(
  socket: WebSocket,
  frames: readonly (string | Buffer)[],
  last: (socket: WebSocket) => void = (one) => one.close(1000),
): Promise<void> {
  for (const frame of frames) {
    socket.send(frame);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  last(socket);
}
