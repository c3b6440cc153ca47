import type { Driver, Session } from '../../core/driver';
import { toCliError } from '../../core/errors';
import { type Fields, listOf, text } from '../../core/fields';
import type { Installation } from './installation';
import { publicIpsOf, toLocated } from './instance';
import { readNetworks } from './lookups';
import { readAll } from './pages';
import { entityPath, type Place, placeAt } from './place';
import { readAttached } from './readAttached';
import { readInstance } from './readInstance';

/** One instance with its addresses, networks and volumes. */
export function get(installation: Installation): Driver['get'] {
  return async (session, target) => {
    const place = placeAt(target);
    const { id } = target.instance;
    const [fields, volumes] = await Promise.all([
      readInstance(session, place, id),
      readAttached(session, place, id).catch(missing(session, 'volumes')),
    ]);
    const located = toLocated(session, installation, place, fields);
    const several = listOf(fields.nics).length > 1;
    const [networks, addresses] = several
      ? await Promise.all([networkNames(session, place, fields), nicAddresses(session, place, id)])
      : [[], []];
    const network = text(fields.networkName) ?? text(fields.networkId);
    const detail = {
      ...located.instance,
      diskGiB: volumes.find(({ root }) => root)?.sizeGiB ?? null,
      privateAddresses: [...new Set([...located.instance.privateAddresses, ...addresses])],
      user: text(fields.username),
      description: null,
      networks: [...new Set([...(network === null ? [] : [network]), ...networks])],
      publicIps: publicIpsOf(fields).map(({ id, address }) => address ?? id),
      volumes: volumes.map(({ id, name, sizeGiB }) => ({ id, name, sizeGiB })),
      userData: text(fields.userData),
      password: null,
    };
    return { located, detail, raw: fields };
  };
}

/** The names of the networks of an instance that has several interfaces. */
async function networkNames(session: Session, place: Place, { nics }: Fields): Promise<readonly string[]> {
  const ids = listOf(nics).flatMap(({ networkId }) => text(networkId) ?? []);
  const known = await readNetworks(session, place).catch(missing(session, 'networks'));
  return ids.map((id) => known.find((one) => one.id === id)?.name ?? id);
}

/** Every private address of an instance that has several interfaces. */
async function nicAddresses(session: Session, place: Place, id: string): Promise<readonly string[]> {
  const nics = await readAll(session, entityPath(place, 'nics'), { instance_id: id }).catch(missing(session, 'NICs'));
  return nics.flatMap((nic) => {
    return [nic, ...listOf(nic.secondaryIps)].flatMap(({ ipAddress }) => text(ipAddress) ?? []);
  });
}

/** An instance is worth showing without what belongs to it. */
function missing(session: Session, what: string): (error: unknown) => readonly never[] {
  return (error) => {
    session.warn('details_missing', `The ${what} could not be read: ${toCliError(error).message}`);
    return [];
  };
}
