import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Service } from './emulator';
import type { Disk, Disks } from './ssh';

/** A machine that answers SSH in place of an emulated instance, at whose address nobody is. */
export interface MachineOptions {
  /** Where the disks of machines are kept. */
  directory: string;
  /** What tells this machine from every other. */
  key: string;
  hostname: string;
  /** Milliseconds since 1970. */
  startedAt: number;
  /** Another text gives the machine another host key. */
  hostKeys: string;
}

/**
 * Runs a machine's SSH server on a free port of 127.0.0.1; its address is `ssh`. It lets everybody in as whoever they
 * say they are, has the same host key each time, and keeps its files.
 */
export async function serveMachine({
  directory,
  key,
  hostname,
  startedAt,
  hostKeys,
}: MachineOptions): Promise<Service> {
  const { serveSsh } = await import('./ssh');
  const id = createHash('sha256').update(key).digest('hex');
  const disks = keepDisk(join(directory, 'machines'), id.slice(0, 32));
  return serveSsh({
    hostKeySeed: () => createHash('sha256').update(`${hostKeys}\0${key}`).digest('hex'),
    methods: ['none', 'publickey'],
    login: ({ user }) => ({ id, hostname, user, startedAt, isUp: () => true }),
    disks,
  });
}

/** Forgets what is on the machines' disks. */
export function resetMachines(directory: string): void {
  rmSync(join(directory, 'machines'), { recursive: true, force: true });
}

/** The disk of one machine, in a file of its own that several processes may use. */
function keepDisk(directory: string, name: string): Disks {
  const file = join(directory, `${name}.json`);
  let queue: Promise<unknown> = Promise.resolve();

  function load(): Record<string, Disk> {
    return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, Disk>) : {};
  }

  async function locked<T>(apply: (disks: Record<string, Disk>) => T): Promise<T> {
    const { lock } = await import('proper-lockfile');
    if (!existsSync(directory)) {
      mkdirSync(directory, { recursive: true, mode: 0o700 });
      chmodSync(directory, 0o700);
    }
    const release = await lock(file, {
      realpath: false,
      lockfilePath: `${file}.lock`,
      retries: { retries: 500, minTimeout: 2, maxTimeout: 50 },
    });
    try {
      const disks = load();
      const result = apply(disks);
      const temporary = `${file}.${process.pid}.tmp`;
      writeFileSync(temporary, JSON.stringify(disks), { mode: 0o600 });
      renameSync(temporary, file);
      return result;
    } finally {
      await release();
    }
  }

  return {
    read: (look) => look(load()),
    change(apply) {
      const run = queue.then(() => locked(apply));
      queue = run.catch(() => undefined);
      return run;
    },
  };
}
