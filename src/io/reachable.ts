import { connect as connectSocket } from 'node:net';

/** Whether a TCP connection opens within the time; with `banner` also whether SSH greets. */
export function reachable(host: string, port: number, milliseconds: number, banner: boolean): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connectSocket({ host, port });
    const done = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(milliseconds, () => done(false));
    socket.once('error', () => done(false));
    socket.once('close', () => done(false));
    socket.once('connect', () => {
      if (!banner) done(true);
    });
    socket.once('data', (data) => done(data.toString('latin1').startsWith('SSH-')));
  });
}
