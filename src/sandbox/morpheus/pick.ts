import type { Fields } from './fields';

/**
 * What a request means by `{"id":3}`, `{"code":"x"}`, `{"name":"X"}`, or one of these without the braces. Undefined when
 * it says nothing, null when there is no such thing.
 */
export function pick<Item extends { id: number; name: string; code?: string }>(
  items: readonly Item[],
  fields: Fields,
  path: string,
): Item | null | undefined {
  const id = fields.text(`${path}.id`);
  if (id !== undefined) return items.find((item) => String(item.id) === id) ?? null;
  const word = fields.text(`${path}.code`) ?? fields.text(`${path}.name`) ?? fields.text(path);
  if (word === undefined) return undefined;
  return items.find((item) => item.code === word || item.name === word || String(item.id) === word) ?? null;
}
