import { type Changing, each, type ResizeInput, type Session } from '../../core/driver';
import { CliError } from '../../core/errors';
import { path } from '../../core/http';
import type { Located } from '../../core/instance';
import { ended } from '../../core/operation';
import { choose } from './choose';
import { readSizes, type Size } from './lookups';
import { beginsWithinMs } from './power';
import { regionOf } from './regions';
import { sentTo, untilBack } from './waiting';

/** A size that can be chosen today; throws `resource_not_found`. */
export async function chooseSize(session: Session, region: string, wanted: string): Promise<Size> {
  const sizes = await readSizes(session, region);
  return choose(
    'size',
    wanted,
    sizes.filter(({ offered }) => offered),
    region,
    'sizes',
  );
}

export const resize: Changing<ResizeInput> = {
  limit: 'Upwards only, and by --size.',
  options: ['size'],
  from: ['running', 'stopped'],
  plan: each(async (session, target, input) => {
    const region = regionOf(target);
    const { id, state, size: before } = target.instance;
    if (input.size === undefined) {
      throw new CliError('missing_argument', 'A resize needs --size', {
        hint: `nube catalog sizes --region ${region}`,
      });
    }
    if (input.size === before) {
      return { targets: [target], skip: `it is ${before} already`, run: async () => ended() };
    }
    const size = await chooseSize(session, region, input.size);
    const smaller = shrinks(target, size, await readSizes(session, region));
    if (smaller.length > 0) {
      throw new CliError(
        'not_supported',
        `${target.instance.name} cannot go from ${before ?? 'its size'} to ${size.name}, which has less ${smaller.join(', ')}: Civo resizes only upwards`,
        { hint: 'Make a new instance of that size: nube create, or nube clone --shape-only.' },
      );
    }
    const until = state === 'stopped' ? ['SHUTOFF', 'ACTIVE'] : ['ACTIVE'];
    return {
      targets: [target],
      loses: ['it restarts, and can never be made smaller again'],
      run: () =>
        session.http.send(
          {
            method: 'PUT',
            path: path`/v2/instances/${id}/resize`,
            query: { region },
            body: { size: size.name, region },
          },
          () => untilBack({ id, region }, until, sentTo(session, target), beginsWithinMs, size.name),
          () => ended(),
        ),
    };
  }),
};

/** What the new size has less of; what neither the instance nor its size's entry tells is not compared. */
function shrinks({ instance }: Located, to: Size, sizes: readonly Size[]): string[] {
  const from = sizes.find(({ name }) => name === instance.size);
  const less = (was: number | null | undefined, will: number | null): boolean =>
    (will ?? Number.POSITIVE_INFINITY) < (was ?? 0);
  return [
    ...(less(instance.cpus ?? from?.cpus, to.cpus) ? ['CPU'] : []),
    ...(less(instance.memoryMiB ?? from?.memoryMiB, to.memoryMiB) ? ['memory'] : []),
    ...(less(instance.diskGiB ?? from?.diskGiB, to.diskGiB) ? ['disk'] : []),
  ];
}
