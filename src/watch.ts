import { type CliError, type ErrorKind, toCliError } from './core/errors';
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
/** Failures that may be gone at the next look. */
const passing: readonly ErrorKind[] = ['unavailable', 'rate_limited', 'timeout'];

/**
 * Looks again and again: redraws in place on a terminal, prints the rows that have changed elsewhere. Ends once `until`
 * holds or the user interrupts; gives the failures of the last look. What a look could not reach is shown as it was.
 * Throws what the first look throws, and later what another look will not mend.
 */
export async function watch(watching: Watching): Promise<readonly CliError[]> {
  const { look, until, settings, write, sleep, interrupted, warn, now, height } = watching;
  const [{ render }, { collect, readRows }] = await Promise.all([
    import('./render/render'),
    import('./render/readRows'),
  ]);
  let shown: string[] = [];
  let seen = new Map<string, string>();
  let last: Output | null = null;
  let warned: readonly string[] = [];
  for (let first = true; ; first = false) {
    const { output, failures } = await lookAgain(look, last);
    last = output;
    // What a limit leaves out is not watched.
    const rows = output.kind === 'rows' ? await collect(readRows(output, settings)) : rowsOf(output);
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
    for (const { code, message } of failures) if (!warned.includes(message)) warn(code, message);
    warned = failures.map(({ message }) => message);
    const met = rows.length > 0 && rows.every((row) => until.every((one) => one.matches(row as Instance, now())));
    if (until.length > 0 && met && failures.length === 0) return [];
    await sleep(betweenLooks);
    if (interrupted.aborted) return failures;
  }
}

/** One more look; where it fails, wholly or for a profile, with what the last one has seen. */
async function lookAgain(
  look: () => Promise<Output>,
  last: Output | null,
): Promise<{ output: Output; failures: readonly CliError[] }> {
  let output: Output;
  try {
    output = await hold(await look());
  } catch (thrown) {
    const failure = toCliError(thrown);
    if (last === null || !passing.includes(failure.kind)) throw failure;
    return { output: last, failures: [failure] };
  }
  if (output.kind !== 'rows') return { output, failures: [] };
  const failed = new Set(output.failures.map(({ details }) => details.profile));
  const rows = output.rows as readonly Partial<Instance>[];
  const there = new Set(rows.map(keyOf));
  const kept = (last === null ? [] : rowsOf(last)).filter(
    (row) => failed.has((row as Partial<Instance>).profile) && !there.has(keyOf(row)),
  );
  const { place = () => 0 } = output;
  const all = [...rows, ...kept].sort((a, b) => place(a) - place(b));
  return { output: { ...output, rows: all }, failures: output.failures };
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
