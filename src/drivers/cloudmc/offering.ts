import type { Session } from '../../core/driver';
import { CliError } from '../../core/errors';
import { choose } from './choose';
import { type Offering, readOfferings } from './lookups';
import type { Place } from './place';

/** Processors and memory as asked for. */
export interface Amounts {
  cpus?: number | undefined;
  memoryMiB?: number | undefined;
}

/** What is sent of a compute offering; the numbers only for a custom one. */
export interface Shape {
  computeOfferingId: string;
  cpuCount?: number;
  memoryInMB?: number;
}

/** The compute offering that was meant, by name or id. Throws `resource_not_found`, `not_supported` for bare metal. */
export async function chooseOffering(session: Session, place: Place, wanted: string): Promise<Offering> {
  const offering = choose('size', wanted, await readOfferings(session, place), 'sizes');
  if (!offering.bareMetal) return offering;
  throw new CliError('not_supported', `${offering.name} is for bare metal, which nube does not manage`, {
    hint: 'nube catalog sizes shows those for instances.',
  });
}

/**
 * What to send for an offering and the numbers asked for. A custom one needs both numbers, each among its choices and
 * together within its ratio; any other takes none. Throws `missing_argument`, `invalid_value`, `conflicting_options`.
 */
export function shapeOf(offering: Offering, { cpus, memoryMiB }: Amounts): Shape {
  const { id, name, custom, cpuChoices, memoryChoices, maxMemoryPerCpuMiB } = offering;
  if (!custom) {
    if (cpus === undefined && memoryMiB === undefined) return { computeOfferingId: id };
    const fixed = `${offering.cpus ?? '?'} CPU and ${offering.memoryMiB ?? '?'} MiB`;
    throw new CliError('conflicting_options', `The size ${name} has ${fixed}, and no others`, {
      hint: 'Leave out --cpus and --memory, or choose a custom size: nube catalog sizes.',
    });
  }
  if (cpus === undefined || memoryMiB === undefined) {
    const missing = [...(cpus === undefined ? ['--cpus'] : []), ...(memoryMiB === undefined ? ['--memory'] : [])];
    throw new CliError('missing_argument', `The size ${name} is a custom one and needs ${missing.join(' and ')}`, {
      hint: rangeOf(offering),
    });
  }
  if (cpuChoices.length > 0 && !cpuChoices.includes(cpus)) {
    throw new CliError('invalid_value', `The size ${name} does not come with ${cpus} CPU`, {
      hint: rangeOf(offering),
    });
  }
  if (memoryChoices.length > 0 && !memoryChoices.includes(memoryMiB)) {
    throw new CliError('invalid_value', `The size ${name} does not come with ${memoryMiB} MiB of memory`, {
      hint: rangeOf(offering),
    });
  }
  if (maxMemoryPerCpuMiB !== null && memoryMiB / cpus > maxMemoryPerCpuMiB) {
    throw new CliError(
      'invalid_value',
      `${memoryMiB} MiB are too much for ${cpus} CPU: the size ${name} allows ${maxMemoryPerCpuMiB} MiB for each`,
      { hint: 'Ask for more CPU, or for less memory.' },
    );
  }
  return { computeOfferingId: id, cpuCount: cpus, memoryInMB: memoryMiB };
}

/** The choices of a custom offering in one sentence. */
export function rangeOf({ cpuChoices, memoryChoices, maxMemoryPerCpuMiB }: Offering): string {
  const parts = [
    ...(cpuChoices.length === 0 ? [] : [`CPU ${cpuChoices.join(', ')}`]),
    ...(memoryChoices.length === 0 ? [] : [`memory ${memoryChoices.join(', ')} MiB`]),
    ...(maxMemoryPerCpuMiB === null ? [] : [`at most ${maxMemoryPerCpuMiB} MiB for each CPU`]),
  ];
  return parts.length === 0 ? 'nube catalog sizes shows what there is.' : `It has ${parts.join('; ')}.`;
}
