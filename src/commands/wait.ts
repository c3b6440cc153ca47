import { type Action, actionError, statusOf } from '../core/action';
import { capabilityOf } from '../core/capability';
import { defineCommand } from '../core/command';
import type { Connection, Context } from '../core/context';
import { CliError, toCliError } from '../core/errors';
import { type Located, type State, states } from '../core/instance';
import { nearest } from '../core/nearest';
import { text } from '../core/option';
import { parseReference } from '../core/reference';
import { createRounds } from '../core/rounds';
import { alone, type Seat } from '../core/seat';
import { referencesTo, settleOpen } from '../core/settleOpen';
import { chooseTargets, type Target } from '../core/targets';
import { lookFor } from '../core/through';
import { actionView } from '../core/views';
import { inParallel, keepLooking, type Unsettled } from '../core/wait';
import { references } from './verb';

type Wanted = { state: State } | { port: number; banner: boolean };

const tenMinutes = 600_000;

export const wait = defineCommand({
  name: 'wait',
  output: 'actions',
  view: actionView,
  group: 'life',
  summary: 'wait until instances are in a state, or reachable',
  description: 'Ends with code 11 when the time is up. Waiting for deleted is done when nothing is found.',
  arguments: [references],
  options: {
    for: text('for', 'WHAT', 'a state, ssh, or port:N; running unless said', {
      completes: { words: [...states, 'ssh', 'port:'] },
    }),
  },
  mutating: ['timeout', 'filter', 'all', 'concurrency'],
  examples: [
    { line: 'nube wait web-1 --for running', does: 'wait until it runs' },
    { line: 'nube wait web-1 --for port:443 --timeout 2m', does: 'wait until something answers' },
  ],
  async run(context, { words, options }) {
    const wanted = parseWanted(options.for ?? 'running');
    const gone = 'state' in wanted && wanted.state === 'deleted';
    const rule = { strict: true, prefixes: true, gone: 'too', skipMissing: gone } as const;
    const targets = await chooseTargets(context, 'wait', words, rule);
    if (targets.length === 0 && !gone) {
      throw new CliError('instance_not_found', 'Nothing fits the selection', {
        hint: 'nube list shows what there is.',
      });
    }
    if (targets.length === 0) context.note('Nothing is left to wait for', 'nothing_selected');
    const results = await inParallel(
      targets,
      ({ connection }) => connection.profile.provider,
      () => (context.options.concurrencyGiven ? context.options.concurrency : Number.POSITIVE_INFINITY),
      (target) => waitFor(context, target, wanted),
    );
    const seen = targets.filter((_, index) => results[index]?.error === null).flatMap(referencesTo);
    const known = gone ? (await context.known()).map((profile) => profile.name) : [];
    await settleOpen(context, gone ? [...seen, ...words.map((word) => parseReference(word, known))] : seen);
    return {
      kind: 'rows',
      view: actionView,
      rows: results.map(({ row }) => row),
      failures: results.flatMap(({ error }) => (error === null ? [] : [error])),
      attempted: () => results.length,
      what: 'targets',
    };
  },
});

function parseWanted(text: string): Wanted {
  if (text === 'ssh') return { port: 22, banner: true };
  const port = /^port:(\d+)$/.exec(text)?.[1];
  if (port !== undefined && Number(port) >= 1 && Number(port) <= 65535) return { port: Number(port), banner: false };
  const state = states.find((one) => one === text);
  if (state !== undefined) return { state };
  const guess = nearest(text, states);
  throw new CliError('invalid_value', `--for takes a state, ssh or port:N, not ${JSON.stringify(text)}`, {
    hint: guess === null ? `The states are ${states.join(', ')}.` : `Did you mean ${guess}?`,
  });
}

async function waitFor(
  context: Context,
  { connection, located }: Target,
  wanted: Wanted,
): Promise<{ row: Action; error: CliError | null }> {
  const { profile } = connection;
  const { id, name } = located.instance;
  const what = 'state' in wanted ? wanted.state : wanted.banner ? 'ssh' : `port ${wanted.port}`;
  const title = `wait for ${profile.name}/${name}: ${what}`;
  const line = context.progress.start(title);
  let now: Located | null = located;
  let error: CliError | null = null;
  const isOver = async (found: Located | null): Promise<true | null> => {
    now = found;
    if (await isThere(context, connection, now, wanted)) return true;
    if (now === null) throw new CliError('instance_not_found', `${name} is gone and will never be ${what}`);
    const { state, providerState } = now.instance;
    if (state !== 'error') return null;
    throw new CliError('operation_failed', `${name} is in the state error (${providerState})`, {
      hint: `Look at it with nube get ${profile.name}/${id}`,
    });
  };
  try {
    // What was listed a moment ago is the first look.
    if ((await isOver(located).catch(patiently)) === null) {
      const timeout = context.options.timeout ?? tenMinutes;
      const seat = await lookerAt(context, connection);
      const end = await keepLooking(context, seat, timeout, { question: () => located, settle: isOver });
      if (end !== true) throw unmet(end, wanted, now ?? located, what);
    }
    line.succeed(title);
  } catch (thrown) {
    const failed = toCliError(thrown);
    error = (context.interrupted.aborted ? new CliError('interrupted', `Stopped waiting for ${name}`) : failed).with({
      profile: profile.name,
      provider: profile.provider,
      target: name,
    });
    if (statusOf(error) === 'accepted') line.leave(title);
    else line.fail(title);
  }
  const status = error === null ? 'succeeded' : statusOf(error);
  const failure = error === null ? null : actionError(error);
  const row: Action = {
    profile: profile.name,
    provider: profile.provider,
    id,
    name,
    action: 'wait',
    status,
    state: (now as Located | null)?.instance.state ?? null,
    operation: null,
    error: failure,
    result: null,
  };
  return { row, error };
}

/** Where there was no answer it is asked for again. */
function patiently(thrown: unknown): null {
  if (['unavailable', 'rate_limited'].includes(toCliError(thrown).kind)) return null;
  throw thrown;
}

/** A seat from which an instance is looked at; with the others of its connection, where the driver can. */
async function lookerAt(context: Context, connection: Connection): Promise<Seat<Located, Located | null>> {
  const { driver, session } = connection;
  const lookMany = driver.lookMany?.bind(driver);
  if (lookMany === undefined) return alone(context, driver.pollEveryMs, (target) => lookFor(connection, target));
  const rounds = await session.once('rounds of instances', async () =>
    createRounds(context, driver.pollEveryMs, (targets: readonly Located[]) => lookMany(session, targets)),
  );
  return rounds.join();
}

function unmet(end: Unsettled, wanted: Wanted, { instance }: Located, what: string): CliError {
  if (end.status === 'lost') return end.error;
  const { name, state, profile, id } = instance;
  if (end.status === 'interrupted') return new CliError('interrupted', `Stopped waiting for ${name}`);
  return new CliError(
    'timed_out',
    'state' in wanted
      ? `${name} was still ${state} when the time was up`
      : `${name} is ${state}, and ${what} did not answer before the time was up`,
    { hint: `Look at it with nube get ${profile}/${id}, or give a longer --timeout.` },
  );
}

async function isThere(
  context: Context,
  { driver, session }: Target['connection'],
  now: Target['located'] | null,
  wanted: Wanted,
): Promise<boolean> {
  if ('state' in wanted) return now === null ? wanted.state === 'deleted' : now.instance.state === wanted.state;
  if (now === null || now.instance.state !== 'running') return false;
  const endpoint = await capabilityOf(driver.verbs.ssh, driver.title, 'be reached').read(session, now, {});
  if ('closed' in endpoint) {
    throw new CliError('wrong_state', `${now.instance.name} cannot be reached: ${endpoint.closed}`, {
      hint: endpoint.hint ?? undefined,
    });
  }
  if (!wanted.banner) return context.reachable(endpoint.host, wanted.port, 5000, false);
  const { host, port } = await (await context.openssh()).route(now.instance, endpoint);
  return context.reachable(host, port, 5000, true);
}
