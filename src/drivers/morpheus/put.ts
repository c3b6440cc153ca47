import type { Session } from '../../core/driver';
import { type Answer, type Body, path, type Query } from '../../core/http';
import type { Operation } from '../../core/operation';
import { sendOnce } from '../../core/sendOnce';

/**
 * Puts one change to an instance: `what` is the last part of the path. `shows` is what a new thing is waited for with,
 * where the answer was lost: once it appears, it goes on from there.
 */
export function put(
  session: Session,
  id: string,
  what: string,
  { query, body }: { query?: Query; body?: Body },
  wait: (answer: Answer) => Operation,
  shows: (() => Operation) | null = null,
): Promise<Operation> {
  const mutation = {
    method: 'PUT',
    path: path`/api/instances/${id}/${what}`,
    ...(query === undefined ? {} : { query }),
    ...(body === undefined ? {} : { body }),
  } as const;
  return sendOnce(session, mutation, wait, () => {
    const next = shows?.();
    return next === undefined ? null : { look: { ...next, wait: { ...next.wait, appear: true } }, next };
  });
}
