import type { Session, Ssh, SshEndpoint } from '../../core/driver';
import { CliError } from '../../core/errors';
import { type Fields, fieldsOf, listOf, number, text } from '../../core/fields';
import { address } from './addresses';
import { choose } from './choose';
import { readContainers } from './containers';
import { idOf } from './fields';
import { readInstance } from './readInstance';
import { readUser } from './user';

interface Container {
  id: string;
  name: string;
  code: null;
  fields: Fields;
}

/**
 * The best address of one container: of its server where it has one, else its own. Several containers are several
 * hosts, of which the first is taken unless `--container` chooses.
 */
export const ssh: Ssh = {
  options: ['private', 'container'],
  async read(session, target, input) {
    const fields = await readInstance(session, target.instance.id);
    const { name } = target.instance;
    const container = await containerOf(session, fields, name, input.container ?? session.settings.container);
    const inside = input.private === true;
    const place = placeOf(container?.fields ?? {}, inside) ?? (inside ? null : connectionOf(fields));
    if (place === null) {
      const what = inside ? 'private address' : 'address';
      return {
        closed: `${name} has no ${what} yet`,
        hint: `nube get ${session.profile}/${target.instance.id}`,
        open: null,
      };
    }
    return { ...place, user: await readUser(session, fields) };
  },
};

async function containerOf(
  session: Session,
  fields: Fields,
  name: string,
  wanted: string | undefined,
): Promise<Container | null> {
  const inside = listOf(fields.containerDetails);
  const rows = inside.length > 0 ? inside : await readContainers(session, idOf(fields, 'the instance'));
  const all = rows.map((row): Container => {
    const id = idOf(row, 'the containers');
    return { id, name: text(row.name) ?? id, code: null, fields: row };
  });
  if (wanted !== undefined) {
    const known = all.map((one) => `${one.id} (${one.name})`).join(', ');
    return choose('container', wanted, all, `${name} has ${known === '' ? 'none' : known}.`);
  }
  const [first = null] = all;
  if (first !== null && all.length > 1) {
    const others = all.slice(1).map((one) => `${one.name} (${one.id})`);
    session.warn(
      'several_containers',
      `${name} has ${all.length} containers: this is ${first.name} (${first.id}); --container chooses ${others.join(', ')}.`,
    );
  }
  return first;
}

function placeOf(container: Fields, inside: boolean): Omit<SshEndpoint, 'user'> | null {
  const server = fieldsOf(container.server);
  const ofServer = inside ? [server.internalIp] : [server.sshHost, server.externalIp, server.internalIp];
  const host = ofServer.map(address).find((one) => one !== null);
  if (host !== undefined && host !== null) return { host, port: portOf(server.sshPort) };
  const own = inside ? [container.internalIp] : [container.ip, container.externalIp, container.internalIp];
  const ip = own.map(address).find((one) => one !== null);
  if (ip === undefined || ip === null) return null;
  // What listens at 22 inside may be mapped to another port outside.
  const mapped = listOf(container.ports).find(({ internal }) => number(internal) === 22);
  return { host: ip, port: inside ? 22 : portOf(mapped?.external) };
}

/** The address of the instance is that of its service: it serves only where the service is a machine's own SSH. */
function connectionOf(fields: Fields): Omit<SshEndpoint, 'user'> | null {
  const isSystem = text(fieldsOf(fields.instanceType).category) === 'os';
  for (const { ip, port } of listOf(fields.connectionInfo)) {
    const host = address(ip);
    if (host !== null && (number(port) === 22 || isSystem)) return { host, port: 22 };
  }
  return null;
}

function portOf(value: unknown): number {
  const port = number(value);
  if (port === null) return 22;
  if (Number.isInteger(port) && port >= 1 && port <= 65535) return port;
  throw new CliError('unexpected_answer', `Morpheus names a port that there is not: ${port}`);
}
