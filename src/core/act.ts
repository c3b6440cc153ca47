import type { Action, CreatedInstance } from './action';
import { capabilityOf, checkOptions, checkState } from './capability';
import { carryOut, resultRow, type StepResult } from './carryOut';
import { confirm, refuseTooMany } from './confirm';
import type { Context } from './context';
import type { Changing, DriverVerb, VerbTable } from './driver';
import { CliError } from './errors';
import { groupBy } from './group';
import { checkGuards } from './guard';
import type { Located } from './instance';
import { ended } from './operation';
import type { ActionRules, Step } from './step';
import { selectionOf, type Target, targetsOf } from './targets';
import type { Output } from './view';
import { actionView, createdView } from './views';
import { inParallel } from './wait';

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
  const targets = await chooseTargets(context, words, rules);
  if (targets.length === 0) {
    context.note('Nothing fits the selection.');
    return context.options.dryRun ? { kind: 'text', text: '' } : rowsOf(rules, []);
  }
  const [done, open] = split(targets, ({ located }) => isReached(located, rules));
  for (const { connection, located } of targets) {
    const capability = capabilityOf(connection.driver.verbs[verb], connection.driver.title, rules.action);
    checkOptions(capability, connection.driver.title, rules.action, input as object);
    if (!isReached(located, rules)) checkState(capability as Changing<never>, located.instance, rules.action);
  }
  const steps = await planAll(verb, open, input);
  const [idle, live] = split(steps, ({ plan }) => plan.skip !== undefined);
  checkGuards(live, rules.action);
  refuseTooMany(context, live, rules.action);
  if (context.options.dryRun) {
    for (const { plan } of live) await plan.run();
    return { kind: 'text', text: context.recorded() };
  }
  await confirm(context, live, rules);
  const results = await inParallel(
    live,
    ({ connection }) => connection.profile.provider,
    () => context.options.concurrency,
    (step) => carryOut(context, step, rules),
  );
  const skipped = [
    ...done.map(({ located }) => skip(located, rules, null)),
    ...idle.flatMap(({ plan }) => plan.targets.map((located) => skip(located, rules, plan.skip ?? null))),
  ];
  return rowsOf(rules, inOrder([...skipped, ...results.flat()], targets));
}

async function chooseTargets(context: Context, words: readonly string[], rules: ActionRules): Promise<Target[]> {
  const { filter, all, profile } = context.options;
  const selecting = filter.length > 0 || all;
  if (selecting === words.length > 0) {
    const message = selecting ? 'takes references or a selection, not both' : 'needs an instance, or a selection';
    throw new CliError('selection_required', `${rules.action} ${message}`, {
      hint: `For example nube ${rules.action} web-1, or nube ${rules.action} --filter tag=web`,
    });
  }
  if (all && profile === undefined && filter.length === 0) {
    throw new CliError('conflicting_options', '--all needs a profile or a filter beside it', {
      hint: `For example nube ${rules.action} --all -p NAME`,
    });
  }
  const rule = { strict: true, prefixes: rules.prefixes ?? true, gone: rules.findsGone ?? false };
  return selecting ? selectionOf(context, rule) : targetsOf(context, words, rule);
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
      const plans = await capability.plan(connection.session, located, input);
      return plans.map((plan) => ({ connection, plan }));
    }),
  );
  return planned.flat();
}

function skip(located: Located, rules: ActionRules, reason: string | null): StepResult {
  const result = reason === null ? null : { reason };
  return { located, row: resultRow(located, rules, 'skipped', ended(), { result }), error: null };
}

/** Rows in the order in which the targets were named; those that came along afterwards stand last. */
function inOrder(results: readonly StepResult[], targets: readonly Target[]): StepResult[] {
  const place = new Map(targets.map(({ located }, index) => [located.instance, index]));
  const of = ({ located }: StepResult) => place.get(located.instance) ?? targets.length;
  return [...results].sort((a, b) => of(a) - of(b));
}

function split<T>(items: readonly T[], test: (item: T) => boolean): [T[], T[]] {
  return [items.filter(test), items.filter((item) => !test(item))];
}

function rowsOf(rules: ActionRules, results: readonly StepResult[]): Output {
  const rows: (Action | CreatedInstance)[] = results.map(({ row }) => row);
  return {
    kind: 'rows',
    view: rules.makes === true ? createdView : actionView,
    rows,
    failures: results.flatMap(({ error }) => (error === null ? [] : [error])),
    attempted: () => results.length,
    what: 'targets',
  };
}
