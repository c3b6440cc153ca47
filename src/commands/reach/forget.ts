import type { Action } from '../../core/action';
import type { Context } from '../../core/context';
import { toCliError } from '../../core/errors';
import { hostKeyAlias } from '../../core/hostKeyAlias';
import type { Output } from '../../core/view';

/** Forgets the host keys of the instances that these actions have removed. */
export async function forgetRemoved(context: Context, output: Output): Promise<void> {
  if (output.kind !== 'rows' || !Array.isArray(output.rows)) return;
  const removed = (output.rows as readonly Action[]).filter(({ status }) => status === 'succeeded');
  if (removed.length === 0) return;
  try {
    await (await context.openssh()).forget(removed.map((row) => hostKeyAlias(row)));
  } catch (thrown) {
    context.warn('host_key_kept', `The host keys of what was removed are still kept: ${toCliError(thrown).message}`);
  }
}
