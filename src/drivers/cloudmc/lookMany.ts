import type { Driver } from '../../core/driver';
import { type Fields, text } from '../../core/fields';
import { findTogether } from '../../core/findTogether';
import { groupBy } from '../../core/group';
import type { Installation } from './installation';
import { toLocated } from './instance';
import { readAll } from './pages';
import { entityPath, placeAt } from './place';
import { isGone, readInstance } from './readInstance';

/** Several instances as they are now, each null when it is gone: one list of their environment where they are some. */
export function lookMany(installation: Installation): NonNullable<Driver['lookMany']> {
  return (session, targets) => {
    const byPlace = groupBy(targets, (target) => JSON.stringify(placeAt(target)));
    const readers = new Map(
      [...byPlace].map(([key, some]) => {
        const place = placeAt(some[0] as (typeof some)[0]);
        const read = findTogether<Fields>(new Set(some.map(({ instance }) => instance.id)), {
          page: async () => ({ items: await readAll(session, entityPath(place, 'instances')), pages: 1 }),
          idOf: ({ id }) => text(id),
          async one(id) {
            try {
              return await readInstance(session, place, id);
            } catch (error) {
              if (isGone(error)) return null;
              throw error;
            }
          },
        });
        return [key, read];
      }),
    );
    return targets.map(async (target) => {
      const place = placeAt(target);
      const fields = await readers.get(JSON.stringify(place))?.(target.instance.id);
      return fields === null || fields === undefined ? null : toLocated(session, installation, place, fields);
    });
  };
}
