import type { Context } from '../../core/context';
import { CliError } from '../../core/errors';
import { nearest } from '../../core/nearest';
import type { Profile, SecretSource } from '../../core/profile';

export const nameArgument = { name: 'name', summary: 'the profile', required: true, completes: 'profile' } as const;

export function checkName(name: string): string {
  if (name === 'all' || name === 'env' || !/^[\p{L}\p{N}][\p{L}\p{N}._-]*$/u.test(name)) {
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

export function shown(
  { name, provider, settings, token, password, guards, defaults }: Profile,
  selected: boolean | null,
) {
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
