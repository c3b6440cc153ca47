import { failure } from './failure';

/** The query of a request, in either way of writing it: values repeated or joined by commas. */
export interface ListQuery {
  include: ReadonlySet<string>;
  meta: ReadonlySet<string>;
  sort: readonly string[];
  /** The alternatives of `filter[NAME]`; undefined when it isn't asked for. */
  filter(name: string): readonly string[] | undefined;
  /** The moment of `filter[NAME]` in milliseconds since 1970; throws when it is none. */
  moment(name: string): number | undefined;
  page: { number: number; size: number };
}

const PAGE_SIZE = 20;

/** Throws when a page is no whole number above 0. */
export function createListQuery(query: URLSearchParams, largestPage: number): ListQuery {
  const values = (name: string) =>
    query
      .getAll(name)
      .flatMap((value) => value.split(','))
      .filter((value) => value !== '');

  function whole(name: string, usual: number): number {
    const given = query.get(name);
    if (given === null) return usual;
    const value = Number(given);
    if (Number.isSafeInteger(value) && value > 0) return value;
    throw failure('422.invalid-argument', { detail: `${name} must be a whole number above 0`, source: name });
  }

  return {
    include: new Set(values('include')),
    meta: new Set(values('meta')),
    sort: values('sort'),
    filter: (name) => (query.has(`filter[${name}]`) ? values(`filter[${name}]`) : undefined),
    moment(name) {
      const given = query.get(`filter[${name}]`);
      if (given === null || given === '') return undefined;
      const value = Date.parse(given);
      if (Number.isNaN(value)) throw failure('422.invalid-argument', { detail: `${name} is no time`, source: name });
      return value;
    },
    page: { number: whole('page[number]', 1), size: Math.min(whole('page[size]', PAGE_SIZE), largestPage) },
  };
}
