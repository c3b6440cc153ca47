import { defineCommand } from '../core/command';
import type { Connection, Context } from '../core/context';
import type { Driver } from '../core/driver';
import { CliError, toCliError } from '../core/errors';
import { nearest } from '../core/nearest';
import { flag, type Options, text } from '../core/option';
import {
  type Guards,
  type Profile,
  type SecretSource,
  type SettingName,
  type Settings,
  settingNames,
} from '../core/profile';
import { listing } from '../core/read';

const nameArgument = { name: 'name', summary: 'the profile', required: true, completes: 'profile' } as const;

/** The settings that a profile of any provider may have, beside the scope flags. */
const settingOptions = {
  provider: text('provider', 'PROVIDER', 'civo, cloudca, coxedge, cloudmc, cycle or morpheus'),
  endpoint: text('endpoint', 'URL', 'the API’s base URL, where it is not the usual one'),
  username: text('username', 'NAME', 'user name, where a password stands for a token (morpheus)'),
  clientId: text('client-id', 'ID', 'client id of the sign-in (morpheus)'),
  caFile: text('ca-file', 'FILE', 'certificate authority to trust beside the usual ones', { completes: 'file' }),
  insecure: flag('insecure', 'do not verify the server’s certificate; warns each time'),
  sshUser: text('ssh-user', 'NAME', 'the user for ssh'),
  jump: text('jump', 'HOST', 'the jump host for ssh'),
  proxy: text('proxy', 'URL', 'the proxy for this profile'),
} as const satisfies Options;

const secretOptions = {
  token: text('token', 'TOKEN', 'the token itself (it stays in the shell’s history)'),
  tokenStdin: flag('token-stdin', 'read the token from standard input'),
  tokenEnv: text('token-env', 'NAME', 'read the token from this variable, each time'),
  tokenFile: text('token-file', 'PATH', 'read the token from this file, each time', { completes: 'file' }),
  passwordStdin: flag('password-stdin', 'read the password from standard input'),
  passwordEnv: text('password-env', 'NAME', 'read the password from this variable, each time'),
  passwordFile: text('password-file', 'PATH', 'read the password from this file, each time', { completes: 'file' }),
} as const satisfies Options;

export const profileAdd = defineCommand({
  name: 'profile add',
  group: 'set up',
  summary: 'connect an account',
  description: 'Checks the credential with the cheapest call there is; a refused one is not kept.',
  arguments: [{ name: 'name', summary: 'what to call it', required: false }],
  options: { ...settingOptions, ...secretOptions, noVerify: flag('no-verify', 'keep it without checking') },
  examples: [
    {
      line: 'nube profile add work --provider civo --token-env CIVO_TOKEN',
      does: 'use a token that stays in a variable',
    },
    { line: 'nube profile add', does: 'be asked for everything' },
  ],
  async run(context, { words: [word], options }) {
    const drivers = await context.drivers();
    const provider = options.provider ?? (await askProvider(context, drivers));
    const driver = await context.driver(provider);
    const name = checkName(word ?? (await context.ask.text('Name of the profile', { default: provider })));
    const store = await context.store();
    if ((await store.list()).some((profile) => profile.name === name)) {
      throw new CliError('name_taken', `A profile called ${name} exists already`, {
        hint: `nube profile set ${name} changes it, nube profile remove ${name} removes it.`,
      });
    }
    let settings = givenSettings(context, driver, options);
    if (driver.endpoint === null && settings.endpoint === undefined) {
      settings = { ...settings, endpoint: await context.ask.text(`Address of the ${driver.title} API (--endpoint)`) };
    }
    const secrets = await readSecrets(context, driver, settings, options);
    let profile: Profile = { name, provider, settings, ...secrets, guards: {}, defaults: {} };
    const verified = options.noVerify !== true;
    if (verified) profile = await completed(context, driver, profile);
    else requireSettings(driver, profile);
    await store.add(profile);
    context.note(
      `Kept as ${name} in ${store.file}; the credential is ${describeSource(profile.token ?? profile.password)}.`,
    );
    context.note('Next: nube list');
    return { kind: 'object', value: shown(profile, null), id: name, ref: name };
  },
});

async function askProvider(context: Context, drivers: readonly Driver[]): Promise<string> {
  if (!context.ask.available) {
    throw new CliError('missing_argument', 'profile add needs --provider', {
      hint: `One of ${drivers.map(({ provider }) => provider).join(', ')}.`,
    });
  }
  return context.ask.select(
    'Which provider?',
    drivers.map(({ provider, title, summary }) => ({ value: provider, name: `${title}: ${summary}` })),
  );
}

function checkName(name: string): string {
  if (name === 'all' || name === 'env' || !/^[\p{L}\p{N}][\p{L}\p{N}._-]*$/u.test(name)) {
    throw new CliError('invalid_value', `${JSON.stringify(name)} cannot be the name of a profile`, {
      hint: 'Letters, digits, dot, dash and underline; all and env are taken.',
    });
  }
  return name;
}

type Given = { [K in keyof typeof settingOptions]?: string | boolean } & {
  token?: string;
  tokenStdin?: boolean;
  tokenEnv?: string;
  tokenFile?: string;
  passwordStdin?: boolean;
  passwordEnv?: string;
  passwordFile?: string;
};

function givenSettings(context: Context, driver: Driver, given: Given): Settings {
  const all: Record<string, unknown> = {
    endpoint: given.endpoint,
    username: given.username,
    'client-id': given.clientId,
    'ca-file': given.caFile,
    insecure: given.insecure === true ? 'true' : undefined,
    'ssh-user': given.sshUser,
    jump: given.jump,
    proxy: given.proxy,
    ...context.options.scopes,
  };
  const settings = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as Settings;
  for (const name of Object.keys(settings) as SettingName[]) checkSetting(driver, name);
  return settings;
}

const everywhere: readonly SettingName[] = ['endpoint', 'ca-file', 'insecure', 'ssh-user', 'jump', 'proxy'];

function checkSetting(driver: Driver, name: SettingName): void {
  if (everywhere.includes(name) || driver.settings[name] !== undefined) return;
  throw new CliError('option_not_available', `A ${driver.title} profile has no ${name}`, {
    hint: `It has ${[...new Set([...everywhere, ...Object.keys(driver.settings)])].join(', ')}.`,
  });
}

async function readSecrets(
  context: Context,
  driver: Driver,
  settings: Settings,
  given: Given,
): Promise<Pick<Profile, 'token' | 'password'>> {
  const tokens: (SecretSource | null)[] = [
    given.token === undefined ? null : `plain:${given.token}`,
    given.tokenEnv === undefined ? null : `env:${given.tokenEnv}`,
    given.tokenFile === undefined ? null : `file:${given.tokenFile}`,
    given.tokenStdin === true ? `plain:${(await context.readInput()).toString('utf8').trim()}` : null,
  ];
  const passwords: (SecretSource | null)[] = [
    given.passwordEnv === undefined ? null : `env:${given.passwordEnv}`,
    given.passwordFile === undefined ? null : `file:${given.passwordFile}`,
    given.passwordStdin === true ? `plain:${(await context.readInput()).toString('utf8').trim()}` : null,
  ];
  if (given.token !== undefined) {
    context.warn(
      'token_in_arguments',
      'A token on the command line stays in the shell’s history; --token-stdin does not.',
    );
  }
  const token = only(tokens, '--token');
  const password = only(passwords, '--password');
  if (password !== null && driver.passwordSignIn !== true) {
    throw new CliError('option_not_available', `${driver.title} takes a token, not a password`);
  }
  if (token !== null || password !== null) return { token, password };
  if (!context.ask.available) {
    throw new CliError('missing_argument', 'profile add needs a credential', {
      hint: 'Give --token-stdin, --token-env NAME or --token-file PATH.',
    });
  }
  context.note(driver.tokenHelp);
  if (driver.passwordSignIn === true && settings.username !== undefined) {
    return { token: null, password: `plain:${await context.ask.secret('Password')}` };
  }
  return { token: `plain:${await context.ask.secret('Token')}`, password: null };
}

function only(sources: readonly (SecretSource | null)[], family: string): SecretSource | null {
  const given = sources.filter((source) => source !== null);
  if (given.length > 1) throw new CliError('conflicting_options', `Only one of the ${family} options can be given`);
  const [source = null] = given;
  if (source === 'plain:') throw new CliError('invalid_value', 'The credential is empty');
  return source;
}

/** The profile once its credential has been accepted, with what was missing asked for from live choices. */
async function completed(context: Context, driver: Driver, profile: Profile): Promise<Profile> {
  const connection = await context.connect(profile);
  const account = await driver.verify(connection.session);
  context.note(
    account === null ? `${driver.title} accepts the credential.` : `${driver.title} knows this as ${account}.`,
  );
  let settings = await matchedRegion(connection, profile.settings);
  for (const [name, definition] of Object.entries(driver.settings) as [
    SettingName,
    {
      required?: boolean;
      summary: string;
      choices?: Driver['settings'][SettingName] extends infer D ? (D extends { choices?: infer C } ? C : never) : never;
    },
  ][]) {
    if (definition.required !== true || settings[name] !== undefined) continue;
    if (!context.ask.available) break;
    const { session } = await context.connect({ ...profile, settings });
    const choices = (await definition.choices?.(session)) ?? [];
    const value =
      choices.length > 0
        ? await context.ask.select(definition.summary, choices)
        : await context.ask.text(definition.summary);
    settings = { ...settings, [name]: value };
  }
  const whole = { ...profile, settings };
  requireSettings(driver, whole);
  return whole;
}

function requireSettings(driver: Driver, { settings }: Profile): void {
  const missing = Object.entries(driver.settings).flatMap(([name, definition]) =>
    definition.required === true && settings[name as SettingName] === undefined ? [`--${name}`] : [],
  );
  if (missing.length > 0)
    throw new CliError('missing_argument', `A ${driver.title} profile needs ${missing.join(', ')}`);
}

/** A region is matched ignoring case here; later it is sent as the provider spells it. */
async function matchedRegion({ driver, session }: Connection, settings: Settings): Promise<Settings> {
  const { region } = settings;
  const choices = region === undefined ? undefined : await driver.settings.region?.choices?.(session);
  if (region === undefined || choices === undefined) return settings;
  const found = choices.find(({ value }) => value.toLowerCase() === region.toLowerCase());
  if (found === undefined) {
    const guess = nearest(
      region,
      choices.map(({ value }) => value),
    );
    throw new CliError('resource_not_found', `${driver.title} has no region ${JSON.stringify(region)}`, {
      hint: guess === null ? `It has ${choices.map(({ value }) => value).join(', ')}.` : `Did you mean ${guess}?`,
    });
  }
  return { ...settings, region: found.value };
}

/** Where a secret is kept, without the secret. */
function describeSource(source: SecretSource | null): string {
  if (source === null) return 'missing';
  if (source.startsWith('plain:')) return 'in that file, which only you can read';
  return `read from ${source} each time`;
}

function shown({ name, provider, settings, token, password, guards, defaults }: Profile, selected: boolean | null) {
  const where = (source: SecretSource | null) => (source?.startsWith('plain:') ? 'plain' : source);
  return {
    profile: name,
    provider,
    id: name,
    name,
    ...(selected === null ? {} : { default: selected }),
    settings,
    token: where(token),
    password: where(password),
    guards,
    defaults,
  };
}

export const profileList = defineCommand({
  name: 'profile list',
  group: 'set up',
  summary: 'show the profiles',
  examples: [{ line: 'nube profile list', does: 'every stored profile' }],
  async run(context) {
    const store = await context.store();
    const selected = await store.selected();
    const rows = (await store.list()).map(({ name, provider, settings, token, password, guards }) => ({
      profile: name,
      provider,
      id: name,
      name,
      default: selected?.includes(name) ?? false,
      region: settings.region ?? null,
      endpoint: settings.endpoint ?? null,
      credential: (token ?? password ?? 'none').replace(/^plain:.*$/s, 'plain'),
      guards: Object.keys(guards),
    }));
    const leading = ['name', 'provider', 'default', 'region', 'endpoint', 'credential', 'guards'];
    return listing(rows, { leading, empty: 'No profiles. Add one with nube profile add, or try nube --sandbox list.' });
  },
});

export const profileGet = defineCommand({
  name: 'profile get',
  group: 'set up',
  summary: 'show one profile, without its secrets',
  arguments: [nameArgument],
  examples: [{ line: 'nube profile get work', does: 'its settings and where each comes from' }],
  async run(context, { words: [name = ''] }) {
    const store = await context.store();
    const selected = await store.selected();
    const profile = await stored(context, name);
    return { kind: 'object', value: shown(profile, selected?.includes(name) ?? false), id: name, ref: name };
  },
});

async function stored(context: Context, name: string): Promise<Profile> {
  const all = await (await context.store()).list();
  const found = all.find((profile) => profile.name === name);
  if (found !== undefined) return found;
  const guess = nearest(
    name,
    all.map((profile) => profile.name),
  );
  throw new CliError('unknown_profile', `There is no profile ${JSON.stringify(name)}`, {
    hint: guess === null ? 'nube profile list shows those there are.' : `Did you mean ${guess}?`,
  });
}

export const profileUse = defineCommand({
  name: 'profile use',
  group: 'set up',
  summary: 'make a profile the default',
  arguments: [{ ...nameArgument, required: false }],
  options: { none: flag('none', 'take the default away: all profiles are used again') },
  examples: [{ line: 'nube profile use work', does: 'look only there unless -p says otherwise' }],
  async run(context, { words: [name], options }) {
    if ((name === undefined) === (options.none !== true)) {
      throw new CliError('missing_argument', 'Give the name of a profile, or --none');
    }
    const store = await context.store();
    if (name !== undefined) await stored(context, name);
    await store.select(name === undefined ? null : [name]);
    context.note(name === undefined ? 'All profiles are used again.' : `${name} is used unless -p says otherwise.`);
    return { kind: 'none' };
  },
});

export const profileSet = defineCommand({
  name: 'profile set',
  group: 'set up',
  summary: 'change a profile: settings, defaults, guards',
  description:
    'SETTING=VALUE sets, SETTING= takes away. Any option but yes, dry-run, max, all, filter and show-secrets can have a default. Guards: readOnly=true, protect=PATTERNS, maxTargets=N, confirm=typed.',
  arguments: [nameArgument, { name: 'setting', summary: 'SETTING=VALUE', required: true, many: true }],
  examples: [
    { line: 'nube profile set work region=LON1 output=json', does: 'a setting and a default for an option' },
    { line: 'nube profile set work readOnly=true', does: 'let nothing be changed through it' },
  ],
  async run(context, { words: [name = '', ...pairs] }) {
    const profile = await stored(context, name);
    const driver = await context.driver(profile.provider);
    const settings: Partial<Record<SettingName, string | null>> = {};
    const defaults: Record<string, string | null> = {};
    let guards: Guards = profile.guards;
    for (const pair of pairs) {
      const at = pair.indexOf('=');
      if (at <= 0) throw new CliError('invalid_value', `${JSON.stringify(pair)} is not SETTING=VALUE`);
      const key = pair.slice(0, at);
      const value = pair.slice(at + 1);
      const setting = settingNames.find((one) => one === key);
      if (guardNames.includes(key)) guards = tightened(guards, key, value, name);
      else if (setting !== undefined) {
        checkSetting(driver, setting);
        settings[setting] = value === '' ? null : value;
      } else {
        checkDefault(key);
        defaults[key] = value === '' ? null : value;
      }
    }
    const changed = await (await context.store()).change(name, { settings, defaults, guards });
    return { kind: 'object', value: shown(changed, null), id: name, ref: name };
  },
});

const guardNames: readonly string[] = ['readOnly', 'protect', 'maxTargets', 'confirm'];

function tightened(guards: Guards, key: string, value: string, name: string): Guards {
  const looser = () =>
    new CliError('guarded', `profile set only tightens guards`, {
      hint: `To loosen it: nube profile unguard ${name} ${key}`,
    });
  if (key === 'readOnly') {
    if (value !== 'true') throw looser();
    return { ...guards, readOnly: true };
  }
  if (key === 'confirm') {
    if (value !== 'typed') throw looser();
    return { ...guards, confirm: 'typed' };
  }
  if (key === 'maxTargets') {
    const limit = Number(value);
    if (!/^\d+$/.test(value))
      throw new CliError('invalid_value', `maxTargets takes a whole number, not ${JSON.stringify(value)}`);
    if (guards.maxTargets !== undefined && limit > guards.maxTargets) throw looser();
    return { ...guards, maxTargets: limit };
  }
  const patterns = value
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
  if (guards.protect?.some((one) => !patterns.includes(one))) throw looser();
  return { ...guards, protect: patterns };
}

const neverDefaults: readonly string[] = ['yes', 'dry-run', 'max', 'all', 'filter', 'show-secrets'];

function checkDefault(key: string): void {
  if (neverDefaults.includes(key)) {
    throw new CliError('invalid_value', `${key} cannot have a default`, { hint: 'It must be given each time.' });
  }
  if (!/^[a-z][a-z-]*$/.test(key)) {
    throw new CliError('invalid_value', `There is no setting ${JSON.stringify(key)}`, {
      hint: 'nube help profile set tells what there is.',
    });
  }
}

export const profileUnguard = defineCommand({
  name: 'profile unguard',
  group: 'set up',
  summary: 'take a guard of a profile away',
  arguments: [
    nameArgument,
    { name: 'guard', summary: 'readOnly, protect, maxTargets or confirm', required: true, choices: guardNames },
  ],
  mutating: ['yes'],
  examples: [{ line: 'nube profile unguard work readOnly', does: 'allow changes again, after a question' }],
  async run(context, { words: [name = '', guard = ''] }) {
    const profile = await stored(context, name);
    if (!guardNames.includes(guard)) {
      throw new CliError('invalid_value', `There is no guard ${JSON.stringify(guard)}`, {
        hint: `The guards are ${guardNames.join(', ')}.`,
      });
    }
    await sure(context, `Take the guard ${guard} of ${name} away?`);
    const guards = Object.fromEntries(Object.entries(profile.guards).filter(([key]) => key !== guard));
    const changed = await (await context.store()).change(name, { guards });
    return { kind: 'object', value: shown(changed, null), id: name, ref: name };
  },
});

async function sure(context: Context, question: string): Promise<void> {
  if (context.options.yes) return;
  if (!context.ask.available) {
    throw new CliError('confirmation_required', 'This asks first, and nobody is there to answer', {
      hint: 'Give --yes if you are sure.',
    });
  }
  if (!(await context.ask.confirm({ lines: [], question }))) throw new CliError('declined', 'Nothing was changed');
}

export const profileRename = defineCommand({
  name: 'profile rename',
  group: 'set up',
  summary: 'call a profile something else',
  arguments: [nameArgument, { name: 'new', summary: 'the new name', required: true }],
  examples: [{ line: 'nube profile rename work office', does: 'its settings and credential stay' }],
  async run(context, { words: [name = '', to = ''] }) {
    await stored(context, name);
    await (await context.store()).rename(name, checkName(to));
    return { kind: 'none' };
  },
});

export const profileRemove = defineCommand({
  name: 'profile remove',
  group: 'set up',
  summary: 'forget a profile and its credential',
  arguments: [nameArgument],
  mutating: ['yes'],
  examples: [{ line: 'nube profile remove work', does: 'forget it, after a question' }],
  async run(context, { words: [name = ''] }) {
    await stored(context, name);
    await sure(context, `Forget the profile ${name} and its credential?`);
    await (await context.store()).remove(name);
    return { kind: 'none' };
  },
});

export const profileTest = defineCommand({
  name: 'profile test',
  group: 'set up',
  summary: 'check the credentials of profiles',
  arguments: [{ ...nameArgument, required: false, many: true }],
  options: { everyProfile: flag('all', 'check every profile') },
  examples: [{ line: 'nube profile test --all', does: 'check each, side by side' }],
  async run(context, { words, options }) {
    const all = await (await context.store()).list();
    if (words.length === 0 && options.everyProfile !== true) {
      throw new CliError('missing_argument', 'Give the names of profiles, or --all');
    }
    const profiles =
      options.everyProfile === true ? all : await Promise.all(words.map((name) => stored(context, name)));
    const failures: CliError[] = [];
    const rows = await Promise.all(
      profiles.map(async (profile) => {
        const named = { profile: profile.name, provider: profile.provider, id: profile.name, name: profile.name };
        try {
          const { driver, session } = await context.connect(profile);
          return { ...named, status: 'succeeded', account: await driver.verify(session), error: null };
        } catch (thrown) {
          const error = toCliError(thrown).with({ profile: profile.name, provider: profile.provider });
          failures.push(error);
          return { ...named, status: 'failed', account: null, error: error.message };
        }
      }),
    );
    return listing(
      rows,
      { leading: ['name', 'provider', 'status', 'account', 'error'], empty: 'No profiles.' },
      failures,
      rows.length,
    );
  },
});
