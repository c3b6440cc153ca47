import { json, type Reply } from '../reply';
import type { Call } from './morpheusRoute';

const USUAL_MAX = 25;

/** What a list endpoint gives: one page, as `max` (-1: everything) and `offset` ask for it, with the total. */
export function page<Item>(
  call: Call,
  key: string,
  items: readonly Item[],
  view: (item: Item) => unknown,
  around: (shown: readonly Item[]) => Record<string, unknown> = () => ({}),
): Reply {
  const asked = whole(call.query.get('max'));
  const max = asked === -1 || (asked !== undefined && asked > 0) ? asked : USUAL_MAX;
  const offset = Math.max(0, whole(call.query.get('offset')) ?? 0);
  const shown = items.slice(offset, max === -1 ? undefined : offset + max);
  const meta = {
    offset,
    // Old appliances give back what was sent, as it was sent.
    max: call.legacy && asked !== undefined ? String(asked) : max,
    size: shown.length,
    total: items.length,
  };
  return json(200, { [key]: shown.map(view), ...around(shown), meta });
}

function whole(text: string | null): number | undefined {
  return text !== null && /^-?[0-9]{1,9}$/.test(text) ? Number(text) : undefined;
}
