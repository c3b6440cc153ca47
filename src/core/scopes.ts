import type { Context } from './context';
import type { Driver } from './driver';
import { CliError } from './errors';
import type { Profile, ScopeName } from './profile';

/**
 * Those of the profiles whose provider has every scope flag that was given (and every further option of `list`); a
 * note names the rest. Throws `option_not_available` when none has.
 */
export async function havingScopes(
  context: Context,
  profiles: readonly Profile[],
  listOptions: readonly Driver['listOptions'][number][] = [],
): Promise<readonly Profile[]> {
  const scopes = Object.keys(context.options.scopes) as ScopeName[];
  if (scopes.length + listOptions.length === 0) return profiles;
  const having: Profile[] = [];
  const lacking: Profile[] = [];
  for (const profile of profiles) {
    const driver = await context.driver(profile.provider);
    const has = scopes.every((scope) => driver.scopes.includes(scope));
    (has && listOptions.every((option) => driver.listOptions.includes(option)) ? having : lacking).push(profile);
  }
  const flags = [...scopes, ...listOptions].map(
    (name) => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
  );
  const names = lacking.map(({ name }) => name).join(', ');
  if (having.length === 0) {
    throw new CliError('option_not_available', `No profile looked at has ${flags.join(' ')}: ${names}`, {
      hint: 'Choose another profile with -p, or leave the option out.',
    });
  }
  if (lacking.length > 0) context.note(`Left out, for they have no ${flags.join(' ')}: ${names}`);
  return having;
}
