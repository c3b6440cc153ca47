import { readFileSync } from 'node:fs';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** A request as the server got it. */
export interface Seen {
  method: string;
  url: string;
  headers: IncomingMessage['headers'];
  body: Buffer;
  /** The number of the connection it came over. */
  connection: number;
}

export interface TestServer {
  endpoint: string;
  port: number;
  seen: Seen[];
  close(): Promise<void>;
}

export type Answering = (response: ServerResponse, seen: Seen, number: number, request: IncomingMessage) => void;

/** Starts a real server that is closed with the test; `number` counts requests from 1. */
export async function serve(
  answer: Answering,
  options: { certificate?: string; port?: number } = {},
): Promise<TestServer> {
  const seen: Seen[] = [];
  const connections = new Map<object, number>();
  const listener = async (request: IncomingMessage, response: ServerResponse) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const connection = connections.get(request.socket) ?? connections.size + 1;
    connections.set(request.socket, connection);
    const { method = '', url = '', headers } = request;
    const one = { method, url, headers, body: Buffer.concat(parts), connection };
    seen.push(one);
    answer(response, one, seen.length, request);
  };
  const pem = options.certificate === undefined ? null : certificate(options.certificate);
  const server = pem === null ? http.createServer(listener) : https.createServer({ key: pem, cert: pem }, listener);
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  onTestFinished(close);
  return { endpoint: `${pem === null ? 'http' : 'https'}://127.0.0.1:${port}`, port, seen, close };
}

/** One of the files beside this one: `authority`, `good`, `expired`… */
export function certificate(name: string): string {
  return readFileSync(`${import.meta.dirname}/certificates/${name}.pem`, 'utf8');
}

/** Answers with JSON. */
export function json(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}
