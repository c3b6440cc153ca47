import { onTestFinished } from 'vitest';
import { type Disk, type LoginAttempt, type Machine, type SshOptions, serveSsh } from '../../../src/sandbox/ssh';

export const PASSWORD = 'open-sesame';

export interface RunningMachine {
  /** `127.0.0.1:PORT` */
  address: string;
  disks: Record<string, Disk>;
  /** Ends what is open. */
  stop(): void;
  logins: LoginAttempt[];
  close(): Promise<void>;
}

/** A machine called box-1 that lets in whoever knows the password, closed after the test. */
export async function startMachine(
  options: Partial<SshOptions> = {},
  machine: Partial<Machine> = {},
): Promise<RunningMachine> {
  const disks: Record<string, Disk> = {};
  const logins: LoginAttempt[] = [];
  let up = true;
  const box: Machine = {
    id: 'box',
    hostname: 'box-1',
    user: 'root',
    startedAt: Date.now() - 93_784_000,
    isUp: () => up,
    ...machine,
  };
  const service = await serveSsh({
    hostKeySeed: () => 'ab'.repeat(32),
    methods: ['password'],
    login: (attempt) => (attempt.method === 'password' && attempt.password === PASSWORD ? box : undefined),
    onLogin: (attempt) => {
      logins.push(attempt);
    },
    disks: { read: (look) => look(disks), change: async (apply) => apply(disks) },
    ...options,
  });
  onTestFinished(() => service.close());
  return {
    address: service.addresses.ssh ?? '',
    disks,
    logins,
    stop() {
      up = false;
    },
    close: service.close,
  };
}
