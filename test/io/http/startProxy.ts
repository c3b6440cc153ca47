import { once } from 'node:events';
import http, { type IncomingMessage } from 'node:http';
import { type AddressInfo, connect as open } from 'node:net';
import { onTestFinished } from 'vitest';

/** Starts a proxy that leads every tunnel to `port`, or answers with `status`. */
export async function startProxy(port: number, status = 200) {
  const asked: { url: string; headers: IncomingMessage['headers'] }[] = [];
  const server = http.createServer((_request, response) => response.writeHead(405).end());
  server.on('connect', ({ url = '', headers }, client) => {
    asked.push({ url, headers });
    if (status !== 200) return client.end(`HTTP/1.1 ${status} No\r\n\r\n`);
    const target = open(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n');
      target.pipe(client).pipe(target);
    });
    client.on('error', () => target.destroy());
    return target.on('error', () => client.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return { asked, address: `127.0.0.1:${(server.address() as AddressInfo).port}` };
}
