import { knownCommands } from '../src/knownCommands';
import { parse } from '../src/program';

/** What was printed of a call. */
interface Printed {
  stdout: string;
  stderr: string;
}

/**
 * Holds what a command line has printed as JSON to the schema of its command, and the JSON on stderr to those of its
 * lines. Throws where it does not fit. What --raw, --query, --dry-run and a stream print has no schema.
 */
export async function checkPrinted(
  words: readonly string[],
  variable: string | undefined,
  { stdout, stderr }: Printed,
): Promise<void> {
  // Reading a line again takes a while, and JSON is only where it was asked for by its name.
  if (![...words, variable ?? ''].some((word) => word.includes('json'))) return;
  const request = await parse(words, knownCommands).catch(() => null);
  if (request?.kind !== 'run') return;
  const { command, given } = request;
  const format = given.common.output ?? variable;
  if (format !== 'json' && format !== 'ndjson') return;
  const { check, schemaOf } = await import('./schemaCheck');
  const { own, common, mutating } = given;
  const unknown = common.query !== undefined || own.raw || own.watch || own.follow || mutating.dryRun;
  if (unknown !== true && stdout !== '') {
    const { prints, whole, row } = schemaOf(command.name);
    const open = prints.includes('text') || command.name === 'api';
    // An inventory is one JSON document whatever the format.
    const shape = command.name === 'inventory' ? 'json' : format;
    const wrong = valuesOf(shape, stdout, open).flatMap((value) => check(shape === 'json' ? whole : row, value));
    if (wrong.length > 0) throw new Error(`What ${words.join(' ')} printed is not as its schema says: ${wrong}`);
  }
  for (const line of stderr.split('\n').filter((one) => /^\{"(error|warning)":/.test(one))) {
    const wrong = check(schemaOf(line.startsWith('{"error"') ? 'error' : 'warning').whole, JSON.parse(line));
    if (wrong.length > 0) throw new Error(`This line of stderr is not as its schema says: ${line}: ${wrong}`);
  }
}

/** What there is to check; nothing where a command that may print text has. */
function valuesOf(format: 'json' | 'ndjson', stdout: string, open: boolean): unknown[] {
  try {
    return format === 'json'
      ? [JSON.parse(stdout)]
      : stdout
          .trimEnd()
          .split('\n')
          .map((line) => JSON.parse(line));
  } catch (error) {
    if (open) return [];
    throw error;
  }
}
