import type { Route } from '../emulator';
import { json } from '../reply';
import { type Call, cycleRoute } from './cycleRoute';
import type { CycleData, CycleInstance } from './data';
import { failure } from './failure';
import { instanceOf } from './owned';
import { intervalOf, snapshotsBetween } from './snapshot';
import { issueStreamToken, type StreamKind } from './streamToken';
import { timestamp } from './timestamp';

const PATH = '/v1/containers/:containerId/instances/:instanceId';
const HOUR = 3_600_000;

/** What an instance says about itself: its console and its figures, live or as a report. */
export const streams: readonly Route<CycleData>[] = [
  cycleRoute('GET', `${PATH}/console`, 'containers-console', (call) =>
    authorisation(call, 'console', readableInstanceOf(call)),
  ),
  cycleRoute('GET', `${PATH}/telemetry/resources/stream`, 'containers-view', (call) => {
    const instance = readableInstanceOf(call);
    const container = call.data.containers[instance.container_id];
    if (container && intervalOf(container) === undefined) {
      throw failure('403.not-allowed', { detail: 'Telemetry is disabled for the container' });
    }
    return authorisation(call, 'telemetry', instance);
  }),
  cycleRoute('GET', `${PATH}/telemetry/resources/report`, 'containers-view', (call) => {
    const { query, world } = call;
    const instance = instanceOf(call);
    const until = query.moment('range-end');
    const start = query.moment('range-start') ?? (until ?? world.now()) - HOUR;
    const end = until ?? Math.max(start, world.now());
    if (start > end) throw failure('422.invalid-argument', { detail: 'The range ends before it starts' });
    return json(200, {
      data: {
        request: { instance_id: instance.id, start: timestamp(start), end: timestamp(end) },
        snapshots: snapshotsBetween(world, instance, start, Math.min(end, world.now())),
      },
    });
  }),
];

function readableInstanceOf(call: Call): CycleInstance {
  const instance = instanceOf(call);
  if (instance.state === 'deleted') throw failure('403.invalid-state');
  return instance;
}

function authorisation({ data, world }: Call, kind: StreamKind, instance: CycleInstance) {
  const form = data.settings.stream_address;
  const origin = form === 'http' ? world.origin : world.origin.replace(/^http/, 'ws');
  const address = `${origin}/v1/${kind}${form === 'query' ? `?instance=${instance.id}` : ''}`;
  return json(200, { data: { token: issueStreamToken(world, kind, instance.id), address } });
}
