import type { Session } from '../../core/driver';
import { type Fields, text } from '../../core/fields';
import type { Query } from '../../core/http';
import { readList, unexpected } from './fields';

/**
 * The objects of a list, a page at a time. One plain request gives them all, as far as any client knows; where the
 * answer counts more than it holds, the rest is asked for by the paging parameters of the documentation of 2016. Throws
 * `unexpected_answer` where even they don't bring as many as were counted.
 */
export async function* readPages(
  session: Session,
  path: string,
  query: Query = {},
  pageSize: number | null = null,
): AsyncGenerator<readonly Fields[]> {
  const request = `GET ${path}`;
  const paged = pageSize === null ? query : { ...query, page_number: 1, page_size: pageSize };
  const { items, total } = readList(await session.http.get(path, paged), request);
  if (items.length > 0) yield items;
  const seen = new Set(items.map(keyOf));
  let count = items.length;
  for (let page = 2; count < total; page += 1) {
    const next = { ...query, page_number: page, page_size: pageSize ?? items.length };
    const answer = items.length === 0 ? { items } : readList(await session.http.get(path, next), request);
    const fresh = answer.items.filter((one) => !seen.has(keyOf(one)));
    if (fresh.length === 0) throw unexpected(request, `counts ${total} entries and gives ${count}`);
    for (const one of fresh) seen.add(keyOf(one));
    count += fresh.length;
    yield fresh;
  }
}

/** The objects of a whole list. */
export async function readAll(session: Session, path: string, query: Query = {}): Promise<readonly Fields[]> {
  const all: Fields[] = [];
  for await (const page of readPages(session, path, query)) all.push(...page);
  return all;
}

function keyOf(fields: Fields): string {
  return text(fields.id) ?? text(fields.name) ?? JSON.stringify(fields);
}
