import { json, type Reply } from '../reply';
import type { Call } from './call';
import type { CloudmcError, CloudmcSettings, CloudmcTask } from './data';
import { type Ending, endTask } from './endings';
import type { Scene } from './scene';

/** Something that goes on after the request was accepted. */
export interface TaskPlan {
  /** A new UUID unless it had to be known before. */
  id?: string;
  /** In the provider's milliseconds. */
  duration?: number;
  success: Ending;
  /** What becomes of it when the fault `task-failure` strikes; nothing unless said. */
  failure?: Ending;
}

/** What is scheduled for the end of a task. */
export interface TaskEnd {
  ending: Ending;
  errors?: CloudmcError[];
}

const TASK_TIME = 2000;
const MINUTE = 60_000;

const FAULT: CloudmcError = { code: 500, message: 'There is not enough capacity in the zone to do this' };

/**
 * Accepts a request: answers a task that is still to be done, or is done at once where the settings say so. With the
 * fault `task-vanished` it is done all the same, but can't be asked for.
 */
export function beginTask(call: Call, plan: TaskPlan): Reply {
  const { world } = call;
  const errors = world.fault('task-failure') ? [FAULT] : undefined;
  const ending = errors ? (plan.failure ?? { kind: 'nothing' }) : plan.success;
  return start(
    call,
    plan.id ?? world.random.uuid(),
    plan.duration ?? TASK_TIME,
    errors ? { ending, errors } : { ending },
  );
}

/** Accepts a bad request, only to fail with the reasons that it would have been refused for. */
export function failTask(call: Call, errors: CloudmcError[]): Reply {
  return start(call, call.world.random.uuid(), TASK_TIME / 2, { ending: { kind: 'nothing' }, errors });
}

function start(call: Call, id: string, duration: number, end: TaskEnd): Reply {
  const { data, world } = call;
  const vanished = world.fault('task-vanished');
  forgetOld(call);
  const task: CloudmcTask = { id, status: 'PENDING', created: world.now() };
  if (data.settings.answers === 'inline') {
    finish(call, task, end);
    if (!vanished) data.tasks[id] = task;
    return inlineReply(data.settings, task);
  }
  if (!vanished) data.tasks[id] = task;
  world.schedule(duration, 'task', id, end);
  return json(200, { taskId: id, taskStatus: 'PENDING' });
}

/** The transition at the end of a task. */
export function completeTask(scene: Scene, id: string, end: TaskEnd): void {
  const { tasks } = scene.world.data;
  finish(scene, tasks[id] ?? { id, status: 'PENDING', created: 0 }, end);
}

function finish(scene: Scene, task: CloudmcTask, { ending, errors }: TaskEnd): void {
  const result = endTask(scene, ending);
  task.status = errors ? 'FAILED' : 'SUCCESS';
  if (errors) task.errors = errors;
  else if (result !== undefined) task.result = result;
}

/** Whether a task is too old to be asked for. */
export function isForgotten({ world }: Scene, task: CloudmcTask): boolean {
  return task.created < world.after(-world.data.settings.taskMinutes * MINUTE);
}

function forgetOld(scene: Scene): void {
  const { tasks } = scene.world.data;
  for (const task of Object.values(tasks)) {
    // The oldest come first.
    if (!isForgotten(scene, task)) return;
    delete tasks[task.id];
  }
}

/** The status of a task in the word that the settings ask for. */
export function statusWord(settings: CloudmcSettings, status: CloudmcTask['status']): string {
  return status === 'FAILED' ? settings.failedStatus : status;
}

function inlineReply(settings: CloudmcSettings, task: CloudmcTask): Reply {
  const answer = { taskId: task.id, taskStatus: statusWord(settings, task.status) };
  if (!task.errors) return json(200, { ...answer, data: task.result ?? {} });
  return json(settings.failureStyle.endsWith('-400') ? 400 : 200, {
    ...answer,
    errors: shownErrors(settings, task.errors),
  });
}

/** Errors with their number called what the settings say. */
export function shownErrors(settings: CloudmcSettings, errors: readonly CloudmcError[]): unknown[] {
  if (settings.errorField === 'code') return [...errors];
  return errors.map(({ code, ...rest }) => ({ errorCode: String(code), ...rest }));
}
