import { CliError } from '../core/errors';
import { stoppable, wasStopped } from '../core/stoppable';
import { clean } from '../core/text';
import { plain } from './json';

/** So long an answer may take, in milliseconds. */
const patience = 10_000;
/** So many values, and characters of texts, it may hold: an expression of a line can ask for more than there is memory. */
const mostHeld = 2 ** 26;

/** Makes a function of a JMESPath expression. It and the function it gives throw `invalid_query`. */
export async function compileQuery(expression: string): Promise<(data: unknown) => unknown> {
  const { compile, isRegistered, TreeInterpreter } = await import('@jmespath-community/jmespath');
  const attempt = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      if (error instanceof CliError) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      throw invalid(expression, wasStopped(error) ? 'it takes too long' : reason);
    }
  };
  // Bare words between backticks, as in `running`, are what users of other clouds' tools write.
  const tree = attempt(() => compile(expression, { enable_legacy_literals: true }));
  const missing = attempt(() => functionsIn(tree)).find((name) => !isRegistered(name));
  if (missing !== undefined) throw invalid(expression, `there is no function ${missing}()`);
  return (data) =>
    attempt(() => {
      const found = stoppable(() => TreeInterpreter.search(tree, plain(data) as never))(patience);
      if (heldIn(found, new Map()) > mostHeld)
        throw invalid(expression, 'it makes more of the answer than can be printed');
      return found;
    });
}

/** The values in a value, and the characters of its texts. What stands in several places counts in each, and is counted once. */
function heldIn(value: unknown, known: Map<object, number>): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return 1;
  const counted = known.get(value);
  if (counted !== undefined) return counted;
  const held = Object.values(value).reduce((sum: number, inner) => sum + heldIn(inner, known), 1);
  known.set(value, held);
  return held;
}

function invalid(expression: string, reason: string): CliError {
  return new CliError('invalid_query', `The query ${JSON.stringify(clean(expression, 200))} can't be answered`, {
    reason: clean(reason, 500),
    hint: 'Look at the whole with -o json. For example --query "[?state==\'running\'].name"',
  });
}

/** The names of the functions that a compiled expression calls, for only a call would find one missing. */
function functionsIn(node: unknown): string[] {
  if (typeof node !== 'object' || node === null) return [];
  if (Array.isArray(node)) return node.flatMap(functionsIn);
  const { type, name } = node as { type?: unknown; name?: unknown };
  if (type === 'Literal') return [];
  const inside = Object.values(node).flatMap(functionsIn);
  return type === 'Function' ? [String(name), ...inside] : inside;
}
