import type { Session } from '../../core/driver';
import { CliError } from '../../core/errors';
import { type Fields, fieldsOf, isFields, text } from '../../core/fields';
import { path, type Query } from '../../core/http';
import { type Candidate, choose } from './choose';
import { idOf, number, readData, stateOf } from './fields';
import { readAll } from './pages';
import { containerResources, type Resources } from './resources';

/** An image with its configuration; its running copies are the instances. */
export interface Container extends Candidate {
  name: string;
  identifier: string | null;
  /** Null stands for the platform's default, which places instances itself. */
  strategy: string | null;
  /** Cycle's own service that it is: discovery, loadbalancer, … */
  service: string | null;
  /** The virtual machine that it carries. */
  machine: string | null;
  environment: string | null;
  environmentName: string | null;
  /** The image's name, or its id where the name is not known. */
  image: string | null;
  stateful: boolean;
  locked: boolean;
  deprecated: boolean;
  state: string;
  /** Whether its instances are meant to run. */
  runs: boolean;
  /** How many instances it is meant to have. */
  wanted: number;
  resources: Resources;
  config: Fields;
  ips: unknown;
}

const related: Query = { include: 'environments,images', meta: 'ips' };

/** Every container of the hub but deleted ones. */
export function readContainers(session: Session): Promise<readonly Container[]> {
  return session.once('cycle containers', () => find(session, {}));
}

/** One container as it is now. */
export async function readContainer(session: Session, id: string): Promise<Container> {
  const request = 'GET /v1/containers/ID';
  const answer = await session.http.get(path`/v1/containers/${id}`, related);
  const includes = fieldsOf(fieldsOf(answer.body).includes);
  Object.assign(await seenImages(session), includes.images);
  return toContainer(readData(answer, request), includes, request);
}

/**
 * Includes of an answer that has containers, but of their images only the ids: with the images as far as any answer
 * of this session had them.
 */
export async function withImages(session: Session, includes: Fields, container: string): Promise<Fields> {
  const images = await seenImages(session);
  const image = fieldsOf(fieldsOf(fieldsOf(includes.containers)[container]).image).id;
  if (typeof image === 'string' && images[image] === undefined) {
    await session.once(`cycle image ${image}`, () => readContainer(session, container).catch(() => null));
  }
  return { ...includes, images };
}

function seenImages(session: Session): Promise<Record<string, unknown>> {
  return session.once('cycle images', async () => ({}));
}

/** The container that was meant by id, identifier or name. Identifiers are not unique: several fits are shown. */
export function chooseContainer(session: Session, wanted: string): Promise<Container> {
  return session.once(`cycle container ${wanted}`, async () => {
    if (/^[0-9a-f]{24}$/.test(wanted)) {
      try {
        const found = await readContainer(session, wanted);
        if (found.state !== 'deleted') return found;
      } catch (error) {
        if (!(error instanceof CliError) || error.kind !== 'not_found') throw error;
      }
    }
    const simple = /^[\w-]+$/.test(wanted);
    const identified = simple ? await find(session, { 'filter[identifier]': wanted }) : [];
    const candidates = identified.length > 0 ? identified : await readContainers(session);
    return choose('container', wanted, candidates, 'nube catalog containers');
  });
}

async function find(session: Session, filter: Query): Promise<readonly Container[]> {
  const request = 'GET /v1/containers';
  const { items, includes } = await readAll(session, '/v1/containers', { ...related, sort: 'id', ...filter }, request);
  Object.assign(await seenImages(session), includes.images);
  return items.map((fields) => toContainer(fields, includes, request)).filter(({ state }) => state !== 'deleted');
}

/** Cycle's container; what was included names image and environment. */
export function toContainer(fields: Fields, includes: Fields, request: string): Container {
  const id = idOf(fields, request);
  const identifier = text(fields.identifier);
  const name = text(fields.name) ?? identifier ?? id;
  const image = fieldsOf(fields.image);
  const config = fieldsOf(fields.config);
  const deploy = fieldsOf(config.deploy);
  const environment = text(fieldsOf(fields.environment).id);
  const about = fieldsOf(fieldsOf(includes.environments)[environment ?? '']);
  const environmentName = text(about.identifier) ?? text(about.name);
  const desired = text(fieldsOf(fields.state).desired) ?? stateOf(fields);
  return {
    id,
    label: identifier ?? name,
    names: [identifier, name],
    where: environmentName,
    name,
    identifier,
    strategy: text(deploy.strategy),
    service: text(image.service),
    machine: isFields(image.extension) ? (text(image.extension.id) ?? '') : null,
    environment,
    environmentName,
    image: imageName(fieldsOf(includes.images)[text(image.id) ?? '']) ?? text(image.id),
    stateful: fields.stateful === true,
    locked: fields.lock === true,
    deprecated: fields.deprecate === true,
    state: stateOf(fields),
    runs: ['running', 'starting', 'function'].includes(desired),
    wanted: number(deploy.instances) ?? number(fields.instances) ?? 0,
    resources: containerResources(config, fields.volumes),
    config,
    ips: fieldsOf(fields.meta).ips,
  };
}

/** What people call an image. */
export function imageName(value: unknown): string | null {
  return text(fieldsOf(value).name);
}

/** Refuses what would be done to one of Cycle's own services, or behind the back of a virtual machine. */
export function refuseOwn({ service, machine, label, id }: Container, action: string): void {
  refuseService(service, label, id, action);
  if (machine === null) return;
  throw new CliError('not_supported', `${label} carries a virtual machine; ${action} that instead`, {
    hint: 'nube list --kind vm',
  });
}

/** Discovery, load balancer and the like are listed, and left alone. */
export function refuseService(service: string | null, name: string, container: string, action: string): void {
  if (service === null) return;
  throw new CliError('not_supported', `${name} is Cycle's own ${service} service; nube does not ${action} it`, {
    hint: `If it must be: nube api POST /v1/containers/${container}/tasks`,
  });
}
