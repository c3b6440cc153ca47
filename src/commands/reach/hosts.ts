import type { Context } from '../../core/context';
import { isUnsupported } from '../../core/driver';
import { type CliError, toCliError } from '../../core/errors';
import { parseFilter } from '../../core/filter';
import { hostKeyAlias } from '../../core/hostKeyAlias';
import type { Instance, Located } from '../../core/instance';
import type { Profile } from '../../core/profile';
import { havingScopes, leaveOutLacking } from '../../core/scopes';
import { plainQuery, type Target } from '../../core/targets';
import { inParallel } from '../../core/wait';
import { findWay, type Way } from './way';

/** One instance as other programs may reach it. */
export interface Host {
  instance: Instance;
  alias: string;
  /** Null where nothing leads there, for the reason that stands beside it. */
  way: Way | null;
  reason: string | null;
  /** The reason is that the provider did not answer. */
  failed: boolean;
}

export interface Hosts {
  hosts: readonly Host[];
  /** Names of the profiles all of whose instances are known. */
  complete: ReadonlySet<string>;
  failures: readonly CliError[];
  attempted: number;
}

/**
 * All instances of the profiles looked at (of them, those that `among` takes) that fit the filters, each with the way
 * to it. One failure hides no other.
 */
export async function findHosts(
  context: Context,
  filters: readonly string[],
  among: (profile: Profile) => boolean = () => true,
): Promise<Hosts> {
  const matching = filters.map(parseFilter);
  const profiles = await havingScopes(context, (await context.chosen()).filter(among));
  const failures: CliError[] = [];
  const complete = new Set(profiles.map(({ name }) => name));
  let answered = 0;
  const failed = (profile: string, error: CliError) => {
    complete.delete(profile);
    failures.push(error);
  };
  const found = await Promise.all(
    profiles.map(async (profile): Promise<Target[]> => {
      const from = { profile: profile.name, provider: profile.provider };
      const located: Located[] = [];
      try {
        const connection = await context.connect(profile);
        const partFailed = (error: CliError) => failed(profile.name, error.with(from));
        const query = plainQuery(context, { filters: matching, partFailed });
        for await (const page of connection.driver.list(connection.session, query)) located.push(...page);
        answered += 1;
        return located.map((one) => ({ connection, located: one }));
      } catch (thrown) {
        failed(profile.name, toCliError(thrown).with(from));
        return [];
      }
    }),
  );
  leaveOutLacking(context, failures, answered > 0);
  const now = context.now();
  const targets = found.flat().filter(({ located: { instance, recoverable } }) => {
    return recoverable !== true && matching.every((filter) => filter.matches(instance, now));
  });
  const hosts = await inParallel(
    targets,
    ({ connection }) => connection.profile.provider,
    () => context.options.concurrency,
    (target) => hostOf(context, target, (error) => failures.push(error)),
  );
  return { hosts, complete, failures, attempted: answered + failures.length };
}

async function hostOf(context: Context, target: Target, report: (error: CliError) => void): Promise<Host> {
  const { connection, located } = target;
  const { instance } = located;
  const host = { instance, alias: hostKeyAlias(instance), way: null, failed: false };
  const { ssh } = connection.driver.verbs;
  if (isUnsupported(ssh)) return { ...host, reason: ssh.unsupported };
  if (ssh.expire !== undefined) {
    return { ...host, reason: `it takes a one-time password: nube ssh ${instance.profile}/${instance.id}` };
  }
  if (instance.state === 'pending' || instance.state === 'deleting') {
    return { ...host, reason: `it is ${instance.state}` };
  }
  try {
    const way = await findWay(context, target, {});
    return 'closed' in way ? { ...host, reason: way.closed } : { ...host, way, reason: null };
  } catch (thrown) {
    const error = toCliError(thrown);
    // An instance that is in no state to answer is no failure.
    const refused = error.kind === 'conflict' || error.kind === 'not_found';
    if (!refused) report(error);
    return { ...host, reason: error.message, failed: !refused };
  }
}
