import { json, type Reply } from '../reply';
import type { Call } from './civoRoute';

const PER_PAGE = 20;

/** One page of a list, as `page` and `per_page` ask for it. A page past the end is empty. */
export function page<Item>(call: Call, items: readonly Item[], view: (item: Item) => unknown): Reply {
  const number = positive(call.request.query.get('page')) ?? 1;
  const size = positive(call.request.query.get('per_page')) ?? PER_PAGE;
  const start = (number - 1) * size;
  return json(200, {
    page: number,
    per_page: size,
    pages: Math.max(1, Math.ceil(items.length / size)),
    items: items.slice(start, start + size).map(view),
  });
}

function positive(text: string | null): number | undefined {
  const value = Number(text);
  return Number.isSafeInteger(value) && value > 0 ? value : undefined;
}
