import { type Action, actionError, type CreatedInstance, statusOf } from './action';
import type { Connection, Context } from './context';
import { CliError } from './errors';
import type { Located } from './instance';
import type { Undertaken } from './journal';
import { madeRows } from './made';
import type { ActionRules, Step } from './step';
import { lookAt } from './through';
import { type Outcome, undertake } from './undertake';

/** What one target came to; `located` is the target, also where the row is that of a new instance. */
export interface StepResult {
  located: Located | null;
  row: Action | CreatedInstance;
  error: CliError | null;
}

const tenMinutes = 600_000;

/** Sends one plan, follows it to its end and says what each of its targets came to. Throws only for a bug. */
export async function carryOut(context: Context, step: Step, rules: ActionRules): Promise<StepResult[]> {
  const { connection, plan } = step;
  const undertaken = undertakenOf(step, rules);
  return resultsOf(context, connection, undertaken, await undertake(context, connection, undertaken, () => plan.run()));
}

function undertakenOf({ connection, plan }: Step, rules: ActionRules): Undertaken {
  const { action, timeout = tenMinutes, reached = [], gone = false } = rules;
  const { targets, makes } = plan;
  const others = targets.length > 1 ? ` and ${targets.length - 1} more` : '';
  const name = `${targets[0]?.instance.name}${others}`;
  const makesSome = makes !== undefined || rules.makes === true;
  return {
    action,
    title: `${action} ${connection.profile.name}/${name}`,
    what: `${action} of ${name}`,
    timeout,
    targets,
    reached,
    gone,
    makes: makesSome
      ? { name: makes?.name ?? null, wanted: {}, created: false, before: [...(makes?.before ?? [])] }
      : null,
    prints: rules.makes === true ? 'instances' : 'actions',
  };
}

/** The rows of a change that has been attended to, and what failed. */
export async function resultsOf(
  context: Context,
  connection: Connection,
  undertaken: Undertaken,
  outcome: Outcome,
  showSecrets = false,
): Promise<StepResult[]> {
  const { targets, prints } = undertaken;
  if (prints === 'actions') {
    const results = targets.map((located) => resultOf(connection, located, undertaken, outcome));
    return (await Promise.all(results)).map((result) => about(result, result.row.name));
  }
  const rows: (CreatedInstance & { password?: string | null })[] = madeRows(
    connection,
    undertaken,
    outcome,
    showSecrets,
  );
  for (const { password } of rows) if (typeof password === 'string') context.mask(password);
  const name = undertaken.makes?.name ?? targets[0]?.instance.name;
  return rows.map((row) => about({ located: targets[0] ?? null, row, error: outcome.error }, name));
}

/** With the name of the target in its error, for messages on several. */
const about = (result: StepResult, target: string | undefined): StepResult => ({
  ...result,
  error: result.error?.with({ target }) ?? null,
});

async function resultOf(
  connection: Connection,
  located: Located,
  rules: Pick<Undertaken, 'action' | 'gone'>,
  { operation, end, accepted, error }: Outcome,
): Promise<StepResult> {
  const own = { operation: operation.id };
  if (accepted) return { located, row: actionRow(located, rules, { ...own, status: 'accepted' }), error: null };
  if (error !== null) {
    const looked = error.code !== 'interrupted' && error.code !== 'not_sent' && error.kind !== 'auth';
    const now = looked ? await lookAgain(connection, located) : undefined;
    return { located, row: actionRow(located, rules, { ...own, status: statusOf(error), error, now }), error };
  }
  const { instances, result = operation.result ?? null, failures } = end as NonNullable<typeof end>;
  const now = await stateAfter(connection, located, rules, instances);
  const failure = failures?.[located.instance.id];
  if (failure !== undefined) {
    const { name: profile, provider } = connection.profile;
    const hint = failure.hint ?? `Look with nube get ${profile}/${located.instance.id}`;
    const { providerCode } = failure;
    const failed = new CliError(failure.code, failure.message, { hint, providerCode, profile, provider });
    return {
      located,
      row: actionRow(located, rules, { ...own, status: 'failed', error: failed, now, result }),
      error: failed,
    };
  }
  return { located, row: actionRow(located, rules, { ...own, status: 'succeeded', now, result }), error: null };
}

async function stateAfter(
  connection: Connection,
  located: Located,
  { gone }: Pick<Undertaken, 'gone'>,
  told: readonly Located[] | undefined,
): Promise<Located | null> {
  const now = told?.find(({ instance }) => instance.id === located.instance.id);
  if (now !== undefined) return now;
  return gone && told !== undefined ? null : lookAgain(connection, located);
}

async function lookAgain(connection: Connection, located: Located): Promise<Located | null> {
  try {
    return await lookAt(connection, located);
  } catch {
    return null;
  }
}

interface After {
  status: Action['status'];
  operation?: string | null;
  error?: CliError | null;
  /** The instance as it is now; null when it is gone or did not answer, undefined when it was not looked at. */
  now?: Located | null | undefined;
  result?: Readonly<Record<string, unknown>> | null;
}

/** The row for one target of an action. */
export function actionRow({ instance }: Located, { action }: Pick<ActionRules, 'action'>, after: After): Action {
  const { status, operation = null, error = null, now, result = null } = after;
  const { profile, provider, id } = instance;
  const name = now?.instance.name ?? instance.name;
  const state = now === undefined ? instance.state : (now?.instance.state ?? null);
  return {
    profile,
    provider,
    id,
    name,
    action,
    status,
    state,
    operation,
    error: error === null ? null : actionError(error),
    result,
  };
}
