import type { Driver, ListQuery, Session } from '../../core/driver';
import { type CliError, toCliError } from '../../core/errors';
import { idOf, objects, text } from './fields';
import type { Installation } from './installation';
import { toLocated } from './instance';
import { readAll, readPages } from './pages';
import { entityPath, type Place, placeOf } from './place';

/** Every instance of the environment. Destroyed ones stand among the others until they are purged. */
export function list(installation: Installation): Driver['list'] {
  return async function* (session: Session, query: ListQuery) {
    const place = placeOf(session);
    const reading = readAddresses(session, place);
    try {
      for await (const page of readPages(session, entityPath(place, 'instances'), {}, query.pageSize)) {
        const { addresses } = await reading;
        const located = page.map((fields) => {
          const publicAddresses = addresses.get(idOf(fields, 'GET instances')) ?? [];
          return toLocated(session, installation, place, fields, { raw: query.raw, publicAddresses });
        });
        const shown = located.filter(({ recoverable }) => query.allStates || recoverable !== true);
        if (shown.length > 0) yield shown;
      }
    } finally {
      await reading;
    }
    const { failure } = await reading;
    if (failure === null) return;
    session.warn('details_missing', `The public addresses of ${session.profile} could not be read: ${failure.message}`);
  };
}

interface Addresses {
  /** By the id of the instance. */
  addresses: ReadonlyMap<string, readonly string[]>;
  failure: CliError | null;
}

/** The public addresses of each instance: the list of instances has none, that of addresses names both. */
async function readAddresses(session: Session, place: Place): Promise<Addresses> {
  const addresses = new Map<string, string[]>();
  try {
    for (const ip of await readAll(session, entityPath(place, 'publicipaddresses'))) {
      const address = text(ip.ipAddress);
      for (const { id } of objects(ip.instances)) {
        if (address !== null && typeof id === 'string') addresses.set(id, [...(addresses.get(id) ?? []), address]);
      }
    }
    return { addresses, failure: null };
  } catch (error) {
    return { addresses, failure: toCliError(error) };
  }
}
