import { defineCommand } from '../../core/command';
import type { Context } from '../../core/context';
import type { Driver } from '../../core/driver';
import { CliError, toCliError } from '../../core/errors';
import { flag, type Values } from '../../core/option';
import type { Profile, SecretSource, Settings } from '../../core/profile';
import { shellLine } from '../../core/shell';
import type { ProfileStore } from '../../core/store';
import { readVariables } from '../../core/variables';
import { askSecret, type ReadSecrets } from './askSecret';
import { completeSettings, requireSettings, verifyCredential } from './complete';
import { freeName } from './freeName';
import { readSecrets, secretOptions } from './secrets';
import { givenSettings, settingOptions } from './settings';
import { checkName, describeSource, isName, shown, shownSettings } from './stored';

export const profileAdd = defineCommand({
  name: 'profile add',
  output: 'profile',
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
    const store = await context.store();
    if (word !== undefined) await checkFree(store, checkName(word));
    const drivers = await context.drivers();
    const given = options.provider ?? context.variable('NUBE_PROVIDER');
    const provider = given ?? (await askProvider(context, drivers));
    const driver = await context.driver(provider);
    if (word === undefined && !context.ask.available) {
      throw new CliError('missing_argument', 'profile add needs a name', { hint: `nube profile add ${provider} …` });
    }
    const around = readVariables(driver, context.variable);
    let settings: Settings = {
      ...ownSettings(context, driver, around.settings),
      ...givenSettings(context, driver, options),
    };
    if (driver.endpoint === null && settings.endpoint === undefined) {
      settings = { ...settings, endpoint: await askEndpoint(context, driver) };
    }
    const bySignIn = asksForUser(context, driver, settings, options, around);
    if (bySignIn && (await wantsPassword(context))) {
      settings = { ...settings, username: await context.ask.text('User name') };
    }
    let secrets = await readSecrets(context, driver, settings, options, around);
    const conversing = given === undefined || secrets.asked !== null;
    const draft = (): Profile => {
      const { token, password } = secrets;
      return { name: word ?? provider, provider, settings, token, password, guards: {}, defaults: {} };
    };
    let profile = draft();
    if (options.noVerify === true) requireSettings(driver, profile);
    else {
      for (let tries = 1; ; tries += 1) {
        const thrown = await verified(context, driver, profile);
        if (thrown === null) break;
        if (secrets.asked === null || tries === mostTries || !canTryAgain(thrown)) throw notKept(driver, thrown);
        context.note(`${thrown.message}. Nothing was kept; try again, or leave with Ctrl-C.`);
        secrets = await askSecret(context, driver, {
          password: secrets.password !== null,
          place: secrets.asked,
          again: true,
        });
        profile = draft();
      }
      profile = await completeSettings(context, profile, conversing);
    }
    if (word === undefined) profile = { ...profile, name: await askName(context, store, profile) };
    const kept = await keep(context, store, profile, secrets);
    context.note(
      `Kept as ${kept.name} in ${store.file}; the credential is ${describeSource(kept.token ?? kept.password)}.`,
    );
    if (conversing || word === undefined) {
      context.note(`The same without questions: ${shellLine(wordsOf(kept))}`);
    }
    context.note('Next: nube list');
    return shown(context, kept, null);
  },
});

/** Keeps the profile; where the keychain does not take the token, only a yes puts it anywhere else. */
async function keep(context: Context, store: ProfileStore, profile: Profile, { keychain, asked }: ReadSecrets) {
  try {
    return await store.add(profile, { keychain });
  } catch (thrown) {
    const error = toCliError(thrown);
    if (!keychain || asked === null || error.code !== 'secret_unavailable') throw error;
    const question = 'Keep the token in the configuration file, which only you can read, instead?';
    if (!(await context.ask.confirm({ lines: [error.message], question }))) throw error;
    return store.add(profile);
  }
}

/** So often a credential is asked for before nube gives up. */
const mostTries = 5;

/** Null once the provider has accepted the credential, else why it did not. */
async function verified(context: Context, driver: Driver, profile: Profile): Promise<CliError | null> {
  try {
    const account = await verifyCredential(context, profile);
    context.note(
      account === null ? `${driver.title} accepts the credential.` : `${driver.title} knows this as ${account}.`,
    );
    return null;
  } catch (thrown) {
    return toCliError(thrown);
  }
}

/** What another answer to the same question can mend. */
const canTryAgain = ({ code }: CliError): boolean => code === 'credential_refused' || code === 'secret_unavailable';

async function checkFree(store: ProfileStore, name: string): Promise<void> {
  if (!(await store.has(name))) return;
  throw new CliError('name_taken', `A profile called ${name} exists already`, {
    hint: `nube profile set ${name} changes it, nube profile remove ${name} removes it.`,
  });
}

/** A name that is proposed and can be changed. */
async function askName(context: Context, store: ProfileStore, { provider, settings }: Profile): Promise<string> {
  const taken = new Set((await store.list()).map(({ name }) => name));
  const part = settings.region ?? settings.environment ?? settings.group ?? settings.container;
  const wanted = taken.has(provider) && part !== undefined ? `${provider}-${part.toLowerCase()}` : provider;
  const free = freeName(wanted, provider, taken);
  const validate = (name: string) => {
    if (taken.has(name.trim())) return `There is a profile ${name.trim()} already`;
    return isName(name.trim()) || 'Letters, digits, dot, dash and underline; all and env are taken';
  };
  return (await context.ask.text('Name of the profile', { default: free, validate })).trim();
}

async function askEndpoint(context: Context, driver: Driver): Promise<string> {
  const question = `Address of the ${driver.title} API (--endpoint)`;
  const validate = (value: string) => /^https?:\/\/[^/]/.test(value.trim()) || 'It begins with https://';
  return (await context.ask.text(question, { validate })).trim();
}

/** Whether it is open if a token or a user signs in, and somebody is there to say. */
function asksForUser(
  { ask }: Context,
  { passwordSignIn }: Driver,
  { username }: Settings,
  given: Values<typeof secretOptions>,
  around: Pick<Profile, 'token' | 'password'>,
): boolean {
  const said = Object.keys(secretOptions).some((key) => given[key as keyof typeof given] !== undefined);
  const named = said || around.token !== null;
  return passwordSignIn === true && ask.available && username === undefined && !named;
}

async function wantsPassword(context: Context): Promise<boolean> {
  const ways = [
    { value: 'token', name: 'with an access token' },
    { value: 'password', name: 'with a user name and a password' },
  ];
  return (await context.ask.select('How do you sign in?', ways)) === 'password';
}

/** The command line that would have asked nothing. A typed secret is read from standard input there. */
function wordsOf({ name, provider, settings, token, password }: Profile): string[] {
  const options = Object.entries(shownSettings(settings)).flatMap(([setting, value]) =>
    setting === 'insecure' ? ['--insecure'] : [`--${setting}`, value],
  );
  const secret = (source: SecretSource | null, flag: string): string[] => {
    if (source === null) return [];
    const [kind = ''] = source.split(':', 1);
    if (kind === 'plain') return [`${flag}-stdin`];
    if (kind === 'keychain') return [`${flag}-keychain`, `${flag}-stdin`];
    return [`${flag}-${kind}`, source.slice(kind.length + 1)];
  };
  return [
    ...['nube', 'profile', 'add', name, '--provider', provider, ...options],
    ...secret(token, '--token'),
    ...secret(password, '--password'),
  ];
}

/** Those of the settings around that a profile of this provider has. */
function ownSettings({ absolutePath }: Context, driver: Driver, settings: Settings): Settings {
  const own = Object.entries(settings).filter(
    ([name]) => name in driver.settings || name === 'endpoint' || name === 'ca-file',
  );
  return Object.fromEntries(own.map(([name, value]) => [name, name === 'ca-file' ? absolutePath(value) : value]));
}

/** A credential that could not be checked is not kept: the way out is another one, or to keep it unchecked. */
function notKept(driver: Driver, error: CliError): CliError {
  const { hint = '', ...details } = error.details;
  const unchecked = ['unavailable', 'rate_limited'].includes(error.kind)
    ? ' --no-verify keeps it without checking.'
    : '';
  const remedy = error.code === 'credential_refused' ? driver.tokenHelp : `${hint}${unchecked}`;
  return new CliError(error.code, error.message, { ...details, hint: `Nothing was kept. ${remedy}`.trim() });
}

async function askProvider(context: Context, drivers: readonly Driver[]): Promise<string> {
  if (!context.ask.available) {
    throw new CliError('missing_argument', 'profile add needs --provider', {
      hint: `One of ${drivers.map(({ provider }) => provider).join(', ')}.`,
    });
  }
  return context.ask.select(
    'Which provider?',
    drivers.map(({ provider, title, summary }) => ({ value: provider, name: title, description: summary })),
  );
}
