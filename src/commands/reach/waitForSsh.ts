import type { Context } from '../../core/context';
import type { SshClosed } from '../../core/driver';
import { CliError } from '../../core/errors';
import type { Target } from '../../core/targets';
import { through } from '../../core/through';
import type { Reaching } from './reachOptions';
import { findWay, referenceOf, requireAlive, type Way } from './way';

const tenMinutes = 600_000;
const betweenLooks = 3000;
const longestLook = 5000;

/**
 * Waits until the instance runs and SSH answers there. One that is stopped is refused, for nobody starts it; where
 * nothing leads to it that is the answer.
 */
export async function waitForSsh(
  context: Context,
  target: Target,
  reaching: Reaching,
): Promise<{ target: Target; way: Way | SshClosed }> {
  const { connection } = target;
  const { profile, name } = target.located.instance;
  const line = context.progress.start(`wait for ${profile}/${name}: ssh`);
  const until = context.elapsed() + (context.options.timeout ?? tenMinutes);
  let now = target.located;
  let way: Way | SshClosed | null = null;
  try {
    for (let first = true; ; first = false) {
      if (!first) {
        await context.sleep(Math.max(connection.driver.pollEveryMs, betweenLooks));
        if (context.interrupted.aborted) throw new CliError('interrupted', `Stopped waiting for ${name}`);
        const { driver, session } = connection;
        if (way === null) now = (await through(connection, () => driver.get(session, now))).located;
      }
      const { state } = now.instance;
      if (state !== 'pending') requireAlive(now.instance);
      if (state === 'error') {
        throw new CliError('operation_failed', `${name} is in the state error (${now.instance.providerState})`, {
          hint: `Look at it with nube get ${referenceOf(now.instance)}`,
        });
      }
      if (state === 'running') {
        way ??= await findWay(context, { connection, located: now }, reaching);
        if ('closed' in way || (await answers(context, way))) break;
      }
      if (context.elapsed() >= until) {
        throw new CliError('timed_out', `${name} did not answer in time; it is ${state}`, {
          hint: `Look at it with nube get ${referenceOf(now.instance)}`,
        });
      }
    }
    line.succeed(`wait for ${profile}/${name}: ssh`);
  } catch (error) {
    line.fail(`wait for ${profile}/${name}: ${(error as Error).message}`);
    throw error;
  }
  return { target: { connection, located: now }, way };
}

/** Whether SSH greets there; by way of a jump host, whether that gets through. */
async function answers(context: Context, way: Way): Promise<boolean> {
  const openssh = await context.openssh();
  const { host, port } = await openssh.route(way.instance, way);
  if (way.jump === null) return context.reachable(host, port, longestLook, true);
  const hops = way.jump.split(',');
  const [last = ''] = hops.slice(-1);
  const { user, place } = hopOf(last);
  const jump = hops.length === 1 ? null : hops.slice(0, -1).join(',');
  const inner = host.includes(':') ? `[${host}]` : host;
  const words = [
    ...['-o', 'BatchMode=yes', '-o', `ConnectTimeout=${longestLook / 1000}`],
    ...(jump === null ? [] : ['-o', `ProxyJump=${jump}`]),
    ...(user === null ? [] : ['-l', user]),
    ...(place.port === null ? [] : ['-p', place.port]),
    ...['-W', `${inner}:${port}`, '--', place.host],
  ];
  const end = await openssh.run({
    program: 'ssh',
    words,
    alias: way.alias,
    host: place.host,
    input: null,
    output: 'kept',
    timeout: longestLook * 2,
  });
  return end.stdout.startsWith('SSH-');
}

/** `[ssh://][USER@]HOST[:PORT]` in its parts. */
function hopOf(hop: string): { user: string | null; place: { host: string; port: string | null } } {
  const [, user = null, host = '', port = null] =
    /^(?:ssh:\/\/)?(?:([^@]+)@)?(\[[^\]]+\]|[^:]+)(?::(\d+))?$/.exec(hop) ?? [];
  return { user, place: { host: host.replace(/^\[|\]$/g, ''), port } };
}
