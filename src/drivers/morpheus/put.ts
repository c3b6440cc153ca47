import type { Session } from '../../core/driver';
import { type Answer, type Body, path, type Query } from '../../core/http';
import { ended, type Operation } from '../../core/operation';

/** Puts one change to an instance: `what` is the last part of the path. */
export function put(
  session: Session,
  id: string,
  what: string,
  { query, body }: { query?: Query; body?: Body },
  wait: (answer: Answer) => Operation,
): Promise<Operation> {
  return session.http.send(
    {
      method: 'PUT',
      path: path`/api/instances/${id}/${what}`,
      ...(query === undefined ? {} : { query }),
      ...(body === undefined ? {} : { body }),
    },
    wait,
    () => ended(),
  );
}
