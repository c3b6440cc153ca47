import { actionRow } from '../../core/carryOut';
import type { Context } from '../../core/context';
import { CliError } from '../../core/errors';
import { checkGuards } from '../../core/guard';
import { targetsOf } from '../../core/targets';
import { through } from '../../core/through';
import { sendOnly } from '../../core/undertake';
import type { Output } from '../../core/view';
import { actionView } from '../../core/views';
import { sshOf } from './way';

/** Revokes the passwords that a provider has handed out for an instance. */
export async function expire(context: Context, words: readonly string[]): Promise<Output> {
  const [target] = await targetsOf(context, words, { strict: true, prefixes: true, gone: 'no' });
  if (target === undefined) throw new CliError('missing_argument', 'ssh needs an instance');
  const { connection, located } = target;
  const capability = sshOf(connection);
  const revoke = capability.expire?.bind(capability);
  if (revoke === undefined) {
    throw new CliError('not_supported', `${connection.driver.title} hands out no passwords that could be revoked`, {
      hint: 'nube providers shows what each provider can do.',
    });
  }
  checkGuards([{ profile: connection.profile, instances: [located.instance] }], 'ssh --expire');
  const send = () => through(connection, () => revoke(connection.session, located));
  if (context.options.dryRun) {
    await send();
    return { kind: 'text', text: context.recorded() };
  }
  const about = { action: 'ssh', what: `revoking the passwords of ${located.instance.name}`, targets: [located] };
  const expired = await sendOnly(context, connection, about, send);
  const row = actionRow(located, { action: 'ssh' }, { status: 'succeeded', result: { expired } });
  return { kind: 'rows', view: actionView, rows: [row], failures: [], attempted: () => 1, what: 'targets' };
}
