import type { Conversation, Request, World } from '../emulator';
import { type Reply, text } from '../reply';
import type { CivoData } from './data';
import { liveConsole } from './instanceAccess';
import { isWebToken } from './webToken';

const VERSION = 'RFB 003.008\n';
const NO_AUTHENTICATION = 1;

/** The socket behind a console page: it greets as a VNC server does, shows an empty screen, and ends with the session. */
export function consoleConversation(request: Request, world: World<CivoData>): Reply | Conversation<CivoData> {
  const id = /^\/console\/([^/]+)\/websockify$/.exec(request.path)?.[1] ?? '';
  const console = liveConsole(world.data, id, world.now());
  if (!console || console.session !== request.query.get('session')) return text(404, 'not found\n');
  if (!isWebToken(request.query.get('token'), world.now())) return text(401, 'unauthorized\n');
  const hostname = world.data.instances[id]?.hostname ?? '';
  return {
    open(session) {
      const answers = [Buffer.from([1, NO_AUTHENTICATION]), Buffer.alloc(4), screen(hostname)];
      session.send(Buffer.from(VERSION));
      session.onMessage(() => {
        const next = answers.shift();
        if (next) session.send(next);
      });
      session.every(1000, (later) => {
        const live = liveConsole(later.data, id, later.now());
        if (live?.session !== console.session) session.close(1000);
      });
    },
  };
}

/** Width, height, pixel format and name. */
function screen(name: string): Buffer {
  const title = Buffer.from(name);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(title.length);
  const size = Buffer.from([0x02, 0x80, 0x01, 0x90]);
  const format = Buffer.from([32, 24, 0, 1, 0, 255, 0, 255, 0, 255, 16, 8, 0, 0, 0, 0]);
  return Buffer.concat([size, format, length, title]);
}
