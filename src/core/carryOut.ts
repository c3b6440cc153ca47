import { type Action, actionError, type CreatedInstance, statusOf } from './action';
import type { Connection, Context } from './context';
import { CliError } from './errors';
import type { Located } from './instance';
import { afterLostAnswer } from './lost';
import { madeRows } from './made';
import type { ActionRules, Step } from './step';
import { lookAt } from './through';
import { commandToLook, type Outcome, undertake } from './undertake';

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
  const { name: profile } = connection.profile;
  const [first] = plan.targets;
  const others = plan.targets.length > 1 ? ` and ${plan.targets.length - 1} more` : '';
  const name = `${first?.instance.name}${others}`;
  const outcome = await undertake(context, connection, {
    title: `${rules.action} ${profile}/${name}`,
    what: `${rules.action} of ${name}`,
    look: ({ instances }) => commandToLook(profile, rules.makes === true ? instances?.[0] : first),
    timeout: rules.timeout ?? tenMinutes,
    send: () => plan.run(),
    afterLoss: (error) => afterLostAnswer(context, step, rules, error),
  });
  if (rules.makes !== true)
    return Promise.all(plan.targets.map((located) => resultOf(connection, located, rules, outcome)));
  const making = {
    action: 'clone',
    name: plan.makes?.name ?? null,
    wanted: {},
    created: false,
    showSecrets: false,
  } as const;
  return madeRows(connection, making, outcome).map((row) => ({ located: first ?? null, row, error: outcome.error }));
}

async function resultOf(
  connection: Connection,
  located: Located,
  rules: ActionRules,
  { operation, end, accepted, error }: Outcome,
): Promise<StepResult> {
  const own = { operation: operation.id };
  if (accepted) return { located, row: actionRow(located, rules, { ...own, status: 'accepted' }), error: null };
  if (error !== null) {
    const looked = error.code !== 'interrupted' && error.code !== 'not_sent' && error.kind !== 'auth';
    const now = looked ? await lookAgain(connection, located) : undefined;
    return { located, row: actionRow(located, rules, { ...own, status: statusOf(error), error, now }), error };
  }
  const now = await stateAfter(connection, located, rules, end?.instances);
  const failure = end?.failures?.[located.instance.id];
  if (failure !== undefined) {
    const { name: profile, provider } = connection.profile;
    const hint = failure.hint ?? `Look with nube get ${profile}/${located.instance.id}`;
    const { providerCode } = failure;
    const failed = new CliError(failure.code, failure.message, { hint, providerCode, profile, provider });
    return { located, row: actionRow(located, rules, { ...own, status: 'failed', error: failed, now }), error: failed };
  }
  const result = end?.result ?? operation.result ?? null;
  return { located, row: actionRow(located, rules, { ...own, status: 'succeeded', now, result }), error: null };
}

async function stateAfter(
  connection: Connection,
  located: Located,
  { gone = false }: ActionRules,
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
export function actionRow({ instance }: Located, { action }: ActionRules, after: After): Action {
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
