import type { Session } from '../../core/driver';
import { CliError } from '../../core/errors';
import { type Fields, fieldsOf } from '../../core/fields';
import { path, type Query } from '../../core/http';
import type { Located } from '../../core/instance';
import { withImages } from './containers';
import { readData, readList, stateOf, unexpected } from './fields';
import { aroundOf, toLocated } from './instance';
import { locationsOf } from './list';
import { toMachine } from './machine';
import { pageSize, readAll } from './pages';

/** One of Cycle's objects, what was included beside it, and the whole answer. */
export interface Found {
  fields: Fields;
  includes: Fields;
  answer: unknown;
}

/** An instance in the shared model together with Cycle's own object. */
export interface Seen {
  located: Located;
  fields: Fields;
}

const machineQuery = { include: 'containers,environments', meta: 'ips,server' };

/** The id of the container whose instance this is; throws `unexpected_answer` where Cycle has told none. */
export function containerOf({ at, instance }: Located): string {
  if (at.container === undefined || at.container === '')
    throw unexpected(`the instance ${instance.id}`, 'is without its container');
  return at.container;
}

/** Cycle's own object for an instance of a container; throws `instance_not_found` when it is gone. */
export function readInstance(session: Session, container: string, id: string): Promise<Found> {
  return readOne(
    session,
    path`/v1/containers/${container}/instances/${id}`,
    { include: 'containers,environments,locations,servers', meta: 'node,sdn_pool_ips' },
    'GET /v1/containers/ID/instances/ID',
    `There is no instance ${id}`,
  );
}

/** Cycle's own object for a virtual machine; throws `instance_not_found` when it is gone. */
export function readMachine(session: Session, id: string): Promise<Found> {
  return readOne(
    session,
    path`/v1/virtual-machines/${id}`,
    machineQuery,
    'GET /v1/virtual-machines/ID',
    `There is no virtual machine ${id}`,
  );
}

async function readOne(session: Session, target: string, query: Query, request: string, gone: string): Promise<Found> {
  try {
    const answer = await session.http.get(target, query);
    const fields = readData(answer, request);
    // What has been deleted can still be read for a while.
    if (stateOf(fields) !== 'deleted')
      return { fields, includes: fieldsOf(fieldsOf(answer.body).includes), answer: answer.body };
  } catch (error) {
    if (!isGone(error)) throw error;
  }
  throw new CliError('instance_not_found', gone, { hint: 'nube list shows all there are.' });
}

/** True for the failure of a request whose instance, or whose container, does not exist (any more). */
export function isGone(error: unknown): boolean {
  if (!(error instanceof CliError)) return false;
  const { code, details } = error;
  if (code === 'instance_not_found') return true;
  return code === 'resource_not_found' && details.providerCode === '404.container';
}

/** An instance of a container as it is now, in the shared model, with Cycle's own object. */
export async function lookAtInstance(session: Session, container: string, id: string): Promise<Seen | null> {
  try {
    const { fields, includes } = await readInstance(session, container, id);
    const around = aroundOf(fields, await withImages(session, includes, container));
    return { located: toLocated(session, fields, around), fields };
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
}

/** A virtual machine as it is now, or null when it is gone. */
export async function lookAtMachine(session: Session, id: string): Promise<Seen | null> {
  try {
    const [{ fields, includes }, locations] = await Promise.all([readMachine(session, id), locationsOf(session)]);
    return { located: toMachine(session, fields, includes, locations), fields };
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
}

/** One page of the virtual machines. */
export async function readMachinePage(session: Session, number: number): Promise<readonly Seen[]> {
  const query = { ...machineQuery, sort: 'id', 'page[number]': number, 'page[size]': pageSize };
  const [answer, locations] = await Promise.all([
    session.http.get('/v1/virtual-machines', query),
    locationsOf(session),
  ]);
  const { items, includes } = readList(answer, 'GET /v1/virtual-machines');
  return items
    .filter((fields) => stateOf(fields) !== 'deleted')
    .map((fields) => ({ located: toMachine(session, fields, includes, locations), fields }));
}

/** Every virtual machine, deleted ones too. */
export async function readMachines(session: Session): Promise<readonly Seen[]> {
  const query = { ...machineQuery, sort: 'id' };
  const [{ items, includes }, locations] = await Promise.all([
    readAll(session, '/v1/virtual-machines', query, 'GET /v1/virtual-machines'),
    locationsOf(session),
  ]);
  return items.map((fields) => ({ located: toMachine(session, fields, includes, locations), fields }));
}

/** Every instance of a container, deleted ones too; none when the container is gone. */
export async function readInstances(session: Session, container: string): Promise<readonly Seen[]> {
  const query = { include: 'containers,environments,locations', meta: 'sdn_pool_ips', sort: 'id' };
  const target = path`/v1/containers/${container}/instances`;
  try {
    const page = await readAll(session, target, query, 'GET /v1/containers/ID/instances');
    const includes = await withImages(session, page.includes, container);
    return page.items.map((fields) => ({ located: toLocated(session, fields, aroundOf(fields, includes)), fields }));
  } catch (error) {
    if (isGone(error)) return [];
    throw error;
  }
}
