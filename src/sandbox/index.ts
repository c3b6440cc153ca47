import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Clock, createClock } from './clock';
import type { Emulator } from './emulator';
import { emulators } from './emulators';
import { createFaults } from './faults';
import { holdState } from './holdState';
import { randomStart } from './random';
import { type ProviderServer, serveEmulator } from './server';
import { parseStateFile, readStateFile, type StateFile } from './stateFile';
import { settle } from './world';

export { type MachineOptions, resetMachines, serveMachine } from './machines';

export interface SandboxOptions {
  /** Where the state is kept; made if missing, for the owner only. */
  directory: string;
  /** Names of profiles to start; all there are unless said. */
  providers?: readonly string[];
  /** The first provider listens on it, the next on the one after; 0 or absent: any free ones. */
  firstPort?: number;
  /** Every answer is held back that long, in real milliseconds. */
  latencyMs?: number;
  /** `KIND[:RATE][@METHOD][xN]`, several separated by commas; see `FAULT_KINDS`. */
  faults?: string;
  /** For the same ids, figures and faults each time. Without it ids are the usual ones and faults are left to chance. */
  seed?: number;
  /** That many made-up instances with each provider in place of the usual few. */
  instances?: number;
  /** Whatever takes a provider time takes so many times less; 1 unless said. */
  speed?: number;
  /** Tells the time in place of the machine's clock and `speed`. */
  clock?: Clock;
  /** A file to which one line of JSON is appended for each request. */
  requestLog?: string;
  /** Speak HTTPS, with this key and certificate (PEM). */
  tls?: { key: string; cert: string };
  /** Called for what goes on but should be known, at once or later. */
  onWarning?(message: string): void;
}

export interface RunningSandbox {
  /** By profile name, the settings of a profile that reaches it: `provider`, `endpoint`, `token`, … */
  readonly providers: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** What `onWarning` was told so far. */
  readonly warnings: readonly string[];
  /** Ends every connection and frees the ports. */
  close(): Promise<void>;
}

export interface ProviderStatus {
  /** The state file, whether it is there or not. */
  file: string;
  /** In bytes; null when there is no file yet. */
  size: number | null;
  /** How many instances there are, and how many in each state, in the provider's word. */
  instances: number;
  states: Record<string, number>;
}

/** The names of all profiles, in the order of their ports. */
export const sandboxProviders: readonly string[] = Object.keys(emulators);

/**
 * Starts a server for each provider and resolves when all listen. Throws for an unknown provider or fault, a
 * nonsensical number, and when a port is taken.
 */
export async function startSandbox(options: SandboxOptions): Promise<RunningSandbox> {
  const names = sandboxProviders.filter((name) => options.providers?.includes(name) ?? true);
  const unknown = options.providers?.filter((name) => !emulators[name]) ?? [];
  if (unknown.length > 0) {
    throw new Error(`The sandbox has no ${unknown.join(', ')}. It has ${sandboxProviders.join(', ')}.`);
  }
  const warnings: string[] = [];
  const clock = options.clock ?? createClock(options.speed);
  const chance = options.seed ?? Math.floor(Math.random() * 0x1_0000_0000);
  const faults = createFaults(options.faults, randomStart(chance, 'faults'));
  const servers: ProviderServer[] = [];
  const providers: Record<string, Record<string, string>> = {};

  async function close(): Promise<void> {
    await Promise.all(servers.map((server) => server.close()));
  }

  try {
    const loaded = await Promise.all(names.map(loadEmulator));
    for (const [index, emulator] of loaded.entries()) {
      const server = await serveEmulator({
        emulator,
        stateFile: stateFileOf(options.directory, emulator.name),
        port: options.firstPort ? options.firstPort + index : 0,
        clock,
        faults,
        latencyMs: options.latencyMs ?? 0,
        seed: options.seed,
        instances: options.instances,
        requestLog: options.requestLog,
        tls: options.tls,
        onWarning(message) {
          warnings.push(message);
          options.onWarning?.(message);
        },
      });
      servers.push(server);
      providers[emulator.name] = emulator.profile(server.origin);
    }
  } catch (error) {
    await close();
    throw error;
  }
  return { providers, warnings, close };
}

/** Forgets all state in a directory, also for servers that run on it. Other files there are left alone. */
export async function resetSandbox(directory: string): Promise<void> {
  for (const entry of listFiles(directory)) {
    const own = sandboxProviders.some((name) => entry === `${name}.json` || entry.startsWith(`${name}.json.`));
    if (own && !entry.endsWith('.lock')) rmSync(join(directory, entry), { force: true });
  }
}

/** What is stored for each provider, without starting or writing anything. */
export async function sandboxStatus(directory: string): Promise<Record<string, ProviderStatus>> {
  const status: Record<string, ProviderStatus> = {};
  for (const name of sandboxProviders) {
    const emulator = await loadEmulator(name);
    const file = stateFileOf(directory, name);
    const found = readStateFile(file);
    const stored = found && parseStateFile<unknown>(found.content, name, emulator.version);
    const states = stored ? countStates(emulator, stored) : {};
    const instances = Object.values(states).reduce((sum, count) => sum + count, 0);
    status[name] = { file, size: statSync(file, { throwIfNoEntry: false })?.size ?? null, instances, states };
  }
  return status;
}

/** How many instances there are in each state; none where the data are not what the emulator has written. */
function countStates(emulator: Emulator<unknown>, stored: StateFile<unknown>): Record<string, number> {
  const states: Record<string, number> = {};
  try {
    const held = holdState(emulator, stored);
    settle(held, emulator, { clock: createClock(), origin: '', addresses: {} });
    for (const state of emulator.instanceStates(held.data)) states[state] = (states[state] ?? 0) + 1;
  } catch {
    return {};
  }
  return states;
}

async function loadEmulator(name: string): Promise<Emulator<unknown>> {
  const load = emulators[name];
  if (!load) throw new Error(`The sandbox has no ${name}.`);
  return load();
}

function stateFileOf(directory: string, name: string): string {
  return join(directory, `${name}.json`);
}

function listFiles(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
