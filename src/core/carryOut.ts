import { type Action, actionError, type CreatedInstance, statusOf } from './action';
import type { Connection, Context } from './context';
import { CliError, toCliError } from './errors';
import type { Located } from './instance';
import { afterLostAnswer } from './lost';
import { ended, type Operation, type Progress } from './operation';
import type { ActionRules, Step } from './step';
import { type End, endError, follow } from './wait';

/** What one target came to. */
export interface StepResult {
  located: Located;
  row: Action | CreatedInstance;
  error: CliError | null;
}

const tenMinutes = 600_000;

/** Sends one plan, follows it to its end and says what each of its targets came to. Never throws but for a bug. */
export async function carryOut(context: Context, step: Step, rules: ActionRules): Promise<StepResult[]> {
  const { connection, plan } = step;
  const title = titleOf(step, rules);
  const line = context.progress.start(title);
  let operation: Operation = ended();
  try {
    operation = await plan.run().catch((thrown) => afterLostAnswer(context, step, rules, toCliError(thrown)));
    if (context.options.noWait && operation.wait !== null) {
      line.succeed(`${title}: accepted`);
      return accepted(plan.targets, operation, rules);
    }
    const timeout = context.options.timeout ?? rules.timeout ?? tenMinutes;
    const end = await follow(context, connection, operation, timeout, (progress) =>
      line.update(lineOf(title, progress)),
    );
    const results = await settle(step, rules, operation, end);
    const failed = results.find(({ error }) => error !== null)?.error;
    if (failed) line.fail(title);
    else line.succeed(`${title}: ${results[0]?.row.state ?? 'done'}`);
    return results;
  } catch (thrown) {
    const error = toCliError(thrown).with({ profile: connection.profile.name, provider: connection.profile.provider });
    line.fail(title);
    const status = statusOf(error);
    return plan.targets.map((located) => ({
      located,
      row: resultRow(located, rules, status, operation, { error }),
      error,
    }));
  }
}

function titleOf({ plan }: Step, { action }: ActionRules): string {
  const [first] = plan.targets;
  const others = plan.targets.length > 1 ? ` and ${plan.targets.length - 1} more` : '';
  return `${action} ${first?.instance.profile}/${first?.instance.name}${others}`;
}

function lineOf(title: string, progress: Progress): string {
  if (progress.status !== 'running') return title;
  const steps = progress.total === undefined ? '' : ` ${progress.done ?? 0}/${progress.total}`;
  return `${title}${steps}${progress.text === undefined ? '' : `: ${progress.text}`}`;
}

function accepted(targets: readonly Located[], operation: Operation, rules: ActionRules): StepResult[] {
  const shown = rules.makes === true ? (operation.instances ?? targets) : targets;
  return shown.map((located) => ({ located, row: resultRow(located, rules, 'accepted', operation, {}), error: null }));
}

async function settle(
  { connection, plan }: Step,
  rules: ActionRules,
  operation: Operation,
  end: End,
): Promise<StepResult[]> {
  if (end.status === 'succeeded' && rules.makes === true) {
    const made = end.instances ?? operation.instances ?? [];
    return made.map((located) => ({
      located,
      row: resultRow(located, rules, 'succeeded', operation, {}),
      error: null,
    }));
  }
  const from = { profile: connection.profile.name, provider: connection.profile.provider };
  return Promise.all(
    plan.targets.map(async (located): Promise<StepResult> => {
      const { id, name } = located.instance;
      const look = `nube get ${from.profile}/${id}`;
      if (end.status !== 'succeeded') {
        const error = endError(end, `${rules.action} of ${name}`, look).with(from);
        const now = end.status === 'interrupted' ? null : await lookAgain(connection, located);
        return { located, row: resultRow(located, rules, statusOf(error), operation, { error, now }), error };
      }
      const now = await stateAfter(connection, located, rules, end.instances);
      const failure = end.failures?.[id];
      if (failure !== undefined) {
        const error = new CliError(failure.code, failure.message, {
          hint: failure.hint ?? `Look with ${look}`,
          ...from,
        });
        return { located, row: resultRow(located, rules, 'failed', operation, { error, now }), error };
      }
      const result = end.result ?? operation.result ?? null;
      return { located, row: resultRow(located, rules, 'succeeded', operation, { now, result }), error: null };
    }),
  );
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

async function lookAgain({ driver, session }: Connection, located: Located): Promise<Located | null> {
  try {
    return (await driver.get(session, located)).located;
  } catch {
    return null;
  }
}

interface After {
  error?: CliError | null;
  /** The instance as it is now; null when it is gone or did not answer, absent when it was not looked at. */
  now?: Located | null;
  result?: Readonly<Record<string, unknown>> | null;
}

/** The row for one target of an action, or for one new instance. */
export function resultRow(
  { instance }: Located,
  { action, makes = false }: ActionRules,
  status: Action['status'],
  { id: operation }: Operation,
  { error = null, now, result = null }: After,
): Action | CreatedInstance {
  const outcome = { action, status, operation, error: error === null ? null : actionError(error) };
  if (makes) return { ...instance, ...outcome };
  const { profile, provider, id } = instance;
  const name = now?.instance.name ?? instance.name;
  const state = now === undefined ? instance.state : (now?.instance.state ?? null);
  return { profile, provider, id, name, action, status, state, operation, error: outcome.error, result };
}
