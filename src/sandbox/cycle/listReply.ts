import { json, type Reply } from '../reply';
import type { Call } from './cycleRoute';

interface Listed {
  id: string;
  created?: number;
}

/**
 * The page of a list that was asked for, sorted as asked for. No total, no link to the next one; past the end it is
 * empty. `includes` is asked about what is on the page.
 */
export function listReply<Item extends Listed>(
  call: Call,
  items: readonly Item[],
  view: (item: Item) => unknown,
  includes?: (items: readonly Item[]) => Record<string, unknown> | undefined,
): Reply {
  const { number, size } = call.query.page;
  const start = (number - 1) * size;
  const page = sorted(items, call.query.sort).slice(start, start + size);
  const included = includes?.(page);
  return json(200, { data: page.map(view), ...(included ? { includes: included } : {}) });
}

function sorted<Item extends Listed>(items: readonly Item[], keys: readonly string[]): readonly Item[] {
  if (keys.length === 0) return items;
  return [...items].sort((one, other) => {
    for (const key of keys) {
      const descending = key.startsWith('-');
      const name = (descending ? key.slice(1) : key).replace(/^(events|state)\./, '').replace(/^current$/, 'state');
      const order = compare(sortValue(one, name), sortValue(other, name));
      if (order !== 0) return descending ? -order : order;
    }
    return 0;
  });
}

/** Only what can be compared; other keys leave the order alone. */
function sortValue(item: object, name: string): string | number {
  const value = Object.hasOwn(item, name) ? (item as Record<string, unknown>)[name] : undefined;
  return typeof value === 'string' || typeof value === 'number' ? value : '';
}

function compare(one: string | number, other: string | number): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** Whether an item passes `filter[range-start]` and `filter[range-end]`. */
export function isInRange({ query }: Call, created: number): boolean {
  const [start, end] = [query.moment('range-start'), query.moment('range-end')];
  return (start === undefined || created >= start) && (end === undefined || created <= end);
}

/** Whether one of the texts is among the alternatives of a filter, or the filter isn't set. */
export function passes({ query }: Call, filter: string, ...texts: readonly string[]): boolean {
  const alternatives = query.filter(filter);
  return alternatives === undefined || texts.some((text) => alternatives.includes(text));
}

/** Whether one of the texts holds what `filter[search]` looks for, in either case. */
export function isFound({ request }: Call, ...texts: readonly string[]): boolean {
  const wanted = request.query.get('filter[search]')?.toLowerCase();
  return wanted === undefined || texts.some((text) => text.toLowerCase().includes(wanted));
}
