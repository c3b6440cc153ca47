import { json, type Reply } from '../reply';
import type { Call } from './call';

/** A list with `metadata`; `page_number`, `page_size`, `sort_by` and `sort_order` are obeyed, senseless ones ignored. */
export function page<Item>(call: Call, items: readonly Item[], view: (item: Item) => object): Reply {
  const { query } = call.request;
  const sortField = query.get('sort_by');
  const sortOrder = query.get('sort_order')?.toUpperCase() === 'DESC' ? 'DESC' : 'ASC';
  const asked = positive(query.get('page_size'));
  const pageCurrent = positive(query.get('page_number')) ?? 1;
  const pageSize = asked ?? (call.data.settings.listLimit || items.length);
  const from = (pageCurrent - 1) * pageSize;
  const sorted = sortField ? items.map(view).sort(by(sortField, sortOrder)) : undefined;
  const data = sorted ? sorted.slice(from, from + pageSize) : items.slice(from, from + pageSize).map(view);
  const paging = asked || query.has('page_number') ? { pageSize, pageCurrent } : {};
  const sorting = sortField ? { sortField, sortOrder } : {};
  return json(200, { data, metadata: { recordCount: items.length, ...paging, ...sorting } });
}

function positive(text: string | null): number | undefined {
  const value = Number(text);
  return Number.isInteger(value) && value > 0 ? value : undefined;
}

function by(field: string, order: 'ASC' | 'DESC') {
  const sign = order === 'DESC' ? -1 : 1;
  return (one: object, other: object) => {
    const [a, b] = [Reflect.get(one, field), Reflect.get(other, field)];
    if (typeof a === 'number' && typeof b === 'number') return sign * (a - b);
    return sign * String(a ?? '').localeCompare(String(b ?? ''), 'en');
  };
}
