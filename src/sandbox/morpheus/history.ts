import type { Route } from '../emulator';
import { json } from '../reply';
import type { MorpheusData, MorpheusProcess } from './data';
import { failure } from './failure';
import { type Call, morpheusRoute } from './morpheusRoute';
import { abandonProcess, beginOperation, processName, setStatus } from './operation';
import { instanceOf, ownedBy } from './owned';
import { page } from './page';
import { timestamp } from './timestamp';
import { userOf } from './users';

/** What was done with the instances, the newest first, and why it failed. */
export const history: readonly Route<MorpheusData>[] = [
  morpheusRoute('GET', '/api/instances/:id/history', (call) => list(call, String(instanceOf(call).id))),
  morpheusRoute('GET', '/api/instances/:id/history/:process', (call) => {
    return json(200, { process: processView(call, processOf(call, String(instanceOf(call).id))) });
  }),
  morpheusRoute('GET', '/api/instances/:id/history/events/:event', (call) => {
    const { id } = instanceOf(call);
    const found = Object.values(call.data.processes).find(
      (process) => process.instanceId === id && String(process.eventId) === call.param('event'),
    );
    if (!found) throw failure(404, 'Process event not found');
    return json(200, { processEvent: eventView(call, found) });
  }),
  morpheusRoute('GET', '/api/processes', (call) => list(call, call.query.get('instanceId'))),
  morpheusRoute('GET', '/api/processes/:process', (call) => json(200, { process: processView(call, processOf(call)) })),
  morpheusRoute('POST', '/api/processes/:process/cancel', (call) => {
    const process = processOf(call);
    const instance = ownedBy(call.data.instances, process.instanceId);
    if (process.status !== 'running' || instance?.processId !== process.id) {
      throw failure(400, 'Process can not be cancelled');
    }
    abandonProcess(call.world, instance);
    instance.hidden = false;
    setStatus(call.world, instance, 'cancelled');
    return json(200, { success: true });
  }),
  morpheusRoute('POST', '/api/processes/:process/retry', (call) => {
    const process = processOf(call);
    const instance = ownedBy(call.data.instances, process.instanceId);
    const isLast = instance?.status === 'failed' && instance.processId === null;
    if (process.status !== 'failed' || !process.operation || !isLast) {
      throw failure(400, 'Process can not be retried');
    }
    beginOperation(call.world, instance, process.operation);
    return json(200, { success: true });
  }),
];

function list(call: Call, instanceId: string | null) {
  const { data, query } = call;
  const phrase = query.get('phrase')?.toLowerCase() ?? '';
  const containerId = query.get('containerId');
  const serverId = query.get('serverId');
  const zoneId = query.get('zoneId');
  const found = Object.values(data.processes).filter((process) => {
    const instance = ownedBy(data.instances, process.instanceId);
    const nodes = instance?.nodes.filter(({ id }) => process.nodeId === null || id === process.nodeId) ?? [];
    return (
      (instanceId === null || String(process.instanceId) === instanceId) &&
      (zoneId === null || String(instance?.cloudId) === zoneId) &&
      (containerId === null || nodes.some(({ id }) => String(id) === containerId)) &&
      (serverId === null || nodes.some((node) => String(node.serverId) === serverId)) &&
      `${processName(process.code)} ${instance?.name}`.toLowerCase().includes(phrase)
    );
  });
  return page(call, 'processes', found.reverse(), (process) => processView(call, process));
}

function processOf(call: Call, instanceId?: string): MorpheusProcess {
  const process = ownedBy(call.data.processes, call.param('process'));
  if (!process || (instanceId !== undefined && String(process.instanceId) !== instanceId)) {
    throw failure(404, 'Process not found');
  }
  return process;
}

function processView(call: Call, process: MorpheusProcess): Record<string, unknown> {
  const instance = ownedBy(call.data.instances, process.instanceId);
  return {
    ...eventView(call, process),
    id: process.id,
    accountId: 1,
    uniqueId: `process-${process.id}`,
    displayName: instance ? `${processName(process.code)} ${instance.name}` : processName(process.code),
    instanceId: process.instanceId,
    instanceName: instance?.name ?? null,
    containerId: process.nodeId,
    events: [eventView(call, process)],
  };
}

/** A process is made up of steps; here of one. */
function eventView({ settings, world }: Call, process: MorpheusProcess): Record<string, unknown> {
  const unfinished = process.endDate === null;
  return {
    id: process.eventId,
    processId: process.id,
    processType: { code: process.code, name: processName(process.code) },
    description: null,
    displayName: processName(process.code),
    status: process.status,
    reason: process.error,
    percent: unfinished ? 50.0 : 100.0,
    statusEta: unfinished ? 1000 : 0,
    message: null,
    output: process.error === null ? null : '',
    error: process.error,
    startDate: timestamp(settings, process.startDate),
    endDate: timestamp(settings, process.endDate),
    duration: (process.endDate ?? world.now()) - process.startDate,
    resultType: process.resultType,
    resultId: process.resultId,
    createdBy: { id: process.createdBy, username: userOf(process.createdBy).username },
  };
}
