import { type Fields, fieldsOf, listOf, positive, text } from '../../core/fields';
import { mebibytesOf } from './fields';

/** What an instance may use, null where nothing limits it. */
export interface Resources {
  cpus: number | null;
  memoryMiB: number | null;
  diskGiB: number | null;
}

/** Ten shares are one thread (Cycle's ContainerResources). */
export const sharesPerCpu = 10;

/** What the configuration of a container gives each instance; the disk is the largest its volumes can become. */
export function containerResources(config: Fields, volumes: unknown): Resources {
  const { cpu, ram } = fieldsOf(config.resources);
  const shares = positive(fieldsOf(fieldsOf(cpu).shares).limit);
  return {
    cpus: shares === null ? countCores(text(fieldsOf(cpu).cpus)) : shares / sharesPerCpu,
    memoryMiB: positive(mebibytesOf(fieldsOf(ram).limit)),
    diskGiB: diskOf(volumes),
  };
}

/** What the configuration of a virtual machine gives it. */
export function machineResources(config: Fields, volumes: unknown): Resources {
  const { cpu, ram } = fieldsOf(config.resources);
  return {
    cpus: positive(fieldsOf(fieldsOf(cpu).cores).number) ?? countCores(text(fieldsOf(cpu).cpus)),
    memoryMiB: positive(mebibytesOf(fieldsOf(ram).limit)),
    diskGiB: diskOf(volumes),
  };
}

/** The largest size of a volume in GiB, or null for one that is not on the server's own disk. */
export function volumeSize(config: unknown): number | null {
  const size = positive(mebibytesOf(fieldsOf(fieldsOf(config).local).max_size));
  return size === null ? null : Math.round((size / 1024) * 100) / 100;
}

/** As Cycle writes sizes: whole gigabytes, or megabytes. */
export function dataSize(mebibytes: number): string {
  return mebibytes % 1024 === 0 ? `${mebibytes / 1024}G` : `${mebibytes}M`;
}

function diskOf(volumes: unknown): number | null {
  const sizes = listOf(volumes).map(({ config }) => volumeSize(config) ?? 0);
  return positive(sizes.reduce((sum, size) => sum + size, 0));
}

/** How many a list of cores as `0-3,6` names; null for none, or where `x` stands for the last one. */
function countCores(list: string | null): number | null {
  if (list === null || !/^\d+(-\d+)?(,\d+(-\d+)?)*$/.test(list)) return null;
  return list.split(',').reduce((sum, part) => {
    const [first = 0, last = first] = part.split('-').map(Number);
    return sum + Math.max(0, last - first + 1);
  }, 0);
}
