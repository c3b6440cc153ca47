import type { Session } from './driver';
import { toCliError } from './errors';
import type { Answer, Mutation } from './http';
import { ended, type IfLost, type Operation } from './operation';

/**
 * Sends a change once. Where its answer was lost, what `ifLost` looks at settles it: the operation that goes on from
 * there, or the loss itself where nothing shows. Only a change that is the last of its verb (`last`) can be taken up
 * by another process in the same way.
 */
export async function sendOnce(
  session: Session,
  mutation: Mutation,
  read: (answer: Answer) => Operation,
  ifLost: () => IfLost | null,
  last = true,
): Promise<Operation> {
  const known = last ? ifLost() : null;
  try {
    return await session.http.send(known === null ? mutation : { ...mutation, ifLost: known }, read, () => ended());
  } catch (thrown) {
    const lost = toCliError(thrown).code === 'answer_lost' ? ifLost() : null;
    if (lost === null) throw thrown;
    const end = await session.settle(lost.look).catch(() => null);
    if (end?.status !== 'succeeded' || end.failures !== undefined) throw thrown;
    const { instances, result } = end;
    return lost.next ?? { ...ended(), ...(instances && { instances }), ...(result && { result }) };
  }
}
