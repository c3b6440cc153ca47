import type { Plan, Session } from '../../core/driver';
import { type Fields, fieldsOf, text } from '../../core/fields';
import { type Body, path } from '../../core/http';
import type { Located } from '../../core/instance';
import { change } from './change';
import { operation } from './job';
import { readMachine } from './read';

/** One task of a virtual machine. */
export interface MachineTask {
  action: 'start' | 'stop' | 'restart' | 'reconfigure' | 'volumes.reconfigure';
  until: readonly string[];
  /** It is in such a state from the beginning. */
  back: boolean;
  contents?: Body;
  loses?: readonly string[];
  skip?: string;
}

/** One plan for each virtual machine: their tasks are for one alone. `taskFor` may refuse. */
export function planMachineTasks(
  session: Session,
  targets: readonly Located[],
  taskFor: (machine: Fields, target: Located) => MachineTask,
): Promise<readonly Plan[]> {
  return Promise.all(
    targets.map(async (target): Promise<Plan> => {
      const { id } = target.instance;
      const { fields } = await readMachine(session, id);
      const { action, until, back, contents, loses, skip } = taskFor(fields, target);
      const changed = text(fieldsOf(fields.state).changed);
      const body = contents === undefined ? { action } : { action, contents };
      return {
        targets: [target],
        ...(loses === undefined ? {} : { loses }),
        ...(skip === undefined ? {} : { skip }),
        run: () =>
          change(
            session,
            { method: 'POST', path: path`/v1/virtual-machines/${id}/tasks`, body },
            (job) => operation(session, job, 'machine', { instance: id, until, back, changed }),
            back ? undefined : null,
          ),
      };
    }),
  );
}
