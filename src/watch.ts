import type { CliError } from './core/errors';
import type { Filter } from './core/filter';
import type { Instance } from './core/instance';
import type { Output } from './core/view';
import { hold } from './hold';
import type { RenderSettings } from './render/settings';

/** What a watched command needs of the outside. */
export interface Watching {
  /** Runs the command once more. */
  look(): Promise<Output>;
  /** All must hold for every row, and there must be one; empty means for ever. */
  until: readonly Filter[];
  settings: RenderSettings;
  write(text: string): void;
  /** Resolves early when the user interrupts. */
  sleep(milliseconds: number): Promise<void>;
  interrupted: AbortSignal;
  warn(code: string, message: string): void;
  now(): Date;
  /** The height of the terminal; null where output goes elsewhere. */
  height: number | null;
}

const betweenLooks = 3000;

/**
 * Looks again and again: redraws in place on a terminal, prints the rows that have changed elsewhere. Ends once `until`
 * holds or the user interrupts; gives the failures of the last look.
 */
export async function watch(watching: Watching): Promise<readonly CliError[]> {
  const { look, until, settings, write, sleep, interrupted, warn, now, height } = watching;
  const { render } = await import('./render/render');
  let shown: string[] = [];
  let seen = new Map<string, string>();
  for (let first = true; ; first = false) {
    const output = await hold(await look());
    const rows = rowsOf(output);
    if (height !== null) {
      let text = '';
      const append = (chunk: string | Uint8Array) => {
        text += chunk.toString();
      };
      await render(output, { ...settings, now: now() }, { write: append });
      write(`${back(shown.length, height)}${text}`);
      shown = text.split('\n').slice(0, -1);
    } else {
      const changed = rows.filter((row) => seen.get(keyOf(row)) !== JSON.stringify(row));
      const printed = output.kind === 'rows' ? { ...output, rows: changed } : output;
      if (first || changed.length > 0) {
        const headers = settings.headers && first;
        await render(printed, { ...settings, headers, now: now() }, { write: (chunk) => write(chunk.toString()) });
      }
      seen = new Map(rows.map((row) => [keyOf(row), JSON.stringify(row)]));
    }
    const failures = output.kind === 'rows' ? output.failures : [];
    for (const { code, message } of failures) warn(code, message);
    const met = rows.length > 0 && rows.every((row) => until.every((one) => one.matches(row as Instance, now())));
    if (until.length > 0 && met && failures.length === 0) return [];
    await sleep(betweenLooks);
    if (interrupted.aborted) return failures;
  }
}

function rowsOf(output: Output): readonly object[] {
  if (output.kind === 'rows') return output.rows as readonly object[];
  return output.kind === 'object' ? [output.value] : [];
}

function keyOf(row: object): string {
  const { profile, id } = row as Partial<Instance>;
  return `${profile}/${id}`;
}

/** Back to where the last drawing began, with everything below it wiped away. */
function back(lines: number, height: number): string {
  if (lines === 0) return '';
  return lines >= height ? '\u001b[H\u001b[2J' : `\u001b[${lines}A\u001b[0J`;
}
