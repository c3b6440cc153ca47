import type { Output } from './core/view';

/** The output with its rows read, where they are looked at more than once. */
export async function hold(output: Output): Promise<Output> {
  if (output.kind !== 'rows' || Array.isArray(output.rows)) return output;
  const rows: object[] = [];
  for await (const some of output.rows as AsyncIterable<readonly object[]>) rows.push(...some);
  return { ...output, rows };
}
