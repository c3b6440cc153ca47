import type { Session } from '../../core/driver';
import { type Fields, reference } from '../../core/fields';
import { type Findable, findTogether } from '../../core/findTogether';
import { groupBy } from '../../core/group';
import { readPage } from './fields';
import { findInstance } from './get';
import { pageSize } from './list';
import type { Subject } from './waiting';

/** Reads one instance, or null when it is gone. */
export type Read = (region: string, id: string) => Promise<Fields | null>;

/** A reader for several instances that are looked at together: through the lists of their regions where that is shorter. */
export function readTogether(session: Session, subjects: readonly Subject[]): Read {
  const byRegion = groupBy(subjects, ({ region }) => region);
  const readers = new Map(
    [...byRegion].map(([region, some]) => [
      region,
      findTogether(new Set(some.map(({ id }) => id)), findable(session, region, some.length > pageSize / 2)),
    ]),
  );
  return (region, id) => readers.get(region)?.(id) ?? findInstance(session, region, id);
}

function findable(session: Session, region: string, many: boolean): Findable<Fields> {
  return {
    async page(number) {
      const query = { region, page: number, per_page: many ? 5 * pageSize : pageSize };
      return readPage(await session.http.get('/v2/instances', query), 'GET /v2/instances');
    },
    idOf: ({ id }) => reference(id),
    one: (id) => findInstance(session, region, id),
  };
}
