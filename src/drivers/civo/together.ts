import type { Session } from '../../core/driver';
import { type Fields, reference } from '../../core/fields';
import { type Findable, findTogether } from '../../core/findTogether';
import { findInstance } from './get';
import { pageSize, readInstances } from './list';
import type { Subject } from './waiting';

/** Reads one instance, or null when it is gone. */
export type Read = (region: string, id: string) => Promise<Fields | null>;

/** A reader for several instances that are looked at together: through the lists of their regions where that is shorter. */
export function readTogether(session: Session, subjects: readonly Subject[]): Read {
  const readers = new Map<string, (id: string) => Promise<Fields | null>>();
  const readerOf = (region: string) => {
    const ids = new Set(subjects.filter((subject) => subject.region === region).map(({ id }) => id));
    return findTogether(ids, findable(session, region, ids.size > pageSize / 2));
  };
  return (region, id) => {
    const read = readers.get(region) ?? readerOf(region);
    readers.set(region, read);
    return read(id);
  };
}

function findable(session: Session, region: string, many: boolean): Findable<Fields> {
  return {
    page: (page) => readInstances(session, { region, page, per_page: many ? 5 * pageSize : pageSize }),
    idOf: ({ id }) => reference(id),
    one: (id) => findInstance(session, region, id),
  };
}
