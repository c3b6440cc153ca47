import type { Session } from '../../core/driver';
import { type CliError, summarise, toCliError } from '../../core/errors';
import { type Fields, text } from '../../core/fields';
import type { Query } from '../../core/http';
import { readList } from './fields';

/** One page of a listing, with the resources that were included. */
export interface Page {
  items: readonly Fields[];
  includes: Fields;
}

/** Resources of one page. */
export const pageSize = 100;

/**
 * Every page of a listing, each entry once. Cycle tells no total: a page shorter than was asked for, or one that brings
 * nothing new, is the last. Its largest page is not published either, so that a first page of a round number may have
 * been cut; then one more is asked for.
 */
export async function* readPages(
  session: Session,
  path: string,
  query: Query,
  request: string,
  size = pageSize,
): AsyncGenerator<Page> {
  let full = size;
  const seen = new Set<string>();
  for (let number = 1; ; number += 1) {
    const answer = await session.http.get(path, { ...query, 'page[number]': number, 'page[size]': size });
    const page = readList(answer, request);
    const items = page.items.filter((fields) => !seen.has(keyOf(fields)) && seen.add(keyOf(fields)));
    if (items.length === 0) return;
    yield { ...page, items };
    const { length } = page.items;
    if (number === 1 && length > 0 && length < size && length % 10 === 0) full = length;
    if (length < full) return;
  }
}

const keyOf = (fields: Fields): string => text(fields.id) ?? JSON.stringify(fields);

/** All pages of a listing in one. */
export async function readAll(session: Session, path: string, query: Query, request: string): Promise<Page> {
  const items: Fields[] = [];
  const includes: Record<string, Record<string, unknown>> = {};
  for await (const page of readPages(session, path, query, request)) {
    items.push(...page.items);
    for (const [name, entries] of Object.entries(page.includes)) {
      includes[name] = { ...includes[name], ...(entries as Record<string, unknown>) };
    }
  }
  return { items, includes };
}

/** One part of a listing: a server's instances, the virtual machines. */
export interface Part<T> {
  /** With what it begins in messages: `Server ams-1`. */
  name: string;
  pages(): AsyncIterable<readonly T[]>;
}

interface Reading<T> {
  pages: (readonly T[])[];
  error: CliError | null;
  ended: boolean;
}

/**
 * Reads several parts side by side, so many at once, and gives their pages in the order of the parts. A part that
 * fails goes to `partFailed` once another has answered; if none does, or there is only one, it is thrown.
 */
export async function* readParts<T>(
  parts: readonly Part<T>[],
  concurrency: number,
  partFailed: (part: string, error: CliError) => void,
): AsyncGenerator<readonly T[]> {
  const readings = parts.map((): Reading<T> => ({ pages: [], error: null, ended: false }));
  let wake: () => void = () => {};
  let next = 0;
  let stopped = false;
  const work = async (): Promise<void> => {
    for (let index = next++; index < parts.length && !stopped; index = next++) {
      const [part, reading] = [parts[index], readings[index]];
      if (part === undefined || reading === undefined) return;
      try {
        for await (const page of part.pages()) {
          if (stopped) return;
          reading.pages.push(page);
          wake();
        }
      } catch (error) {
        reading.error = toCliError(error);
      }
      reading.ended = true;
      wake();
    }
  };
  const failures: { part: string; error: CliError }[] = [];
  let answered = false;
  try {
    for (let count = 0; count < Math.max(1, concurrency); count += 1) void work();
    for (const [index, reading] of readings.entries()) {
      for (;;) {
        const page = reading.pages.shift();
        if (page !== undefined) {
          yield page;
          continue;
        }
        if (reading.ended) break;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      if (reading.error === null) answered = true;
      else if (parts.length === 1) throw reading.error;
      else failures.push({ part: parts[index]?.name ?? '', error: reading.error });
    }
    const errors = failures.map(({ error }) => error);
    if (!answered && errors.length > 0) throw summarise(errors, parts.length, 'parts of the hub');
    for (const { part, error } of failures) partFailed(part, error);
  } finally {
    stopped = true;
  }
}
