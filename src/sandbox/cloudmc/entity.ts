import { json, type Reply } from '../reply';
import type { Call } from './call';
import { notFound } from './failure';
import { page } from './page';

/** What a request that changes something does: checks everything, then changes, and answers a task. */
export type Operation = (call: Call) => Reply;

/** One kind of thing in an environment, with everything that can be asked of it. */
export interface Entity {
  /** As in paths and errors: `instances`. */
  readonly type: string;
  list(call: Call): Reply;
  retrieve(call: Call): Reply;
  /** POST, PUT and DELETE without an operation; also the operations `create`, `update` and `delete`. */
  readonly create?: Operation;
  readonly update?: Operation;
  readonly remove?: Operation;
  /** By name, on the whole collection and on one. */
  readonly onAll?: Readonly<Record<string, Operation>>;
  readonly onOne?: Readonly<Record<string, Operation>>;
}

export interface Definition<Item> extends Omit<Entity, 'list' | 'retrieve'> {
  items(call: Call): readonly Item[];
  find(call: Call, id: string): Item | undefined;
  view(call: Call, item: Item): object;
  /** As in a list, where that is less. */
  listView?(call: Call, item: Item): object;
  /** By the name of a query parameter: whether an item fits its value. */
  readonly filters?: Readonly<Record<string, (item: Item, value: string, call: Call) => boolean>>;
}

export function defineEntity<Item>(definition: Definition<Item>): Entity {
  const { items, find, view, filters = {}, ...rest } = definition;
  const listView = definition.listView ?? view;
  return {
    ...rest,
    list(call) {
      let found = items(call);
      for (const [name, fits] of Object.entries(filters)) {
        const value = call.request.query.get(name);
        if (value) found = found.filter((item) => fits(item, value, call));
      }
      return page(call, found, (item) => listView(call, item));
    },
    retrieve(call) {
      const item = find(call, call.id);
      if (!item) throw notFound(rest.type, call.id);
      return json(200, { data: view(call, item) });
    },
  };
}
