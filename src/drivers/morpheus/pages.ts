import type { Session } from '../../core/driver';
import { type Fields, fieldsOf, number, reference } from '../../core/fields';
import type { Query } from '../../core/http';
import { readRows } from './fields';

/** Objects of one page, unless another number is asked for. */
export const pageSize = 100;

interface Page {
  rows: readonly Fields[];
  body: Fields;
  total: number | null;
}

/**
 * The objects of a list, a page at a time and each once. Where the appliance tells the total the pages after the
 * first are read side by side; where it does not, one after another until one is short. One that brings nothing new
 * is the last.
 */
export async function* readPages(
  session: Session,
  path: string,
  key: string,
  query: Query = {},
  size: number = pageSize,
): AsyncGenerator<{ rows: readonly Fields[]; body: Fields }> {
  const read = async (offset: number): Promise<Page> => {
    const answer = await session.http.get(path, { ...query, max: size, offset });
    const body = fieldsOf(answer.body);
    return { rows: readRows(answer, key, `GET ${path}`), body, total: number(fieldsOf(body.meta).total) };
  };
  const seen = new Set<string>();
  const fresh = ({ rows, body }: Page) => {
    const unseen = rows.filter(({ id }) => !seen.has(reference(id) ?? ''));
    for (const { id } of unseen) if (reference(id) !== null) seen.add(reference(id) ?? '');
    // What has no id can't be told from what was there before.
    return { rows: unseen, body, ends: unseen.every(({ id }) => reference(id) === null) };
  };

  let page = await read(0);
  yield fresh(page);
  // A page may be smaller than was asked for: what it holds is the step to the next.
  const step = page.rows.length;
  if (step === 0) return;
  if (page.total === null) {
    for (let offset = step; page.rows.length >= size; offset += page.rows.length) {
      page = await read(offset);
      const next = fresh(page);
      if (next.rows.length > 0) yield next;
      if (next.ends) return;
    }
    return;
  }
  let total = page.total;
  let offset = step;
  const underWay: Promise<Page>[] = [];
  const fill = () => {
    for (; underWay.length < Math.max(1, session.concurrency) && offset < total; offset += step) {
      const started = read(offset);
      started.catch(() => {});
      underWay.push(started);
    }
  };
  for (fill(); underWay.length > 0; fill()) {
    page = (await underWay.shift()) as Page;
    if (page.rows.length === 0) return;
    total = page.total ?? total;
    const next = fresh(page);
    // Whatever total is told: an appliance that goes on giving the same has no more.
    if (next.rows.length > 0) yield next;
    if (next.ends) return;
  }
}

/** All objects of a list. */
export async function readAll(
  session: Session,
  path: string,
  key: string,
  query: Query = {},
): Promise<readonly Fields[]> {
  const all: Fields[] = [];
  for await (const { rows } of readPages(session, path, key, query)) all.push(...rows);
  return all;
}
