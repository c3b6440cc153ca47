import type { Connection, Context } from './context';
import { CliError, toCliError } from './errors';
import type { Located } from './instance';
import { ended, type Operation, type Progress } from './operation';
import { type End, endError, follow } from './wait';

/** One change to send and follow. */
export interface Undertaking {
  /** For the line of progress: `stop civo/web-1`. */
  title: string;
  /** For messages: `stop of web-1`. */
  what: string;
  /** The command with which to look at it. */
  look(operation: Operation): string;
  /** Milliseconds of waiting unless --timeout says. */
  timeout: number;
  send(): Promise<Operation>;
  /** Looks whether it happened although its answer was lost; throws the loss where looking does not settle it. */
  afterLoss(error: CliError): Promise<Operation>;
}

/** What came of it: the operation as far as it is known, and either how it ended or why it did not. */
export interface Outcome {
  operation: Operation;
  /** The provider's account of the end; null where there is none. */
  end: Extract<End, { status: 'succeeded' }> | null;
  /** Accepted, and nobody waited for the end. */
  accepted: boolean;
  error: CliError | null;
}

/** Sends a change once, follows it to its end and reports progress. Throws only for a bug. */
export async function undertake(context: Context, connection: Connection, undertaking: Undertaking): Promise<Outcome> {
  const { title, what, look, timeout, send, afterLoss } = undertaking;
  const from = { profile: connection.profile.name, provider: connection.profile.provider };
  const failed = (error: CliError, operation: Operation): Outcome => {
    line.fail(title);
    return { operation, end: null, accepted: false, error: error.with(from) };
  };
  const line = context.progress.start(title);
  if (context.interrupted.aborted) {
    return failed(new CliError('not_sent', `Interrupted before ${what} was sent`), ended());
  }
  let operation = ended();
  try {
    operation = await send().catch((thrown) => afterLoss(toCliError(thrown)));
    if (context.options.noWait && operation.wait !== null) {
      line.succeed(`${title}: accepted`);
      return { operation, end: null, accepted: true, error: null };
    }
    const report = (progress: Progress) => line.update(lineOf(title, progress));
    const end = await follow(context, connection, operation, context.options.timeout ?? timeout, report);
    if (end.status !== 'succeeded') return failed(endError(end, what, look(operation)), operation);
    const [failure] = Object.values(end.failures ?? {});
    if (failure === undefined) line.succeed(`${title}: ${end.instances?.[0]?.instance.state ?? 'done'}`);
    else line.fail(title);
    return { operation, end, accepted: false, error: null };
  } catch (thrown) {
    return failed(toCliError(thrown), operation);
  }
}

/** The command that shows an instance, or all of the profile while it is not known. */
export function commandToLook(profile: string, located: Located | undefined): string {
  return located === undefined ? `nube list -p ${profile}` : `nube get ${profile}/${located.instance.id}`;
}

function lineOf(title: string, progress: Progress): string {
  if (progress.status !== 'running') return title;
  const steps = progress.total === undefined ? '' : ` ${progress.done ?? 0}/${progress.total}`;
  return `${title}${steps}${progress.text === undefined ? '' : `: ${progress.text}`}`;
}
