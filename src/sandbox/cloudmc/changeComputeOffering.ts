import type { Reply } from '../reply';
import type { Call } from './call';
import { type ComputeOffering, computeOfferings } from './catalog';
import { invalid } from './failure';
import { beginReboot, instanceOf, requireVirtual } from './instanceTask';

/** Operation `changeComputeOffering`: a running instance is rebooted, a stopped one stays stopped. */
export function changeComputeOffering(call: Call): Reply {
  const instance = instanceOf(call, 'change the compute offering of', ['Running', 'Stopped']);
  requireVirtual(instance);
  const id = call.fields.text('computeOfferingId') ?? call.fields.text('newComputeOfferingId');
  const offering = requireOffering(call, id);
  if (offering.type === 'BareMetal') throw invalid('The compute offering is for bare metal instances only');
  return beginReboot(call, instance, { computeOfferingId: offering.id, ...requireShape(call, offering) });
}

/** The compute offering with this id. */
export function requireOffering(call: Call, id: string | undefined): ComputeOffering {
  if (id === undefined) throw invalid('computeOfferingId is required');
  const offering = computeOfferings(call.flavour).find((known) => known.id === id);
  if (!offering) throw invalid(`No compute offering with the id ${id} was found`);
  return offering;
}

/** CPUs and memory: the offering's own, or for a custom one those in the body, which must be among its values. */
export function requireShape({ fields }: Call, offering: ComputeOffering): { cpuCount: number; memoryInMB: number } {
  const cpuCount = fields.number('cpuCount');
  const memoryInMB = fields.number('memoryInMB');
  if (!offering.custom) {
    if (cpuCount !== undefined || memoryInMB !== undefined) {
      throw invalid('cpuCount and memoryInMB can be given for a custom compute offering only');
    }
    return { cpuCount: offering.cpuCount ?? 0, memoryInMB: offering.memoryInMB ?? 0 };
  }
  if (cpuCount === undefined || memoryInMB === undefined) {
    throw invalid('cpuCount and memoryInMB are required for a custom compute offering');
  }
  requireAmong('cpuCount', cpuCount, offering.availableCpuCountValues);
  requireAmong('memoryInMB', memoryInMB, offering.availableMemoryInMBValues);
  const ratio = offering.maxMemoryInMBToCpuRatio ?? Number.POSITIVE_INFINITY;
  if (memoryInMB / cpuCount > ratio) throw invalid(`memoryInMB can be at most ${ratio} for each CPU`);
  return { cpuCount, memoryInMB };
}

function requireAmong(name: string, value: number, values: readonly number[] = []): void {
  if (!values.includes(value)) throw invalid(`${name} must be one of ${values.join(', ')}`);
}
