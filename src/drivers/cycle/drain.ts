import { type Changing, type DrainInput, each, type Session } from '../../core/driver';
import { isFields, text } from '../../core/fields';
import { path } from '../../core/http';
import type { Located } from '../../core/instance';
import { ended } from '../../core/operation';
import { byKind } from './byKind';
import { change } from './change';
import { refuseService } from './containers';
import { operation } from './job';
import { containerOf, readInstance } from './read';

/** Takes instances out of the load balancing, or puts them back. */
export const drain: Changing<DrainInput> = {
  options: ['off'],
  from: ['running', 'stopped', 'pending', 'error', 'unknown'],
  plan: byKind<DrainInput>(
    'drain',
    each((session, target, { off = false }) => planOne(session, target, !off)),
    'its load balancers lead to instances of containers only',
  ),
};

async function planOne(session: Session, target: Located, enable: boolean) {
  const [container, { id }] = [containerOf(target), target.instance];
  const { fields } = await readInstance(session, container, id);
  refuseService(text(fields.service), target.instance.name, container, 'drain');
  if (isFields(fields.traffic_drain) === enable) {
    const skip = enable ? 'it is out of the traffic already' : 'it is in the traffic already';
    return { targets: [target], skip, run: async () => ended() };
  }
  return {
    targets: [target],
    run: () =>
      change(
        session,
        {
          method: 'POST',
          path: path`/v1/containers/${container}/instances/${id}/tasks`,
          body: { action: 'traffic-drain.reconfigure', contents: { enable } },
        },
        (job) => operation(session, job, 'drain', { container, instance: id, enable }),
      ),
  };
}
