import type { Session } from '../../core/driver';
import { CliError } from '../../core/errors';
import { type Fields, fieldsOf, text } from '../../core/fields';
import { readNamed } from './list';

/**
 * Refuses a name that the account has already, in whatever group. A name is taken until its instance is gone for
 * good, also while that is hidden because its removal waits (terraform-provider-morpheus).
 */
export async function refuseTaken(
  session: Session,
  name: string,
  isOurs: (fields: Fields) => boolean = () => false,
): Promise<void> {
  const taken = (await readNamed(session, name, { showDeleted: true })).find((fields) => !isOurs(fields));
  if (taken === undefined) return;
  const group = text(fieldsOf(taken.group).name);
  const where = group === null ? '' : ` in the group ${group}`;
  const waits = text(taken.status)?.toLowerCase() === 'pendingremoval' ? ', whose removal waits' : '';
  throw new CliError('name_taken', `An instance called ${name} exists already${where}${waits}`, {
    hint: 'Choose another name.',
  });
}
