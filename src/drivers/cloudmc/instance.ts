import type { Session } from '../../core/driver';
import { entryOf } from '../../core/entryOf';
import { type Fields, listOf, positive, text } from '../../core/fields';
import type { Located, State } from '../../core/instance';
import { idOf, texts, wordOf } from './fields';
import { eitherName, type Installation } from './installation';
import type { Place } from './place';

const words: Readonly<Record<string, State>> = {
  starting: 'pending',
  running: 'running',
  rebooting: 'updating',
  stopping: 'stopping',
  stopped: 'stopped',
  shutdowned: 'stopped',
  migrating: 'migrating',
  error: 'error',
  expunging: 'deleting',
  destroyed: 'deleted',
};

/** The platform's word for a state in nube's, ignoring case as its own clients do; an unlisted one is `unknown`. */
export function toState(word: string): State {
  return entryOf(words, word.toLowerCase()) ?? 'unknown';
}

/** States that pass into another by themselves. */
export function isPassing(state: State): boolean {
  return ['pending', 'updating', 'stopping', 'migrating', 'deleting'].includes(state);
}

/** A public address of an instance. */
export interface PublicIp {
  id: string;
  address: string | null;
  purposes: readonly string[];
}

/** The public addresses of one instance; only a reading of one instance has them. */
export function publicIpsOf(fields: Fields): PublicIp[] {
  return listOf(fields.publicIps ?? fields.publicIPs).flatMap((ip) => {
    const id = text(ip.id);
    return id === null ? [] : [{ id, address: text(ip.ipAddress), purposes: purposesOf(ip) }];
  });
}

/** What a public address is used for, in upper case. */
export function purposesOf({ purposes }: Fields): string[] {
  return texts(purposes).map((purpose) => purpose.toUpperCase());
}

/** What an instance was made from: a template or, since 2018, perhaps an ISO image. */
export function imageOf(installation: Installation, fields: Fields): { id: string | null; name: string | null } {
  return {
    id: text(eitherName(installation, fields, 'templateId', 'imageId')),
    name: text(eitherName(installation, fields, 'templateName', 'imageName')),
  };
}

/** How an instance of the platform is read into the shared model. It has no creation date and no disk size. */
export function toLocated(
  session: Session,
  installation: Installation,
  place: Place,
  fields: Fields,
  more: { raw?: boolean; publicAddresses?: readonly string[] } = {},
): Located {
  const id = idOf(fields, 'GET instances');
  const providerState = wordOf(fields.state, 'the instances');
  const state = toState(providerState);
  const image = imageOf(installation, fields);
  const known = publicIpsOf(fields).flatMap(({ address }) => address ?? []);
  return {
    instance: {
      profile: session.profile,
      provider: session.provider,
      id,
      name: text(fields.name) ?? id,
      hostname: text(fields.hostname),
      state,
      providerState,
      region: text(fields.zoneName) ?? text(fields.zoneId),
      group: place.environment,
      size: text(fields.computeOfferingName) ?? text(fields.computeOfferingId),
      image: image.name ?? image.id,
      cpus: positive(fields.cpuCount) ?? positive(fields.bareMetalCpuCount),
      memoryMiB: positive(fields.memoryInMB),
      diskGiB: null,
      publicAddresses: [...new Set([...known, ...(more.publicAddresses ?? [])])],
      privateAddresses: text(fields.ipAddress) === null ? [] : [String(fields.ipAddress)],
      tags: [],
      createdAt: null,
      updatedAt: null,
    },
    at: { service: place.service, environment: place.environment },
    ...(more.raw === true ? { raw: fields } : {}),
    ...(state === 'deleted' ? { recoverable: true } : {}),
  };
}
