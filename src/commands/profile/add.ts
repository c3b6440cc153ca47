import { defineCommand } from '../../core/command';
import type { Context } from '../../core/context';
import type { Driver } from '../../core/driver';
import { CliError, toCliError } from '../../core/errors';
import { flag } from '../../core/option';
import type { Profile, Settings } from '../../core/profile';
import { readVariables } from '../../core/variables';
import { completeSettings, requireSettings, verifyCredential } from './complete';
import { readSecrets, secretOptions } from './secrets';
import { givenSettings, settingOptions } from './settings';
import { checkName, describeSource, shown } from './stored';

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
    const drivers = await context.drivers();
    const provider = options.provider ?? context.variable('NUBE_PROVIDER') ?? (await askProvider(context, drivers));
    const driver = await context.driver(provider);
    const name = checkName(word ?? (await context.ask.text('Name of the profile', { default: provider })));
    const store = await context.store();
    if (await store.has(name)) {
      throw new CliError('name_taken', `A profile called ${name} exists already`, {
        hint: `nube profile set ${name} changes it, nube profile remove ${name} removes it.`,
      });
    }
    const around = readVariables(driver, context.variable);
    let settings: Settings = {
      ...ownSettings(context, driver, around.settings),
      ...givenSettings(context, driver, options),
    };
    if (driver.endpoint === null && settings.endpoint === undefined) {
      settings = { ...settings, endpoint: await context.ask.text(`Address of the ${driver.title} API (--endpoint)`) };
    }
    const { keychain, ...secrets } = await readSecrets(context, driver, settings, options, around);
    let profile: Profile = { name, provider, settings, ...secrets, guards: {}, defaults: {} };
    const verified = options.noVerify !== true;
    if (verified) {
      const account = await verifyCredential(context, profile).catch((thrown) => refused(driver, thrown));
      context.note(
        account === null ? `${driver.title} accepts the credential.` : `${driver.title} knows this as ${account}.`,
      );
      profile = await completeSettings(context, profile);
    } else requireSettings(driver, profile);
    profile = await store.add(profile, { keychain });
    context.note(
      `Kept as ${name} in ${store.file}; the credential is ${describeSource(profile.token ?? profile.password)}.`,
    );
    context.note('Next: nube list');
    return shown(context, profile, null);
  },
});

/** Those of the settings around that a profile of this provider has. */
function ownSettings({ absolutePath }: Context, driver: Driver, settings: Settings): Settings {
  const own = Object.entries(settings).filter(
    ([name]) => name in driver.settings || name === 'endpoint' || name === 'ca-file',
  );
  return Object.fromEntries(own.map(([name, value]) => [name, name === 'ca-file' ? absolutePath(value) : value]));
}

/** A credential that was refused is not kept, so the way out is another one. */
function refused(driver: Driver, thrown: unknown): never {
  const error = toCliError(thrown);
  if (error.code !== 'credential_refused') throw error;
  const { hint: _hint, ...details } = error.details;
  throw new CliError(error.code, error.message, { ...details, hint: `Nothing was kept. ${driver.tokenHelp}` });
}

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
