import type { World } from '../emulator';
import { randomStart } from '../random';
import type { CycleContainer, CycleData, CycleInstance } from './data';
import { parseDataSize } from './dataSize';
import { parseDuration } from './duration';
import { timestamp } from './timestamp';

const INTERVAL = 30_000;
const RETENTION = 24 * 3_600_000;
const MOST = 5000;

/** How often a container's instances are measured, in milliseconds; undefined when they aren't. */
export function intervalOf(container: CycleContainer): number | undefined {
  const { telemetry } = container.config.deploy as { telemetry?: { interval?: string; disable?: boolean } | null };
  if (telemetry?.disable) return undefined;
  return parseDuration(telemetry?.interval) || INTERVAL;
}

/** What was measured between two moments while the instance ran, as far back as it is kept. */
export function snapshotsBetween(
  world: World<CycleData>,
  instance: CycleInstance,
  start: number,
  end: number,
): Record<string, unknown>[] {
  const container = world.data.containers[instance.container_id];
  const interval = container && intervalOf(container);
  if (!container || interval === undefined) return [];
  const { telemetry } = container.config.deploy as { telemetry?: { retention?: string } | null };
  const kept = world.now() - (parseDuration(telemetry?.retention) || RETENTION);
  const first = Math.max(start, kept, end - MOST * interval);
  const snapshots: Record<string, unknown>[] = [];
  for (let moment = Math.ceil(first / interval) * interval; moment <= end; moment += interval) {
    const snapshot = snapshotAt(world, instance, moment);
    if (snapshot) snapshots.push(snapshot);
  }
  return snapshots;
}

/** What an instance uses at a moment (milliseconds since 1970); undefined when it didn't run then. */
export function snapshotAt(
  world: World<CycleData>,
  instance: CycleInstance,
  moment: number,
): Record<string, unknown> | undefined {
  const { data } = world;
  const run = instance.runs.find(({ from, to }) => from <= moment && (to === 0 || moment <= to));
  const container = data.containers[instance.container_id];
  const server = data.servers[instance.server_id];
  if (!run || !container || !server) return undefined;
  // Each instance has a level of its own, around which it moves.
  const level = randomStart(11, instance.id);
  const elapsed = moment - run.from;
  const cores = 0.05 + (level % 50) / 100;
  const cpu = counter(elapsed, cores * 1e6, 300_000 + (level % 100_000));
  const throttled = Math.floor(elapsed / 60_000);
  const limit = parseDataSize(resourceOf(container, 'limit')) ?? 2 * 1024 ** 3;
  const usage = Math.floor(limit * (0.3 + ((level >>> 8) % 40) / 100 + 0.05 * Math.sin(elapsed / 600_000)));
  return {
    time: timestamp(moment),
    hub_id: data.hub.id,
    container_id: container.id,
    instance_id: instance.id,
    environment_id: container.environment_id,
    server_id: server.id,
    cluster: server.cluster,
    cpu: {
      num_cores: server.cores,
      usage: { total: cpu, kernel: Math.floor(cpu * 0.2), user: cpu - Math.floor(cpu * 0.2) },
      throttling: { periods: throttled * 600, throttled_periods: throttled, throttled_time: throttled * 1_000_000 },
    },
    memory: {
      cache: Math.floor(usage / 4),
      usage: { usage, max_usage: Math.floor(limit * 0.9), fail_count: 0, limit },
      swap_usage: { usage: 0, max_usage: 0, fail_count: 0, limit },
      kernel_usage: { usage: Math.floor(usage / 20), max_usage: Math.floor(usage / 10), fail_count: 0, limit },
      kernel_tcp_usage: { usage: 4096, max_usage: 65_536, fail_count: 0, limit },
    },
    processes: { current: 3 + (level % 20), limit: 16_384 },
    network: {
      interfaces: ['i-pri-0', 'i-pub-0'].map((name, index) => {
        const received = counter(elapsed, 2 + (level % (40 * (index + 1))), 120_000);
        return {
          name,
          rx_bytes: received,
          tx_bytes: Math.floor(received * 0.7),
          rx_packets: Math.floor(received / 700),
          tx_packets: Math.floor(received / 900),
          rx_dropped: 0,
          tx_dropped: 0,
          rx_errors: 0,
          tx_errors: 0,
        };
      }),
    },
    hugetlb: { usage: 0, max: 0, fail_count: 0 },
  };
}

/** Grows by `rate` a millisecond, at times faster and at times slower, never backwards. */
function counter(elapsed: number, rate: number, period: number): number {
  const wave = (period / (2 * Math.PI)) * 0.6 * (1 - Math.cos((2 * Math.PI * elapsed) / period));
  return Math.floor(rate * (elapsed + wave));
}

function resourceOf({ config }: CycleContainer, name: 'limit' | 'reserve'): unknown {
  const { ram } = (config.resources ?? {}) as { ram?: { limit?: string; reserve?: string } };
  return ram?.[name];
}
