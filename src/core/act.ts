import { capabilityOf, checkOptions, checkState } from './capability';
import { actionRow, carryOut, type StepResult } from './carryOut';
import { confirm, refuseTooMany } from './confirm';
import type { Context } from './context';
import type { Changing, DriverVerb, VerbTable } from './driver';
import { CliError } from './errors';
import { groupBy } from './group';
import { checkGuards, type Touching } from './guard';
import type { Located } from './instance';
import { referencesTo, settleOpen } from './settleOpen';
import type { ActionRules, Step } from './step';
import { chooseTargets, type Target, type TargetRule } from './targets';
import { through } from './through';
import type { Output } from './view';
import { actionView, createdView } from './views';
import { inParallel, targetsAtOnce } from './wait';

/** The verbs of a driver's table that plan changes to instances. */
export type ChangingVerb = {
  [V in DriverVerb]: VerbTable[V] extends { plan(session: never, targets: readonly Located[], input: never): unknown }
    ? V
    : never;
}[DriverVerb];

export type InputOfVerb<V extends ChangingVerb> = VerbTable[V] extends Changing<infer I> ? I : never;

/**
 * One verb on all its targets: resolves, checks and plans everything first, asks, then carries out and waits. A
 * refusal of one target sends nothing at all.
 */
export async function act<V extends ChangingVerb>(
  context: Context,
  verb: V,
  words: readonly string[],
  input: InputOfVerb<V>,
  rules: ActionRules,
): Promise<Output> {
  const { action, prefixes = true, findsGone = false } = rules;
  const rule: TargetRule = { strict: true, prefixes, gone: findsGone ? 'first' : 'no' };
  const targets = await chooseTargets(context, action, words, rule);
  if (targets.length === 0) {
    context.note('Nothing fits the selection', 'nothing_selected');
    return context.options.dryRun ? { kind: 'text', text: '' } : rowsOf(rules, []);
  }
  const isDone = ({ located }: Target) => isReached(located, rules);
  for (const target of targets) {
    const { connection, located } = target;
    await through(
      connection,
      async () => {
        const capability = capabilityOf(connection.driver.verbs[verb], connection.driver.title, rules.action);
        checkOptions(capability, connection.driver.title, rules.action, input as object);
        if (findsGone && located.recoverable !== true) throw notGone(located.instance, action);
        if (!isDone(target)) checkState(capability as Changing<never>, located.instance, rules.action);
      },
      located,
    );
  }
  const open = targets.filter((target) => !isDone(target));
  const steps = await planAll(verb, open, input);
  const live = steps.filter(({ plan }) => plan.skip === undefined);
  checkGuards(live.map(touching), rules.action);
  refuseTooMany(context, live, rules.action);
  const idle = [
    ...targets.filter(isDone).map(({ located }) => skipped(located, rules, `it is ${located.instance.state} already`)),
    ...steps.flatMap(({ plan: { skip, targets: some } }) =>
      skip === undefined ? [] : some.map((located) => skipped(located, rules, skip)),
    ),
  ];
  if (context.options.dryRun) {
    for (const { plan } of live) await plan.run();
    for (const { row } of idle) context.note(`${row.name}: nothing would be sent, it is as asked already`);
    return { kind: 'text', text: context.recorded() };
  }
  await confirm(context, live, rules);
  const results = await inParallel(
    live,
    ({ connection }) => connection.profile.provider,
    ({ connection }) => targetsAtOnce(context, connection, rules.timeout !== undefined),
    (step) => carryOut(context, step, rules),
  );
  if (rules.gone === true && !context.options.noWait) {
    await settleOpen(context, live.flatMap(targetsOf).flatMap(referencesTo));
  }
  return rowsOf(rules, inOrder([...idle, ...results.flat()], targets));
}

function notGone({ profile, id, name, state }: Located['instance'], action: string): CliError {
  return new CliError('wrong_state', `${name} is ${state}; to ${action} it, it must have been deleted`, {
    hint: `Look at it with nube get ${profile}/${id}`,
  });
}

const isReached = ({ instance, recoverable }: Located, { reached = [] }: ActionRules): boolean =>
  recoverable !== true && reached.includes(instance.state);

async function planAll<V extends ChangingVerb>(
  verb: V,
  targets: readonly Target[],
  input: InputOfVerb<V>,
): Promise<Step[]> {
  const byProfile = groupBy(targets, ({ connection }) => connection);
  const planned = await Promise.all(
    [...byProfile].map(async ([connection, some]) => {
      const capability = connection.driver.verbs[verb] as Changing<InputOfVerb<V>>;
      const located = some.map((target) => target.located);
      const only = located.length === 1 ? located[0] : undefined;
      const plans = await through(connection, () => capability.plan(connection.session, located, input), only);
      return plans.map((plan) => ({ connection, plan }));
    }),
  );
  return planned.flat();
}

const touching = ({ connection, plan }: Step): Touching => ({
  profile: connection.profile,
  instances: plan.targets.map(({ instance }) => instance),
});

const targetsOf = ({ connection, plan }: Step): Target[] => plan.targets.map((located) => ({ connection, located }));

function skipped(located: Located, rules: ActionRules, reason: string): StepResult {
  return { located, row: actionRow(located, rules, { status: 'skipped', result: { reason } }), error: null };
}

/** Rows in the order in which the targets were named; those that came along afterwards stand last. */
function inOrder(results: readonly StepResult[], targets: readonly Target[]): StepResult[] {
  const keyOf = (located: Located | null) =>
    JSON.stringify([located?.instance.profile, located?.instance.id, located?.at]);
  const place = new Map(targets.map(({ located }, index) => [keyOf(located), index]));
  const of = ({ located }: StepResult) => place.get(keyOf(located)) ?? targets.length;
  return [...results].sort((a, b) => of(a) - of(b));
}

function rowsOf(rules: ActionRules, results: readonly StepResult[]): Output {
  return {
    kind: 'rows',
    view: rules.makes === true ? createdView : actionView,
    rows: results.map(({ row }) => row),
    failures: results.flatMap(({ error }) => (error === null ? [] : [error])),
    attempted: () => results.length,
    what: 'targets',
  };
}
