import type { Reading, StatsInput, StatsRow } from '../../core/driver';
import { text } from '../../core/fields';
import { readInstance } from './get';
import { toLocated } from './instance';
import { regionOf } from './regions';

/** What the instance's own agent said last: CPU, memory and disk in percent, as one text. */
export const stats: Reading<StatsInput, readonly StatsRow[]> = {
  limit: 'The latest percentages of CPU, memory and disk only.',
  options: [],
  async read(session, target) {
    const region = regionOf(target);
    const fields = await readInstance(session, region, target.instance.id);
    const said = text(fields.civostatsd_stats);
    // What stands between the three numbers is nowhere documented.
    const [cpu, memory, disk] = (said?.match(/\d+(?:\.\d+)?/g) ?? []).map(Number);
    if (cpu === undefined) return [];
    const { memoryMiB, diskGiB } = toLocated(session, fields, region).instance;
    const row: StatsRow = {
      time: null,
      cpuPercent: cpu,
      memoryUsedMiB: share(memory, memoryMiB),
      memoryMaxMiB: memoryMiB,
      memoryPercent: memory ?? null,
      diskUsedGiB: share(disk, diskGiB),
      diskMaxGiB: diskGiB,
      diskPercent: disk ?? null,
      networkReceiveBytesPerSecond: null,
      networkTransmitBytesPerSecond: null,
    };
    return [row];
  },
};

function share(percent: number | undefined, whole: number | null): number | null {
  return percent === undefined || whole === null ? null : Math.round(percent * whole) / 100;
}
