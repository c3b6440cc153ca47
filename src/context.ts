import { readFile } from 'node:fs/promises';
import { connect as connectSocket } from 'node:net';
import { chooseProfiles, describedProfile } from './choice';
import type { Ask, CommonOptions, Connection, Context, ProgressReporter } from './core/context';
import type { Driver, Session } from './core/driver';
import { CliError } from './core/errors';
import { nearest } from './core/nearest';
import type { Profile } from './core/profile';
import type { ProfileStore, SandboxControl } from './core/store';
import { follow } from './core/wait';
import { drivers } from './drivers';
import type { Gate } from './io/http';
import type { Recorder } from './io/recorder';
import { readAll, type System } from './io/system';
import type { SandboxHost } from './sandboxHost';
import { sandboxSpeed } from './sandboxSpeed';
import type { DirectoryFile, PrintSettings } from './settings';

/** What main knows about a call before any command runs. */
export interface Call {
  system: System;
  line: readonly string[];
  options: CommonOptions;
  print: PrintSettings;
  /** JSON on stderr, no progress. */
  json: boolean;
  /** No prompt, no spinner. */
  unattended: boolean;
  colour: boolean;
  sandbox: boolean;
  directoryFile: DirectoryFile | null;
  connectTimeoutMs: number | undefined;
  requestTimeoutMs: number | undefined;
  version: string;
  signal: AbortSignal;
  warn(code: string, message: string): void;
  note(message: string): void;
  debug(line: string): void;
  tour: Context['tour'];
}

/** A context and how to put away what it has opened. */
export interface OpenContext {
  context: Context;
  close(): Promise<void>;
}

/** Makes the services of one call; each is loaded and opened on first use. */
export function openContext(call: Call): OpenContext {
  const { system, options, signal } = call;
  const once = createOnce();
  const recorder = lazy(async (): Promise<Recorder> => (await import('./io/recorder')).createRecorder());
  let record: Recorder | null = null;
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
    return openSandbox(system, directories.sandbox, openProfiles, call.warn);
  });

  const store = lazy(async (): Promise<ProfileStore> => {
    if (call.sandbox) return (await sandboxHost()).store;
    const [{ findDirectories }, { openProfiles }] = await Promise.all([
      import('./io/directories'),
      import('./io/profiles'),
    ]);
    return openProfiles(findDirectories(system.variable).config);
  });
  const described = lazy(() => (call.sandbox ? Promise.resolve(null) : describedProfile(system.variable, driver)));
  const chosen = lazy(async () =>
    chooseProfiles(await store(), {
      asked: options.profile,
      variable: call.sandbox ? undefined : system.variable('NUBE_PROFILE'),
      described: await described(),
      directory: call.sandbox ? null : (call.directoryFile?.profile ?? null),
    }),
  );
  const speed = call.sandbox ? sandboxSpeed(system) : 1;
  const began = system.now().getTime();
  const sleep = (milliseconds: number) => system.sleep(milliseconds / speed, signal);
  const gates = new Map<string, Gate>();
  const connections = new Map<string, Promise<Connection>>();

  const context: Context = {
    options,
    format: call.print.format ?? 'table',
    line: call.line,
    version: call.version,
    interrupted: signal,
    isTerminal: {
      input: system.input.isTTY === true,
      output: system.output.isTerminal,
      error: system.error.isTerminal,
    },
    chosen,
    known: async () => {
      const own = await described();
      return own === null ? (await store()).list() : [...(await (await store()).list()), own];
    },
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
      return profiles.find((profile) => profile.name === name) ?? first;
    },
    driver,
    drivers: () => Promise.all(Object.values(drivers).map((load) => load())),
    store,
    connect(profile) {
      const key = JSON.stringify(profile);
      const known = connections.get(key) ?? connect(profile);
      connections.set(key, known);
      return known;
    },
    sandbox: async (): Promise<SandboxControl> => (await sandboxHost()).control,
    get ask() {
      return ask;
    },
    get progress() {
      return progress;
    },
    warn: call.warn,
    note: call.note,
    now: system.now,
    elapsed: () => (system.now().getTime() - began) * speed,
    sleep,
    recorded: () => record?.text() ?? '',
    tour: call.tour,
    async readFile(path) {
      try {
        return await readFile(path);
      } catch (error) {
        throw new CliError('invalid_value', `The file ${path} cannot be read`, {
          reason: (error as NodeJS.ErrnoException).code,
        });
      }
    },
    readInput: () => readAll(system.input),
    variable: system.variable,
    write: (text) => system.output.write(text),
    async parseDocument(text, what) {
      const { parse } = await import('yaml');
      try {
        return parse(text) as unknown;
      } catch (error) {
        throw new CliError('invalid_value', `${what} is neither YAML nor JSON`, {
          reason: (error as Error).message.split('\n')[0],
        });
      }
    },
    reachable,
  };

  const ask = createAsk(call);
  const progress = createProgress(call);

  async function driver(provider: string): Promise<Driver> {
    const load = drivers[provider];
    if (load !== undefined) return load();
    const guess = nearest(provider, Object.keys(drivers));
    throw new CliError('invalid_value', `There is no provider ${JSON.stringify(provider)}`, {
      hint: guess === null ? `The providers are ${Object.keys(drivers).join(', ')}.` : `Did you mean ${guess}?`,
    });
  }

  async function connect(stored: Profile): Promise<Connection> {
    const found = await driver(stored.provider);
    const local = call.sandbox ? await (await sandboxHost()).settingsOf(stored) : null;
    const profile: Profile = local === null ? stored : { ...stored, settings: local.settings, token: local.token };
    const settings = { ...profile.settings, ...options.scopes };
    const endpoint = settings.endpoint ?? found.endpoint;
    const missing = Object.entries(found.settings).flatMap(([name, definition]) =>
      definition.required === true && settings[name as keyof typeof settings] === undefined ? [name] : [],
    );
    if (endpoint === null) missing.unshift('endpoint');
    if (endpoint === null || (missing.includes('endpoint') && missing.length > 0)) {
      throw new CliError('incomplete_profile', `The profile ${profile.name} lacks ${missing.join(', ')}`, {
        hint: `nube profile set ${profile.name} ${missing.map((name) => `${name}=…`).join(' ')}`,
      });
    }
    const source = profile.token ?? profile.password;
    if (source === null) {
      throw new CliError('incomplete_profile', `The profile ${profile.name} has no credential`, {
        hint: `nube profile remove ${profile.name}, and add it again.`,
      });
    }
    if (settings.insecure === 'true') {
      call.warn('insecure', `The profile ${profile.name} does not verify the server's certificate.`);
    }
    if (options.dryRun) record ??= await recorder();
    const [{ createGate, createHttp }, { fetchSecret }] = await Promise.all([
      import('./io/http'),
      import('./io/secrets'),
    ]);
    const gate = gates.get(profile.name) ?? createGate({ limit: options.concurrency, now: system.now, sleep });
    gates.set(profile.name, gate);
    const http = createHttp({
      wire: found.wire,
      settings,
      endpoint,
      provider: found.provider,
      profile: profile.name,
      userAgent: `nube/${call.version}`,
      credential: once(`credential ${profile.name}`, () => fetchSecret(source, system.variable)),
      connectTimeoutMs: call.connectTimeoutMs ?? 10_000,
      requestTimeoutMs: call.requestTimeoutMs ?? 30_000,
      readTimeBudgetMs: 60_000,
      changeTimeBudgetMs: options.timeout ?? 600_000,
      ca: settings['ca-file'] === undefined ? null : [(await context.readFile(settings['ca-file'])).toString('utf8')],
      insecure: settings.insecure === 'true',
      variable: system.variable,
      signal,
      sleep,
      random: system.random,
      now: system.now,
      gate,
      recorder: record,
      debug: options.debug ? call.debug : null,
    });
    const remembered = createOnce();
    const session: Session = {
      profile: profile.name,
      provider: found.provider,
      settings,
      http,
      now: () => new Date(began + context.elapsed()),
      warn: call.warn,
      once: (key, fetch) => remembered(key, fetch)(),
      async settle(operation) {
        if (options.dryRun) return { status: 'succeeded' };
        const end = await follow(context, connection, operation, options.timeout ?? 600_000);
        if (end.status === 'timed_out' || end.status === 'interrupted') {
          throw new CliError(
            end.status === 'timed_out' ? 'timed_out' : 'interrupted',
            'Stopped waiting in the midst of several steps',
          );
        }
        return end;
      },
      concurrency: options.concurrency,
    };
    const connection: Connection = { profile, driver: found, session };
    return connection;
  }

  return {
    context,
    async close() {
      if (sandboxHost.opened()) await (await sandboxHost()).close();
    },
  };
}

interface Lazy<T> {
  (): Promise<T>;
  opened(): boolean;
}

function lazy<T>(open: () => Promise<T>): Lazy<T> {
  let value: Promise<T> | null = null;
  return Object.assign(
    () => {
      value ??= open();
      return value;
    },
    { opened: () => value !== null },
  );
}

function createOnce() {
  const values = new Map<string, Promise<unknown>>();
  return <T>(key: string, fetch: () => Promise<T>) =>
    (): Promise<T> => {
      const known = (values.get(key) as Promise<T> | undefined) ?? fetch();
      values.set(key, known);
      return known;
    };
}

function createAsk({ system, unattended }: Call): Ask {
  const available = !unattended && system.input.isTTY === true && system.error.isTerminal;
  const prompts = lazy(async () => (await import('./io/prompt')).createPrompts(system.input, system.error.stream));
  const need = async (what: string) => {
    if (available) return prompts();
    throw new CliError('missing_argument', `${what} was not given, and nobody is there to ask`);
  };
  return {
    available,
    confirm: async (request) => (await need('An answer')).confirm(request),
    text: async (message, given) => (await need(message)).text(message, given),
    secret: async (message) => (await need(message)).secret(message),
    select: async (message, choices) => (await need(message)).select(message, choices),
  };
}

function createProgress(call: Call): ProgressReporter {
  if (call.options.quiet || call.json) return { start: () => ({ update() {}, succeed() {}, fail() {} }) };
  const made = lazy(async () => {
    const { plainProgress, spinningProgress } = await import('./io/progress');
    return call.system.error.isTerminal && !call.unattended
      ? spinningProgress(call.system.error.stream, call.colour)
      : plainProgress((line) => call.system.error.write(`${line}\n`));
  });
  return {
    start(title) {
      const line = made().then((progress) => progress.start(title));
      return {
        update: (text) => void line.then((one) => one.update(text)),
        succeed: (text) => void line.then((one) => one.succeed(text)),
        fail: (text) => void line.then((one) => one.fail(text)),
      };
    },
  };
}

function reachable(host: string, port: number, milliseconds: number, banner: boolean): Promise<boolean> {
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
