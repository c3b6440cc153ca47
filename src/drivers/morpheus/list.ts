import type { ListQuery, Session } from '../../core/driver';
import type { Fields } from '../../core/fields';
import type { Filter } from '../../core/filter';
import type { Query } from '../../core/http';
import type { Located } from '../../core/instance';
import { filterQuery } from './filterQuery';
import { toLocated } from './instance';
import { readPages } from './pages';
import { isGone, readInstance } from './readInstance';
import { isWithin, readScope } from './scope';

/** Every instance of the group and cloud in force, a page at a time. */
export async function* list(session: Session, query: ListQuery): AsyncGenerator<readonly Located[]> {
  const { updatedSince, allStates, pageSize, raw } = query;
  const asked: Query = {
    ...filterQuery(query.filters, session.now()),
    ...(await readScope(session)),
    ...(updatedSince === null ? {} : { lastUpdated: toSecond(updatedSince) }),
    ...(allStates ? { showDeleted: true } : {}),
  };
  for await (const { rows } of readPages(session, '/api/instances', 'instances', asked, pageSize ?? undefined)) {
    const whole = await completed(session, rows, query.filters);
    const located = whole.map((fields) => toLocated(session, fields, raw));
    const since = updatedSince === null ? null : toSecond(updatedSince);
    // The moment is checked once more, for an appliance that does not know the parameter.
    yield located.filter(({ instance: { updatedAt } }) => since === null || updatedAt === null || updatedAt >= since);
  }
}

/**
 * The instances that a name or an id could mean. Where there is none, those of the first page follow, so that names
 * that are near can be told.
 */
export async function* find(session: Session, reference: string, query: ListQuery): AsyncGenerator<readonly Located[]> {
  const scope = await readScope(session);
  const hidden = query.allStates ? { showDeleted: true } : {};
  const [named, known] = await Promise.all([
    readNamed(session, reference, { ...scope, ...hidden }),
    /^\d+$/.test(reference) ? readKnown(session, reference) : [],
  ]);
  const others = known.filter((fields) => isWithin(fields, scope) && !named.some(({ id }) => id === fields.id));
  if (named.length + others.length > 0) {
    const located = [...named, ...others].map((fields) => toLocated(session, fields));
    yield located.filter(({ recoverable }) => query.allStates || recoverable !== true);
    return;
  }
  for await (const { rows } of readPages(session, '/api/instances', 'instances', { ...scope, ...hidden })) {
    yield rows.map((fields) => toLocated(session, fields));
    return;
  }
}

/** The instances with exactly this name: how much `name` finds is not said, so it is compared again. */
export async function readNamed(session: Session, name: string, query: Query = {}): Promise<readonly Fields[]> {
  const found: Fields[] = [];
  for await (const { rows } of readPages(session, '/api/instances', 'instances', { ...query, name })) {
    found.push(...rows.filter((fields) => fields.name === name));
  }
  return found;
}

async function readKnown(session: Session, id: string): Promise<readonly Fields[]> {
  try {
    return [await readInstance(session, id)];
  } catch (error) {
    if (isGone(error)) return [];
    throw error;
  }
}

/** What a filter reads beyond the fields that every list has, and where the appliance has it. */
const rare: Readonly<Partial<Record<Filter['field'], readonly string[]>>> = {
  tag: ['labels', 'tags', 'metadata'],
  tags: ['labels', 'tags', 'metadata'],
  cpus: ['maxCores', 'maxCpu'],
  memory: ['maxMemory'],
  memoryMiB: ['maxMemory'],
  disk: ['maxStorage'],
  diskGiB: ['maxStorage'],
};

/** The lists of old appliances leave out what a filter may ask for: such instances are then read one by one. */
async function completed(
  session: Session,
  rows: readonly Fields[],
  filters: readonly Filter[],
): Promise<readonly Fields[]> {
  const asked = filters.flatMap(({ field }) => (rare[field] === undefined ? [] : [rare[field]]));
  const lacks = (fields: Fields) => asked.some((names) => !names.some((name) => name in fields));
  if (!rows.some(lacks)) return rows;
  const read = async (fields: Fields) => (lacks(fields) ? readKnown(session, String(fields.id)) : [fields]);
  return (await Promise.all(rows.map(read))).flat();
}

function toSecond(moment: Date): string {
  return `${moment.toISOString().slice(0, 19)}Z`;
}
