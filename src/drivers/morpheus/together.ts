import type { Session } from '../../core/driver';
import { type Fields, fieldsOf, number, reference } from '../../core/fields';
import { findTogether } from '../../core/findTogether';
import { readRows } from './fields';
import { pageSize } from './pages';
import { findInstance } from './readInstance';

/** Reads one instance, or null where the appliance no longer knows it. */
export type Read = (id: string) => Promise<Fields | null>;

/** A reader for several instances that are looked at together: through their list where that is shorter. */
export function readTogether(session: Session, ids: readonly string[]): Read {
  const request = 'GET /api/instances';
  const size = ids.length > pageSize / 2 ? 5 * pageSize : pageSize;
  return findTogether<Fields>(new Set(ids), {
    async page(page) {
      const answer = await session.http.get('/api/instances', { max: size, offset: (page - 1) * size });
      const body = fieldsOf(answer.body);
      const total = number(fieldsOf(body.meta).total);
      return { items: readRows(answer, 'instances', request), pages: total && Math.ceil(total / size) };
    },
    // What a list of an old appliance leaves out is read by itself.
    idOf: (fields) => ('status' in fields && 'statusDate' in fields ? reference(fields.id) : null),
    one: (id) => findInstance(session, id),
  });
}
