import type { Session } from '../../core/driver';
import { CliError, toCliError } from '../../core/errors';
import { type Fields, fieldsOf, isFields, listOf, text } from '../../core/fields';
import type { InstanceDetail, Located } from '../../core/instance';
import { toMoment } from '../../core/units';
import { type Container, readContainer } from './containers';
import { aroundOf, toLocated } from './instance';
import { locationsOf } from './list';
import { isMachine, toMachine } from './machine';
import { containerOf, type Found, lookAtInstance, lookAtMachine, readInstance, readMachine } from './read';
import { volumeSize } from './resources';
import { readVolumes, toVolume } from './volumes';

/** One instance with what belongs to it. */
export async function get(
  session: Session,
  target: Located,
): Promise<{ located: Located; detail: InstanceDetail; raw: unknown }> {
  if (isMachine(target)) return getMachine(session, target);
  const [container, { id }] = [containerOf(target), target.instance];
  const found = readInstance(session, container, id);
  const [{ fields, includes, answer }, about, volumes] = await Promise.all([
    found,
    readContainer(session, container).catch(() => null),
    // Without the instance its volumes are missing for the same reason.
    found.then(() => readVolumes(session, container, id)).catch(missing(session, found)),
  ]);
  const located = toLocated(session, fields, aroundOf(fields, includes, about));
  const environment = fieldsOf(fieldsOf(includes.environments)[text(fieldsOf(fields.environment).id) ?? '']);
  const detail: InstanceDetail = {
    ...located.instance,
    user: null,
    description: describe(fields, includes, about),
    networks: [text(environment.identifier) ?? text(environment.name)].filter((name) => name !== null),
    publicIps: [...located.instance.publicAddresses],
    volumes: volumes.map(toVolume).map(({ id, name, sizeGiB }) => ({ id, name, sizeGiB })),
    userData: null,
    password: null,
  };
  return { located, detail, raw: answer };
}

/** One instance by as few requests as there can be; throws `instance_not_found` when it is gone. */
export async function look(session: Session, target: Located): Promise<Located> {
  const { id } = target.instance;
  const seen = isMachine(target)
    ? await lookAtMachine(session, id)
    : await lookAtInstance(session, containerOf(target), id);
  if (seen !== null) return seen.located;
  throw new CliError('instance_not_found', `There is no instance ${id}`, { hint: 'nube list shows all there are.' });
}

async function getMachine(session: Session, { instance: { id } }: Located) {
  const [{ fields, includes, answer }, locations] = await Promise.all([readMachine(session, id), locationsOf(session)]);
  const located = toMachine(session, fields, includes, locations);
  const environment = fieldsOf(fieldsOf(includes.environments)[text(fieldsOf(fields.environment).id) ?? '']);
  const detail: InstanceDetail = {
    ...located.instance,
    user: null,
    description: `virtual machine ${text(fields.identifier) ?? located.instance.name}`,
    networks: [text(environment.identifier) ?? text(environment.name)].filter((name) => name !== null),
    publicIps: [...located.instance.publicAddresses],
    volumes: listOf(fields.volumes).map(({ id: volume, config }) => ({
      id: text(volume) ?? '',
      name: text(fieldsOf(config).identifier),
      sizeGiB: volumeSize(config),
    })),
    userData: null,
    password: text(fieldsOf(fields.root_password).current),
  };
  return { located, detail, raw: answer };
}

/** What else there is to know, in a line: container, server, health, and what is going on with the instance. */
function describe(fields: Fields, includes: Fields, container: Container | null): string {
  const { server_id: id, migration, traffic_drain: drain, service } = fields;
  const server = fieldsOf(fieldsOf(includes.servers)[text(id) ?? '']);
  const { health, error } = fieldsOf(fields.state);
  const { to, from } = fieldsOf(migration);
  const { healthy } = fieldsOf(health);
  const parts = [
    container === null
      ? null
      : `container ${container.name} (${container.strategy ?? 'default'} strategy, ${container.wanted} wanted, ${container.state})`,
    `server ${text(server.nickname) ?? text(server.hostname) ?? text(id)}`,
    text(service) === null ? null : `Cycle's own ${text(service)} service`,
    typeof healthy === 'boolean' ? (healthy ? 'healthy' : 'unhealthy') : null,
    text(fieldsOf(error).message),
    isFields(fields.stateful) ? 'stateful' : null,
    isFields(drain) ? `out of the traffic since ${toMoment(drain.started) ?? 'an unknown time'}` : null,
    isFields(fields.autoscale) ? 'made by auto-scale' : null,
    isFields(to) ? `migrated to ${text(to.instance_id)}` : null,
    isFields(from) ? `migrated from ${text(from.instance_id)}` : null,
    toMoment(fields.purge_time) === null ? null : `will be purged at ${toMoment(fields.purge_time)}`,
  ];
  return parts.filter((part) => part !== null).join('; ');
}

/** An instance is worth showing without its volumes. */
function missing(session: Session, found: Promise<Found>): (error: unknown) => Promise<readonly Fields[]> {
  return async (error) => {
    await found;
    session.warn('details_missing', `The volumes could not be read: ${toCliError(error).message}`);
    return [];
  };
}
