import { CliError } from '../../core/errors';
import { parseSize } from '../../core/units';

/** What `--volume` says: a volume by name or id, and a size or by how much it grows. */
export interface VolumeSize {
  volume: string;
  sizeGiB: number;
  /** `+20`: by so much, not to so much. */
  more: boolean;
}

/** Reads `name=GB` or `name=+GB`; the name may hold a `=` of its own. Throws `invalid_value`. */
export function parseVolumeSize(text: string, flag: string): VolumeSize {
  const place = text.lastIndexOf('=');
  const volume = text.slice(0, Math.max(0, place));
  const amount = text.slice(place + 1);
  const more = amount.startsWith('+');
  if (volume === '' || amount === '') throw invalid(text, flag);
  const sizeGiB = parseSize(more ? amount.slice(1) : amount, 'GiB') / 2 ** 30;
  if (!Number.isInteger(sizeGiB) || sizeGiB < 1) {
    throw new CliError('invalid_value', `Volumes have whole GB at Morpheus, not ${amount} (--${flag} ${text})`);
  }
  return { volume, sizeGiB, more };
}

function invalid(text: string, flag: string): CliError {
  return new CliError('invalid_value', `--${flag} takes NAME=GB, not ${JSON.stringify(text)}`, {
    hint: `For example --${flag} data=50`,
  });
}
