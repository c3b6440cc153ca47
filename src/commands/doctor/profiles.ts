import type { Context } from '../../core/context';
import type { Driver } from '../../core/driver';
import { CliError, toCliError } from '../../core/errors';
import type { Machine } from '../../core/machine';
import type { Profile } from '../../core/profile';
import { credentialOf, shownAddress, shownSettings } from '../profile/stored';
import { type Problem, problemOf, warning } from './problem';

/** One profile as it was found. */
export interface ProfileState {
  profile: string;
  provider: string;
  id: string;
  name: string;
  endpoint: string | null;
  settings: Readonly<Record<string, string>>;
  /** Where the credential is. */
  credential: string;
  /** When the file with the credential was last changed, RFC 3339; null where it is in no file of its own. */
  credentialChangedAt: string | null;
  /** When the token of a sign-in ends, RFC 3339; null where that is not known. */
  credentialExpiresAt: string | null;
  /** Null where it was not tried. */
  reachable: boolean | null;
  account: string | null;
  /** Seconds by which the provider's clock is ahead; null where it was not asked. */
  clockSkewSeconds: number | null;
  proxy: string | null;
  caFile: string | null;
  insecure: boolean;
  guards: readonly string[];
  error: string | null;
}

export interface ProfileFindings {
  state: ProfileState;
  problems: Problem[];
  failure: CliError | null;
}

/** So long each profile's provider has to answer, in milliseconds. */
const patience = 8000;
/** A clock that differs by more makes certificates and tokens fail. */
const mostSkewSeconds = 60;

/** Looks at one profile; unless `offline`, by the cheapest call that proves its credential. Never throws. */
export async function lookAtProfile(
  context: Context,
  machine: Machine,
  profile: Profile,
  offline: boolean,
): Promise<ProfileFindings> {
  const { name, provider, settings, guards } = profile;
  const state: ProfileState = {
    ...{ profile: name, provider, id: name, name },
    endpoint: null,
    settings: shownSettings(settings),
    credential: credentialOf(profile),
    credentialChangedAt: changedAt(machine, profile),
    credentialExpiresAt: null,
    ...{ reachable: null, account: null, clockSkewSeconds: null, proxy: null },
    caFile: settings['ca-file'] ?? null,
    insecure: settings.insecure === 'true',
    guards: Object.keys(guards),
    error: null,
  };
  const problems: Problem[] = [];
  const about = `profile ${name}`;
  if (state.insecure) {
    problems.push(
      warning(about, 'It does not verify the server’s certificate', `nube profile set ${name} insecure= ca-file=FILE`),
    );
  }
  try {
    const driver = await context.driver(provider);
    const endpoint = settings.endpoint ?? driver.endpoint;
    if (endpoint !== null) {
      state.endpoint = shownAddress(endpoint);
      if (URL.canParse(endpoint)) state.proxy = await machine.proxyFor(endpoint, settings.proxy);
    }
    checkWithoutNetwork(context, machine, profile);
    if (!offline) await ask(context, driver, profile, state);
    const skew = state.clockSkewSeconds ?? 0;
    if (Math.abs(skew) > mostSkewSeconds) {
      const [ahead, amount] = [skew > 0 ? 'behind' : 'ahead of', Math.abs(skew)];
      problems.push(
        warning(about, `The clock here is ${amount} s ${ahead} that of ${driver.title}`, 'Set the clock: timedatectl'),
      );
    }
    return { state, problems, failure: null };
  } catch (thrown) {
    const failure = toCliError(thrown).with({ profile: name, provider });
    if (failure.kind === 'interrupted') throw failure;
    problems.push(problemOf(about, failure));
    return { state: { ...state, error: failure.message }, problems, failure };
  }
}

/** The cheapest call, within the time that there is for it; what was learned stands in `state`, whatever it came to. */
async function ask(context: Context, driver: Driver, profile: Profile, state: ProfileState): Promise<void> {
  const late = new AbortController();
  const signal = AbortSignal.any([context.interrupted, late.signal]);
  const connection = await context.connect(profile, { scopes: {}, signal });
  // The sandbox has an address and a credential of its own for each of its profiles.
  state.endpoint = shownAddress(connection.profile.settings.endpoint ?? driver.endpoint ?? '');
  state.credential = credentialOf(connection.profile);
  const timer = setTimeout(() => late.abort(), patience);
  try {
    state.account = await driver.verify(connection.session);
    state.reachable = true;
  } catch (thrown) {
    const error = toCliError(thrown);
    state.reachable = error.details.httpStatus !== undefined;
    if (error.kind !== 'interrupted' || !late.signal.aborted || context.interrupted.aborted) throw error;
    throw new CliError('no_answer', `${driver.title} did not answer within ${patience / 1000} s`, {
      hint: `nube profile test ${profile.name} waits longer.`,
    });
  } finally {
    clearTimeout(timer);
    state.clockSkewSeconds = connection.clockSkew();
    state.credentialExpiresAt = (await connection.credentialEnd())?.toISOString() ?? null;
  }
}

/** What can be wrong with a profile before anything is sent. Throws CliError. */
function checkWithoutNetwork(context: Context, machine: Machine, { name, settings, token, password }: Profile): void {
  const source = token ?? password;
  const value = source?.slice(source.indexOf(':') + 1) ?? '';
  if (source?.startsWith('env:') && context.variable(value) === undefined) {
    throw new CliError('secret_unavailable', `The variable ${value} is not set`, { hint: `export ${value}=…` });
  }
  if (source?.startsWith('file:') && machine.facts(value) === null) {
    throw new CliError('secret_unavailable', `There is no file ${value} with the credential`, {
      hint: `Put it there, or take the profile away: nube profile remove ${name}`,
    });
  }
  const authority = settings['ca-file'];
  if (authority !== undefined && machine.facts(authority) === null) {
    throw new CliError('broken_configuration', `There is no file ${authority} with certificates`, {
      hint: `nube profile set ${name} ca-file=FILE`,
    });
  }
}

function changedAt(machine: Machine, { token, password }: Profile): string | null {
  const source = token ?? password;
  if (!source?.startsWith('file:')) return null;
  return machine.facts(source.slice(5))?.changedAt.toISOString() ?? null;
}
