import type { CommonOptions, Context } from './context';
import { type Driver, isUnsupported } from './driver';
import { CliError } from './errors';
import type { Profile, ScopeName } from './profile';

/**
 * Those of the profiles whose provider has every scope flag that was given (and every further option of `list`); a
 * note names the rest. With `reaches` a flag may also be an option of the provider's ssh. Throws
 * `option_not_available` when none has.
 */
export async function havingScopes(
  context: Context,
  profiles: readonly Profile[],
  listOptions: readonly Driver['listOptions'][number][] = [],
  reaches = false,
): Promise<readonly Profile[]> {
  const scopes = Object.keys(context.options.scopes) as ScopeName[];
  if (scopes.length + listOptions.length === 0) return profiles;
  const having: Profile[] = [];
  const lacking: Profile[] = [];
  for (const profile of profiles) {
    const driver = await context.driver(profile.provider);
    const has = scopes.every((scope) => driver.scopes.includes(scope) || (reaches && reachesBy(driver, scope)));
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
  if (lacking.length > 0) context.note(`Left out, for they have no ${flags.join(' ')}: ${names}`, 'profiles_left_out');
  return having;
}

/** Whether a profile has failed only for want of the place that a scope flag names. */
export function lacksPlace({ options }: Context, { code, details: { missing } }: CliError): boolean {
  return code === 'resource_not_found' && Object.values(options.scopes).some((scope) => scope === missing);
}

/** Says which profiles lack the place that a scope flag names, where others have it. */
export function noteLacking(context: Context, lacking: readonly CliError[]): void {
  if (lacking.length === 0) return;
  const each = lacking.map(({ message, details: { profile } }) => `${profile} (${message})`);
  context.note(`Left out: ${each.join(', ')}`, 'profiles_left_out');
}

/** Takes out of the failures, and says, which profiles only lack the place that a scope flag names, where others have answered. */
export function leaveOutLacking(context: Context, failures: CliError[], answered: boolean): void {
  const lacking = answered ? failures.filter((failure) => lacksPlace(context, failure)) : [];
  failures.splice(0, failures.length, ...failures.filter((failure) => !lacking.includes(failure)));
  noteLacking(context, lacking);
}

/** The scope flags without those that say which of an instance's machines ssh is to reach. */
export async function narrowingScopes(context: Context, profile: Profile): Promise<CommonOptions['scopes']> {
  const driver = await context.driver(profile.provider);
  return Object.fromEntries(
    Object.entries(context.options.scopes).filter(([scope]) => !reachesBy(driver, scope as ScopeName)),
  );
}

function reachesBy({ scopes, verbs: { ssh } }: Driver, scope: ScopeName): boolean {
  if (isUnsupported(ssh) || scopes.includes(scope)) return false;
  return (ssh.options as readonly string[] | undefined)?.includes(scope) === true;
}
