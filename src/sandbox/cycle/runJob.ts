import type { World } from '../emulator';
import { containerWorks } from './containerWorks';
import type { CycleData, CycleJob } from './data';
import { instanceWorks } from './instanceWorks';
import { notify } from './notify';
import type { Work } from './work';

const MESSAGE = 'The compute server did not complete the task in time';

/** The job waits for its turn. */
export function queueJob(world: World<CycleData>, job: CycleJob): void {
  moveJob(world, job, job.schedule > world.now() ? 'scheduled' : 'queued');
}

/** The job's turn has come, unless another one of its queue is still running. */
export function takeTurn(world: World<CycleData>, job: CycleJob): void {
  const busy = Object.values(world.data.jobs).some(({ queue, state }) => queue === job.queue && state === 'running');
  if (busy || !['new', 'queued', 'scheduled'].includes(job.state)) return;
  if (job.outcome === 'expired') {
    job.completed = world.now();
    moveJob(world, job, 'expired');
    return;
  }
  job.started = world.now();
  moveJob(world, job, 'running');
  world.schedule(job.duration, 'job.end', job.id);
  const work = workOf(job);
  if (job.outcome === 'completed' || work.fail) work.begin?.(world, job.work);
}

/** The job has ended; the next one of its queue begins. */
export function endJob(world: World<CycleData>, job: CycleJob): void {
  const work = workOf(job);
  job.completed = world.now();
  if (job.outcome === 'error') {
    job.error = MESSAGE;
    work.fail?.(world, job.work, MESSAGE);
    moveJob(world, job, 'error');
  } else {
    work.end?.(world, job.work);
    moveJob(world, job, 'completed');
  }
  const next = Object.values(world.data.jobs).find(
    ({ queue, state, schedule }) => queue === job.queue && state === 'queued' && schedule <= world.now(),
  );
  if (next) takeTurn(world, next);
}

function moveJob(world: World<CycleData>, job: CycleJob, state: string): void {
  job.state = state;
  job.changed = world.now();
  const error = job.error === '' ? {} : { error: job.error };
  const container = world.data.containers[job.work.container_id];
  notify(world, 'job.state.changed', { id: job.id, state, ...error }, container);
}

function workOf({ work }: CycleJob): Work {
  return containerWorks[work.kind] ?? instanceWorks[work.kind] ?? {};
}
