import type { Session } from '../../core/driver';
import { CliError } from '../../core/errors';
import { type Fields, fieldsOf, listOf, positive, reference, text } from '../../core/fields';
import type { Query } from '../../core/http';
import type { Candidate } from './choose';
import { gibibytes, idOf, mebibytes, scalar } from './fields';
import { readAll } from './pages';

/** A group or a cloud: both are a name with a number. */
export interface Place extends Candidate {
  fields: Fields;
}

/** A service plan: how large an instance is. */
export interface Plan extends Candidate {
  cpus: number | null;
  memoryMiB: number | null;
  diskGiB: number | null;
  fields: Fields;
}

/** The groups that this user can see. Who may not look at the groups themselves may still choose among them. */
export function readGroups(session: Session): Promise<readonly Place[]> {
  return session.once('morpheus groups', () =>
    eitherOf(
      () => readAll(session, '/api/groups', 'groups'),
      () => readOptions(session, 'groups'),
    ),
  );
}

/** The clouds, or those of one group. */
export function readClouds(session: Session, groupId?: string): Promise<readonly Place[]> {
  return session.once(`morpheus clouds ${groupId ?? ''}`, () =>
    eitherOf(
      () => readAll(session, '/api/zones', 'zones', { groupId }),
      () => readOptions(session, 'clouds', { groupId }),
    ),
  );
}

/** A list of choices: `{success,data:[{name,value}]}`, and a bare list on old appliances. */
export async function readOptions(session: Session, source: string, query: Query = {}): Promise<readonly Fields[]> {
  return listOf(await readOptionData(session, source, query));
}

/** What a source of choices answers, list or not. */
export async function readOptionData(session: Session, source: string, query: Query = {}): Promise<unknown> {
  const { body } = await session.http.get(`/api/options/${source}`, query);
  return fieldsOf(body).data ?? body;
}

/** The plans with which an instance of this layout can be made in this cloud. */
export function readPlans(
  session: Session,
  query: { zoneId: string; layoutId: string; siteId: string },
): Promise<readonly Plan[]> {
  return session.once(`morpheus plans ${JSON.stringify(query)}`, async () => {
    const { body } = await session.http.get('/api/instances/service-plans', query);
    return listOf(fieldsOf(body).plans).map(toPlan);
  });
}

export function toPlan(fields: Fields): Plan {
  const id = reference(fields.id) ?? scalar(fields.value) ?? idOf(fields, 'the plans');
  return {
    id,
    name: text(fields.name) ?? id,
    code: text(fields.code),
    cpus: positive(fields.maxCores),
    memoryMiB: mebibytes(fields.maxMemory),
    diskGiB: gibibytes(fields.maxStorage),
    fields,
  };
}

/** What kind of machine a layout makes, with what it takes; empty where the appliance does not tell. */
export function readProvisionType(session: Session, code: string | null): Promise<Fields> {
  if (code === null) return Promise.resolve({});
  return session.once(`morpheus provision type ${code}`, async () => {
    const { body } = await session.http.get('/api/provision-types', { code });
    const types = listOf(fieldsOf(body).provisionTypes);
    return types.find((type) => type.code === code) ?? {};
  });
}

async function eitherOf(
  full: () => Promise<readonly Fields[]>,
  options: () => Promise<readonly Fields[]>,
): Promise<readonly Place[]> {
  try {
    return (await full()).map(toPlace);
  } catch (error) {
    if (!(error instanceof CliError) || !['not_allowed', 'resource_not_found'].includes(error.code)) throw error;
    return (await options()).map(toPlace);
  }
}

function toPlace(fields: Fields): Place {
  const id = reference(fields.id) ?? scalar(fields.value) ?? idOf(fields, 'the groups and clouds');
  return { id, name: text(fields.name) ?? id, code: text(fields.code), fields };
}
