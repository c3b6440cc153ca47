import { promises as files } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Call } from './call';
import { chooseProfiles, describedProfile } from './choice';
import { findCiSystem } from './ciSystem';
import { commonOptions, mutatingOptions } from './core/common';
import type { Context } from './core/context';
import type { Driver } from './core/driver';
import { entryOf } from './core/entryOf';
import { CliError } from './core/errors';
import { fileTrouble } from './core/fileTrouble';
import { accountOf } from './core/keptNames';
import { createOnce, lazy } from './core/lazy';
import { nearest } from './core/nearest';
import type { OpenSsh } from './core/openssh';
import type { Options } from './core/option';
import type { Profile } from './core/profile';
import type { ProfileStore, SandboxControl } from './core/store';
import type { Output } from './core/view';
import { drivers } from './drivers';
import type { Gate } from './io/http';
import type { OpenJournal } from './io/journal';
import type { Recorder } from './io/recorder';
import { readAll } from './io/system';
import { knownCommands } from './knownCommands';
import { maskCommands } from './render/workflowCommand';
import type { SandboxHost } from './sandboxHost';
import { sandboxSpeed } from './sandboxSpeed';
import { neverDefaults } from './settings';
import { createAsk, createProgress } from './terminal';

/** A context and how to put away what it has opened. */
export interface OpenContext {
  context: Context;
  /** Takes note of what has come of the command, for completion. */
  keep(output: Output): Promise<void>;
  close(): Promise<void>;
}

/** The profile that variables describe does not fail with a broken file, which is said all the same. */
const withoutBroken =
  (warn: Call['warn']) =>
  (thrown: unknown): readonly Profile[] => {
    if (!(thrown instanceof CliError) || thrown.kind !== 'config') throw thrown;
    warn(thrown.code, `${thrown.message}.`);
    return [];
  };

const loadCommands = () => Promise.all(knownCommands.map(({ load }) => load()));

/** Makes the services of one call; each is loaded and opened on first use. */
export function openContext(call: Call): OpenContext {
  const { system, options, signal } = call;
  let record: Recorder | null = null;
  const recorder = lazy(async () => {
    record = (await import('./io/recorder')).createRecorder();
    return record;
  });
  const kept = lazy(async () => {
    const [{ findDirectories }, { openProfiles }] = await Promise.all([
      import('./io/directories'),
      import('./io/profiles'),
    ]);
    return { directories: findDirectories(system.variable), openProfiles };
  });
  const sandboxHost = lazy(async (): Promise<SandboxHost> => {
    const { directories, openProfiles } = await kept();
    const { openSandbox } = await import('./sandboxHost');
    return openSandbox(system, directories.sandbox, Object.keys(drivers), openProfiles, call.warn);
  });

  const store = lazy(async (): Promise<ProfileStore> => {
    const { directories, openProfiles } = await kept();
    const stored = call.sandbox ? (await sandboxHost()).store : openProfiles(directories.config, { warn: call.warn });
    const { withKeptSecrets } = await import('./io/keptSecrets');
    return withKeptSecrets(stored, { keychain: system.keychain, tokens, warn: call.warn });
  });
  const keptNames = lazy(async () => {
    const { openKeptNames } = await import('./io/keptNames');
    const { cache, sandbox } = (await kept()).directories;
    return openKeptNames(`${call.sandbox ? sandbox : cache}/names`);
  });
  const tokens = lazy(async () => {
    const { openTokens } = await import('./io/tokens');
    const { data, sandbox } = (await kept()).directories;
    return openTokens(call.sandbox ? sandbox : data);
  });
  let journal: OpenJournal | null = null;
  const openedJournal = lazy(async () => {
    const { openJournal } = await import('./io/journal');
    const { data, sandbox } = (await kept()).directories;
    journal = openJournal({
      directory: path.join(call.sandbox ? sandbox : data, 'journal'),
      command: call.shownLine(),
      now: system.now,
      elapsed: () => context.elapsed(),
      timeout: options.timeout,
      random: system.random,
      unwritable: (reason) =>
        call.warn('journal_unwritable', `What is sent can't be written down (${reason}), so op resume won't know it.`),
    });
    return journal;
  });
  const openssh = lazy(async (): Promise<OpenSsh> => {
    const { directories } = await kept();
    const { openOpenSsh } = await import('./openssh');
    const { sandbox, data, config } = directories;
    return openOpenSsh({
      call,
      sandboxHost,
      recorder,
      directories: call.sandbox ? { data: sandbox, config: sandbox } : { data, config },
      drivers: () => context.drivers(),
      profiles: () => context.known(),
    });
  });
  const described = lazy(() =>
    call.sandbox ? Promise.resolve(null) : describedProfile(system.variable, driver, call.warn),
  );
  const chosen = lazy(async () =>
    chooseProfiles(await store(), {
      asked: options.profile,
      variable: call.sandbox ? undefined : system.variable('NUBE_PROFILE'),
      described,
      directory: call.sandbox ? null : (call.directoryFile?.profile ?? null),
      directoryUsed: () =>
        call.warn('directory_file', `${call.directoryFile?.file} gives the profile ${call.directoryFile?.profile}.`),
    }),
  );
  const speed = call.sandbox ? sandboxSpeed(system) : 1;
  const began = system.now().getTime();
  const sleep = (milliseconds: number) => system.sleep(milliseconds / speed, signal);
  const once = createOnce();
  const ask = createAsk(call);
  const asked: string[] = [];

  const context: Context = {
    options,
    format: call.print.format ?? (call.print.query === null ? 'table' : 'json'),
    formatted:
      call.print.format !== null ||
      call.print.query !== null ||
      call.print.sort !== null ||
      (call.print.columns !== null && call.print.columnsGiven),
    printing: printingOf(call.print),
    line: call.line,
    version: call.version,
    commands: loadCommands,
    interrupted: signal,
    isTerminal: {
      get input() {
        return system.input.isTTY === true;
      },
      output: system.output.isTerminal,
      error: system.error.isTerminal,
    },
    chosen,
    known: lazy(async () => {
      const own = await described();
      const stored = (await store()).list();
      return own === null ? stored : [...(await stored.catch(withoutBroken(call.warn))), own];
    }),
    async chosenOne(purpose) {
      const profiles = await chosen();
      const [first, ...others] = profiles;
      if (first === undefined) throw new CliError('no_profile', 'No profile is set up');
      if (others.length === 0) return first;
      const names = profiles.map(({ name }) => name);
      if (!ask.available) {
        throw new CliError('profile_required', `${purpose} needs one profile: ${names.join(', ')}`, {
          hint: `Name it: -p ${first.name}`,
        });
      }
      const choices = profiles.map(({ name, provider }) => ({
        value: name,
        name: name === provider ? name : `${name} (${provider})`,
      }));
      const name = await ask.select(`Which profile for ${purpose}?`, choices);
      asked.push('-p', name);
      return profiles.find((profile) => profile.name === name) ?? first;
    },
    driver,
    drivers: () => Promise.all(Object.values(drivers).map((load) => load())),
    store,
    journal: openedJournal,
    connect(profile, { incomplete = false, scopes = options.scopes, signal: until } = {}) {
      const open = async () => {
        const { connectProfile } = await import('./connecting');
        const connection = await connectProfile(profile, { incomplete, scopes, signal: until ?? signal }, connecting);
        if (incomplete) return connection;
        const { keepNames } = await import('./keepNames');
        const account = accountOf(profile, system.variable);
        return keepNames(connection, { names: await keptNames(), account, scopes, now: system.now });
      };
      return until === undefined ? once(JSON.stringify([profile, incomplete, scopes]), open) : open();
    },
    async settings() {
      const { explainSettings } = await import('./explainSettings');
      return explainSettings(call, { store, described, chosen, defaultable: context.defaultable });
    },
    directoryFile: call.directoryFile,
    asked,
    async defaultable(name) {
      if (neverDefaults.includes(name)) return null;
      const commands = await loadCommands();
      const all = [commonOptions, mutatingOptions, ...commands.map((command) => command.options)] as readonly Options[];
      return all.flatMap((options) => Object.values(options).filter((option) => option.name === name));
    },
    sandbox: async (): Promise<SandboxControl> => (await sandboxHost()).control,
    ask,
    progress: createProgress(call),
    warn: call.warn,
    note: call.note,
    called: call.called,
    now: system.now,
    clock: () => new Date(began + context.elapsed()),
    elapsed: () => (system.now().getTime() - began) * speed,
    sleep,
    recorded: () => record?.text() ?? '',
    tour: call.tour,
    async readFile(file) {
      try {
        return await files.readFile(file);
      } catch (error) {
        throw new CliError('invalid_value', `The file ${file} cannot be read`, {
          reason: fileTrouble(error, 'read'),
        });
      }
    },
    absolutePath: (given) => path.resolve(system.workingDirectory, given.replace(/^~(?=\/|$)/, os.homedir())),
    readInput: lazy(() => readAll(system.input)),
    variable: call.sandbox ? () => undefined : system.variable,
    mask(value) {
      if (findCiSystem(system.variable) === 'github') system.error.write(maskCommands(value));
      return value;
    },
    write: (text) => system.output.write(text),
    writeError: (text) => system.error.write(text),
    openssh,
    machine: async () => {
      const [{ directories }, { openMachine }] = await Promise.all([kept(), import('./io/machine')]);
      return openMachine(directories, system.variable, !call.sandbox);
    },
    parseDocument: async (text, what) => (await import('./parseDocument')).parseDocument(text, what),
    reachable: async (...where) => (await import('./io/reachable')).reachable(...where),
    socket: async function* ({ profile, session: { settings } }, { address, token }) {
      const { openSocket } = await import('./io/socket');
      const { variable } = system;
      const debug = options.debug ? call.debug : null;
      const own = { address, token: token.reveal(), profile: profile.name, settings, variable, debug, signal };
      const connectTimeoutMs = call.connectTimeoutMs ?? 10_000;
      yield* openSocket({ ...own, connectTimeoutMs, userAgent: `nube/${call.version}` });
    },
    async openBrowser(link) {
      const { openBrowser } = await import('./io/browser');
      const { variable } = system;
      const { childEnvironment } = await import('./childEnvironment');
      const environment = childEnvironment(await context.drivers(), await context.known());
      return openBrowser(link, { variable, signal, environment, platform: process.platform, patienceMs: 60_000 });
    },
    chart: async (series) => (await import('./render/chart')).chart(series, system.output.columns ?? 80),
    completionScript: async (shell) => (await import('./complete/scripts.json')).default[shell],
    async ownFiles() {
      const { openOwnFiles } = await import('./io/ownFiles');
      return openOwnFiles((await kept()).directories.data, system.variable);
    },
    async colour() {
      const { wantsColour } = await import('./render/colour');
      const { variable, output } = system;
      return wantsColour({ option: call.print.color ?? undefined, variable, terminal: output.isTerminal });
    },
  };

  const connecting = {
    call,
    secrets: lazy(async () =>
      (await import('./io/secrets')).createSecrets({
        variable: system.variable,
        keychain: system.keychain,
        note: call.note,
        now: system.now,
      }),
    ),
    context,
    driver,
    sandboxHost,
    recorder,
    tokens: (profile: Profile) => (profile.name === 'env' ? Promise.resolve(null) : tokens()),
    gates: new Map<string, Gate>(),
    sending: (change: Parameters<OpenJournal['sending']>[0]) => {
      call.sending();
      journal?.sending(change);
    },
    current: () => journal?.current() ?? null,
  };

  async function driver(provider: string): Promise<Driver> {
    const load = entryOf(drivers, provider);
    if (load !== undefined) return load();
    const guess = nearest(provider, Object.keys(drivers));
    throw new CliError('invalid_value', `There is no provider ${JSON.stringify(provider)}`, {
      hint: guess === null ? `The providers are ${Object.keys(drivers).join(', ')}.` : `Did you mean ${guess}?`,
    });
  }

  return {
    context,
    async keep(output) {
      if (!keptNames.opened()) return;
      const { keepOutcome } = await import('./keepNames');
      keepOutcome(output, await keptNames());
    },
    async close() {
      journal?.close();
      if (sandboxHost.opened()) await (await sandboxHost()).close();
    },
  };
}

function printingOf({ sort, query, format }: Call['print']): Context['printing'] {
  if (sort !== null) return 'sorted';
  return query === null && (format === 'ndjson' || format === 'csv' || format === 'tsv') ? 'streamed' : 'in order';
}
