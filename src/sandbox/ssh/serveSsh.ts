import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import type { AuthContext, AuthenticationType, Connection, Server, Session } from 'ssh2';
import type { Service } from '../emulator';
import { type Disks, openFiles } from './files';
import { createHostKey } from './hostKey';
import { homeOf, type Machine } from './machine';
import { type RunningChannel, runChannel } from './runChannel';
import { serveSftp } from './serveSftp';

export interface SshOptions {
  /** 64 hexadecimal digits that the host key is made from. Asked for with the first connection. */
  hostKeySeed(): string;
  /** The ways to log in that are offered. A key or none is only asked about if it is among them. */
  methods: readonly LoginAttempt['method'][];
  /** The machine that this attempt opens, undefined when it is refused. May be asked several times for one login. */
  login(attempt: LoginAttempt): Machine | undefined;
  /** Once for each login, before anything is run. */
  onLogin?(attempt: LoginAttempt, machine: Machine): void | Promise<void>;
  disks: Disks;
  /** Where a connection that is passed on from a machine (`ssh -J`, `ssh -L`) leads; undefined refuses it. */
  forward?(host: string, port: number, machine: Machine): { host: string; port: number } | undefined;
}

/** Passwords come by both `password` and `keyboard-interactive`. */
export type LoginAttempt =
  | { method: 'none'; user: string }
  | { method: 'password'; user: string; password: string }
  /** `key` as in an authorized_keys file: kind, space, base64. */
  | { method: 'publickey'; user: string; key: string };

const UP_CHECK = 200;
const MOST_ATTEMPTS = 6;

/**
 * Listens for SSH on a free port of 127.0.0.1; its address is `ssh`. The protocol is loaded with the first connection.
 * An emulator returns it from its own `serve`, and keeps two things for it in its data: the digits for the host key,
 * made when it is seeded, and the disks, a record that begins empty.
 */
export async function serveSsh(given: SshOptions): Promise<Service> {
  const sockets = new Set<Socket>();
  const pending = new Set<Promise<unknown>>();

  /** Remembers what is under way, so that closing can wait for it. */
  function follow<T>(change: Promise<T>): Promise<T> {
    const done = () => pending.delete(settled);
    const settled: Promise<unknown> = change.then(done, done);
    pending.add(settled);
    return change;
  }

  const options: SshOptions = {
    ...given,
    onLogin: (attempt, machine) => follow(Promise.resolve(given.onLogin?.(attempt, machine))),
    disks: { read: given.disks.read, change: (apply) => follow(given.disks.change(apply)) },
  };
  let protocol: Promise<Server> | undefined;
  const listener = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => sockets.delete(socket));
    protocol ??= createProtocol(options);
    protocol.then(
      (server) => {
        if (!socket.destroyed) server.injectSocket(socket);
      },
      () => socket.destroy(),
    );
  });
  const port = await new Promise<number>((resolve, reject) => {
    listener.once('error', reject);
    listener.listen(0, '127.0.0.1', () => resolve((listener.address() as AddressInfo).port));
  });
  return {
    addresses: { ssh: `127.0.0.1:${port}` },
    async close() {
      const closed = [...sockets].map((socket) => new Promise((resolve) => socket.once('close', resolve)));
      for (const socket of sockets) socket.destroy();
      await Promise.all([...closed, new Promise((resolve) => listener.close(resolve))]);
      while (pending.size > 0) await Promise.all(pending);
    },
  };
}

async function createProtocol(options: SshOptions): Promise<Server> {
  const ssh2 = await import('ssh2');
  const { Server, utils } = ssh2.default ?? ssh2;
  const settings = { hostKeys: [createHostKey(options.hostKeySeed())], ident: 'nube-sandbox' };
  return new Server(settings, (client) => receive(client, options, utils.parseKey));
}

function receive(client: Connection, options: SshOptions, parseKey: typeof import('ssh2').utils.parseKey): void {
  let attempts = 0;
  let entered: { machine: Machine; attempt: LoginAttempt } | undefined;
  client.on('error', () => undefined);
  client.on('authentication', (context) => {
    attempts += 1;
    if (attempts > MOST_ATTEMPTS) {
      client.end();
      return;
    }
    authenticate(context, options, parseKey, (machine, attempt) => {
      entered = { machine, attempt };
    });
  });
  client.on('ready', () => {
    if (!entered) return;
    const { machine, attempt } = entered;
    const admitted = Promise.resolve(options.onLogin?.(attempt, machine));
    admitted.catch(() => client.end());
    const check = setInterval(() => {
      if (!machine.isUp()) client.end();
    }, UP_CHECK);
    check.unref();
    client.on('close', () => clearInterval(check));
    client.on('session', (accept) => serveSession(client, accept(), options, machine, admitted));
    client.on('tcpip', (accept, reject, { destIP, destPort }) => {
      const target = options.forward?.(destIP, destPort, machine);
      if (!target) {
        reject();
        return;
      }
      const socket = connect(target.port, target.host);
      const early = () => reject();
      socket.once('error', early);
      socket.once('connect', () => {
        socket.off('error', early);
        const stream = accept();
        stream.on('error', () => socket.destroy());
        stream.on('close', () => socket.destroy());
        socket.on('error', () => stream.destroy());
        socket.pipe(stream).pipe(socket);
      });
    });
  });
}

function authenticate(
  context: AuthContext,
  options: SshOptions,
  parseKey: typeof import('ssh2').utils.parseKey,
  enter: (machine: Machine, attempt: LoginAttempt) => void,
): void {
  const { username: user } = context;
  const offered = options.methods.flatMap((method): AuthenticationType[] =>
    method === 'password' ? ['password', 'keyboard-interactive'] : method === 'publickey' ? ['publickey'] : [],
  );

  function decide(attempt: LoginAttempt, proven = true): void {
    const machine = options.methods.includes(attempt.method) ? options.login(attempt) : undefined;
    if (!machine) {
      context.reject(offered);
      return;
    }
    if (proven) enter(machine, attempt);
    context.accept();
  }

  switch (context.method) {
    case 'none':
      decide({ method: 'none', user });
      return;
    case 'password':
      decide({ method: 'password', user, password: context.password });
      return;
    case 'keyboard-interactive':
      if (!offered.includes('keyboard-interactive')) break;
      context.prompt([{ prompt: 'Password: ', echo: false }], ([password = '']) =>
        decide({ method: 'password', user, password }),
      );
      return;
    case 'publickey': {
      const key = `${context.key.algo} ${context.key.data.toString('base64')}`;
      const { signature, blob } = context;
      // Without a signature the client only asks whether it would help to sign.
      if (signature === undefined) {
        decide({ method: 'publickey', user, key }, false);
        return;
      }
      const parsed = parseKey(key);
      const valid = blob && !(parsed instanceof Error) && parsed.verify(blob, signature, context.hashAlgo) === true;
      if (!valid) break;
      decide({ method: 'publickey', user, key });
      return;
    }
  }
  context.reject(offered);
}

function serveSession(
  client: Connection,
  session: Session,
  options: SshOptions,
  machine: Machine,
  admitted: Promise<void>,
): void {
  const files = openFiles(options.disks, machine.id, machine.user, homeOf(machine));
  const environment: Record<string, string> = {};
  let terminal: string | undefined;
  let running: RunningChannel | undefined;
  session.on('pty', (accept, _reject, info) => {
    // The type of terminal is missing from the type of the event.
    terminal = (info as unknown as { term?: string }).term || 'vt100';
    accept?.();
  });
  session.on('env', (accept, _reject, { key, val }) => {
    environment[key] = val;
    accept?.();
  });
  session.on('window-change', (accept) => accept?.());
  session.on('signal', (accept, _reject, { name }) => {
    running?.signal(name);
    accept?.();
  });

  function start(accept: () => import('ssh2').ServerChannel, reject: () => void, command: string | undefined): void {
    if (machine.shell === false) {
      reject();
      return;
    }
    const channel = accept();
    admitted.then(() => {
      const started = runChannel({ channel, machine, files, environment, command, terminal });
      // A connection that is cut doesn't close its channels.
      client.on('close', () => started.end());
      running = started;
    });
  }

  session.on('shell', (accept, reject) => start(accept, reject, undefined));
  session.on('exec', (accept, reject, { command }) => start(accept, reject, command));
  session.on('sftp', (accept) => {
    const end = serveSftp(accept(), files, machine);
    client.on('close', () => end());
  });
}
