import type { Session } from '../../core/driver';
import type { Mutation } from '../../core/http';
import type { Operation } from '../../core/operation';
import { sendOnce } from '../../core/sendOnce';
import { readDescriptor } from './job';

/** So long a change whose answer was lost may take to show. */
const showsWithinMs = 20_000;

/**
 * Sends a change that is accepted with a job descriptor; `waitFor` makes the operation of the job. If the answer is
 * lost, what shows of the change settles it: `lostAs` (the operation itself, unless said) is followed for a while, and
 * where nothing shows the loss is thrown. Nothing is sent twice. `last` is false where the verb sends more after it.
 */
export function change(
  session: Session,
  mutation: Mutation,
  waitFor: (job: string | null) => Operation,
  lostAs: (() => Operation) | null = () => waitFor(null),
  last = true,
): Promise<Operation> {
  const request = `${mutation.method} ${mutation.path}`;
  const ifLost = () => {
    if (lostAs === null) return null;
    const wait = { ...lostAs().wait, lost: true, patience: showsWithinMs };
    return { look: { id: null, wait }, next: waitFor(null) };
  };
  return sendOnce(session, mutation, (answer) => waitFor(readDescriptor(answer, request)), ifLost, last);
}
