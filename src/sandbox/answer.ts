import { type ServerResponse, STATUS_CODES } from 'node:http';
import type { Emulator } from './emulator';
import type { FaultKind } from './faults';
import { json, type Reply } from './reply';

/** A reply made ready for the wire. */
export interface Answer {
  status: number;
  headers: Record<string, string>;
  content: string;
}

/** Serialises at once, since the data behind a reply may change with the next request. */
export function createAnswer(reply: Reply, emulator: Emulator<unknown>): Answer {
  const content = reply.text ?? (reply.body === undefined ? '' : JSON.stringify(reply.body));
  const headers: Record<string, string> = {};
  if (content !== '') headers['content-type'] = emulator.contentType ?? 'application/json';
  if (reply.status !== 204) headers['content-length'] = String(Buffer.byteLength(content));
  return { status: reply.status, headers: reply.headers ? { ...headers, ...reply.headers } : headers, content };
}

/** The answer of a fault that keeps the request from the provider altogether; undefined for the other kinds. */
export function faultReply(fault: FaultKind, emulator: Emulator<unknown>): Reply | undefined {
  switch (fault) {
    case '401':
    case '403':
    case '404':
    case '409':
    case '429':
    case '500':
    case '503':
      return json(Number(fault), emulator.errorBody(Number(fault)));
    case '429-after':
      return json(429, emulator.errorBody(429), { 'retry-after': '1' });
    case '429-date':
      return json(429, emulator.errorBody(429), { 'retry-after': new Date(Date.now() + 2000).toUTCString() });
    case '503-after':
      return json(503, emulator.errorBody(503), { 'retry-after': '1' });
    case 'error-in-200':
      return json(200, emulator.errorBody(500));
    case 'html':
      return {
        status: 502,
        text: '<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n',
        headers: { 'content-type': 'text/html' },
      };
    default:
      return undefined;
  }
}

/** Sends an answer, spoilt as the fault demands. Returns the status that a client saw whole, else null. */
export function sendAnswer(outgoing: ServerResponse, answer: Answer, fault: FaultKind | undefined): number | null {
  const { status, headers, content } = answer;
  switch (fault) {
    case 'drop-after-commit':
      outgoing.socket?.destroy();
      return null;
    case 'reset-body':
      outgoing.writeHead(status, headers);
      outgoing.write(content.slice(0, content.length >> 1), () => outgoing.socket?.destroy());
      return null;
    case 'truncated': {
      const part = content.slice(0, content.length >> 1);
      outgoing.writeHead(status, { ...headers, 'content-length': String(Buffer.byteLength(part)) });
      outgoing.end(part);
      return status;
    }
    default:
      outgoing.writeHead(status, headers);
      outgoing.end(content);
      return status;
  }
}

/** The same reply with every value of another type than promised. */
export function withWrongTypes(reply: Reply): Reply {
  return reply.body === undefined ? reply : { ...reply, body: distort(reply.body) };
}

function distort(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? 'none' : { first: distort(value[0]) };
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, distort(member)]));
  }
  if (typeof value === 'string') return value.length;
  if (typeof value === 'number') return { value };
  return [value];
}

/** An answer as bytes, for a connection that Node has already handed over (a refused upgrade). */
export function rawAnswer(answer: Answer): string {
  const lines = Object.entries({ ...answer.headers, connection: 'close' }).map(([name, value]) => `${name}: ${value}`);
  const reason = STATUS_CODES[answer.status] ?? 'Unknown';
  return `HTTP/1.1 ${answer.status} ${reason}\r\n${lines.join('\r\n')}\r\n\r\n${answer.content}`;
}
