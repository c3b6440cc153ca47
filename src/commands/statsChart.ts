import type { Context } from '../core/context';
import type { StatsRow } from '../core/driver';
import type { Target } from '../core/targets';
import type { Output } from '../core/view';

/**
 * Where a time was asked for at a terminal: draws the figures of each instance over it, and leaves the latest of each
 * for the table. Elsewhere every row stays.
 */
export async function chartStats<R extends StatsRow & { name: string }>(
  context: Context,
  { since, until }: { since?: Date; until?: Date },
  readWith: (take: (target: Target, rows: readonly R[]) => readonly R[]) => Promise<Output>,
): Promise<Output> {
  const drawn = context.isTerminal.output && context.format === 'table' && (since !== undefined || until !== undefined);
  if (!drawn) return readWith((_target, rows) => rows);
  const to = until ?? context.now();
  const from = since ?? new Date(to.getTime() - 3_600_000);
  const series = new Map<string, Parameters<Context['chart']>[0][number]>();
  const output = await readWith((target, rows) => {
    const { profile, name, id } = target.located.instance;
    if (rows.length > 0) series.set(`${profile}/${id}`, { title: `${profile}/${name}`, from, to, rows });
    return rows.slice(-1);
  });
  if (series.size > 0) context.write(`${await context.chart([...series.values()])}\n`);
  return output;
}
