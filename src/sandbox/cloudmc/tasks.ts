import type { Route } from '../emulator';
import { json, type Reply } from '../reply';
import type { CloudmcData, CloudmcTask } from './data';
import { taskDate } from './dates';
import { errorBody } from './failure';
import type { Flavour } from './flavour';
import type { Scene } from './scene';
import { isForgotten, shownErrors, statusWord } from './task';

/** GET /tasks/:id, which lies beside the services. */
export function tasks(flavour: Flavour): Route<CloudmcData> {
  return {
    method: 'GET',
    path: `${flavour.prefix}/tasks/:id`,
    handle({ params }, world) {
      const { id = '' } = params;
      const scene = { flavour, world };
      const task = Object.hasOwn(world.data.tasks, id) ? world.data.tasks[id] : undefined;
      if (!task || isForgotten(scene, task)) return json(404, errorBody(404, `No task with the id ${id} was found`));
      return taskReply(scene, task);
    },
  };
}

function taskReply({ world }: Scene, task: CloudmcTask): Reply {
  const { settings } = world.data;
  const data = { id: task.id, status: statusWord(settings, task.status), created: taskDate(task.created) };
  if (!task.errors) return json(200, { data: { ...data, result: task.result } });
  const errors = shownErrors(settings, task.errors);
  const message = task.errors.map((error) => error.message).join('. ');
  switch (settings.failureStyle) {
    case 'errors':
      return json(200, { data: { ...data, result: {} }, errors });
    case 'errors-400':
      return json(400, { data: { ...data, result: {} }, errors });
    case 'result':
      return json(200, { data: { ...data, result: { message } } });
    case 'result-400':
      return json(400, { data: { ...data, result: { message } } });
    case 'nowhere':
      return json(200, { data });
    case 'empty':
      return json(400, { errors: [{}] });
  }
}
