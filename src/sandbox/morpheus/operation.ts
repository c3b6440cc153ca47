import type { World } from '../emulator';
import type { MorpheusData, MorpheusEnding, MorpheusInstance, MorpheusOperation, MorpheusProcess } from './data';

/** How long a step takes, and the making of an instance in its two parts, in the provider's milliseconds. */
export const STEP_TIME = 2000;
const BUILD_TIME = 3000;
const FINISH_TIME = 1000;

const HISTORY = 1000;

/** What is scheduled for the end of an operation. */
export interface OperationEnd {
  processId: number;
  ending: MorpheusEnding;
  /** Why it failed. */
  error?: string;
  /** Nobody remembers it. */
  vanished?: boolean;
}

export interface OperationOptions {
  /** The instance is new: if its making vanishes, so does the instance. */
  fresh?: boolean;
  /** Can't go wrong: what it belongs to is what does. */
  sure?: boolean;
  /** So many of the provider's milliseconds pass before anything happens. */
  delay?: number;
}

/** An id that nothing has had. */
export function nextId(data: MorpheusData): number {
  data.nextId += 1;
  return data.nextId - 1;
}

export function setStatus(world: World<MorpheusData>, instance: MorpheusInstance, status: string): void {
  instance.status = status;
  instance.statusDate = world.now();
  instance.updated = world.now();
}

/**
 * Sets an instance on its way through the middle states to the end, in place of whatever was going on. It can fail (the
 * instance is `failed` then, and history says why) or vanish (the instance is as it was before).
 */
export function beginOperation(
  world: World<MorpheusData>,
  instance: MorpheusInstance,
  operation: MorpheusOperation,
  options: OperationOptions = {},
): MorpheusProcess {
  const { data } = world;
  const subject = String(instance.id);
  const before = instance.status;
  abandonProcess(world, instance);
  const process = beginProcess(world, instance, operation.process, null, operation);
  instance.processId = process.id;
  instance.errorMessage = null;
  const begins = (options.delay ?? 0) + data.settings.statusLag;
  if (begins > 0) world.schedule(begins, 'phase', subject, operation.middle);
  else setStatus(world, instance, operation.middle);
  if (operation.later) world.schedule(begins + operation.later.after, 'phase', subject, operation.later.status);

  const end: OperationEnd = { processId: process.id, ending: operation.ending };
  if (!options.sure && isFailing(world)) {
    end.error = `${processName(operation.process)} of ${instance.name} failed: the cloud did not carry it out`;
    end.ending = { status: 'failed' };
  } else if (!options.sure && world.fault('task-vanished')) {
    end.vanished = true;
    const nothing = { preserveVolumes: false, keepBackups: false };
    end.ending = options.fresh ? { status: before, remove: nothing } : { status: before };
  }
  world.schedule(begins + operation.duration, 'operation', subject, end);
  return process;
}

/** Whether what is asked for now shall go wrong. */
export function isFailing(world: World<MorpheusData>): boolean {
  return world.data.settings.failure || world.fault('task-failure');
}

/** Notes in history what has begun. The oldest of many entries are forgotten. */
export function beginProcess(
  world: World<MorpheusData>,
  instance: MorpheusInstance,
  code: string,
  nodeId: number | null = null,
  operation: MorpheusOperation | null = null,
): MorpheusProcess {
  const { data } = world;
  const process: MorpheusProcess = {
    id: nextId(data),
    instanceId: instance.id,
    nodeId,
    code,
    status: 'running',
    startDate: world.now(),
    endDate: null,
    error: null,
    resultType: null,
    resultId: null,
    eventId: nextId(data),
    createdBy: instance.createdBy,
    operation,
  };
  data.processes[process.id] = process;
  const ids = Object.keys(data.processes);
  if (ids.length > HISTORY) delete data.processes[ids[0] as string];
  return process;
}

export function endProcess(world: World<MorpheusData>, id: number, status: string, error: string | null = null): void {
  const process = world.data.processes[id];
  if (!process) return;
  process.status = status;
  process.endDate = world.now();
  process.error = error;
}

/** Whatever was going on with the instance as a whole, or waited, does so no more. */
export function abandonProcess(world: World<MorpheusData>, instance: MorpheusInstance): void {
  const subject = String(instance.id);
  for (const kind of ['operation', 'phase', 'denial', 'appearance']) world.cancel(subject, kind);
  if (instance.processId !== null) endProcess(world, instance.processId, 'cancelled');
  instance.processId = null;
  instance.waiting = null;
}

const NAMES: Readonly<Record<string, string>> = {
  provision: 'Provision',
  startup: 'Startup',
  shutdown: 'Shutdown',
  restart: 'Restart',
  suspend: 'Suspend',
  resize: 'Resize',
  snapshot: 'Snapshot',
  revert: 'Revert Snapshot',
  cloning: 'Clone',
  teardown: 'Teardown',
  backup: 'Backup',
  import: 'Import',
  addNode: 'Add Node',
  removeNode: 'Remove Node',
  localWorkflow: 'Workflow',
};

/** What a kind of process is called. */
export function processName(code: string): string {
  return NAMES[code] ?? code;
}

/** What the making of an instance amounts to. */
export function provisioning(powersOn: boolean): MorpheusOperation {
  return {
    process: 'provision',
    middle: 'provisioning',
    later: { status: 'finishing', after: BUILD_TIME },
    ending: {
      status: powersOn ? 'running' : 'stopped',
      change: { provisioned: true },
      service: powersOn ? 'running' : 'stopped',
      power: powersOn ? 'on' : 'off',
    },
    duration: BUILD_TIME + FINISH_TIME,
  };
}
