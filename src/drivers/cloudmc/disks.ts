import type { CreateInput, Session } from '../../core/driver';
import { CliError } from '../../core/errors';
import { choose } from './choose';
import { type Network, readDiskOfferings, readVolumes, type Template } from './lookups';
import type { Place } from './place';

/** The extra disk of a new instance, checked against what its offering leaves open. */
export async function diskOf(
  session: Session,
  place: Place,
  { diskOffering, diskSizeGiB, diskIops }: CreateInput,
): Promise<Record<string, string | number>> {
  if (diskOffering === undefined) {
    if (diskSizeGiB === undefined && diskIops === undefined) return {};
    const option = diskSizeGiB === undefined ? '--disk-iops' : '--disk-size';
    throw new CliError('missing_argument', `${option} needs --disk-offering`, {
      hint: 'nube catalog disk-offerings shows them, and what each leaves open.',
    });
  }
  const all = await readDiskOfferings(session, place);
  const { id, name, customSize, customIops, sizeGiB, minIops, maxIops } = choose(
    'disk offering',
    diskOffering,
    all,
    'disk-offerings',
  );
  if (customSize && diskSizeGiB === undefined) {
    throw new CliError('missing_argument', `The disk offering ${name} leaves the size open: it needs --disk-size`);
  }
  if (!customSize && diskSizeGiB !== undefined && diskSizeGiB !== sizeGiB) {
    throw new CliError('conflicting_options', `The disk offering ${name} has ${sizeGiB ?? 'a fixed number of'} GiB`, {
      hint: 'Leave out --disk-size, or choose one with a custom size: nube catalog disk-offerings.',
    });
  }
  if (!customIops && diskIops !== undefined) {
    throw new CliError('conflicting_options', `The disk offering ${name} does not leave its speed open`, {
      hint: 'Leave out --disk-iops, or choose one with custom IOPS: nube catalog disk-offerings.',
    });
  }
  if (diskIops !== undefined && (diskIops < (minIops ?? 0) || diskIops > (maxIops ?? Number.POSITIVE_INFINITY))) {
    throw new CliError('invalid_value', `The disk offering ${name} does not come with ${diskIops} IOPS`, {
      hint: `It takes from ${minIops ?? 0}${maxIops === null ? '' : ` to ${maxIops}`}.`,
    });
  }
  const size = diskSizeGiB === undefined ? null : wholeGiB('--disk-size', diskSizeGiB);
  return {
    diskOfferingId: id,
    ...(customSize && size !== null ? { additionalDiskSizeInGb: size } : {}),
    ...(diskIops === undefined ? {} : { additionalDiskIops: diskIops }),
  };
}

/** The size of the root disk, where the image says what it allows checked against that. */
export function rootSizeOf(
  { name, resizable, sizeGiB, maxSizeGiB, stepGiB }: Template,
  wanted: number | undefined,
): Record<string, number> {
  if (wanted === undefined) return {};
  const size = wholeGiB('--root-size', wanted);
  if (resizable === false) {
    throw new CliError('conflicting_options', `The root disk of ${name} can't have another size`, {
      hint: 'Leave out --root-size, or choose another image: nube catalog images.',
    });
  }
  const least = Math.ceil(sizeGiB ?? 0);
  if (size < least || size > (maxSizeGiB ?? Number.POSITIVE_INFINITY)) {
    throw new CliError('invalid_value', `The root disk of ${name} can't have ${size} GiB`, {
      hint: `It takes from ${least}${maxSizeGiB === null ? '' : ` to ${maxSizeGiB}`} GiB.`,
    });
  }
  if (stepGiB !== null && (size - least) % stepGiB !== 0) {
    throw new CliError('invalid_value', `The root disk of ${name} can't have ${size} GiB`, {
      hint: `It grows from ${least} GiB in steps of ${stepGiB}.`,
    });
  }
  return { rootVolumeSizeInGb: size };
}

/** A data volume that is there already, attached to nothing, and in the zone of the network. */
export async function volumeToAttach(
  session: Session,
  place: Place,
  wanted: string | undefined,
  network: Network,
): Promise<Record<string, string>> {
  if (wanted === undefined) return {};
  const volume = choose('volume', wanted, await readVolumes(session, place), 'volumes');
  const hint = 'nube catalog volumes shows what each is attached to.';
  if (volume.root) throw new CliError('invalid_value', `${volume.name} is a root volume, not one for data`, { hint });
  if (volume.instanceId !== null) {
    const where = volume.instance ?? volume.instanceId;
    throw new CliError('provider_conflict', `The volume ${volume.name} is attached to ${where}`, { hint });
  }
  if (volume.zoneId !== null && network.zoneId !== null && volume.zoneId !== network.zoneId) {
    throw new CliError(
      'conflicting_options',
      `The volume ${volume.name} is in ${volume.zone}, not in the zone of ${network.name}`,
      { hint },
    );
  }
  return { volumeIdToAttach: volume.id };
}

function wholeGiB(option: string, size: number): number {
  if (Number.isInteger(size) && size > 0) return size;
  throw new CliError('invalid_value', `${option} takes whole GiB, not ${size}`);
}
