import type { Session } from '../../core/driver';
import { type Fields, fieldsOf, listOf, reference, text } from '../../core/fields';
import { path } from '../../core/http';
import { type Candidate, choose } from './choose';
import { scalar, unexpected } from './fields';
import { readOptions } from './lookups';
import { isGone } from './readInstance';

/** An instance type, as it is offered in a group and a cloud; requests know it by its code. */
export interface Type extends Candidate {
  code: string;
}

/** How an instance type is laid out in one kind of cloud. */
export interface Layout extends Candidate {
  version: string | null;
  /** The code and number of the provision type, which tells what the layout takes. */
  provisionType: string | null;
  provisionTypeId: string | null;
}

interface Where {
  groupId: string;
  cloudId: string;
}

export function readTypes(session: Session, { groupId, cloudId }: Where): Promise<readonly Type[]> {
  return session.once(`morpheus types ${groupId} ${cloudId}`, async () =>
    (await readOptions(session, 'instanceTypes', { groupId, cloudId })).map((fields) => {
      const code = scalar(fields.value) ?? text(fields.code);
      if (code === null) throw unexpected('GET /api/options/instanceTypes', 'has an entry without a value');
      return { id: reference(fields.id) ?? code, name: text(fields.name) ?? code, code };
    }),
  );
}

/** The instance type that was meant, among those offered there. */
export async function chooseType(session: Session, wanted: string, where: Where): Promise<Type> {
  const types = await readTypes(session, where);
  const hint = `There are ${types.map(({ name, code }) => `${name} (${code})`).join(', ')}.`;
  const offered = types.some(({ id, name, code }) => [id, name, code].includes(wanted));
  if (offered || !/^\d+$/.test(wanted)) return choose('instance type', wanted, types, hint);
  // What is offered is known by code; a number is another name for it.
  const code = await codeOf(session, wanted);
  return choose('instance type', code ?? wanted, types, hint);
}

async function codeOf(session: Session, id: string): Promise<string | null> {
  try {
    const { body } = await session.http.get(path`/api/instance-types/${id}`);
    return text(fieldsOf(fieldsOf(body).instanceType).code);
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
}

/** The layouts of a type that are offered there, with what the type's own record tells of them. */
export function readLayouts(session: Session, type: Type, { groupId, cloudId }: Where): Promise<readonly Layout[]> {
  return session.once(`morpheus layouts ${type.code} ${groupId} ${cloudId}`, async () => {
    const record = await readType(session, type);
    const offered = await readOptions(session, 'layoutsForCloud', {
      groupId,
      cloudId,
      instanceTypeId: reference(record.id) ?? type.id,
    });
    const known = listOf(record.instanceTypeLayouts);
    return offered.map((fields) => {
      const id = scalar(fields.value) ?? reference(fields.id);
      if (id === null) throw unexpected('GET /api/options/layoutsForCloud', 'has an entry without a value');
      const more = known.find((one) => reference(one.id) === id) ?? {};
      const provisionType = fieldsOf(more.provisionType);
      return {
        id,
        name: text(fields.name) ?? text(more.name) ?? id,
        code: text(fields.code) ?? text(more.code),
        version: scalar(more.instanceVersion),
        provisionType: text(provisionType.code),
        provisionTypeId: reference(provisionType.id),
      };
    });
  });
}

async function readType(session: Session, { code }: Type): Promise<Fields> {
  const { body } = await session.http.get('/api/instance-types', { code });
  return listOf(fieldsOf(body).instanceTypes).find((type) => type.code === code) ?? {};
}
