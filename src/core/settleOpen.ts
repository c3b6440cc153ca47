import { actionError } from './action';
import type { Context } from './context';
import { CliError } from './errors';
import { type Entry, isOpen } from './journal';
import type { Operation } from './operation';
import { recordEnd } from './recordEnd';
import { fitting, type Reference } from './reference';
import { connectAgain } from './resume';
import { Secret } from './secret';
import type { Target } from './targets';

/**
 * Closes what is written down as going on with these instances and has ended, by one look at each: for a command that
 * has just seen what became of them. What that does not tell stays open, and so does what gives a password, which only
 * somebody who reads it may be given.
 */
export async function settleOpen(context: Context, references: readonly Reference[]): Promise<void> {
  if (references.length === 0 || context.interrupted.aborted) return;
  const journal = await context.journal();
  const open = journal
    .list()
    .filter(isLeft)
    .filter((entry) => !journal.isAttended(entry) && references.some((reference) => isAbout(entry, reference)));
  await Promise.all(
    open.map(async (entry) => {
      try {
        const { driver, session } = await connectAgain(context, entry);
        const end = await driver.follow(session, entry.operation);
        if (end.status === 'succeeded' && !holdsSecret(end.result)) {
          recordEnd(journal.resume(entry), entry.operation, end);
        } else if (end.status === 'failed') {
          const { code, message, hint } = end.failure;
          const error = actionError(new CliError(code, message, { hint }));
          journal.resume(entry).turn({ status: 'failed', error });
        }
      } catch {
        // It was asked on the side: who wants to know takes it up.
      }
    }),
  );
}

/** What is written down of this instance, by its id and by the name that it was to have. */
export function referencesTo({ located: { instance } }: Target): Reference[] {
  const { profile, id, name } = instance;
  return [id, name].map((one) => ({ text: one, profile, group: null, name: one }));
}

type Left = Entry & { operation: Operation };

const isLeft = (entry: Entry): entry is Left =>
  isOpen(entry) && entry.operation !== null && entry.operation.wait !== null && entry.action !== 'reset-password';

function isAbout({ profile, targets, operation, makes }: Left, reference: Reference): boolean {
  if (fitting(reference, [...targets, ...(operation.instances ?? [])], true).length > 0) return true;
  return makes?.name === reference.name && (reference.profile === null || reference.profile === profile);
}

const holdsSecret = (result: Readonly<Record<string, unknown>> = {}): boolean =>
  Object.values(result).some((value) => value instanceof Secret);
