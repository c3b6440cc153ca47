import { capabilityOf, checkOptions } from '../../core/capability';
import type { Connection, Context } from '../../core/context';
import type { Ssh, SshClosed, SshEndpoint, SshInput } from '../../core/driver';
import { checkEndpoint, checkJump, checkUser } from '../../core/endpoint';
import { CliError } from '../../core/errors';
import { hostKeyAlias } from '../../core/hostKeyAlias';
import type { Instance, State } from '../../core/instance';
import type { Secret } from '../../core/secret';
import { shellWord } from '../../core/shell';
import type { Target } from '../../core/targets';
import { through } from '../../core/through';
import type { Reaching } from './reachOptions';

/** How one instance is reached: where it answers, as whom, and by which name its host key is kept. */
export interface Way {
  instance: Instance;
  host: string;
  port: number;
  /** Null leaves it to OpenSSH’s own configuration. */
  user: string | null;
  jump: string | null;
  alias: string;
  /** A one-time password. */
  password: Secret | null;
}

/** States in which a machine may answer. */
const alive: readonly State[] = ['running', 'updating', 'migrating', 'error', 'unknown'];

/** PROFILE/ID as a word to type. */
export const referenceOf = ({ profile, id }: Instance): string => shellWord(`${profile}/${id}`);

/** Refuses an instance on which nothing can answer; throws `wrong_state`. */
export function requireAlive(instance: Instance): void {
  const { name, state, profile, provider } = instance;
  if (alive.includes(state)) return;
  const reference = referenceOf(instance);
  const hint =
    state === 'stopped' || state === 'suspended'
      ? `nube start ${reference}`
      : state === 'pending'
        ? `nube ssh ${reference} --wait`
        : `nube get ${reference}`;
  throw new CliError('wrong_state', `${name} is ${state}: nothing answers there`, { hint, profile, provider });
}

/** The provider's ssh, unless it has none or lacks an option that was given. */
export function sshOf({ driver }: Connection): Ssh {
  return capabilityOf(driver.verbs.ssh, driver.title, 'ssh');
}

/** What was asked that only the provider can answer. */
export function askedOf(context: Context, { driver }: Connection, { private: inside }: Reaching): SshInput {
  const { container } = context.options.scopes;
  return {
    ...(inside === undefined ? {} : { private: inside }),
    // Where instances lie in containers, the flag has narrowed the look-up already.
    ...(container === undefined || driver.scopes.includes('container') ? {} : { container }),
  };
}

/** Refuses what this provider does not honour, before anything is asked of it. */
export function checkAsked(context: Context, connection: Connection, reaching: Reaching): void {
  checkOptions(sshOf(connection), connection.driver.title, 'ssh', askedOf(context, connection, reaching));
}

/** Asks the provider how an instance is reached; what it says passes an allow-list. */
export function findWay(context: Context, target: Target, reaching: Reaching): Promise<Way | SshClosed> {
  const { connection, located } = target;
  return through(connection, async () => {
    const input = askedOf(context, connection, reaching);
    const answer = await sshOf(connection).read(connection.session, located, input);
    if ('closed' in answer) return answer;
    checkEndpoint(answer, located.instance.name);
    return wayOf(target, answer, input, reaching);
  });
}

function wayOf({ connection, located }: Target, endpoint: SshEndpoint, input: SshInput, reaching: Reaching): Way {
  const { instance } = located;
  const { settings } = connection.session;
  const { host, port, user, password = null } = endpoint;
  const usual = settings['ssh-user'];
  // A one-time password belongs to the user that came with it.
  const own = password === null && usual !== undefined ? checkUser(usual) : user;
  const jump = reaching.jump ?? settings.jump;
  return {
    instance,
    host,
    port: reaching.port ?? port,
    user: reaching.user ?? own,
    jump: jump === undefined ? null : checkJump(jump),
    alias: hostKeyAlias(instance, endpoint.machine ?? input.container),
    password,
  };
}

/** As `findWay`, where nobody is asked whether to open one: throws `not_reachable`. */
export async function requireWay(context: Context, target: Target, reaching: Reaching): Promise<Way> {
  const way = await findWay(context, target, reaching);
  if ('closed' in way) throw notReachable(way, target);
  return way;
}

export function notReachable({ closed, hint }: SshClosed, { connection, located }: Target): CliError {
  const { name: profile, provider } = connection.profile;
  return new CliError('not_reachable', `${located.instance.name} cannot be reached: ${closed}`, {
    hint: hint ?? `nube get ${referenceOf(located.instance)} shows its addresses.`,
    profile,
    provider,
  });
}
