import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';

/** A real sshd on loopback, for the user who runs the tests. */
export interface Sshd {
  port: number;
  /** Ends it and starts it again on the same port; with another host key where that is asked for. */
  restart(options?: { anotherKey: boolean }): Promise<void>;
  /** How many connections it has taken. */
  connections(): number;
  stop(): Promise<void>;
}

export const user = os.userInfo().username;

/** A key pair without a passphrase; the path of the private part. */
export function makeKey(file: string): string {
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'test', '-f', file]);
  return file;
}

/** Starts sshd with its files in a directory of its own; `key` is the private part of the one that lets in. */
export async function startSshd(directory: string, key: string): Promise<Sshd> {
  mkdirSync(directory, { recursive: true });
  const port = await freePort();
  const log = path.join(directory, 'log');
  let hostKey = makeKey(path.join(directory, 'host-1'));
  let running: ChildProcess;
  let count = 1;

  async function start(): Promise<void> {
    const file = path.join(directory, 'config');
    const settings = [
      `Port ${port}`,
      'ListenAddress 127.0.0.1',
      `HostKey ${hostKey}`,
      `AuthorizedKeysFile ${key}.pub`,
      'PidFile none',
      'StrictModes no',
      'UsePAM no',
      'PermitRootLogin yes',
      'PasswordAuthentication no',
      'KbdInteractiveAuthentication no',
      'AcceptEnv PROBE',
      'MaxStartups 100',
      'LogLevel VERBOSE',
      'Subsystem sftp internal-sftp',
    ];
    writeFileSync(file, `${settings.join('\n')}\n`);
    const sshd = execFileSync('sh', ['-c', 'PATH="$PATH:/usr/sbin:/sbin"; command -v sshd']).toString().trim();
    // Started as root it wants this directory.
    if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true });
    running = spawn(sshd, ['-D', '-f', file, '-E', log], { stdio: 'ignore' });
    await answering(port);
  }

  function stop(): Promise<void> {
    const ended = new Promise<void>((resolve) => running.once('exit', () => resolve()));
    running.kill();
    return ended;
  }

  await start();
  return {
    port,
    stop,
    async restart(options = { anotherKey: false }) {
      await stop();
      if (options.anotherKey) {
        count += 1;
        hostKey = makeKey(path.join(directory, `host-${count}`));
      }
      await start();
    },
    connections: () => readFileSync(log, 'utf8').match(/^Accepted publickey /gm)?.length ?? 0,
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

async function answering(port: number): Promise<void> {
  const { connect } = await import('node:net');
  for (let tries = 0; tries < 100; tries += 1) {
    const there = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('data', () => {
        socket.destroy();
        resolve(true);
      });
      socket.once('error', () => resolve(false));
    });
    if (there) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('sshd did not answer');
}
