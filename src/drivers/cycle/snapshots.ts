import type { StatsRow } from '../../core/driver';
import { type Fields, fieldsOf, listOf, notNegative, positive, text } from '../../core/fields';
import { toMoment } from '../../core/units';

/** What an instance had used at one moment: counters since it was last started, and the memory it holds. */
export interface Snapshot {
  time: string | null;
  /** Milliseconds since the epoch, with what `time` leaves out. */
  at: number | null;
  cores: number | null;
  /** Nanoseconds of all cores together. */
  cpu: number | null;
  memory: number | null;
  memoryMax: number | null;
  /** Bytes, by interface. */
  network: ReadonlyMap<string, { received: number; sent: number }>;
}

/** Above this a limit is none: the kernel's largest number. */
const unlimited = 2 ** 50;

export function toSnapshot(fields: Fields): Snapshot {
  const time = text(fields.time);
  const at = time === null ? Number.NaN : Date.parse(time);
  const { num_cores: cores, usage: used } = fieldsOf(fields.cpu);
  const { usage } = fieldsOf(fields.memory);
  const limit = positive(fieldsOf(usage).limit);
  const interfaces = listOf(fieldsOf(fields.network).interfaces).map(
    ({ name, rx_bytes: received, tx_bytes: sent }) =>
      [text(name) ?? '', { received: notNegative(received) ?? 0, sent: notNegative(sent) ?? 0 }] as const,
  );
  return {
    time: toMoment(time),
    at: Number.isNaN(at) ? null : at,
    cores: positive(cores),
    cpu: notNegative(fieldsOf(used).total),
    memory: notNegative(fieldsOf(usage).usage),
    memoryMax: limit === null || limit >= unlimited ? null : limit,
    network: new Map(interfaces),
  };
}

/** The figures in the order of time. */
export function rowsOf(snapshots: readonly Snapshot[]): StatsRow[] {
  const ordered = [...snapshots].sort((one, other) => (one.at ?? 0) - (other.at ?? 0));
  return ordered.map((snapshot, index) => toRow(snapshot, ordered[index - 1] ?? null));
}

/**
 * One snapshot as a row of figures. Rates are those since the one before; without one, or where a counter has become
 * smaller, for then the instance was started anew in between, there are none.
 */
export function toRow(now: Snapshot, before: Snapshot | null): StatsRow {
  const seconds = before?.at == null || now.at === null ? 0 : (now.at - before.at) / 1000;
  const cpu = before === null || seconds <= 0 ? null : grown(now.cpu, before.cpu);
  const cores = now.cores ?? 0;
  return {
    time: now.time,
    cpuPercent: cpu === null || cores <= 0 ? null : round((cpu / 1e9 / seconds / cores) * 100, 2),
    memoryUsedMiB: now.memory === null ? null : round(now.memory / 2 ** 20, 1),
    memoryMaxMiB: now.memoryMax === null ? null : round(now.memoryMax / 2 ** 20, 1),
    memoryPercent: now.memory === null || now.memoryMax === null ? null : round((now.memory / now.memoryMax) * 100, 2),
    diskUsedGiB: null,
    diskMaxGiB: null,
    diskPercent: null,
    networkReceiveBytesPerSecond: traffic(now, before, seconds, 'received'),
    networkTransmitBytesPerSecond: traffic(now, before, seconds, 'sent'),
  };
}

/** All interfaces together; one that was not there before counts from nothing. */
function traffic(now: Snapshot, before: Snapshot | null, seconds: number, way: 'received' | 'sent'): number | null {
  if (before === null || seconds <= 0 || now.network.size === 0) return null;
  let sum = 0;
  for (const [name, counters] of now.network) {
    const more = grown(counters[way], before.network.get(name)?.[way] ?? 0);
    if (more === null) return null;
    sum += more;
  }
  return Math.round(sum / seconds);
}

function grown(now: number | null, before: number | null): number | null {
  return now === null || before === null || now < before ? null : now - before;
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
