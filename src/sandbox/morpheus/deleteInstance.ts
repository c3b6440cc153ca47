import { json, type Reply } from '../reply';
import { submit } from './approval';
import type { MorpheusOperation } from './data';
import { failure } from './failure';
import { parseFlag } from './fields';
import type { Call } from './morpheusRoute';
import { abandonProcess, STEP_TIME, setStatus } from './operation';
import { instanceOf } from './owned';

const DAY = 86_400_000;

/** DELETE of one instance: at once, after a day or when somebody has approved it, as the policy is. */
export function deleteInstance(call: Call): Reply {
  const { query, settings, world } = call;
  const instance = instanceOf(call);
  if (instance.locked) throw failure(400, 'Instance is locked and can not be removed');
  if (instance.status === 'removing' || instance.status === 'pendingDeleteApproval') return accepted();
  const force = parseFlag(query.get('force')) ?? false;
  const operation: MorpheusOperation = {
    process: 'teardown',
    middle: 'removing',
    ending: {
      status: 'removing',
      remove: {
        // Very old appliances ask the other way round.
        preserveVolumes: parseFlag(query.get('preserveVolumes')) ?? parseFlag(query.get('removeVolumes')) === false,
        keepBackups: parseFlag(query.get('keepBackups')) ?? false,
      },
    },
    duration: STEP_TIME,
  };
  if (settings.deletePolicy === 'delayed' && !force) {
    if (instance.status === 'pendingRemoval') return accepted();
    abandonProcess(world, instance);
    instance.removalDate = world.after(DAY);
    for (const node of instance.nodes) Object.assign(node, { status: 'stopped', powerState: 'off' });
    setStatus(world, instance, 'pendingRemoval');
    world.schedule(DAY, 'operation', String(instance.id), { processId: 0, ending: operation.ending });
    return accepted();
  }
  // Forced, it goes even when the cloud does not do its part.
  submit(world, instance, 'delete', operation, { sure: force });
  return accepted();
}

function accepted(): Reply {
  return json(200, { success: true });
}
