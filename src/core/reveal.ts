import type { Action } from './action';
import type { Context } from './context';
import { Secret } from './secret';
import type { Output } from './view';

/**
 * Puts one-time passwords into the results where they were asked for: by --show-secrets, or by a yes at a terminal.
 * Otherwise they stay hidden.
 */
export async function revealPasswords(context: Context, output: Output, asked: boolean): Promise<Output> {
  if (output.kind !== 'rows' || !Array.isArray(output.rows)) return output;
  const rows = output.rows as readonly Action[];
  if (!rows.some(({ result }) => result?.password instanceof Secret)) return output;
  const show =
    asked || (context.ask.available && (await context.ask.confirm({ lines: [], question: 'Show the new password?' })));
  return {
    ...output,
    rows: rows.map((row) => {
      const password = row.result?.password;
      if (!(password instanceof Secret)) return row;
      const shown = show ? context.mask(password.reveal()) : null;
      if (show && context.isTerminal.output) context.note(`${row.name}: the new password is ${shown}`);
      return { ...row, result: { ...row.result, password: shown } };
    }),
  };
}
