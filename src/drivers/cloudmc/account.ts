import type { Choice, Driver, Session } from '../../core/driver';
import { type Fields, isFields, text } from '../../core/fields';
import { groupBy } from '../../core/group';
import { flag, idOf } from './fields';
import type { Installation } from './installation';
import { readAll } from './pages';

/** A service connection: where environments live. */
export interface Service {
  /** By which it is addressed. */
  code: string;
  connectionId: string;
  name: string;
  type: string | null;
  reachable: boolean | null;
}

export interface Environment {
  /** By which it is addressed; unique only within its service. */
  name: string;
  service: string;
  description: string | null;
  organization: string | null;
}

/** The connections whose services have instances; of the others a warning tells. */
export async function readServices(session: Session, installation: Installation): Promise<readonly Service[]> {
  const all = await readConnections(session);
  return all.filter((service) => hasInstances(session, installation, service));
}

function readConnections(session: Session): Promise<readonly Service[]> {
  return session.once('cloudmc connections', async () => {
    const rows = await readAll(session, '/services/connections');
    return rows.flatMap((row) => {
      const service = toService(row);
      return service === null ? [] : [service];
    });
  });
}

function toService(row: Fields): Service | null {
  const code = text(row.serviceCode);
  if (code === null) return null;
  return {
    code,
    connectionId: idOf(row, 'GET /services/connections'),
    name: text(row.name) ?? code,
    type: text(row.type),
    reachable: isFields(row.status) ? flag(row.status.reachable) : null,
  };
}

function hasInstances(
  session: Session,
  { serviceTypes }: Installation,
  { code, type }: Pick<Service, 'code' | 'type'>,
): boolean {
  if (type === null || serviceTypes.includes(type.toLowerCase())) return true;
  session.warn('service_skipped', `The service ${code} is left out: of its kind (${type}) nube knows no instances.`);
  return false;
}

/**
 * The environments whose services have instances. Where they don't name their service's code, as in the first version's
 * documentation, it is that of the connection they name.
 */
export function readEnvironments(session: Session, installation: Installation): Promise<readonly Environment[]> {
  return session.once('cloudmc environments', async () => {
    const rows = await readAll(session, '/environments');
    const whole = rows.every(({ serviceConnection }) => {
      return isFields(serviceConnection) && text(serviceConnection.serviceCode) !== null;
    });
    const connections = whole ? [] : await readConnections(session);
    return rows.flatMap((row): Environment[] => {
      const name = text(row.name);
      const connection = isFields(row.serviceConnection) ? row.serviceConnection : {};
      const known = connections.find(({ connectionId }) => connectionId === text(connection.id));
      const code = text(connection.serviceCode) ?? known?.code ?? null;
      const type = text(connection.type) ?? known?.type ?? null;
      if (name === null || code === null || !hasInstances(session, installation, { code, type })) return [];
      const organization = isFields(row.organization) ? text(row.organization.name) : null;
      return [{ name, service: code, description: text(row.description), organization }];
    });
  });
}

/** The environments to choose from, or those of the service that is set already. */
export async function environmentChoices(session: Session, installation: Installation): Promise<readonly Choice[]> {
  const { service } = session.settings;
  const all = await readEnvironments(session, installation);
  const fitting = all.filter((environment) => service === undefined || environment.service === service);
  return [...groupBy(fitting, ({ name }) => name)].map(([name, some]) => {
    const about = some.flatMap(({ description }) => description ?? []).slice(0, 1);
    return { value: name, name: `${name} (${[...some.map(({ service: code }) => code), ...about].join(', ')})` };
  });
}

/** The services to choose from: those that have the environment that is set already, else all. */
export async function serviceChoices(session: Session, installation: Installation): Promise<readonly Choice[]> {
  const { environment } = session.settings;
  const services = await readServices(session, installation);
  const named = ({ code, name }: Service) => ({ value: code, name: name === code ? code : `${code} (${name})` });
  if (environment === undefined) return services.map(named);
  const codes = (await readEnvironments(session, installation))
    .filter(({ name }) => name === environment)
    .map(({ service }) => service);
  const within = services.filter(({ code }) => codes.includes(code));
  return (within.length > 0 ? within : services).map(named);
}

/** The organization's name, from the cheapest answer that takes a valid key. */
export const verify: Driver['verify'] = async (session) => {
  const organizations = await readAll(session, '/organizations');
  const { org } = session.settings;
  const own = organizations.find(({ id }) => id === org) ?? organizations[0];
  return own === undefined ? null : text(own.name);
};
