import path from 'node:path';
import type { Call } from './call';
import type { Connection, ConnectOptions, Context } from './core/context';
import type { Driver, Session } from './core/driver';
import { CliError } from './core/errors';
import { createOnce } from './core/lazy';
import type { Profile, ScopeName, SettingName, Settings } from './core/profile';
import { follow } from './core/wait';
import { identify, openedLater } from './identify';
import type { Gate } from './io/http';
import type { OpenJournal } from './io/journal';
import type { Recorder } from './io/recorder';
import type { Secrets } from './io/secrets';
import type { TokenStore } from './io/tokens';
import type { SandboxHost } from './sandboxHost';

/** What connecting needs beside the call itself. */
export interface Connecting {
  call: Call;
  context: Context;
  driver(provider: string): Promise<Driver>;
  sandboxHost(): Promise<SandboxHost>;
  recorder(): Promise<Recorder>;
  /** Shared by all connections. */
  secrets(): Promise<Secrets>;
  /** Null keeps tokens for this call only. */
  tokens(profile: Profile): Promise<TokenStore | null>;
  /** One for each account, shared by its connections. */
  gates: Map<string, Gate>;
  /** Where changes are noted before they leave. */
  sending: OpenJournal['sending'];
  /** The change that is being sent just now. */
  current: OpenJournal['current'];
}

/**
 * Joins a profile with its driver; opens no connection before the first request. Throws `incomplete_profile` where a
 * required setting is missing, unless `incomplete` says that its choices are just being asked for.
 */
export async function connectProfile(
  stored: Profile,
  { incomplete, scopes, signal }: Required<ConnectOptions>,
  { call, context, driver, sandboxHost, recorder, secrets, tokens, gates, sending, current }: Connecting,
): Promise<Connection> {
  const { system, options } = call;
  const { sleep } = context;
  const found = await driver(stored.provider);
  const local = call.sandbox ? await (await sandboxHost()).settingsOf(stored) : null;
  const profile: Profile = local === null ? stored : { ...stored, settings: local.settings, token: local.token };
  const settings = { ...profile.settings, ...authority(profile, context), ...scopes };
  const strange = Object.keys(scopes).find((scope) => !found.scopes.includes(scope as ScopeName));
  if (strange !== undefined) {
    throw new CliError('option_not_available', `${found.title} has no --${strange}`, {
      hint: 'Choose another profile with -p, or leave the option out.',
      profile: profile.name,
      provider: profile.provider,
    });
  }
  const endpoint = settings.endpoint ?? found.endpoint;
  const missing = (Object.keys(found.settings) as SettingName[]).filter(
    (name) =>
      name !== 'endpoint' && !incomplete && found.settings[name]?.required === true && settings[name] === undefined,
  );
  if (endpoint === null || missing.length > 0) {
    const names = [...(endpoint === null ? ['endpoint'] : []), ...missing];
    throw new CliError('incomplete_profile', `The profile ${profile.name} lacks ${names.join(', ')}`, {
      hint: `nube profile set ${profile.name} ${names.map((name) => `${name}=…`).join(' ')}`,
    });
  }
  if (settings.insecure === 'true') {
    call.warn('insecure', `The profile ${profile.name} does not verify the server's certificate.`);
  }
  const [{ createGate, createHttp }, { openCredential }] = await Promise.all([
    import('./io/http'),
    import('./credential'),
  ]);
  // Profiles with one credential are one client to the provider.
  const account = JSON.stringify([endpoint, profile.token ?? [profile.password ?? profile.name, settings.username]]);
  const gate = gates.get(account) ?? createGate({ limit: options.concurrency, now: system.now, sleep });
  gates.set(account, gate);
  let ahead: number | null = null;
  const wiring = {
    wire: found.wire,
    settings,
    endpoint,
    provider: found.provider,
    profile: profile.name,
    userAgent: `nube/${call.version}`,
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
    debug: options.debug ? call.debug : null,
    heard: (date: Date) => {
      ahead = Math.round((date.getTime() - system.now().getTime()) / 1000);
    },
  };
  const credential = openCredential({
    profile,
    driver: found,
    settings,
    secrets,
    now: system.now,
    http: () =>
      createHttp({
        ...wiring,
        wire: { ...found.wire, headers: () => ({}) },
        credential: () => Promise.resolve(''),
        gate: createGate({ limit: 1, now: system.now, sleep }),
        recorder: null,
      }),
    tokens: () => tokens(profile),
  });
  const written = options.dryRun ? await recorder() : null;
  const talk = (known: Settings) =>
    createHttp({ ...wiring, settings: known, ...credential, gate, recorder: written, sending });
  const named = Object.values(found.settings).some((setting) => setting.identify !== undefined);
  const session: Session = {
    profile: profile.name,
    provider: found.provider,
    settings,
    http: named
      ? openedLater(async () => {
          const sessionFor = (known: Settings) => ({ ...session, settings: known, http: talk(known) });
          return talk(await identify(found, settings, sessionFor));
        })
      : talk(settings),
    now: context.clock,
    warn: call.warn,
    once: createOnce(),
    async settle(operation) {
      if (options.dryRun) return { status: 'succeeded' };
      const change = current();
      const end = await follow(context, connection, operation, change?.left() ?? options.timeout ?? 600_000);
      if (end.status !== 'timed_out' && end.status !== 'interrupted') return end;
      const { about: { what } = { what: 'The change' }, requests = () => [] } = change ?? {};
      const why = end.status === 'timed_out' ? 'when the time was up' : 'when nube was interrupted';
      const sent = requests().join(', ');
      throw new CliError(
        end.status === 'timed_out' ? 'timed_out' : 'half_done',
        `${what} was between its steps ${why}${sent === '' ? '' : `: ${sent} was sent, and the rest was not`}`,
        { hint: 'Look at what there is, and do the rest.' },
      );
    },
    concurrency: options.concurrency,
  };
  const connection: Connection = {
    profile,
    driver: found,
    session,
    clockSkew: () => ahead,
    credentialEnd: credential.end,
  };
  return connection;
}

/** The file of the profile's own authority, by its whole path. One that is stored must not depend on the directory. */
function authority({ name, settings }: Profile, { absolutePath }: Context): Settings {
  const file = settings['ca-file'];
  if (file === undefined) return {};
  const whole = absolutePath(file);
  if (name !== 'env' && !path.isAbsolute(file) && !file.startsWith('~/')) {
    throw new CliError('broken_configuration', `The ca-file of ${name} depends on the directory: ${file}`, {
      hint: `nube profile set ${name} ca-file=${whole}, if that is the one.`,
      profile: name,
    });
  }
  return { 'ca-file': whole };
}
