import type { Route, World } from '../emulator';
import { json } from '../reply';
import { type Call, cycleRoute } from './cycleRoute';
import type { CycleData, CycleJob } from './data';
import { failure } from './failure';
import { includesOf } from './includes';
import { isFound, isInRange, listReply, passes } from './listReply';
import { ownedBy } from './owned';
import { timestamp } from './timestamp';

const LATEST = 10;

/** Jobs as they are followed, with the traps that the settings lay. */
export const jobs: readonly Route<CycleData>[] = [
  cycleRoute('GET', '/v1/jobs', 'apionly-jobs-view', (call) => {
    const found = readableJobs(call).filter(
      (job) => passes(call, 'state', job.state) && isFound(call, job.id, job.caption) && isInRange(call, job.queued),
    );
    return listReply(
      call,
      found,
      (job) => jobView(call.world, job),
      (page) => includesOf(call.world, call.query.include, { creators: page.map(({ creator }) => creator) }),
    );
  }),
  cycleRoute('GET', '/v1/jobs/latest', 'apionly-jobs-view', (call) => {
    const latest = readableJobs(call).reverse().slice(0, LATEST);
    return json(200, { data: latest.map((job) => jobView(call.world, job)) });
  }),
  cycleRoute('GET', '/v1/jobs/:jobId', 'apionly-jobs-view', (call) => {
    const job = ownedBy(call.data.jobs, call.param('jobId'));
    if (!job || !isReadable(call, job)) throw failure('404.job');
    // A count that is only kept in memory: a question must not change the hub, least of all lock and save it.
    job.polls += 1;
    if (job.polls <= call.data.settings.job_not_found_polls) throw failure('404.job');
    return json(200, { data: jobView(call.world, job) });
  }),
];

function readableJobs(call: Call): CycleJob[] {
  return Object.values(call.data.jobs).filter((job) => isReadable(call, job));
}

function isReadable({ data }: Call, job: CycleJob): boolean {
  const ended = ['completed', 'error', 'expired'].includes(job.state);
  return !job.vanished && !(ended && data.settings.job_gone_after_completion);
}

function jobView(world: World<CycleData>, job: CycleJob): Record<string, unknown> {
  const events = {
    queued: timestamp(job.queued),
    started: timestamp(job.started),
    completed: timestamp(job.completed),
  };
  const error = job.error === '' ? null : { message: job.error };
  const state = ['completed', 'error', 'running'].includes(job.state) ? job.state : 'pending';
  return {
    id: job.id,
    hub_id: world.data.hub.id,
    queue: job.queue,
    caption: job.caption,
    events,
    schedule: timestamp(job.schedule),
    tasks: [
      {
        id: job.id.slice(0, 18) + job.id.slice(0, 6),
        caption: job.caption,
        header: job.header,
        events,
        steps: stepsView(world, job),
        state: { current: state, changed: timestamp(job.changed) },
        input: job.input,
        output: null,
        error,
      },
    ],
    expires: timestamp(job.expires),
    hash: job.id.slice(8),
    limit_duplicates: false,
    creator: job.creator,
    state: { current: job.state, changed: timestamp(job.changed), error },
  };
}

/** Each step takes its share of the time. In a job that failed the last one was never done. */
function stepsView(world: World<CycleData>, job: CycleJob): Record<string, unknown>[] {
  const end = job.started + world.after(job.duration) - world.now();
  const share = (end - job.started) / job.steps.length;
  return job.steps.map((caption, index) => {
    const [from, to] = [job.started + index * share, job.started + (index + 1) * share];
    const began = job.started !== 0 && (job.state !== 'running' || from <= world.now());
    const failed = job.state === 'error' && index === job.steps.length - 1;
    const done = began && !failed && (job.state !== 'running' || to <= world.now());
    return {
      caption,
      description: caption,
      started: timestamp(began ? from : 0),
      completed: timestamp(done ? Math.min(to, job.completed || to) : 0),
    };
  });
}
