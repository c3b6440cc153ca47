import type { Context } from '../../core/context';
import type { SshClosed } from '../../core/driver';
import { CliError } from '../../core/errors';
import { checkGuards } from '../../core/guard';
import { createOnce } from '../../core/lazy';
import type { Target } from '../../core/targets';
import { through } from '../../core/through';
import { undertake } from '../../core/undertake';
import type { Reaching } from './reachOptions';
import { notReachable, requireWay, type Way } from './way';

const tenMinutes = 600_000;

/**
 * Offers to open a way where there is none, and opens it. Throws `not_reachable` with the command that does where
 * nobody can be asked. In a dry run only what would be sent is written down, and the answer is null.
 */
export async function openWay(
  context: Context,
  target: Target,
  closed: SshClosed,
  reaching: Reaching,
): Promise<Way | null> {
  const { connection, located } = target;
  const { name, profile, id, state } = located.instance;
  const { open } = closed;
  const { yes, dryRun } = context.options;
  if (open === null || !(yes || dryRun || context.ask.available)) throw notReachable(closed, target);
  checkGuards([{ profile: connection.profile, instances: [located.instance] }], 'ssh');
  const lines = [`${profile}/${name} (${id}, ${state}): ${closed.closed}`];
  if (!yes && !dryRun && !(await context.ask.confirm({ lines, question: 'Open a way to it?' }))) {
    throw new CliError('declined', 'Nothing was done', { hint: closed.hint ?? undefined });
  }
  if (dryRun) {
    await through(connection, open);
    context.note('Once that is done, ssh is started.');
    return null;
  }
  const undertaken = {
    action: 'ssh',
    title: `open a way to ${profile}/${name}`,
    what: `opening a way to ${name}`,
    timeout: tenMinutes,
    targets: [located],
    reached: [],
    gone: false,
    makes: null,
    prints: 'actions',
  } as const;
  const { error } = await undertake(context, connection, undertaken, open);
  if (error !== null) throw error;
  // What the session remembers is from before.
  const session = { ...connection.session, once: createOnce() };
  return requireWay(context, { located, connection: { ...connection, session } }, reaching);
}
