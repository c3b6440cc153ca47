import { actionError } from './action';
import type { Connection, Context, ProgressLine } from './context';
import { CliError, toCliError } from './errors';
import type { Recording, Through, Undertaken } from './journal';
import { settleLost } from './lost';
import { ended, type Operation } from './operation';
import { scopeNames } from './profile';
import { recordEnd } from './recordEnd';
import { type End, endError, follow, type Running } from './wait';

/** What came of a change: the operation as far as it is known, and either how it ended or why it did not. */
export interface Outcome {
  operation: Operation;
  /** The provider's account of the end; null where there is none. */
  end: Extract<End, { status: 'succeeded' }> | null;
  /** Accepted, and nobody waited for the end. */
  accepted: boolean;
  error: CliError | null;
}

/**
 * Writes a change down, sends it once, follows it to its end and reports progress. Whatever ends nube before that
 * leaves an entry that `op resume` can take up. Throws only for a bug.
 */
export async function undertake(
  context: Context,
  connection: Connection,
  undertaken: Undertaken,
  send: () => Promise<Operation>,
): Promise<Outcome> {
  const { title, what } = undertaken;
  const line = context.progress.start(title);
  if (context.interrupted.aborted) {
    line.fail(title);
    return failed(connection, new CliError('not_sent', `Interrupted before ${what} was sent`));
  }
  const recording = (await context.journal()).begin(throughOf(connection), undertaken);
  let operation: Operation;
  try {
    operation = await recording
      .during(send)
      .catch((thrown) => settleLost(context, connection, undertaken, recording.id, toCliError(thrown)));
  } catch (thrown) {
    line.fail(title);
    const error = leftOpen(toCliError(thrown), undertaken, connection, recording);
    recording.turn({ status: statusAfter(error, recording), error: actionError(error) });
    return failed(connection, error);
  }
  recording.turn({ status: 'accepted', operation });
  if (!context.options.noWait || operation.wait === null) {
    return attend(context, connection, undertaken, recording, operation, line);
  }
  const { id } = recording;
  line.succeed(`${title}: accepted${id === null ? '' : `; nube op resume ${id} waits for its end`}`);
  if (undertaken.prints === 'instances' && operation.instances === undefined && id !== null) {
    context.warn('accepted', `${what} goes on, and its id is not known yet: nube op resume ${id} waits for it.`);
  }
  return { operation, end: null, accepted: true, error: null };
}

/**
 * Writes a change down, sends it, and closes its entry by what `refusal` reads from the answer: for one that is over
 * with its answer.
 */
export async function sendOnly<T>(
  context: Context,
  connection: Connection,
  about: Pick<Undertaken, 'action' | 'what' | 'targets'>,
  send: () => Promise<T>,
  refusal: (answer: T) => CliError | null = () => null,
): Promise<T> {
  const rest = { title: about.what, timeout: 0, reached: [], gone: false, makes: null, prints: 'actions' } as const;
  const recording = (await context.journal()).begin(throughOf(connection), { ...about, ...rest });
  const close = (error: CliError | null) =>
    recording.turn(
      error === null
        ? { status: 'succeeded', operation: ended() }
        : { status: statusAfter(error, recording), error: actionError(error) },
    );
  try {
    const answer = await recording.during(send);
    close(refusal(answer));
    return answer;
  } catch (thrown) {
    close(toCliError(thrown));
    throw thrown;
  }
}

/** Follows what has been accepted to its end, and writes down how it ended or that it still goes on. */
export async function attend(
  context: Context,
  connection: Connection,
  undertaken: Undertaken,
  recording: Recording,
  operation: Operation,
  line: ProgressLine,
): Promise<Outcome> {
  const { title, what } = undertaken;
  let latest = operation;
  const report = (progress: Running) => {
    if (progress.wait !== undefined) latest = { ...operation, wait: progress.wait };
    line.update(lineOf(title, progress));
  };
  try {
    const end = await follow(context, connection, operation, recording.left(), report);
    if (end.status !== 'succeeded') {
      if (end.status === 'failed' || end.status === 'unknown') line.fail(title);
      else line.leave(title);
      const error = endError(end, what, commandToLook(connection, undertaken, operation), recording.id);
      const status = end.status === 'failed' ? 'failed' : end.status === 'unknown' ? 'unknown' : 'accepted';
      recording.turn({ status, operation: latest, error: actionError(error) });
      return failed(connection, error, operation);
    }
    if (recordEnd(recording, operation, end)) line.succeed(`${title}: ${end.instances?.[0]?.instance.state ?? 'done'}`);
    else line.fail(title);
    return { operation, end, accepted: false, error: null };
  } catch (thrown) {
    line.fail(title);
    const error = toCliError(thrown);
    recording.turn({ status: 'accepted', operation: latest, error: actionError(error) });
    return failed(connection, error, operation);
  }
}

/** The command that shows what a change is about, or all of the profile while that is not known. */
export function commandToLook(
  { profile: { name: profile } }: Connection,
  { prints, targets }: Undertaken,
  { instances = [] }: Operation,
): string {
  const [located] = prints === 'instances' ? instances : targets;
  return located === undefined ? `nube list -p ${profile}` : `nube get ${profile}/${located.instance.id}`;
}

function failed({ profile }: Connection, error: CliError, operation = ended()): Outcome {
  const known = error.with({ profile: profile.name, provider: profile.provider });
  return { operation, end: null, accepted: false, error: known };
}

/** Where to write it down that a change was made, so that the same place is found again. */
export function throughOf({ profile, driver, session }: Connection): Through {
  const narrowing = scopeNames.filter((name) => driver.scopes.includes(name) && session.settings[name] !== undefined);
  const scopes = Object.fromEntries(narrowing.map((name) => [name, session.settings[name]]));
  return { profile: profile.name, provider: profile.provider, scopes };
}

/** The loss of an answer: what it was the answer to, why it is not known, and the way to look for it later. */
function leftOpen(error: CliError, undertaken: Undertaken, connection: Connection, recording: Recording): CliError {
  if (error.code !== 'answer_lost') return error;
  const { id } = recording;
  const { reason } = error.details;
  const request = recording.requests().at(-1);
  const look = commandToLook(connection, undertaken, ended());
  const again = id === null ? '' : `, or have nube look again: nube op resume ${id}`;
  const message = reason === undefined ? error.message : `Whether ${undertaken.what} was carried out is not known`;
  return new CliError(error.code, message, {
    ...error.details,
    reason:
      reason === undefined || request === undefined || reason.includes(request) ? reason : `${request}: ${reason}`,
    hint: `Look before doing it again: ${look}${again}`,
  });
}

function statusAfter({ code, kind }: CliError, recording: Recording): 'unknown' | 'not_sent' | 'failed' {
  if (code === 'answer_lost' || (kind === 'internal' && recording.requests().length > 0)) return 'unknown';
  return recording.requests().length === 0 && kind === 'interrupted' ? 'not_sent' : 'failed';
}

function lineOf(title: string, { text, done = 0, total }: Running): string {
  const steps = total === undefined ? '' : ` ${done}/${total}`;
  return `${title}${steps}${text === undefined ? '' : `: ${text}`}`;
}
