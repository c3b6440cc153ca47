import type { World } from '../emulator';
import { json, type Reply } from '../reply';
import { createId } from './createId';
import type { CycleData, CycleJob, CycleWork } from './data';
import { TIMES } from './lifecycle';
import { notify } from './notify';
import { timestamp } from './timestamp';

const JOBS_KEPT = 300;
const EXPIRES = 86_400_000;

export interface JobPlan {
  /** `container.start`; nothing depends on it. */
  action: string;
  caption: string;
  /** Jobs of one queue run one after another. */
  queue: string;
  steps: string[];
  input?: Record<string, unknown>;
  work: CycleWork;
  /** In the provider's milliseconds; the usual ones unless said. */
  duration?: number;
}

/** Accepts a job and answers with its descriptor. */
export function beginJob(world: World<CycleData>, plan: JobPlan): Reply {
  const { data } = world;
  const { settings } = data;
  const now = world.now();
  const vanished = world.fault('task-vanished');
  const failed = world.fault('task-failure');
  const job: CycleJob = {
    id: createId(data, now),
    queue: plan.queue,
    action: plan.action,
    caption: plan.caption,
    header: plan.action,
    steps: plan.steps,
    input: plan.input ?? {},
    creator: { id: data.api_key.id, type: 'api-key' },
    state: 'new',
    changed: now,
    queued: now,
    started: 0,
    completed: 0,
    schedule: world.after(settings.job_delay * 1000),
    expires: now + EXPIRES,
    duration: plan.duration ?? TIMES.job,
    outcome: failed ? 'error' : settings.job_outcome,
    vanished,
    error: '',
    work: plan.work,
    polls: 0,
  };
  data.jobs[job.id] = job;
  forgetOldJobs(data);
  if (!vanished) {
    notify(world, 'job.created', { id: job.id, state: 'new' }, data.containers[plan.work.container_id]);
    world.schedule(100, 'job.queue', job.id);
    world.schedule(TIMES.turn + settings.job_delay * 1000, 'job.turn', job.id);
  }
  return json(202, { data: describe(job, settings.job_descriptor) });
}

function describe(job: CycleJob, form: CycleData['settings']['job_descriptor']): unknown {
  if (form === 'none') return { action: job.action };
  if (form === 'job_id') return { action: job.action, contents: job.input, job_id: job.id };
  return {
    action: job.action,
    job: {
      id: job.id,
      accepted: true,
      queue: job.queue,
      schedule: timestamp(job.schedule),
      parallel: { sub_queue: null, tasks: false },
      tasks: [
        {
          caption: job.caption,
          header: job.header,
          steps: job.steps.map((caption) => ({
            caption,
            description: caption,
            started: timestamp(0),
            completed: timestamp(0),
          })),
          input: job.input,
        },
      ],
    },
  };
}

function forgetOldJobs(data: CycleData): void {
  const ended = Object.values(data.jobs).filter(({ state }) => ['completed', 'error', 'expired'].includes(state));
  for (const job of ended.slice(0, Math.max(0, ended.length - JOBS_KEPT))) delete data.jobs[job.id];
}
