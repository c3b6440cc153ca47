import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Clock } from './clock';
import type { Access, Conversation } from './emulator';

/** Completes the handshake of an accepted WebSocket and lets the emulator talk. */
export async function openConversation<Data>(
  upgrade: { incoming: IncomingMessage; socket: Duplex; head: Buffer },
  conversation: Conversation<Data>,
  access: Access<Data>,
  clock: Clock,
): Promise<void> {
  const { WebSocketServer } = await import('ws');
  const server = new WebSocketServer({ noServer: true });
  server.handleUpgrade(upgrade.incoming, upgrade.socket, upgrade.head, (socket) => {
    const ticks = new Set<NodeJS.Timeout>();
    socket.on('error', () => undefined);
    socket.on('close', () => {
      for (const tick of ticks) clearInterval(tick);
    });
    conversation.open({
      ...access,
      send: (message) => socket.send(message),
      close: (code = 1000, reason = '') => socket.close(code, reason),
      onMessage: (listener) =>
        socket.on('message', (data: Buffer, binary: boolean) => listener(binary ? data : data.toString('utf8'))),
      onClose: (listener) => socket.on('close', () => listener()),
      every(milliseconds, tick) {
        const interval = Math.max(1, clock.scale(milliseconds));
        const again = () => {
          try {
            access.read(tick);
          } catch {
            socket.close(1011);
          }
        };
        ticks.add(setInterval(again, interval));
      },
    });
  });
}
