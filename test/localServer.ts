import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll } from 'vitest';

/** An HTTP server of a test file's own, at a free port of this machine; it is closed when the file's tests have ended. */
export class LocalServer {
  readonly http: Server;

  constructor(answer: RequestListener) {
    this.http = createServer(answer);
    afterAll(() => this.close());
  }

  /** Begins to listen, if it doesn't already. */
  async listen(): Promise<void> {
    if (!this.http.listening) await new Promise<void>((resolve) => this.http.listen(0, '127.0.0.1', resolve));
  }

  /** Where it listens: `http://127.0.0.1:PORT`. */
  get origin(): string {
    return `http://127.0.0.1:${(this.http.address() as AddressInfo).port}`;
  }

  close(): void {
    this.http.closeAllConnections();
    this.http.close();
  }
}

/** The whole body of a request. */
export async function bodyOf(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}
