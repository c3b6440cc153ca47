import { type Action, type ActionError, actionError, type CreatedInstance } from './action';
import { resultsOf } from './carryOut';
import type { Connection, Context, ProgressLine } from './context';
import { CliError, type ErrorCode, errorCatalogue, toCliError } from './errors';
import type { Located } from './instance';
import { type Entry, isOpen, type Journal } from './journal';
import { adopted, settleLost } from './lost';
import { ended, type Operation } from './operation';
import { shellLine } from './shell';
import { lookAt, through } from './through';
import { attend, commandToLook, type Outcome } from './undertake';
import { endError, follow } from './wait';

/** What a change came to that was taken up again. */
export interface Resumed {
  rows: readonly (Action | CreatedInstance)[];
  errors: readonly CliError[];
}

const betweenLooks = 500;
const anHour = 3_600_000;

/**
 * Takes up the waiting for a change of any process, and gives what its verb would have printed. Where its answer was
 * lost it looks what became of it. Nothing is ever sent again.
 */
export async function resume(
  context: Context,
  connection: Connection,
  entry: Entry,
  showSecrets: boolean,
): Promise<Resumed> {
  const outcome = await through(connection, () => outcomeOf(context, connection, entry));
  const results = await resultsOf(context, connection, entry, outcome, showSecrets);
  return {
    rows: results.map(({ row }) => row),
    errors: isOfEach(entry) ? results.flatMap(({ error }) => error ?? []) : errorsOf(outcome),
  };
}

/** Each instance has its own end. */
const isOfEach = ({ prints, targets }: Entry): boolean => prints === 'actions' && targets.length > 0;
const errorsOf = ({ error }: Outcome): readonly CliError[] => (error === null ? [] : [error]);

/** The connection that it was made through; throws `unknown_profile` where that is not there any more. */
export async function connectAgain(
  context: Context,
  { id, what, profile: name, provider, scopes }: Entry,
): Promise<Connection> {
  const profile = (await context.known()).find((one) => one.name === name);
  if (profile === undefined) {
    throw new CliError('unknown_profile', `${what} was made through the profile ${name}, which is gone`, {
      hint:
        name === 'env'
          ? `Set NUBE_PROVIDER=${provider} and its token as they were, and take it up again: nube op resume ${id}`
          : `nube profile add ${name} --provider ${provider}, or look at it with the provider's own means.`,
    });
  }
  if (profile.provider !== provider) {
    throw new CliError('unknown_profile', `${what} was made through a profile ${name} of ${provider}`, {
      hint: `The profile ${name} is of ${profile.provider} now.`,
    });
  }
  return context.connect(profile, { scopes });
}

async function outcomeOf(context: Context, connection: Connection, found: Entry): Promise<Outcome> {
  const journal = await context.journal();
  const line = context.progress.start(found.title);
  const until = context.elapsed() + (context.options.timeout ?? found.timeout);
  let entry = found;
  while (isInHands(journal, entry)) {
    if (context.interrupted.aborted) return stopped(entry, 'interrupted', connection, line);
    if (context.elapsed() >= until) return stopped(entry, 'timed_out', connection, line);
    line.update(`${entry.title}: process ${entry.process.id} is at it`);
    await context.sleep(betweenLooks);
    entry = journal.list().find(({ id }) => id === found.id) ?? entry;
  }
  if (!isOpen(entry)) return closed(entry, connection, line);
  const recording = journal.resume(entry);
  if (entry.status === 'prepared') {
    recording.turn({ status: 'not_sent' });
    return without(neverSent(entry), connection, line, entry);
  }
  if (entry.operation !== null) {
    const outcome = await attend(context, connection, entry, recording, entry.operation, line);
    const { error } = outcome;
    if (error?.code === 'answer_lost' && isStale(context, entry)) {
      recording.turn({ status: 'lost', error: actionError(error) });
    }
    return outcome;
  }
  try {
    const operation = await findOut(context, connection, entry);
    recording.turn({ status: 'accepted', operation });
    return attend(context, connection, entry, recording, operation, line);
  } catch (thrown) {
    const error = toCliError(thrown);
    const turn = { error: actionError(error) };
    if (error.code === 'operation_failed') recording.turn({ ...turn, status: 'failed' });
    else if (error.code === 'answer_lost')
      recording.turn({ ...turn, status: isStale(context, entry) ? 'lost' : 'unknown' });
    return without(error, connection, line, entry);
  }
}

/** Nothing has left yet, or no answer has come, and the process that waits for it may still live. */
function isInHands(journal: Journal, entry: Entry): boolean {
  return (entry.status === 'prepared' || entry.status === 'sent') && journal.isAttended(entry);
}

/** What a change goes on as whose answer nobody has seen; throws the loss where looking does not tell. */
async function findOut(context: Context, connection: Connection, entry: Entry): Promise<Operation> {
  const { ifLost, startedAt, updatedAt, makes, what, id } = entry;
  const error = lossOf(entry, connection);
  if (ifLost === null) {
    const when = { from: new Date(startedAt), to: new Date(updatedAt) };
    return settleLost(context, connection, entry, id, error, when);
  }
  const { look, next } = ifLost;
  const end = await follow(context, connection, look, context.options.timeout ?? entry.timeout);
  if (end.status === 'unknown' || end.status === 'timed_out') throw error;
  if (end.status !== 'succeeded') throw endError(end, what, commandToLook(connection, entry, look), id);
  const { instances = [], result, failures } = end;
  if (failures !== undefined) return look;
  const [located, ...others] = instances;
  if (next !== null) return next;
  if (makes !== null && located !== undefined && others.length === 0) return adopted(connection, located);
  return { ...ended(), instances, ...(result && { result }) };
}

/** What an entry ended in, with its instances as they are now. */
async function closed(entry: Entry, connection: Connection, line: ProgressLine): Promise<Outcome> {
  const { status, error, title } = entry;
  if (status === 'not_sent') return without(neverSent(entry), connection, line, entry);
  if (status === 'lost' && error === null) return without(lossOf(entry, connection), connection, line, entry);
  if (status === 'lost' || status === 'failed') return without(errorOf(entry, error), connection, line, entry);
  const operation = entry.operation ?? ended();
  const { instances = [] } = operation;
  const now = (located: Located) => lookAt(connection, located).catch(() => located);
  const seen = entry.prints === 'instances' ? { instances: await Promise.all(instances.map(now)) } : {};
  line.succeed(`${title}: it has ended already`);
  return { operation, end: { status: 'succeeded', ...seen }, accepted: false, error: null };
}

function stopped(
  entry: Entry,
  status: 'interrupted' | 'timed_out',
  connection: Connection,
  line: ProgressLine,
): Outcome {
  const look = commandToLook(connection, entry, ended());
  line.leave(entry.title);
  return ending(endError({ status }, entry.what, look, entry.id), connection, entry);
}

function without(error: CliError, connection: Connection, line: ProgressLine, entry: Entry): Outcome {
  line.fail(entry.title);
  return ending(error, connection, entry);
}

function ending(error: CliError, { profile }: Connection, entry: Entry): Outcome {
  const known = error.with({ profile: profile.name, provider: profile.provider });
  return { operation: entry.operation ?? ended(), end: null, accepted: false, error: known };
}

function neverSent({ what, command }: Entry): CliError {
  return new CliError('not_sent', `${what} was never sent: nube ended before`, {
    hint: `Nothing has happened. Run it again: ${shellLine(['nube', ...command])}`,
  });
}

function lossOf(entry: Entry, connection: Connection): CliError {
  const { what, requests } = entry;
  const sent = requests.at(-1);
  return new CliError(
    'answer_lost',
    `Whether ${what} was carried out is not known: no answer was seen${sent === undefined ? '' : ` to ${sent}`}, and nothing shows it`,
    { hint: `Look before doing it again: ${commandToLook(connection, entry, ended())}` },
  );
}

/** The failure that was written down. */
function errorOf({ what }: Entry, error: ActionError | null): CliError {
  if (error === null) return new CliError('operation_failed', `${what} failed`);
  const code = Object.hasOwn(errorCatalogue, error.code) ? (error.code as ErrorCode) : 'operation_failed';
  return new CliError(code, error.message, { hint: error.hint ?? undefined });
}

/** By now the provider would show what has become of it. */
const isStale = (context: Context, { startedAt }: Entry): boolean =>
  context.now().getTime() > Date.parse(startedAt) + anHour;
