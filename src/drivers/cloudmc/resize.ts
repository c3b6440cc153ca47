import { type Changing, each, type ResizeInput } from '../../core/driver';
import { CliError } from '../../core/errors';
import { text } from '../../core/fields';
import { ended } from '../../core/operation';
import { chooseOffering, shapeOf } from './offering';
import { operate } from './operate';
import { placeAt } from './place';
import { readInstance } from './readInstance';

/** Another compute offering, or other numbers for a custom one; it forces a reboot. */
export const resize: Changing<ResizeInput> = {
  limit: 'It reboots; --cpus and --memory are for custom sizes.',
  options: ['size', 'cpus', 'memoryMiB'],
  from: ['running', 'stopped'],
  plan: each(async (session, target, input) => {
    const place = placeAt(target);
    const fields = await readInstance(session, place, target.instance.id);
    const before = text(fields.computeOfferingId);
    const wanted = input.size ?? before;
    if (wanted === null) {
      throw new CliError('missing_argument', `${target.instance.name} does not say its size: it needs --size`, {
        hint: 'nube catalog sizes shows what there is.',
      });
    }
    const offering = await chooseOffering(session, place, wanted).catch((error: unknown) => {
      if (input.size !== undefined || !(error instanceof CliError) || error.code !== 'resource_not_found') throw error;
      throw new CliError('missing_argument', `The size of ${target.instance.name} is no longer offered`, {
        hint: 'Choose another with --size: nube catalog sizes.',
      });
    });
    const same = offering.id === before;
    const { cpus, memoryMiB } = target.instance;
    // Staying in a custom size, what is not said stays as it is.
    const kept = same && offering.custom ? { cpus: cpus ?? undefined, memoryMiB: memoryMiB ?? undefined } : {};
    const amounts = { cpus: input.cpus ?? kept.cpus, memoryMiB: input.memoryMiB ?? kept.memoryMiB };
    const shape = shapeOf(offering, amounts);
    const sameAmounts = !offering.custom || (shape.cpuCount === cpus && shape.memoryInMB === memoryMiB);
    if (same && sameAmounts) {
      return { targets: [target], skip: `it is ${offering.name} already`, run: async () => ended() };
    }
    return {
      targets: [target],
      loses: target.instance.state === 'stopped' ? [] : ['it reboots'],
      run: () =>
        operate(
          session,
          target,
          'changeComputeOffering',
          { ...shape },
          { fields: Object.fromEntries(Object.entries(shape).map(([name, value]) => [name, String(value)])) },
        ),
    };
  }),
};
