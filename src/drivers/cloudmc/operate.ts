import type { Session } from '../../core/driver';
import type { Body } from '../../core/http';
import type { Located } from '../../core/instance';
import type { Operation } from '../../core/operation';
import { entityPath, placeAt } from './place';
import { type Mark, send } from './task';

/** Sends `POST instances/ID?operation=NAME`. Most operations have no body at all. */
export function operate(
  session: Session,
  target: Located,
  operation: string,
  body: Body | undefined,
  mark: Mark,
  gives?: string,
): Promise<Operation> {
  const place = placeAt(target);
  return send(
    session,
    {
      method: 'POST',
      path: entityPath(place, 'instances', target.instance.id),
      query: { operation },
      ...(body === undefined ? {} : { body }),
    },
    { place, target, mark, ...(gives === undefined ? {} : { gives }) },
  );
}
