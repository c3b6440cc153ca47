import type { Session } from '../../core/driver';
import { CliError } from '../../core/errors';
import { isFields } from '../../core/fields';
import type { Located } from '../../core/instance';
import { stateOf } from './fields';
import { isMachine } from './machine';
import { containerOf, readInstances } from './read';

/** The instance that console and telemetry are asked of: itself, or the one that carries a virtual machine. */
export async function carrierOf(session: Session, target: Located): Promise<{ container: string; id: string }> {
  const { id, name } = target.instance;
  if (!isMachine(target)) return { container: containerOf(target), id };
  const container = target.at.container ?? '';
  const instances = container === '' ? [] : await readInstances(session, container);
  const carrier = instances.find(({ fields }) => isFields(fields.extension) && stateOf(fields) !== 'deleted');
  if (carrier !== undefined) return { container, id: carrier.located.instance.id };
  throw new CliError('wrong_state', `No instance carries the virtual machine ${name} at the moment`, {
    hint: `nube start ${target.instance.profile}/${id}`,
  });
}
