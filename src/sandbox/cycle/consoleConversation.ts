import type { Conversation, World } from '../emulator';
import { consoleLine, consoleTail } from './consoleLog';
import type { CycleData } from './data';

const LINE_TIME = 1000;

/** What a hostile process may print: a new title, a cleared screen, a filled clipboard, a question to the terminal. */
const HOSTILE =
  '\u001b]0;owned\u0007\u001b[2J\u001b[H\u001b]52;c;cm0gLXJmIC8=\u0007\u001bP$q"p\u001b\\\u001b[6n\u009b31m\r\n';

/** The log of an instance: its tail, then a line a second. It only talks, and ends with the run of the instance. */
export function consoleConversation(world: World<CycleData>, instanceId: string): Conversation<CycleData> {
  const { settings } = world.data;
  return {
    open(session) {
      let lines = 0;
      let held = Buffer.alloc(0);

      function send(text: string): void {
        if (settings.console_frames === 'text') {
          session.send(text);
          return;
        }
        const bytes = Buffer.concat([held, Buffer.from(text)]);
        const cut = cutWithin(bytes);
        held = Buffer.from(bytes.subarray(cut));
        session.send(bytes.subarray(0, cut));
      }

      const run = session.read(({ data, now }) => {
        const instance = data.instances[instanceId];
        const tail = instance ? consoleTail(instance, now()) : '';
        if (tail !== '') send(tail);
        if (settings.console_hostile) send(HOSTILE);
        return instance?.state === 'running' ? instance.runs.at(-1)?.from : undefined;
      });
      if (run === undefined) {
        session.close(1000);
        return;
      }
      session.every(LINE_TIME, ({ data, now }) => {
        const instance = data.instances[instanceId];
        const runs = instance && ['running', 'migrating'].includes(instance.state);
        if (!runs || instance.runs.at(-1)?.from !== run) {
          session.close(1000);
          return;
        }
        if (settings.console_drop_after > 0 && lines >= settings.console_drop_after) {
          session.close(1011, 'the connection was lost');
          return;
        }
        lines += 1;
        send(consoleLine(instance, now()));
      });
    },
  };
}

/** In the middle of the last character that has several bytes, or at the end if there is none. */
function cutWithin(bytes: Buffer): number {
  for (let index = bytes.length - 1; index > 0; index -= 1) {
    if (((bytes[index] ?? 0) & 0xc0) === 0x80) return index;
  }
  return bytes.length;
}
