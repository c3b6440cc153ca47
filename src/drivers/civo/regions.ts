import type { Session } from '../../core/driver';
import { CliError } from '../../core/errors';
import { isFields, text } from '../../core/fields';
import type { Located } from '../../core/instance';
import { nearest } from '../../core/nearest';
import { isTrue, readArray, unexpected } from './fields';

export interface Region {
  /** As Civo spells it, and as it must be sent. */
  code: string;
  name: string | null;
  country: string | null;
  /** Instances can live there. */
  hasInstances: boolean;
  full: boolean;
  isDefault: boolean;
}

/** The account's regions. Asked without a region: with one that it does not know Civo refuses even this. */
export function readRegions(session: Session): Promise<readonly Region[]> {
  return session.once('civo regions', async () => {
    const rows = readArray(await session.http.get('/v2/regions'), 'GET /v2/regions');
    const regions = rows.flatMap((row) => {
      const code = text(row.code);
      if (code === null) return [];
      const features = row.features;
      return {
        code,
        name: text(row.name),
        country: text(row.country_name) ?? text(row.country),
        hasInstances: !isFields(features) || isTrue(features.iaas),
        full: isTrue(row.out_of_capacity),
        isDefault: isTrue(row.default),
      };
    });
    if (regions.length === 0) throw unexpected('GET /v2/regions', 'names no region');
    return regions;
  });
}

/** The codes of the regions that a listing looks at: the profile's own, as it stands, or all that have instances. */
export async function regionsToAsk(session: Session): Promise<readonly string[]> {
  const { region } = session.settings;
  if (region !== undefined) return [region];
  const regions = await readRegions(session);
  return regions.filter(({ hasInstances }) => hasInstances).map(({ code }) => code);
}

/** The region that was meant, ignoring case; throws `resource_not_found`. */
export async function chooseRegion(session: Session, wanted: string): Promise<Region> {
  const regions = (await readRegions(session)).filter(({ hasInstances }) => hasInstances);
  const found = regions.find(({ code }) => code.toLowerCase() === wanted.toLowerCase());
  if (found !== undefined) return found;
  throw await strangeRegion(session, wanted);
}

/** The refusal of a region that there is not, or not in this spelling, with the nearest there is. */
export async function strangeRegion(session: Session, wanted: string): Promise<CliError> {
  const codes = (await readRegions(session)).filter(({ hasInstances }) => hasInstances).map(({ code }) => code);
  const guess = nearest(wanted, codes);
  return new CliError('resource_not_found', `Civo has no region ${JSON.stringify(wanted)} for instances`, {
    hint: guess === null ? `There are ${codes.join(', ')}.` : `Did you mean ${guess}?`,
    providerCode: 'database_region_not_found',
    missing: wanted,
  });
}

/** The code of the region in which the instance was found. */
export function regionOf(target: Located): string {
  const region = target.at.region ?? target.instance.region;
  if (region === null || region === '') throw new Error('an instance of Civo without its region');
  return region;
}
