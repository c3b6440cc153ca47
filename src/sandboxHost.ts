import { rmSync } from 'node:fs';
import path from 'node:path';
import { CliError } from './core/errors';
import type { Instance } from './core/instance';
import type { Place } from './core/openssh';
import type { Profile, SecretSource, Settings } from './core/profile';
import type { ProfileStore, SandboxControl } from './core/store';
import type { System } from './io/system';
import { sandboxNumber, sandboxSpeed } from './sandboxSpeed';

/** The emulators inside this process: each is started when a profile first needs it. */
export interface SandboxHost {
  /** Its own profiles, ready from the beginning. */
  store: ProfileStore;
  control: SandboxControl;
  settingsOf(profile: Profile): Promise<{ settings: Settings; token: SecretSource }>;
  /** Where an instance's own SSH server answers, for as long as this process lives. */
  machine(instance: Instance): Promise<Place>;
  close(): Promise<void>;
}

/** Opens the sandbox as the variables describe it. */
export async function openSandbox(
  system: System,
  directory: string,
  providers: readonly string[],
  openProfiles: typeof import('./io/profiles').openProfiles,
  warn: (code: string, message: string) => void,
): Promise<SandboxHost> {
  const sandbox = await import('./sandbox');
  const number = (name: string) => sandboxNumber(system, name);
  const requestLog = system.variable('NUBE_SANDBOX_REQUESTS');
  const fault = system.variable('NUBE_SANDBOX_FAULT');
  const given = withoutUndefined({
    latencyMs: number('NUBE_SANDBOX_LATENCY'),
    faults: fault,
    seed: number('NUBE_SANDBOX_SEED'),
    instances: number('NUBE_SANDBOX_INSTANCES'),
    requestLog,
    speed: sandboxSpeed(system),
  });
  const machines = new Map<string, ReturnType<typeof sandbox.serveMachine>>();
  const running = new Map<string, ReturnType<typeof sandbox.startSandbox>>();
  const start = async (options: Parameters<typeof sandbox.startSandbox>[0]) => {
    try {
      return await sandbox.startSandbox({ ...options, onWarning: (message) => warn('sandbox', message) });
    } catch (error) {
      throw new CliError('invalid_value', (error as Error).message, { cause: error });
    }
  };
  const ready = sandbox.sandboxProviders
    .filter((name) => providers.includes(name))
    .map(
      (name): Profile => ({
        name,
        provider: name,
        settings: {},
        token: null,
        password: null,
        guards: {},
        defaults: {},
      }),
    );
  const store = openProfiles(directory, { ready, warn });
  return {
    store,
    async settingsOf({ provider, settings, token }) {
      const started = running.get(provider) ?? start({ ...given, directory, providers: [provider] });
      running.set(provider, started);
      const { provider: _provider, token: own = '', ...found } = (await started).providers[provider] ?? {};
      return { settings: { ...found, ...settings }, token: token ?? `plain:${own}` };
    },
    control: {
      directory,
      async serve({ port, latencyMs, fault: kind, seed, instances, speed: faster }) {
        const options = { latencyMs, faults: kind, seed, instances, speed: faster };
        const asked = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== null));
        return start({ ...given, ...asked, directory, firstPort: port });
      },
      reset: async () => {
        await sandbox.resetSandbox(directory);
        await store.reset();
        sandbox.resetMachines(directory);
        for (const file of ['known_hosts', 'ssh_config', 'names', 'journal'])
          rmSync(path.join(directory, file), { recursive: true, force: true });
      },
      async status() {
        const status = await sandbox.sandboxStatus(directory);
        return Object.entries(status).map(([provider, { file, size, instances, states }]) => ({
          provider,
          file,
          instances,
          sizeBytes: size ?? 0,
          states,
        }));
      },
    },
    async machine({ provider, id, name, hostname, createdAt }) {
      const key = JSON.stringify([provider, id]);
      const started =
        machines.get(key) ??
        sandbox.serveMachine({
          directory,
          key,
          hostname: hostname ?? name,
          startedAt: createdAt === null ? system.now().getTime() : Date.parse(createdAt),
          hostKeys: system.variable('NUBE_SANDBOX_HOST_KEYS') ?? '',
        });
      machines.set(key, started);
      const [host = '', port = ''] = ((await started).addresses.ssh ?? '').split(':');
      return { host, port: Number(port) };
    },
    async close() {
      for (const machine of machines.values()) await (await machine).close();
      for (const started of running.values()) await (await started).close();
    },
  };
}

function withoutUndefined<T extends object>(values: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;
}
