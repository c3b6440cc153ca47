import type { Reading, StatsInput, StatsRow } from '../../core/driver';
import { type Fields, fieldsOf, notNegative, number, positive } from '../../core/fields';
import { toMoment } from '../../core/units';
import { gibibytes, mebibytes } from './fields';
import { readInstance } from './readInstance';

/** The latest figures of an instance: processor, memory and disk. */
export const stats: Reading<StatsInput, readonly StatsRow[]> = {
  limit: 'The latest figures of processor, memory and disk.',
  options: [],
  async read(session, target) {
    const figures = fieldsOf((await readInstance(session, target.instance.id)).stats);
    return Object.keys(figures).length === 0 ? [] : [toRow(figures)];
  },
};

function toRow(figures: Fields): StatsRow {
  const { usedMemory, maxMemory, usedStorage, maxStorage } = figures;
  const cpu = notNegative(figures.cpuUsage) ?? notNegative(figures.usedCpu);
  return {
    time: toMoment(figures.ts),
    cpuPercent: cpu === null ? null : round(cpu),
    memoryUsedMiB: number(usedMemory) === 0 ? 0 : mebibytes(usedMemory),
    memoryMaxMiB: mebibytes(maxMemory),
    memoryPercent: share(usedMemory, maxMemory),
    diskUsedGiB: number(usedStorage) === 0 ? 0 : gibibytes(usedStorage),
    diskMaxGiB: gibibytes(maxStorage),
    diskPercent: share(usedStorage, maxStorage),
    networkReceiveBytesPerSecond: null,
    networkTransmitBytesPerSecond: null,
  };
}

function share(used: unknown, of: unknown): number | null {
  const [part, whole] = [notNegative(used), positive(of)];
  return part === null || whole === null ? null : round((part / whole) * 100);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
