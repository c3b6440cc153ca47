import type { Reply } from '../reply';
import type { Call } from './call';
import type { CloudmcInstance } from './data';
import { invalid, notFound, wrongState } from './failure';
import { ownedBy } from './owned';
import { beginTask } from './task';

export interface InstanceStep {
  /** The state meanwhile; unless said it stays what it is. */
  middle?: string;
  /** The state at the end; unless said what it is now. */
  end?: string;
  /** The state when it fails; unless said what it is now. */
  failed?: string;
  /** What else is different at the end. */
  fields?: Partial<CloudmcInstance>;
  /** In the provider's milliseconds. */
  duration?: number;
}

/** How long a reboot takes, in the provider's milliseconds. */
export const REBOOT_TIME = 3000;

/** The instance that the path names; throws a 404 when there is none, and 2012 when it is in none of these states. */
export function instanceOf(call: Call, what: string, states: readonly string[]): CloudmcInstance {
  const instance = ownedBy(call, call.data.instances, call.id);
  if (!instance) throw notFound('instances', call.id);
  return requireState(instance, what, states);
}

/** The instance that a field of the body names; throws a 400 when there is none. */
export function instanceGiven(call: Call, what: string, field = 'instanceId'): CloudmcInstance {
  const id = call.fields.text(field);
  if (id === undefined) throw invalid(`${field} is required`);
  const instance = ownedBy(call, call.data.instances, id);
  if (!instance) throw invalid(`No instance with the id ${id} was found`);
  return requireState(instance, what, ['Running', 'Stopped']);
}

function requireState(instance: CloudmcInstance, what: string, states: readonly string[]): CloudmcInstance {
  if (states.includes(instance.state)) return instance;
  throw wrongState(`${what} an instance`, instance, 'instances', states);
}

/** Throws for bare metal, which can't do everything. */
export function requireVirtual(instance: CloudmcInstance): void {
  if (instance.bareMetal) throw invalid('A bare metal instance cannot do this');
}

/** Makes the instance wait for a new task, in a middle state if there is one. Gives the id of the task. */
export function occupy(call: Call, instance: CloudmcInstance, middle: string | undefined): string {
  const task = call.world.random.uuid();
  instance.task = task;
  if (middle) instance.state = middle;
  return task;
}

/** Begins a task at whose end the instance is in another state; when it fails it is again in the one before. */
export function beginStep(call: Call, instance: CloudmcInstance, step: InstanceStep): Reply {
  const before = instance.state;
  const task = occupy(call, instance, step.middle);
  const { id } = instance;
  return beginTask(call, {
    id: task,
    ...(step.duration === undefined ? {} : { duration: step.duration }),
    success: { kind: 'instance', id, task, state: step.end ?? before, ...(step.fields ? { fields: step.fields } : {}) },
    failure: { kind: 'instance', id, task, state: step.failed ?? before },
  });
}

/** Begins a task that changes an instance and reboots it if it runs. */
export function beginReboot(call: Call, instance: CloudmcInstance, fields: Partial<CloudmcInstance>): Reply {
  const running = instance.state === 'Running';
  return beginStep(call, instance, { fields, ...(running ? { middle: 'Rebooting', duration: REBOOT_TIME } : {}) });
}
