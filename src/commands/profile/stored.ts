import type { Context } from '../../core/context';
import { CliError } from '../../core/errors';
import { nearest } from '../../core/nearest';
import { type Profile, type SecretSource, type Settings, settingNames } from '../../core/profile';
import type { ObjectOutput, View } from '../../core/view';
import { flatView } from '../../core/views';

export const nameArgument = { name: 'name', summary: 'the profile', required: true, completes: 'profile' } as const;

/** Whether a profile can be called so. */
export const isName = (name: string): boolean =>
  name !== 'all' && name !== 'env' && /^[\p{L}\p{N}][\p{L}\p{N}._-]*$/u.test(name);

export function checkName(name: string): string {
  if (!isName(name)) {
    throw new CliError('invalid_value', `${JSON.stringify(name)} cannot be the name of a profile`, {
      hint: 'Letters, digits, dot, dash and underline; all and env are taken.',
    });
  }
  return name;
}

export async function stored(context: Context, name: string): Promise<Profile> {
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

export async function sure(context: Context, question: string): Promise<void> {
  if (context.options.yes) return;
  if (!context.ask.available) {
    throw new CliError('confirmation_required', 'This asks first, and nobody is there to answer', {
      hint: 'Give --yes if you are sure.',
    });
  }
  if (!(await context.ask.confirm({ lines: [], question }))) throw new CliError('declined', 'Nothing was changed');
}

/** Where a secret is kept, without the secret. */
export function describeSource(source: SecretSource | null): string {
  if (source === null) return 'missing';
  if (source.startsWith('plain:')) return 'in that file, which only you can read';
  if (source.startsWith('keychain:')) return 'in the keychain of this machine';
  return `read from ${source} each time`;
}

/** Where a secret is, in one word for a table: never the secret. */
const where = (source: SecretSource | null): string | null => (source?.startsWith('plain:') ? 'plain' : source);

/** Where the credential of a profile is, in one word for a table. */
export const credentialOf = ({ token, password }: Pick<Profile, 'token' | 'password'>): string =>
  where(token ?? password) ?? 'none';

/** The settings without what could be a secret in an address. */
export function shownSettings(settings: Settings): Readonly<Record<string, string>> {
  const known = settingNames.filter((name) => settings[name] !== undefined && Object.hasOwn(settings, name));
  return Object.fromEntries(known.map((name) => [name, shownAddress(settings[name] ?? '')]));
}

/** A profile as one object, without its secrets; `selected` is null where that is not asked. */
export async function shown(context: Context, profile: Profile, selected: boolean | null): Promise<ObjectOutput> {
  const { name, provider, token, password, guards, defaults } = profile;
  const settings = shownSettings(profile.settings);
  const from = await originsOf(context, profile);
  const line = ([key, value]: [string, unknown]) =>
    `${key} = ${value}${from[key] === undefined ? '' : ` (${from[key]})`}`;
  const lines = (values: object) => Object.entries(values).map(line);
  const { endpoint } = await context.driver(provider);
  const builtIn = endpoint === null || 'endpoint' in settings ? {} : { endpoint };
  const credential = (source: SecretSource | null, key: string) =>
    source === null ? null : line([key, where(source)]);
  return {
    kind: 'object',
    value: {
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
      from,
    },
    sheet: {
      // The name once, as PROFILE.
      id: undefined,
      name: undefined,
      settings: lines({ ...builtIn, ...settings }),
      token: credential(token, 'token')?.slice(8) ?? null,
      password: credential(password, 'password')?.slice(11) ?? null,
      guards: lines(guards),
      defaults: lines(defaults),
      from: undefined,
    },
    id: name,
    ref: name,
  };
}

/** Where each value comes from, by its name. */
async function originsOf(context: Context, profile: Profile): Promise<Readonly<Record<string, string>>> {
  const own = 'this profile';
  const inForce = await context.settings();
  const over = (option: string) => inForce.find(({ setting, from }) => setting === option && stands.test(from));
  const origins: [string, string][] = Object.keys(profile.settings).map((name) => [name, own]);
  if (profile.settings.endpoint === undefined) origins.unshift(['endpoint', 'built in']);
  for (const name of ['token', 'password'] as const) {
    const source = profile[name];
    if (source !== null) origins.push([name, originOf(source, context)]);
  }
  for (const option of Object.keys(profile.defaults)) {
    const stronger = over(option);
    origins.push([option, stronger === undefined ? own : `${own}, but ${stronger.from} stands over it`]);
  }
  return Object.fromEntries(origins);
}

/** Of the layers, those that a profile's default gives way to: variables and files. */
const stands = /^[A-Z_]+$|\/|\\/;

function originOf(source: SecretSource, { variable }: Context): string {
  const [kind = ''] = source.split(':', 1);
  const value = source.slice(kind.length + 1);
  if (kind === 'plain') return 'the configuration file, which only you can read';
  if (kind === 'keychain') return 'the keychain of this machine';
  if (kind === 'env') return `the variable ${value}, ${variable(value) === undefined ? 'not set here' : 'set here'}`;
  return kind === 'file' ? `the file ${value}, each time` : 'a command, each time';
}

/** An address without the user and the password that may stand in it. */
export function shownAddress(address: string): string {
  return address.replace(/^([a-z][a-z\d+.-]*:\/\/)[^/?#]*@/i, '$1********@');
}

const repeated = ['profile', 'id'];
const seldom = ['tool', 'region', 'endpoint', 'account', 'error'];

/** A view of rows that are profiles: the name once, and the error last. */
export function profileRows(rows: readonly object[], leading: readonly string[]): View<Record<string, unknown>> {
  const view = flatView(rows, leading);
  const columns = view.columns.map((column) => ({
    ...column,
    wide: repeated.includes(column.name),
    keep: column.name === 'name',
    optional: seldom.includes(column.name),
  }));
  const isError = ({ name }: { name: string }) => name === 'error';
  return { ...view, columns: [...columns.filter((column) => !isError(column)), ...columns.filter(isError)] };
}
