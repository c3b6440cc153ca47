import type { Access, Service } from '../emulator';
import { type LoginAttempt, type Machine, serveSsh } from '../ssh';
import type { CycleCredential, CycleData, CycleInstance } from './data';

/** The SSH gateway: user = instance (or virtual machine) and password = secret opens the machine, or a volume for SFTP. */
export function serveMachines(access: Access<CycleData>): Promise<Service> {
  return serveSsh({
    hostKeySeed: () => access.read(({ data }) => data.secret),
    methods: ['password'],
    login: (attempt) => access.read(({ data, now }) => machineFor(access, data, now(), attempt)),
    onLogin: (attempt) =>
      access.change(({ data, now }) => {
        const credential = credentialFor(data, now(), attempt);
        if (credential?.used === 0) credential.used = now();
      }),
    disks: {
      read: (look) => access.read(({ data }) => look(data.disks)),
      change: (apply) => access.change(({ data }) => apply(data.disks)),
    },
  });
}

function credentialFor(data: CycleData, now: number, attempt: LoginAttempt): CycleCredential | undefined {
  if (attempt.method !== 'password') return undefined;
  return Object.values(data.credentials).find(
    (credential) =>
      (credential.virtual_machine_id || credential.instance_id) === attempt.user &&
      credential.secret === attempt.password &&
      credential.expires > now,
  );
}

function machineFor(
  access: Access<CycleData>,
  data: CycleData,
  now: number,
  attempt: LoginAttempt,
): Machine | undefined {
  if (attempt.method === 'password' && attempt.user.startsWith('volume-')) return volumeFor(access, data, attempt);
  const instance = data.instances[credentialFor(data, now, attempt)?.instance_id ?? ''];
  return instance && machineOf(access, instance, { shell: data.settings.ssh_shell });
}

function volumeFor(
  access: Access<CycleData>,
  data: CycleData,
  { user, password }: LoginAttempt & { method: 'password' },
): Machine | undefined {
  for (const instance of Object.values(data.instances)) {
    for (const volume of data.containers[instance.container_id]?.volumes ?? []) {
      const remote = volume.config.remote_access;
      const fits = user === `volume-${instance.volumes[volume.id]?.id}` && remote?.password?.data === password;
      if (fits && remote.enable) return machineOf(access, instance, { id: user, shell: false });
    }
  }
  return undefined;
}

/** Undefined when it isn't running. Stopping it ends what is open, whenever it runs again. */
function machineOf(
  access: Access<CycleData>,
  instance: CycleInstance,
  { id = instance.id, shell }: { id?: string; shell: boolean },
): Machine | undefined {
  const run = instance.runs.at(-1);
  if (instance.state !== 'running' || !run) return undefined;
  const isUp = () =>
    access.read(({ data }) => {
      const current = data.instances[instance.id];
      return (
        current !== undefined &&
        ['running', 'migrating'].includes(current.state) &&
        current.runs.at(-1)?.from === run.from
      );
    });
  return { id, hostname: instance.hostname, user: 'root', startedAt: run.from, isUp, shell };
}
