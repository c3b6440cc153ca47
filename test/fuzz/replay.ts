import { createServer } from 'node:http';
import { isChange } from './falsify';
import { type Exchange, listen } from './record';
import { shortcut } from './shortcut';

/** What a case was asked and answered. */
export interface Served {
  requests: number;
  /** The statuses of the changes. */
  changes: number[];
}

/** A server that answers with what it was told last. */
export interface Replay {
  endpoint: string;
  /** Answers with these from now on. */
  tell(exchanges: readonly Exchange[]): Served;
  /** Ends the connections there are. */
  hangUp(): void;
  close(): void;
}

/** A case that asks more often than this asks for ever. */
export const mostRequests = 500;

/** Starts it on a free port of this machine. */
export async function openReplay(): Promise<Replay> {
  let served: Served = { requests: 0, changes: [] };
  let answers = new Map<string, Exchange[]>();
  const find = (method: string, target: string): Exchange | null => {
    served.requests += 1;
    if (served.requests > mostRequests) return null;
    const own = [`${method} ${target}`, shapeOf(method, target)].map((key) => answers.get(key)).find(Boolean);
    const found = own === undefined ? undefined : own.length > 1 ? own.shift() : own[0];
    if (isChange({ method, target })) served.changes.push(found?.status ?? 404);
    return found ?? { method, target, status: 404, headers: {}, body: '{}' };
  };
  const server = createServer((incoming, outgoing) => {
    incoming.resume();
    const found = find(incoming.method ?? 'GET', incoming.url ?? '/');
    if (found === null) {
      outgoing.destroy();
      return;
    }
    const content = contentOf(found);
    outgoing.writeHead(found.status, {
      ...found.headers,
      ...(found.status !== 204 && { 'content-length': content.length }),
    });
    outgoing.end(content);
  });
  shortcut.find = find;
  const endpoint = await listen(server);
  return {
    endpoint,
    tell(exchanges) {
      served = { requests: 0, changes: [] };
      answers = new Map();
      for (const exchange of exchanges) {
        for (const key of [`${exchange.method} ${exchange.target}`, shapeOf(exchange.method, exchange.target)]) {
          answers.set(key, [...(answers.get(key) ?? []), exchange]);
        }
      }
      return served;
    },
    hangUp: () => server.closeAllConnections(),
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** The body of an answer as bytes. */
export function contentOf({ status, body }: Exchange): Buffer {
  if (status === 204 || status === 304) return Buffer.alloc(0);
  return Buffer.from(body, /[\u0100-\uffff]/.test(body) ? 'utf8' : 'latin1');
}

/** A request without its ids and its query, so that one for another id is answered too. */
function shapeOf(method: string, target: string): string {
  const path = target.split('?')[0] ?? target;
  const parts = path.split('/').map((part) => (/\d|[A-Z]|%|^.{20}/.test(part) && !/^v\d$/.test(part) ? '*' : part));
  return `${method} ${parts.join('/')} *`;
}
