import type { ListQuery, Session } from '../../core/driver';
import { CliError } from '../../core/errors';
import type { Fields } from '../../core/fields';
import type { Filter } from '../../core/filter';
import type { Query } from '../../core/http';
import type { Located } from '../../core/instance';
import { idOf, readPage } from './fields';
import { toLocated } from './instance';
import { type ReadPage, readPages } from './pages';
import { regionsToAsk, strangeRegion } from './regions';

/** Instances of one page. */
export const pageSize = 100;

/** Every instance, region after region in Civo's order of them, a page at a time. */
export async function* list(session: Session, query: ListQuery): AsyncGenerator<readonly Located[]> {
  const regions = await regionsToAsk(session);
  const tag = tagToAsk(query.filters);
  const read: ReadPage<Located> = async (region, page, arrived) => {
    const asked = { region, page, per_page: query.pageSize ?? pageSize, tags: tag };
    const { items, pages } = await readInstances(session, asked, arrived);
    return { items: items.map((fields) => toLocated(session, fields, region, query.raw)), pages };
  };
  const partFailed = (region: string, error: CliError): void => {
    query.partFailed(new CliError(error.code, `Region ${region}: ${error.message}`, error.details));
  };
  let before: ReadonlySet<string> = new Set();
  for await (const page of named(session, readPages(regions, read, session.concurrency, partFailed))) {
    // An instance made while the pages are read moves the last one of a page to the next page.
    const fresh = page.filter(({ instance }) => !before.has(instance.id));
    before = new Set(page.map(({ instance }) => instance.id));
    if (fresh.length > 0) yield fresh;
  }
}

/** The same pages; a region of the settings that Civo does not know is refused with the nearest there is. */
async function* named<T>(session: Session, pages: AsyncIterable<T>): AsyncGenerator<T> {
  const { region } = session.settings;
  try {
    yield* pages;
  } catch (error) {
    const unknown = error instanceof CliError && error.details.providerCode === 'database_region_not_found';
    throw unknown && region !== undefined ? await strangeRegion(session, region) : error;
  }
}

/** Civo's own objects of one page of instances, and how many pages there are. */
export async function readInstances(
  session: Session,
  query: Query,
  arrived?: () => void,
): Promise<{ items: readonly Fields[]; pages: number }> {
  return readPage(await session.http.get('/v2/instances', query, arrived), 'GET /v2/instances');
}

/** Civo's own objects of every instance of one region, a page at a time. */
export async function* listRegion(session: Session, region: string): AsyncGenerator<readonly Fields[]> {
  const read: ReadPage<Fields> = async (_part, page, arrived) => {
    const read = await readInstances(session, { region, page, per_page: pageSize }, arrived);
    for (const fields of read.items) idOf(fields, 'GET /v2/instances');
    return read;
  };
  yield* readPages([region], read, session.concurrency, () => {});
}

/** The first instance of a region that fits, or null. */
export async function findInRegion(
  session: Session,
  region: string,
  fits: (fields: Fields) => boolean,
): Promise<Fields | null> {
  for await (const page of listRegion(session, region)) {
    const found = page.find(fits);
    if (found !== undefined) return found;
  }
  return null;
}

/** One tag that every wanted instance has: whether Civo takes several for "all" or for "any" is not documented. */
function tagToAsk(filters: readonly Filter[]): string | undefined {
  return filters.find(
    ({ field, operator, value }) =>
      (field === 'tag' || field === 'tags') && operator === '=' && /^[A-Za-z0-9._:=-]+$/.test(value),
  )?.value;
}
