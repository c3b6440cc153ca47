import { timestamp } from './timestamp';

/**
 * A state with its moment. Where there is no error the provider sometimes leaves it out and sometimes sends it empty;
 * here that depends on the id.
 */
export function stateView(id: string, current: string, changed: number, error = ''): Record<string, unknown> {
  const none = Number.parseInt(id.slice(-1), 16) % 2 === 0 ? {} : { error: {} };
  const shown = error === '' ? none : { error: { message: error, time: timestamp(changed) } };
  return { current, changed: timestamp(changed), ...shown };
}

/** The three moments that almost everything has. */
export function eventsView(item: { created: number; updated?: number; deleted?: number }): Record<string, string> {
  return {
    created: timestamp(item.created),
    updated: timestamp(item.updated ?? item.created),
    deleted: timestamp(item.deleted ?? 0),
  };
}
