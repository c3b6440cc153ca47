import type { Session } from '../../core/driver';
import { CliError } from '../../core/errors';
import type { Mutation } from '../../core/http';
import { ended, type Operation } from '../../core/operation';
import { readDescriptor } from './job';

/** So long a change whose answer was lost may take to show. */
const showsWithinMs = 20_000;

/**
 * Sends a change that is accepted with a job descriptor; `waitFor` makes the operation of the job. If the answer is
 * lost, what shows of the change settles it: `lostAs` (the operation itself, unless said) is followed for a while, and
 * where nothing shows the loss is thrown. Nothing is sent twice.
 */
export async function change(
  session: Session,
  mutation: Mutation,
  waitFor: (job: string | null) => Operation,
  lostAs: (() => Operation) | null = () => waitFor(null),
): Promise<Operation> {
  const request = `${mutation.method} ${mutation.path}`;
  try {
    return await session.http.send(
      mutation,
      (answer) => waitFor(readDescriptor(answer, request)),
      () => ended(),
    );
  } catch (error) {
    if (lostAs === null || !(error instanceof CliError) || error.code !== 'answer_lost') throw error;
    const { wait } = lostAs();
    const end = await session.settle({ id: null, wait: { ...wait, lost: true, patience: showsWithinMs } });
    if (end.status !== 'succeeded') throw error;
    return waitFor(null);
  }
}
