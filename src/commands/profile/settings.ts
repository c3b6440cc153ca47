import type { Context } from '../../core/context';
import type { Driver } from '../../core/driver';
import { CliError } from '../../core/errors';
import { flag, type Options, text, type Values } from '../../core/option';
import type { SettingName, Settings } from '../../core/profile';

/** The settings that a profile of any provider may have, beside the scope flags. */
export const settingOptions = {
  provider: text('provider', 'PROVIDER', 'which kind of cloud; nube providers lists them', { completes: 'provider' }),
  endpoint: text('endpoint', 'URL', 'the API’s base URL, where it is not the usual one'),
  username: text('username', 'NAME', 'user name, where a password stands for a token (morpheus)'),
  clientId: text('client-id', 'ID', 'client id of the sign-in (morpheus)'),
  caFile: text('ca-file', 'FILE', 'certificate authority to trust beside the usual ones', { completes: 'file' }),
  insecure: flag('insecure', 'do not verify the server’s certificate; warns each time'),
  sshUser: text('ssh-user', 'NAME', 'the user for ssh'),
  jump: text('jump', 'HOST', 'the jump host for ssh'),
  proxy: text('proxy', 'URL', 'the proxy for this profile'),
} as const satisfies Options;

/** The settings that were given, each of which the provider must have. */
export function givenSettings(context: Context, driver: Driver, given: Values<typeof settingOptions>): Settings {
  const all: Record<string, unknown> = {
    endpoint: given.endpoint,
    username: given.username,
    'client-id': given.clientId,
    'ca-file': given.caFile === undefined ? undefined : context.absolutePath(given.caFile),
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

export const everywhere: readonly SettingName[] = ['endpoint', 'ca-file', 'insecure', 'ssh-user', 'jump', 'proxy'];

export function checkSetting(driver: Driver, name: SettingName): void {
  if (everywhere.includes(name) || driver.settings[name] !== undefined) return;
  throw new CliError('option_not_available', `A ${driver.title} profile has no ${name}`, {
    hint: `It has ${[...new Set([...everywhere, ...Object.keys(driver.settings)])].join(', ')}.`,
  });
}
