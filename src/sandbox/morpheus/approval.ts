import type { World } from '../emulator';
import type { MorpheusData, MorpheusInstance, MorpheusOperation, MorpheusRequest } from './data';
import { abandonProcess, beginOperation, type OperationOptions, STEP_TIME, setStatus } from './operation';

const WAITING: Readonly<Record<MorpheusRequest['type'], string>> = {
  provision: 'pending',
  reconfigure: 'pendingReconfigureApproval',
  delete: 'pendingDeleteApproval',
};

/** Begins an operation, or has it wait for whoever must approve it. */
export function submit(
  world: World<MorpheusData>,
  instance: MorpheusInstance,
  type: MorpheusRequest['type'],
  operation: MorpheusOperation,
  options: OperationOptions = {},
): void {
  const { approval, deletePolicy } = world.data.settings;
  const asked = type === 'delete' ? deletePolicy === 'approval' : approval !== 'none';
  if (!asked) {
    beginOperation(world, instance, operation, { fresh: type === 'provision', ...options });
    return;
  }
  abandonProcess(world, instance);
  instance.waiting = { type, before: instance.status, operation };
  setStatus(world, instance, WAITING[type]);
  if (approval === 'denied') world.schedule(STEP_TIME, 'denial', String(instance.id));
}

/** Lets everything go on that waits and that the settings no longer hold back, or denies it. */
export function decide(world: World<MorpheusData>): void {
  const { approval, deletePolicy } = world.data.settings;
  for (const instance of Object.values(world.data.instances)) {
    const { waiting } = instance;
    if (!waiting) continue;
    if (approval === 'denied') deny(world, instance);
    else if (waiting.type === 'delete' ? deletePolicy === 'now' : approval === 'none')
      approve(world, instance, waiting);
  }
}

function approve(world: World<MorpheusData>, instance: MorpheusInstance, request: MorpheusRequest): void {
  instance.waiting = null;
  beginOperation(world, instance, request.operation, { fresh: request.type === 'provision' });
}

/** What would have been deleted stays as it was; anything else is denied. */
export function deny(world: World<MorpheusData>, instance: MorpheusInstance): void {
  if (!instance.waiting) return;
  const { before, type } = instance.waiting;
  instance.waiting = null;
  setStatus(world, instance, type === 'delete' ? before : 'denied');
}
