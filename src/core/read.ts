import { capabilityOf, checkOptions } from './capability';
import type { Context } from './context';
import type { Driver, Reading } from './driver';
import { CliError, toCliError } from './errors';
import { type Target, targetsOf } from './targets';
import { through } from './through';
import type { Output, RowsOutput, View } from './view';
import { flatView } from './views';
import { inParallel } from './wait';

/** The words by which one reading verb differs from another. */
export interface ReadingRules {
  action: string;
  /** Destroyed but recoverable instances fit. */
  findsGone?: boolean;
  /** The columns that stand first, and those of an empty listing. */
  leading: readonly string[];
  view?: View<never>;
  /** Makes the view of rows whose fields are not known beforehand; `flatView` unless said. */
  viewOf?: typeof flatView;
  empty?: string;
}

/** Asks each target for rows and joins them; one target that fails does not hide the others. */
export async function read<I extends object, R extends object>(
  context: Context,
  words: readonly string[],
  input: I,
  rules: ReadingRules,
  capabilityIn: (driver: Driver) => object,
  rowsOf: (target: Target, answer: R) => readonly object[],
): Promise<Output> {
  if (words.length === 0) {
    throw new CliError('selection_required', `${rules.action} needs an instance`, {
      hint: `For example nube ${rules.action} web-1`,
    });
  }
  const targets = await targetsOf(context, words, {
    strict: false,
    prefixes: true,
    gone: rules.findsGone === true ? 'too' : 'no',
  });
  for (const { connection, located } of targets) {
    await through(
      connection,
      async () => {
        const capability = capabilityOf(capabilityIn(connection.driver), connection.driver.title, rules.action);
        checkOptions(capability, connection.driver.title, rules.action, input);
      },
      located,
    );
  }
  const failures: CliError[] = [];
  const rows = await inParallel(
    targets,
    ({ connection }) => connection.profile.provider,
    () => context.options.concurrency,
    async (target) => {
      const { driver, session, profile } = target.connection;
      const { name } = target.located.instance;
      try {
        return rowsOf(target, await (capabilityIn(driver) as Reading<I, R>).read(session, target.located, input));
      } catch (thrown) {
        failures.push(toCliError(thrown).with({ profile: profile.name, provider: profile.provider, target: name }));
        return [];
      }
    },
  );
  return listing(rows.flat(), rules, failures, targets.length, 'targets');
}

/** Flat rows as an output. */
export function listing(
  rows: readonly object[],
  { view, viewOf = flatView, leading, empty }: Omit<ReadingRules, 'action'>,
  failures: readonly CliError[] = [],
  attempted = 1,
  what = 'profiles',
): RowsOutput {
  return {
    kind: 'rows',
    view: view ?? viewOf(rows, leading),
    rows,
    failures,
    attempted: () => attempted,
    what,
    ...(empty === undefined ? {} : { empty }),
  };
}
