import type { Route } from '../emulator';
import { json } from '../reply';
import { taskSets } from './catalog';
import type { MorpheusData } from './data';
import { failure } from './failure';
import { type Call, morpheusRoute } from './morpheusRoute';
import { beginProcess, isFailing, STEP_TIME } from './operation';
import { instanceOf, settledInstanceOf } from './owned';
import { page } from './page';
import type { ProcessEnd } from './transitions';

const WEEK = 7 * 86_400_000;

const NOT_FOR_MACHINES = [
  ['GET', 'state'],
  ['POST', 'refresh'],
  ['GET', 'prepare-apply'],
  ['POST', 'validate-apply'],
  ['POST', 'apply'],
] as const;

/** What policies have in store for instances, workflows, and what only instances of other kinds have. */
export const lifecycle: readonly Route<MorpheusData>[] = [
  ...(['expire', 'shutdown'] as const).flatMap((kind) => {
    const property = `${kind}Date` as const;
    const noun = kind === 'expire' ? 'expiration' : 'shutdown';
    return [
      dated(`/api/instances/:id/cancel-${noun}`, property, () => null),
      dated(`/api/instances/:id/extend-${noun}`, property, (date) => date + WEEK),
    ];
  }),
  morpheusRoute('GET', '/api/task-sets', (call) => page(call, 'taskSets', taskSets, (taskSet) => taskSet)),
  morpheusRoute('PUT', '/api/instances/:id/workflow', runWorkflow),
  ...NOT_FOR_MACHINES.map(([method, word]) =>
    morpheusRoute(method, `/api/instances/:id/${word}`, (call) => {
      instanceOf(call);
      throw failure(400, 'This type of instance does not support that');
    }),
  ),
];

function dated(path: string, property: 'expireDate' | 'shutdownDate', change: (date: number) => number | null) {
  return morpheusRoute('PUT', path, (call) => {
    const instance = instanceOf(call);
    const date = instance[property];
    if (date === null) throw failure(400, `Instance has no ${property}`);
    instance[property] = change(date);
    instance.updated = call.world.now();
    return json(200, { success: true });
  });
}

function runWorkflow(call: Call) {
  const { query, world } = call;
  const instance = settledInstanceOf(call);
  const id = query.get('workflowId');
  const name = query.get('workflowName');
  const taskSet = taskSets.find((known) => (id === null ? known.name === name : String(known.id) === id));
  if (!taskSet) throw failure(400, 'Workflow not found');
  const process = beginProcess(world, instance, 'localWorkflow');
  const end: ProcessEnd = isFailing(world)
    ? { status: 'failed', error: `${taskSet.name} failed: a task ended with exit code 1` }
    : { status: 'complete' };
  world.schedule(STEP_TIME, 'process', String(process.id), end);
  return json(200, { success: true, processId: process.id });
}
