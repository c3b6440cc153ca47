import { capabilityOf } from '../core/capability';
import type { Context } from '../core/context';
import type { StatsRow } from '../core/driver';
import { CliError, toCliError } from '../core/errors';
import { sideBySide } from '../core/sideBySide';
import { type Target, targetsOf } from '../core/targets';
import { clean } from '../core/text';
import { through } from '../core/through';
import type { Output, RowsOutput } from '../core/view';

/** So many connections in a row may fail before one instance is given up. */
const mostFailures = 5;

/** A row of figures with the instance that it is of. */
export type StatsOf = (target: Target, row: StatsRow) => object & StatsRow & { name: string };

/**
 * Figures as they come, until the user leaves or the servers end them all: an object a line with ndjson, rows with
 * csv and tsv, lines of a table otherwise.
 */
export async function followStats(
  context: Context,
  words: readonly string[],
  view: RowsOutput['view'],
  rowOf: StatsOf,
): Promise<Output> {
  if (['json', 'yaml'].includes(context.format)) {
    throw new CliError('conflicting_options', `--follow has no end, and ${context.format} or a query needs one`, {
      hint: 'Give -o ndjson: one object a line.',
    });
  }
  if (words.length === 0) {
    throw new CliError('selection_required', 'stats needs an instance', { hint: 'For example nube stats web-1' });
  }
  const targets = await targetsOf(context, words, { strict: false, prefixes: true, gone: 'no' });
  for (const { connection } of targets) {
    const { driver, profile } = connection;
    const { follow } = capabilityOf(driver.verbs.stats, driver.title, 'stats');
    if (follow !== undefined) continue;
    throw new CliError('option_not_available', `${driver.title} has no --follow for stats`, {
      hint: 'nube help stats shows which providers have it.',
      profile: profile.name,
      provider: profile.provider,
    });
  }
  const failures: CliError[] = [];
  const streams = targets.map((target) => rowsOf(context, target, rowOf, failures));
  const rows = sideBySide(streams);
  if (context.format === 'table' || context.format === 'wide') {
    await printLines(context, rows);
    return rowsOutput(view, [], failures, targets.length);
  }
  return rowsOutput(view, single(rows), failures, targets.length);
}

function rowsOutput(
  view: RowsOutput['view'],
  rows: RowsOutput['rows'],
  failures: readonly CliError[],
  count: number,
): Output {
  return { kind: 'rows', view, rows, failures, attempted: () => count, what: 'targets' };
}

/** The figures of one instance; a stream that breaks off is taken up again with a fresh token. */
async function* rowsOf(
  context: Context,
  target: Target,
  rowOf: StatsOf,
  failures: CliError[],
): AsyncGenerator<ReturnType<StatsOf>> {
  const { driver, session } = target.connection;
  const { name } = target.located.instance;
  let failed = 0;
  for (;;) {
    try {
      const capability = capabilityOf(driver.verbs.stats, driver.title, 'stats');
      const stream = await through(target.connection, async () => capability.follow?.(session, target.located));
      if (stream === undefined) return;
      for await (const frame of context.socket(target.connection, stream)) {
        yield rowOf(target, stream.read(Buffer.from(frame).toString('utf8')));
        failed = 0;
      }
      context.note(`The figures of ${name} have ended.`);
      return;
    } catch (thrown) {
      if (context.interrupted.aborted) throw new CliError('interrupted', `Left the figures of ${name}`);
      const error = toCliError(thrown);
      failed += 1;
      if (!['unavailable', 'rate_limited'].includes(error.kind) || failed > mostFailures) {
        failures.push(error.with({ profile: session.profile, provider: session.provider }));
        return;
      }
      context.note(`The figures of ${name} broke off; connecting again.`);
      await context.sleep(failed * 500);
    }
  }
}

async function* single<T extends object>(rows: AsyncIterable<T>): AsyncGenerator<readonly T[]> {
  for await (const row of rows) yield [row];
}

const columns = [
  { title: 'TIME', width: 8, text: ({ time }: StatsRow) => (time === null ? '-' : time.slice(11, 19)) },
  { title: 'CPU', width: 7, text: ({ cpuPercent }: StatsRow) => percent(cpuPercent) },
  { title: 'MEMORY', width: 7, text: ({ memoryPercent }: StatsRow) => percent(memoryPercent) },
  { title: 'USED', width: 10, text: ({ memoryUsedMiB }: StatsRow) => size((memoryUsedMiB ?? Number.NaN) * 2 ** 20) },
  { title: 'IN', width: 12, text: (row: StatsRow) => rate(row.networkReceiveBytesPerSecond) },
  { title: 'OUT', width: 12, text: (row: StatsRow) => rate(row.networkTransmitBytesPerSecond) },
] as const;

const nameWidth = 16;

/** A table whose lines are printed as they come, so that its columns have their widths beforehand. */
async function printLines(context: Context, rows: AsyncIterable<ReturnType<StatsOf>>): Promise<void> {
  const line = (name: string, cells: readonly string[]) => {
    const text = cells.map((cell, index) => cell.padStart(columns[index]?.width ?? 0)).join(' ');
    context.write(`${name.padEnd(nameWidth)} ${text}\n`);
  };
  let first = true;
  for await (const row of rows) {
    if (first)
      line(
        'NAME',
        columns.map(({ title }) => title),
      );
    first = false;
    const name = clean(row.name, nameWidth);
    line(
      name,
      columns.map(({ text }) => text(row)),
    );
  }
}

function percent(value: number | null): string {
  return value === null ? '-' : `${value.toFixed(1)}%`;
}

function rate(value: number | null): string {
  return value === null ? '-' : `${size(value)}/s`;
}

function size(bytes: number): string {
  if (!Number.isFinite(bytes)) return '-';
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  const step = units.findIndex((_unit, index) => bytes < 1024 ** (index + 1));
  const index = step === -1 ? units.length - 1 : step;
  return `${(bytes / 1024 ** index).toFixed(index === 0 ? 0 : 1)} ${units[index]}`;
}
