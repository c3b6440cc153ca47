import type { Route } from '../emulator';
import type { Reply } from '../reply';
import { beginJob, type JobPlan } from './beginJob';
import { type Call, cycleRoute } from './cycleRoute';
import type { CycleContainer, CycleData } from './data';
import { failure } from './failure';
import { createFields } from './fields';
import { TIMES } from './lifecycle';
import { ownedBy, usableContainerOf } from './owned';
import { requireConfig, requireVolumeConfig } from './requireConfig';
import { requireStartable } from './requirements';

type Task = (
  call: Call,
  container: CycleContainer,
) => Pick<JobPlan, 'caption' | 'steps'> & {
  detail?: unknown;
  duration?: number;
};

const RESTART_TIME = TIMES.job + 500;

const tasks: Readonly<Record<string, Task>> = {
  start(_, container) {
    requireStartable(container);
    return { caption: 'Start container', steps: ['Prepare network', 'Start instances', 'Check instances'] };
  },
  stop: () => ({ caption: 'Stop container', steps: ['Drain instances', 'Stop instances'] }),
  restart(_, container) {
    requireStartable(container);
    return { caption: 'Restart container', steps: ['Stop instances', 'Start instances'], duration: RESTART_TIME };
  },
  reconfigure: ({ fields }) => ({
    caption: 'Reconfigure container',
    steps: ['Save configuration', 'Apply to instances'],
    detail: requireConfig(required(fields.raw('contents')), '/contents'),
    duration: RESTART_TIME,
  }),
  'volumes.reconfigure'({ fields }, container) {
    const contents = fields.object('contents');
    const detail: Record<string, unknown> = {};
    for (const [id, config] of Object.entries(fields.raw('contents') as Record<string, unknown>)) {
      if (!container.volumes.some((volume) => volume.id === id)) {
        throw failure('422.invalid-argument', { detail: `There is no volume ${id}`, source: `/contents/${id}` });
      }
      detail[id] = requireVolumeConfig(contents.raw(id) ?? config, `/contents/${id}`);
    }
    return { caption: 'Reconfigure volumes', steps: ['Save configuration', 'Apply to volumes'], detail };
  },
  reimage({ data, fields }, container) {
    const id = fields.object('contents').text('image_id');
    if (!ownedBy(data.images, id)) throw failure('404.image', { source: '/contents/image_id' });
    if (container.image_id === '') throw failure('422.not-compatible');
    return { caption: 'Reimage container', steps: ['Fetch image', 'Replace instances'], detail: id };
  },
  scale({ fields }, container) {
    const count = fields.object('contents').whole('instances');
    if (count < 0) throw failure('422.invalid-argument', { source: '/contents/instances' });
    if (count > 10_000) throw failure('422.max-exceeded', { source: '/contents/instances' });
    if (container.image_id === '' || container.config.deploy.strategy === 'function') {
      throw failure('422.not-compatible', { detail: 'A container of this kind can not be scaled' });
    }
    return { caption: `Scale container to ${count}`, steps: ['Choose servers', 'Change instances'], detail: count };
  },
};

/** What is done to a container as a whole. */
export const containerTasks: readonly Route<CycleData>[] = [
  cycleRoute('POST', '/v1/containers/:containerId/tasks', undefined, (call): Reply => {
    const action = call.fields.text('action');
    call.require(action === 'volumes.reconfigure' ? 'containers-volumes-manage' : 'containers-manage');
    const container = usableContainerOf(call);
    const task = Object.hasOwn(tasks, action) ? tasks[action] : undefined;
    if (!task) throw failure('422.invalid-argument', { detail: `There is no action ${action}`, source: '/action' });
    const { caption, steps, detail, duration } = task(call, container);
    return beginJob(call.world, {
      action: `container.${action}`,
      caption,
      queue: container.id,
      steps,
      input: { container_id: container.id },
      work: { kind: action, container_id: container.id, detail },
      ...(duration === undefined ? {} : { duration }),
    });
  }),
];

function required(contents: unknown): unknown {
  createFields({ contents }).object('contents');
  return contents;
}
