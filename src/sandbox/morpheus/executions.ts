import type { Route } from '../emulator';
import { json, type Reply } from '../reply';
import type { MorpheusData, MorpheusExecution } from './data';
import { failure } from './failure';
import { type Call, morpheusRoute } from './morpheusRoute';
import { nextId, STEP_TIME } from './operation';
import { instanceOf, nodeOf, ownedBy, type Placed } from './owned';
import { timestamp } from './timestamp';

const KEPT = 100;

/** Commands run inside machines, of which the simplest have some effect. */
export const executions: readonly Route<MorpheusData>[] = [
  morpheusRoute('POST', '/api/execution-request/execute', execute),
  morpheusRoute('GET', '/api/execution-request/:uniqueId', (call) => {
    const execution = ownedBy(call.data.executions, call.param('uniqueId'));
    if (!execution) throw failure(404, 'Execution request not found');
    return json(200, { executionRequest: executionView(call, execution) });
  }),
];

function execute(call: Call): Reply {
  const { data, fields, world } = call;
  const { instance, node } = placeOf(call);
  const script = fields.text('script');
  if (script === undefined) throw failure(400, undefined, { script: 'is required' });
  if (node.powerState !== 'on') throw failure(400, `Server ${node.name} is not running`);
  const execution: MorpheusExecution = {
    id: nextId(data),
    uniqueId: world.random.uuid(),
    instanceId: instance.id,
    nodeId: node.id,
    script,
    created: world.now(),
    done: world.after(STEP_TIME),
    ...outcomeOf(script, node.name),
  };
  data.executions[execution.uniqueId] = execution;
  const [oldest, ...others] = Object.keys(data.executions);
  if (oldest !== undefined && others.length >= KEPT) delete data.executions[oldest];
  return json(200, { success: true, executionRequest: executionView(call, execution) });
}

function placeOf(call: Call): Placed {
  const { data, query } = call;
  const containerId = query.get('containerId');
  const serverId = query.get('serverId');
  if (containerId !== null) return nodeOf(data, containerId);
  if (serverId !== null) return nodeOf(data, serverId, 'serverId');
  const instance = instanceOf(call, query.get('instanceId') ?? '');
  const [node] = instance.nodes;
  if (!node) throw failure(404, 'Container not found');
  return { instance, node };
}

/** `echo`, `hostname`, `whoami` and `exit`, a line each; what else there is says nothing and succeeds. */
function outcomeOf(script: string, hostname: string): { stdOut: string; exitCode: number } {
  let stdOut = '';
  for (const line of script.split(/\n|;|&&/).map((text) => text.trim())) {
    const [, word, rest = ''] = /^(\S+)\s*(.*)$/.exec(line) ?? [];
    if (word === 'exit') return { stdOut, exitCode: Number.parseInt(rest, 10) || 0 };
    if (word === 'false') return { stdOut, exitCode: 1 };
    if (word === 'echo') stdOut += `${rest.replace(/^(['"])(.*)\1$/, '$2')}\n`;
    if (word === 'hostname') stdOut += `${hostname}\n`;
    if (word === 'whoami') stdOut += 'root\n';
  }
  return { stdOut, exitCode: 0 };
}

function executionView({ settings, world }: Call, execution: MorpheusExecution): Record<string, unknown> {
  const isDone = execution.done <= world.now();
  const state = execution.exitCode === 0 ? 'complete' : 'failed';
  return {
    id: execution.id,
    uniqueId: execution.uniqueId,
    instanceId: execution.instanceId,
    containerId: execution.nodeId,
    status: isDone ? state : 'executing',
    stdOut: isDone ? execution.stdOut : null,
    stdErr: isDone ? '' : null,
    exitCode: isDone ? execution.exitCode : null,
    errorMessage: null,
    startDate: timestamp(settings, execution.created),
  };
}
