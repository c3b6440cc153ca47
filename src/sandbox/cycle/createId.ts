import type { CycleData } from './data';

/**
 * A new id: 24 hexadecimal digits, of which eight tell the second, ten the hub and six count up. Sorting by id is
 * sorting by creation.
 */
export function createId(data: CycleData, now: number): string {
  data.id_count += 1;
  const second = Math.floor(now / 1000)
    .toString(16)
    .padStart(8, '0');
  return second + data.id_base + (data.id_count % 0x100_0000).toString(16).padStart(6, '0');
}
