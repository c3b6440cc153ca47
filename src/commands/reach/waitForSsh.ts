import type { Context } from '../../core/context';
import type { SshClosed } from '../../core/driver';
import { CliError } from '../../core/errors';
import type { Target } from '../../core/targets';
import { lookAt, through } from '../../core/through';
import type { Reaching } from './reachOptions';
import { sshWords } from './sshArguments';
import { findWay, referenceOf, requireAlive, type Way } from './way';

const tenMinutes = 600_000;
const betweenLooks = 3000;
const longestLook = 5000;

/** How ssh will be called in the end. */
export interface Trying extends Reaching {
  passed: readonly string[];
}

/**
 * Waits until the instance runs and SSH answers there. One that is stopped is refused, for nobody starts it; where
 * nothing leads to it that is the answer.
 */
export async function waitForSsh(
  context: Context,
  target: Target,
  trying: Trying,
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
        if (way === null) now = await through(connection, () => lookAt(connection, now));
      }
      const { state } = now.instance;
      if (state !== 'pending') requireAlive(now.instance);
      if (state === 'error') {
        throw new CliError('operation_failed', `${name} is in the state error (${now.instance.providerState})`, {
          hint: `Look at it with nube get ${referenceOf(now.instance)}`,
        });
      }
      if (state === 'running') {
        way ??= await findWay(context, { connection, located: now }, trying);
        if ('closed' in way || (await answers(context, way, trying))) break;
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

/** Whether SSH greets there; by way of a jump host, whether ssh itself gets through. */
async function answers(context: Context, way: Way, { identity, passed }: Trying): Promise<boolean> {
  const openssh = await context.openssh();
  const place = await openssh.route(way.instance, way);
  if (way.jump === null && !passed.some((word) => /^-J|^ProxyJump|^ProxyCommand/i.test(word))) {
    return context.reachable(place.host, place.port, longestLook, true);
  }
  const call = { passed: ['-o', `ConnectTimeout=${longestLook / 1000}`, ...connecting(passed)], identity, batch: true };
  const end = await openssh.run({
    program: 'ssh',
    words: sshWords(openssh, way, place, { ...call, noTerminal: true, command: ['true'] }),
    alias: way.alias,
    host: place.host,
    input: null,
    output: 'kept',
    timeout: longestLook * 3,
  });
  if (end.newHostKey !== null)
    context.note(`Its host key (${end.newHostKey}) was not known yet, and is kept from now on.`);
  // Whatever it says of login or keys, it has answered.
  return end.code !== 255 || (end.trouble !== null && end.trouble !== 'machine_unreachable');
}

/** Of OpenSSH's options as typed those that say how to connect, and none that say what to do then. */
function connecting(passed: readonly string[]): string[] {
  return passed.flatMap((word, index) => {
    if (/^-[46]+$/.test(word)) return [word];
    if (!/^-[FiJolp]/.test(word)) return [];
    return word.length > 2 ? [word] : [word, passed[index + 1] ?? ''];
  });
}
