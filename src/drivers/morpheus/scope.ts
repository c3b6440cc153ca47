import type { Session } from '../../core/driver';
import { CliError } from '../../core/errors';
import { type Fields, fieldsOf, reference } from '../../core/fields';
import type { Settings } from '../../core/profile';
import { choose } from './choose';
import { type Place, readClouds, readGroups } from './lookups';

/** The group and the cloud that listings and look-ups keep to, as requests call them. */
export interface Scope {
  /** The group's id. */
  siteId?: string;
  /** The cloud's id. */
  zoneId?: string;
}

/** The group and cloud of the profile or of the flags, each by name or id. */
export async function readScope(session: Session): Promise<Scope> {
  const { group } = session.settings;
  const cloud = cloudIn(session.settings);
  const [site, zone] = await Promise.all([
    group === undefined ? null : chooseGroup(session, group),
    cloud === undefined ? null : chooseCloud(session, cloud),
  ]);
  return { ...(site === null ? {} : { siteId: site.id }), ...(zone === null ? {} : { zoneId: zone.id }) };
}

/** A region is a cloud here; both at once must be the same. */
export function cloudIn({ cloud, region }: Pick<Settings, 'cloud' | 'region'>): string | undefined {
  if (cloud !== undefined && region !== undefined && cloud !== region) {
    throw new CliError('conflicting_options', `At Morpheus a region is a cloud: ${cloud} or ${region}, not both`);
  }
  return cloud ?? region;
}

export async function chooseGroup(session: Session, wanted: string): Promise<Place> {
  return choose('group', wanted, await readGroups(session), 'nube catalog groups');
}

/** The cloud that was meant, of all or of one group. */
export async function chooseCloud(session: Session, wanted: string, groupId?: string): Promise<Place> {
  return choose('cloud', wanted, await readClouds(session, groupId), 'nube catalog clouds');
}

/** True for an instance that belongs to the scope. */
export function isWithin(fields: Fields, { siteId, zoneId }: Scope): boolean {
  const group = reference(fieldsOf(fields.group).id);
  const cloud = reference(fieldsOf(fields.cloud).id);
  return (siteId === undefined || siteId === group) && (zoneId === undefined || zoneId === cloud);
}
