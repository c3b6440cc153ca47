import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import type { Secret } from '../core/secret';
import { askpassVariable } from './askpassVariable';

/** A socket's path may be no longer, on any system. */
const longestPath = 100;

export interface Askpass {
  /** What ssh needs in its environment; no secret is among it. */
  environment: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/**
 * Hands a password to the ssh that nube starts: ssh asks its askpass program, which is nube itself, and that reads the
 * answer from a socket that only this user can reach. It is given once, and only to a question that names the machine.
 */
export async function serveAskpass(password: Secret, alias: string): Promise<Askpass> {
  const program = findProgram();
  const usual = os.tmpdir();
  const parent = usual.length + 24 <= longestPath ? usual : '/tmp';
  // Made for its owner alone (0700).
  const directory = await mkdtemp(path.join(parent, 'nube-ssh-'));
  const socket = path.join(directory, 'askpass');
  let given = false;
  const server = createServer({ allowHalfOpen: true }, (connection) => {
    const chunks: Buffer[] = [];
    connection.on('error', () => undefined);
    connection.on('data', (chunk) => chunks.push(chunk));
    connection.on('end', () => {
      const meant = !given && Buffer.concat(chunks).toString('utf8').toLowerCase().includes(`@${alias}`);
      given ||= meant;
      connection.end(meant ? `+${password.reveal()}` : '-');
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(socket, resolve);
  });
  return {
    environment: { SSH_ASKPASS: program, SSH_ASKPASS_REQUIRE: 'force', [askpassVariable]: socket },
    async close() {
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** The program as it is installed, from wherever in it this code stands. */
function findProgram(): string {
  for (let directory = import.meta.dirname; ; directory = path.dirname(directory)) {
    const program = path.join(directory, 'bin', 'nube.js');
    if (existsSync(program)) return program;
    // The single executable is the program itself.
    if (path.dirname(directory) === directory) return process.execPath;
  }
}
