import type { Output, RowsOutput } from './core/view';

/** The output with its rows read and in their places, where they are looked at more than once. */
export async function hold(output: Output): Promise<Output> {
  if (output.kind !== 'rows' || Array.isArray(output.rows)) return output;
  const rows: object[] = [];
  for await (const some of output.rows as AsyncIterable<readonly object[]>) rows.push(...some);
  const { place } = output as RowsOutput;
  if (place !== undefined) rows.sort((a, b) => place(a) - place(b));
  return { ...output, rows };
}
