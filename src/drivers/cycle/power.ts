import type { Changing, RebootInput, StartInput, StopInput } from '../../core/driver';
import { CliError } from '../../core/errors';
import { byKind } from './byKind';
import type { Container } from './containers';
import { type ContainerTask, planTasks } from './containerTask';
import { type MachineTask, planMachineTasks } from './machineTask';

const whole = 'For every instance of the container; virtual machines alone. Not for Cycle’s own services.';

const tasks = {
  start: { action: 'start', verb: 'start', spares: ['running'], until: ['running'], back: false },
  stop: { action: 'stop', verb: 'stop', spares: ['stopped'], until: ['stopped'], back: false },
  reboot: { action: 'restart', verb: 'reboot', spares: [], until: ['running'], back: true },
} as const satisfies Readonly<Record<string, ContainerTask & MachineTask>>;

function powerPlan<I extends { wholeContainer?: boolean }>(task: ContainerTask & MachineTask): Changing<I>['plan'] {
  return byKind<I>(
    task.verb,
    (session, targets, input) =>
      planTasks(session, targets, input.wholeContainer === true, (container) => {
        if (task.action !== 'stop') refuseDeprecated(container, task.verb);
        return task;
      }),
    (session, targets) => planMachineTasks(session, targets, () => task),
  );
}

/** A deprecated container only stops. */
function refuseDeprecated({ deprecated, label, id }: Container, verb: string): void {
  if (!deprecated) return;
  throw new CliError('provider_conflict', `The container ${label} is deprecated: Cycle does not ${verb} it`, {
    hint: `nube api PATCH /v1/containers/${id} --field deprecate=false takes that back.`,
  });
}

export const start: Changing<StartInput> = {
  limit: whole,
  options: ['wholeContainer'],
  from: ['stopped', 'error', 'pending', 'unknown'],
  plan: powerPlan(tasks.start),
};

export const stop: Changing<StopInput> = {
  limit: whole,
  options: ['wholeContainer'],
  from: ['running', 'pending', 'updating', 'error', 'unknown'],
  plan: powerPlan(tasks.stop),
};

export const reboot: Changing<RebootInput> = {
  limit: whole,
  options: ['wholeContainer'],
  from: ['running', 'error', 'unknown'],
  plan: powerPlan(tasks.reboot),
};
