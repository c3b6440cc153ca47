import type { Driver, ListQuery, Session } from '../../core/driver';
import { CliError, toCliError } from '../../core/errors';
import { listOf, text } from '../../core/fields';
import { idOf } from './fields';
import type { Installation } from './installation';
import { toLocated } from './instance';
import { readAll, readPages } from './pages';
import { entityPath, type Place, placeOf } from './place';
import { isGone } from './readInstance';

/** Every instance of the environment. Destroyed ones stand among the others until they are purged. */
export function list(installation: Installation): Driver['list'] {
  return async function* (session: Session, query: ListQuery) {
    const place = placeOf(session);
    const pages = readPages(session, entityPath(place, 'instances'), {}, query.pageSize);
    const instances = pages.next();
    const addresses = readAddresses(session, place);
    try {
      for (let page = await instances; page.done !== true; page = await pages.next()) {
        const { byInstance } = await addresses;
        const located = page.value.map((fields) => {
          const publicAddresses = byInstance.get(idOf(fields, 'GET instances')) ?? [];
          return toLocated(session, installation, place, fields, { raw: query.raw, publicAddresses });
        });
        const shown = located.filter(({ recoverable }) => query.allStates || recoverable !== true);
        if (shown.length > 0) yield shown;
      }
    } catch (error) {
      throw isGone(error) ? noEnvironment(installation, place, error) : error;
    } finally {
      await addresses;
    }
    const { failure } = await addresses;
    if (failure === null) return;
    session.warn('details_missing', `The public addresses of ${session.profile} could not be read: ${failure.message}`);
  };
}

interface Addresses {
  /** By the id of the instance. */
  byInstance: ReadonlyMap<string, readonly string[]>;
  failure: CliError | null;
}

/** The public addresses of each instance: the list of instances has none, that of addresses names both. */
async function readAddresses(session: Session, place: Place): Promise<Addresses> {
  const byInstance = new Map<string, string[]>();
  try {
    for (const ip of await readAll(session, entityPath(place, 'publicipaddresses'))) {
      const address = text(ip.ipAddress);
      for (const { id } of listOf(ip.instances)) {
        if (address !== null && typeof id === 'string') byInstance.set(id, [...(byInstance.get(id) ?? []), address]);
      }
    }
    return { byInstance, failure: null };
  } catch (error) {
    return { byInstance, failure: toCliError(error) };
  }
}

/** An environment always has its list of instances, be it an empty one. */
function noEnvironment({ title }: Installation, { service, environment }: Place, error: CliError): CliError {
  return new CliError('resource_not_found', `${title} has no environment ${environment} in a service ${service}`, {
    ...error.details,
    reason: error.message,
    missing: environment,
    hint: 'nube catalog environments shows those there are.',
  });
}
